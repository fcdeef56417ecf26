"""Runs of the command line, each in a child that is watched; see nursery.py."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from tests.cli.running import clean_environment
from tests.shared import REPOSITORY


class Call(NamedTuple):
    """How one command ended, what it said, and the seconds of CPU that it took."""

    status: int
    out: str
    err: str
    seconds: float

    @property
    def said(self) -> str:
        return self.out + self.err


class Watched(NamedTuple):
    """What a child did: `ended` is 0, or -signal."""

    calls: list[Call]
    opened: list[str]
    deeds: list[str]
    loaded: list[str]
    ended: int
    mebibytes: int


class Nursery:
    """Where the children are."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in: IO[str] = process.stdin
        self._out: IO[str] = process.stdout

    def run(self, cwd: Path, *calls: Sequence[str | Path]) -> Watched:
        """Run commands one after another in one child, in that folder."""
        request = {"cwd": str(cwd), "calls": [[*map(str, argv)] for argv in calls]}
        self._in.write(json.dumps(request) + "\n")
        self._in.flush()
        answer = json.loads(self._out.readline())
        return Watched(**{**answer, "calls": [Call(*call) for call in answer["calls"]]})


@contextmanager
def nursery(warm: Sequence[Sequence[str | Path]]) -> Iterator[Nursery]:
    """One that has run the commands `warm` already, so that all is imported."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env=clean_environment({"NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}),
    ) as process:
        there = Nursery(process)
        there._in.write(json.dumps([[*map(str, argv)] for argv in warm]) + "\n")  # noqa: SLF001
        yield there
        there._in.close()  # noqa: SLF001 - its end
        assert process.wait(timeout=30) == 0
