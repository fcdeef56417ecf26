"""The real command line: in this process for the many tests, in one of its own for the few."""

import contextlib
import gc
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from specgen.cli import main

SPECGEN = Path(sys.executable).parent / "specgen"


class Ran(NamedTuple):
    """How a run ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything."""
        return self.out + self.err


def specgen(*argv: str | Path, stdin: bytes = b"") -> Ran:
    """Run `specgen` with these arguments, in this process."""
    streams = {
        name: io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")
        for name, data in (("stdin", stdin), ("stdout", b""), ("stderr", b""))
    }
    with contextlib.ExitStack() as stack:
        stack.enter_context(_as_before())
        for name, stream in streams.items():
            stack.enter_context(mock.patch.object(sys, name, stream))
        stack.enter_context(mock.patch.object(sys, "argv", ["specgen", *map(str, argv)]))
        try:
            main()
        except SystemExit as end:
            status = end.code
    assert isinstance(status, int)
    return Ran(status, _read(streams["stdout"]), _read(streams["stderr"]))


@contextlib.contextmanager
def _as_before() -> Iterator[None]:
    """What a run changes in its process and ends with it, put back."""
    handler = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, handler)
        gc.enable()


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def clean_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The process's environment without what changes how specgen speaks."""
    dropped = ("NO_COLOR", "FORCE_COLOR", "SPECGEN_COLOR", "SPECGEN_LOG_FORMAT", "COLUMNS")
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    return {**kept, **(more or {})}


def spawned(
    *argv: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
) -> Ran:
    """Run the installed `specgen` in a process of its own."""
    done = subprocess.run(
        [SPECGEN, *argv],
        cwd=cwd,
        env=clean_environment(env),
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
