"""Several writers of one tree at once, and one of them is killed."""

import mmap
import os
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.tree.disk import contents, finished, render
from tests.tree.judge import Verdict, of_the_next_run, of_the_tree
from tests.tree.scenes import Files, jobs
from tests.tree.shots import DONE, end

_RUNS = 3
"""Of each writer; the victim goes on until it is killed."""

_SPAN = 0.06
"""Seconds in which the victim dies; a run that waits for the lock looks again after 0.05."""

_PAUSE = 0.005
"""Seconds that the victim rests between its runs, or the others would hardly get the lock."""

_WAIT = 20


class Round(NamedTuple):
    """How it went."""

    writers: int
    verdict: Verdict


def fought(seed: int) -> Round:
    """One round."""
    random = Random(seed)  # noqa: S311 - a seed is what makes it come again
    with tempfile.TemporaryDirectory() as folder, mmap.mmap(-1, 1 << 16) as said:
        base = Path(folder)
        plans = [[_files(random) for _ in range(_RUNS)] for _ in range(random.choice((3, 4)))]
        render(base, start := _files(random))
        victim, *others = [_writer(base, goals) for goals in plans]
        ends = _let_loose(_over_and_over(victim, random), others, random, said)
        states = [start, *(files for goals in plans for files in goals)]
        state = "new" if any(finished(base, files) for files in states) else "mixed"
        faults = [*of_the_tree(base, states), *of_the_next_run(base, states[-2:])]
        if ends != [-signal.SIGKILL, *[DONE] * len(others)]:
            faults.append(("bug", f"{ends} {said[:].rstrip(bytes(1)).decode()}"))
        return Round(len(plans), Verdict(state, tuple(faults)))


def _files(random: Random) -> Files:
    """What is rendered; one time in ten nothing is, so that the whole tree goes."""
    if random.random() < 0.1:
        return {}
    text = f"{random.random()}\n"
    some = jobs("abc", random.sample(range(9), 4), text)
    return {**some, **contents({"same": "s", random.choice(["x", "x/y"]): text})}


def _writer(base: Path, goals: list[Files]) -> Callable[[], None]:
    def run() -> None:
        for files in goals:
            render(base, files, wait=_WAIT)

    return run


def _over_and_over(run: Callable[[], None], random: Random) -> Callable[[], None]:
    def runs() -> None:
        while True:
            run()
            time.sleep(random.random() * _PAUSE)

    return runs


def _let_loose(
    victim: Callable[[], None],
    others: list[Callable[[], None]],
    random: Random,
    said: mmap.mmap,
) -> list[int]:
    """Start them at the same moment, kill the first amid the others or last; how each ended."""
    gate, opener = os.pipe()
    first, *rest = [_started(run, gate, opener, said) for run in (victim, *others)]
    os.close(gate)
    os.close(opener)
    late = [_ended(pid) for pid in rest] if random.random() < 0.5 else None
    time.sleep((random.random() + bool(late)) * _SPAN)
    if random.random() < 0.3:
        os.kill(first, signal.SIGSTOP)  # it may hold the lock for a while
        time.sleep(_SPAN)
    os.kill(first, signal.SIGKILL)
    return [_ended(first), *(late or [_ended(pid) for pid in rest])]


def _ended(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _started(run: Callable[[], None], gate: int, opener: int, said: mmap.mmap) -> int:
    pid = os.fork()
    if pid == 0:
        signal.alarm(2 * _WAIT)
        os.close(opener)
        os.read(gate, 1)  # until everybody has been started
        end(run, said)
    return pid
