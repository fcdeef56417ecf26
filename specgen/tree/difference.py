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
    pairs = zip_longest(_lines(old), _lines(new))
    for number, (one, other) in enumerate(pairs, start=1):
        if one != other:
            return Difference(number, _shown(one), _shown(other))
    return _last_line_feed(old, new)


def _lines(data: bytes) -> list[bytes]:
    """The lines; what a last line feed ends is followed by no other."""
    lines = data.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def _last_line_feed(old: bytes, new: bytes) -> Difference:
    """All lines are equal, and one side ends without a line feed."""
    number = len(_lines(new)) + 1
    return Difference(number, "", None) if len(old) > len(new) else Difference(number, None, "")


def _shown(line: bytes | None) -> str | None:
    return None if line is None else line.decode("utf-8", "backslashreplace")
