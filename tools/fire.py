"""The tree writer under fire: each system call of a run fails or kills it, and the tree is judged.

Run it in the repository, where strace is installed: .venv/bin/python -m tools.fire [--quick]
It takes some minutes, prints a table, and ends with 1 if anything was found against the writer.
CI fires each fourth shot, some 3,500; after a change in specgen/tree/ fire them all.
One shot of the table again: .venv/bin/python -m tools.fire --shot 'change|renameat|3|SIGKILL'
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.tree.commands import Stage, fired_at, prepared
from tests.tree.disk import check, render
from tests.tree.judge import FAULTS, Judged, Verdict, judged, judged_check, seen
from tests.tree.scenes import SCENES, Scene
from tests.tree.shots import STALE, missing, shoot
from tests.tree.turmoil import fought


class Fire(NamedTuple):
    """What strace does at a call."""

    what: str
    cause: str = ""
    """What the message must tell then."""
    on: str = ""
    """`+` if every later call of that name fails, too."""

    def at(self, number: int) -> str:
        """The end of strace's `inject=`."""
        return f"{self.what}:when={number}{self.on}"


KINDS = {
    "ENOSPC": Fire("error=ENOSPC", "No space left on device"),
    "EIO": Fire("error=EIO", "Input/output error"),
    "EACCES": Fire("error=EACCES", "Permission denied"),
    "EROFS": Fire("error=EROFS", "Read-only file system"),
    "ENOSPC on": Fire("error=ENOSPC", "No space left on device", "+"),
    "EROFS on": Fire("error=EROFS", "Read-only file system", "+"),
    "SIGKILL": Fire("signal=SIGKILL"),
    "SIGINT": Fire("signal=SIGINT"),
    "SIGTERM": Fire("signal=SIGTERM"),
}
"""Each error once, and two of them from there on; each signal once."""

CHECKED = ("change", "resume")
"""Scenes in which `--check` is shot at, too."""

CHANGING = ("renameat", "renameat2", "unlinkat", "mkdirat", "write", "fchmod")
"""Each of these is killed in the real command line, and half of the quick shots are at them."""

MEMORY = "/dev/shm"  # noqa: S108 - a place on Linux for files that are soon gone
ROUNDS, QUICK_ROUNDS, QUICK_SHOTS, COMMANDS = 60, 3, 60, 40


class Target(NamedTuple):
    """One call to be met."""

    scene: str
    """Its name; `--check` behind it where that is the run."""
    call: str
    number: int
    kind: str

    def __str__(self) -> str:
        return "|".join(map(str, self))


class Result(NamedTuple):
    """What came of it."""

    row: str
    kind: str
    name: str
    judged: Judged


# --- the runs that are shot at --------------------------------------------------------------------


def run_of(name: str, base: Path) -> tuple[Scene, Callable[[], object]]:
    """A scene, made at `base`, and the run."""
    scene = SCENES[name.removesuffix(" --check")]
    scene.prepare(base)
    if name in SCENES:
        return scene, partial(render, base, scene.goal)
    return scene, lambda: None if check(base, scene.goal).clean else STALE


def targets() -> Iterator[Target]:
    """Every call of every run, in every way."""
    for name in (*SCENES, *(f"{name} --check" for name in CHECKED)):
        with tempfile.TemporaryDirectory() as base:
            calls = shoot(run_of(name, Path(base))[1]).calls
        for call, count in calls.items():
            # No system refuses to hold a signal back.
            kinds = KINDS if call != "rt_sigprocmask" else [k for k in KINDS if "SIG" in k]
            yield from (Target(name, call, n, k) for n in range(1, count + 1) for k in kinds)


def fired(target: Target) -> Result:
    """One shot, and the verdict on it."""
    fire = KINDS[target.kind]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "beside").write_text("x")
        scene, run = run_of(target.scene, base)
        before = seen(base)
        shot = shoot(run, f"{target.call}:{fire.at(target.number)}")
        judge = judged if target.scene in SCENES else judged_check
        verdict = judge(base, scene, before, shot, fire.cause)
    return Result(target.scene, target.kind, str(target), Judged(shot.hit, verdict))


