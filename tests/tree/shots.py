"""Shots at a run: strace lets one of its system calls fail, or sends it a signal there.

The run is a fork of this process, which waits until strace has it. So every call that is counted
is the run's own, and none is Python's start-up; a shot takes some 15 ms.
"""

import contextlib
import ctypes
import mmap
import os
import re
import shutil
import signal
import subprocess
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

from specgen.tree.filenames import FileNameError
from specgen.tree.tree import TreeError

DONE, STALE, REFUSED, BUG, INTERRUPTED, TERMINATED, HUNG = 0, 1, 2, 3, 130, 143, -signal.SIGALRM
"""How a run ends: with the statuses of `specgen render`, or with -signal."""

_CALLS = "trace=%file,%desc,rt_sigprocmask"
"""Whatever takes a name or a handle, and the two ends of the time in which signals wait."""

_NO_CALL = ("mmap", "rt_sigtimedwait")
"""A handle may be mapped into memory, but no tree is."""

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\(", re.MULTILINE)
HIT = re.compile(r"\(INJECTED\)|^(?:\d+ +)?(?:--- SIG(?!USR1)|\+\+\+ killed by)", re.MULTILINE)

_ANY_TRACER = (0x59616D61, ctypes.c_ulong(-1))
"""PR_SET_PTRACER and PR_SET_PTRACER_ANY of linux/prctl.h: a sibling may trace, under Yama too."""

_SECONDS = 30


class Shot(NamedTuple):
    """How a run ended that was shot at."""

    status: int
    said: str
    """The message of a refusal, or the traceback of a bug."""
    hit: bool
    """The call came, and was met."""
    calls: Counter[str]
    """The system calls of the run by name, up to its end."""


@cache
def missing() -> str | None:
    """Why nothing can be shot at here; None if strace is there and may trace."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    try:
        shot = shoot(lambda: os.close(os.open("/", os.O_RDONLY)), "close:error=EIO:when=1")
    except OSError as error:
        return f"strace cannot trace here: {error}"
    return None if shot.hit else "strace cannot inject faults here"


def shoot(run: Callable[[], object], inject: str = "") -> Shot:
    """Run it in a process of its own, with a fault of strace's `inject=` or with none.

    Raises OSError if strace does not get hold of the process.
    """
    with tempfile.NamedTemporaryFile() as trace, mmap.mmap(-1, 1 << 16) as said:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
        child = os.fork()
        if child == 0:
            _wait_and_run(run, said)
        fault = ["-e", f"inject={inject}"] if inject else []
        call = ["strace", "-p", str(child), "-o", trace.name, "-e", _CALLS, *fault]
        with _tracing(call, child):
            os.kill(child, signal.SIGUSR1)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        traced = Path(trace.name).read_text(encoding="utf-8", errors="replace")
        return Shot(status, _text(said), bool(HIT.search(traced)), counted(traced))


def counted(traced: str) -> Counter[str]:
    """The calls in what strace wrote."""
    calls = Counter(_CALL.findall(traced))
    return Counter({name: n for name, n in calls.items() if name not in _NO_CALL})


@contextlib.contextmanager
def _tracing(call: list[str], child: int) -> Iterator[None]:
    """strace at work; the child is ended if it is not."""
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        line = strace.stderr.readline()
        if "attached" not in line:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise OSError(line.strip())
        yield


def _text(said: mmap.mmap) -> str:
    return said[:].rstrip(b"\0").decode()


def _wait_and_run(run: Callable[[], object], said: mmap.mmap) -> NoReturn:
    ctypes.CDLL(None).prctl(*_ANY_TRACER, 0, 0, 0)
    signal.alarm(_SECONDS)
    signal.sigwait({signal.SIGUSR1})
    end(run, said)


def end(run: Callable[[], object], said: mmap.mmap) -> NoReturn:
    """Run it and end this process as `specgen render` ends; what it says takes no system call."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _terminated)
    status, words = _status(run)
    said.write(words.encode()[: len(said)])
    os._exit(status)


def _status(run: Callable[[], object]) -> tuple[int, str]:
    try:
        return (DONE if run() is not STALE else STALE), ""
    except (TreeError, FileNameError) as error:
        return REFUSED, str(error)
    except KeyboardInterrupt:
        return INTERRUPTED, ""
    except SystemExit:
        return TERMINATED, ""
    except BaseException:  # noqa: BLE001 - a bug, whatever it is
        return BUG, traceback.format_exc()


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit
