"""Where a committed file first differs from what is rendered."""

from itertools import zip_longest
from typing import NamedTuple


class Difference(NamedTuple):
    """The first line that differs, counted from 1; None where one side has ended."""

    line: int
    old: str | None
    new: str | None


def first_difference(old: bytes, new: bytes) -> Difference | None:
    """Compare line by line, split at LF alone; None if the bytes are equal.

    Lines are without their LF; a byte that is no UTF-8 is shown as a backslash, x and its code.
    """
    if old == new:
        return None
    pairs = zip_longest(old.split(b"\n"), new.split(b"\n"))
    for number, (one, other) in enumerate(pairs, start=1):
        if one != other:
            return Difference(number, _shown(one), _shown(other))
    return None  # pragma: no cover - different bytes have a different line


def _shown(line: bytes | None) -> str | None:
    return None if line is None else line.decode("utf-8", "backslashreplace")
