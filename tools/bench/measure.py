"""Whole processes: how long they take, one against another, and how much memory they hold."""

import os
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

_LOOK = 0.02
"""Seconds between two looks at the memory of a run."""

_LAST_WORDS = 4000
"""Characters of what a failed process said."""


class RunError(RuntimeError):
    """A process that was to be measured has failed: its call, its status, its last words."""


class Run(NamedTuple):
    """A process that can be run again and again."""

    argv: tuple[str, ...]
    folder: Path
    """Where it runs."""

    before: Callable[[], None] | None = None
    """What is put in place first, and not measured."""


class Pairs(NamedTuple):
    """Medians over pairs of runs."""

    ratio: float
    """Of the ratios of the pairs."""

    left: float
    """Seconds."""

    right: float
    """Seconds."""


def pairs(left: Run, right: Run, count: int) -> Pairs:
    """Run one and the other in turn, so that the machine is as busy for the one as for the other.

    Raises RunError if one of them fails.
    """
    times = [(seconds(left), seconds(right)) for _ in range(count)]
    ratio = statistics.median(one / other for one, other in times)
    lefts, rights = zip(*times, strict=True)
    return Pairs(ratio, statistics.median(lefts), statistics.median(rights))


def seconds(run: Run) -> float:
    """How long the process takes, from its start to its end. Raises RunError if it fails."""
    if run.before:
        run.before()
    start = time.perf_counter()
    with _started(run) as process:
        process.wait()
        return time.perf_counter() - start


def peak(run: Run) -> int:
    """The most bytes that the process and those it starts hold together at any time.

    What they share is counted once (PSS); looked at fifty times a second, so it takes longer
    than otherwise. Raises RunError if it fails, OSError where the system does not tell.
    """
    if run.before:
        run.before()
    most = 0
    with _started(run) as process:
        while process.poll() is None:
            most = max(most, sum(_held(pid) for pid in _group(process.pid)))
            time.sleep(_LOOK)
    return most


@contextmanager
def _started(run: Run) -> Iterator[subprocess.Popen[bytes]]:
    """The process in a group of its own; it does not outlive this, and its failure is raised."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            run.argv, cwd=run.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            env=_environment(), process_group=0,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)  # with what it has started
                process.wait()
        if process.returncode:
            raise RunError(_told(run, process.returncode, _all(said)))


def _environment() -> dict[str, str]:
    """Ours, but bytecode is kept: caches are to be warm."""
    return {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _told(run: Run, status: int, said: bytes) -> str:
    words = said.decode(errors="replace")[-_LAST_WORDS:]
    return f"{' '.join(run.argv)} (in {run.folder}) ended with status {status}:\n{words}"


def _group(leader: int) -> Iterator[int]:
    """The processes of a group: the fifth field of stat(5), behind a name in brackets."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            stat = _read(folder / "stat").rpartition(")")[2].split()
            if stat and int(stat[2]) == leader:
                yield int(folder.name)


def _held(pid: int) -> int:
    """Bytes of a process; its share of what it shares."""
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(path: Path) -> str:
    """What /proc says of a process; nothing of one that has gone."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
