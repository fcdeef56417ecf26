"""The ownership record: which files of a tree are ours, in exactly `sha256sum`'s format.

So `sha256sum -c .specgen.sums` checks a tree, and two branches merge line by line.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from specgen.tree.filenames import unsafe

Owned = Mapping[str, Collection[str]]
"""Each owned file with the digests that we gave it; two or more after a cut or merged run."""

_UNFINISHED = "# unfinished"
_LINE = re.compile(r"^([0-9a-f]{64})  ([^\r\n]+)\r?$", re.MULTILINE)


class Record(NamedTuple):
    """What a record says."""

    owned: Owned
    unfinished: bool
    """A run was cut short: some files may be old, some new."""


def digest(data: bytes) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def parse(data: bytes) -> Record:
    """Read a record that anybody may have written: what is no line of ours says nothing.

    A conflict mark is no line of ours, and neither is a path out of the tree.
    """
    text = data.decode("utf-8", "surrogateescape")
    owned: dict[str, set[str]] = {}
    for known, path in _LINE.findall(text):
        if unsafe(path) is None:
            owned.setdefault(path, set()).add(known)
    return Record(owned, _UNFINISHED in text)


def written(owned: Owned, *, unfinished: bool = False) -> bytes:
    """The record's bytes: one line a file and digest, sorted by path."""
    lines = [f"{known}  {path}\n" for path in sorted(owned) for known in sorted(owned[path])]
    return "".join([f"{_UNFINISHED}\n" if unfinished else "", *lines]).encode()


def united(before: Owned, after: Owned) -> Owned:
    """What is ours while `before` becomes `after`."""
    return {
        path: {*before.get(path, ()), *after.get(path, ())} for path in before.keys() | after.keys()
    }
