"""One piece of work in as many processes as there are processors.

A forked process sees all that its parent has read so far, so nothing but results is handed over.
Threads would not help: the work is Python's own.
"""

import os
import pickle
import signal
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST = 8
"""Processes at most; what is read and written by one alone is the larger part from there on."""


class WorkError(RuntimeError):
    """A bug in another process, with its traceback."""


class _Other(NamedTuple):
    """A process at work, and where its result will come from."""

    pid: int
    pipe: int


def in_shares(work: Callable[[Sequence[T]], R], items: Sequence[T], least: int) -> list[R]:
    """`work` of consecutive shares of the items, of `least` items or more; results in order.

    The first share is done here, the others in processes of their own. Results are pickled.
    Raises WorkError for whatever another process raises.
    """
    shares = _cut(items, min(_processors(), MOST, len(items) // max(least, 1)) or 1)
    others: list[_Other] = []
    try:
        for share in shares[1:]:
            others.append(_started(work, share))  # noqa: PERF401 - one by one, to be ended
        first = work(shares[0])
        return [first, *(_heard(other) for other in others)]
    except BaseException:
        _end(others)
        raise
    finally:
        for other in others:
            os.close(other.pipe)
            os.waitpid(other.pid, 0)


def _processors() -> int:
    """As many as this process may use; 1 where processes cannot be forked."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cut(items: Sequence[T], parts: int) -> list[Sequence[T]]:
    """The items in so many consecutive shares, as equal as can be."""
    edges = [len(items) * n // parts for n in range(parts + 1)]
    return [items[low:high] for low, high in pairwise(edges)]


def _started(work: Callable[[Sequence[T]], R], share: Sequence[T]) -> _Other:
    here, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(here)
        _do(work, share, there)
    os.close(there)
    return _Other(pid, here)


def _do(work: Callable[[Sequence[T]], R], share: Sequence[T], pipe: int) -> None:
    """The whole life of another process; an interrupt is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        told: tuple[bool, Any] = (True, work(share))
    except BaseException:  # noqa: BLE001 - the parent raises it
        told = (False, traceback.format_exc())
    with suppress(OSError), open(pipe, "wb") as out:  # a parent that has gone hears nothing
        pickle.dump(told, out, pickle.HIGHEST_PROTOCOL)
    os._exit(0)


def _heard(other: _Other) -> Any:
    """The result of another process, once it is there."""
    with open(other.pipe, "rb", closefd=False) as out:
        try:
            done, told = pickle.load(out)  # noqa: S301 - from a process of our own
        except (EOFError, pickle.UnpicklingError):
            raise WorkError("a process of specgen was killed; run it again") from None
    if not done:
        raise WorkError(told)
    return told


def _end(others: list[_Other]) -> None:
    for other in others:
        with suppress(ProcessLookupError):
            os.kill(other.pid, signal.SIGTERM)