def fired_at_command(stage: Stage, target: Target) -> Result:
    """One shot at the real command line."""
    fire = KINDS[target.kind]
    shot = fired_at(stage, target.call, target.number, fire.at(target.number), fire.cause)
    return Result(target.scene, target.kind, str(target), shot)


def command_targets(stage: Stage, random: Random) -> Iterator[Target]:
    """Each change of the tree, killed; and some of all calls, in any way."""
    some = [*random.sample(stage.calls, COMMANDS)]
    for call, number in [one for one in stage.calls if one[0] in CHANGING]:
        yield Target("specgen render", call, number, "SIGKILL")
    for call, number in some:
        kinds = [kind for kind, fire in KINDS.items() if not (fire.on and call == "write")]
        yield Target("specgen render", call, number, random.choice(kinds))  # it must be told, too


def fighting(seed: int) -> Result:
    """One round of writers at once."""
    verdict: Verdict = fought(seed).verdict
    return Result("writers at once", "SIGKILL", f"round {seed}", Judged(hit=True, verdict=verdict))


# --- the table ------------------------------------------------------------------------------------

COLUMNS = ("shots", "old", "new", "mixed", *FAULTS)


def table(title: str, results: Iterable[Result], key: Callable[[Result], str]) -> Iterator[str]:
    """Shots and their outcomes, one line for each value of `key`."""
    rows: dict[str, Counter[str]] = {}
    for result in results:
        if result.judged.hit:
            verdict = result.judged.verdict
            counts = rows.setdefault(key(result), Counter())
            counts.update(["shots", verdict.state, *{name for name, _ in verdict.faults}])
    rows["together"] = sum(rows.values(), Counter())
    yield f"{title:18}" + "".join(f"{name:>9}" for name in COLUMNS)
    for row, counts in rows.items():
        yield f"{row:18}" + "".join(f"{counts[name]:9}" for name in COLUMNS)
    yield ""


def told(results: list[Result]) -> Iterator[str]:
    """The tables, and what stands against the writer."""
    yield from table("change", results, lambda result: result.row)
    yield from table("fault", results, lambda result: result.kind)
    missed = sum(not result.judged.hit for result in results)
    yield f"{missed} shots met nothing: the call did not come" if missed else "every shot met"
    for result in results:
        for name, what in result.judged.verdict.faults:
            yield f"{result.name}: {name} ({FAULTS[name]}): {what}"


# --- the sweep ------------------------------------------------------------------------------------


def sweep(*, quick: bool, every: int, jobs: int) -> list[Result]:
    """All of it, or a part that takes seconds."""
    random = Random(0)  # noqa: S311 - the same each time
    shots = [*targets()][::every]
    if quick:
        changing = [shot for shot in shots if shot.call in CHANGING]
        shots = random.sample(changing, QUICK_SHOTS) + random.sample(shots, QUICK_SHOTS)
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool,
    ):
        stage = None if quick else prepared(Path(folder))
        found = [*pool.map(fired, shots, chunksize=8)]
        found += pool.map(fighting, range(QUICK_ROUNDS if quick else ROUNDS))
        if stage:
            found += pool.map(partial(fired_at_command, stage), command_targets(stage, random))
    return found


def main() -> int:
    """Fire, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tools.fire", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="some shots, in seconds")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth shot only")
    parser.add_argument("--shot", metavar="SCENE|CALL|N|KIND", help="this one and no other")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at a time")
    parser.add_argument(
        "--in", dest="folder", metavar="DIR", help="for the trees; in memory where that can be"
    )
    options = parser.parse_args()
    tempfile.tempdir = options.folder or (MEMORY if os.access(MEMORY, os.W_OK) else None)
    if why := missing():
        print(f"skipped: {why}")
        return 0
    start = time.monotonic()
    if options.shot:
        scene, call, number, kind = options.shot.split("|")
        results = [fired(Target(scene, call, int(number), kind))]
    else:
        results = sweep(quick=options.quick, every=max(options.every, 1), jobs=options.jobs)
    print("\n".join(told(results)))
    print(f"{time.monotonic() - start:.0f} s")
    return int(any(result.judged.verdict.faults for result in results))


if __name__ == "__main__":
    sys.exit(main())
