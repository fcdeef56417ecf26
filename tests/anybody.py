"""Modes bind everybody but root: so root lays its power down where a test is about modes."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION = 0x20080522
"""_LINUX_CAPABILITY_VERSION_3 of linux/capability.h: two words of 32 bits each."""

_DAC = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


@contextmanager
def as_anybody() -> Iterator[None]:
    """As a user whom modes bind, whoever runs the tests; the owner of a file stays its owner.

    No other user is needed, who could not read root's own folders, Python's among them. Programs
    that are started meanwhile have root's power again: what is to be bound runs in this process.
    """
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    held = (ctypes.c_uint32 * 6)()
    _must(libc.capget(header, held))
    less = (ctypes.c_uint32 * 6)(*held)
    less[0] &= ~_DAC
    _must(libc.capset(header, less))
    try:
        yield
    finally:
        _must(libc.capset(header, held))


def _must(status: int) -> None:
    if status:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
