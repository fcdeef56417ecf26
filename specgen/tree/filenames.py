"""Which names rendered files may have: alike on every checkout, and never out of the tree.

A path is relative, POSIX, in the letters of the spec: `teams/reviews/etl.yaml`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

RECORD = ".specgen.sums"
"""The record: who owns which file of a tree. At its root."""

SPARE = ".specgen.tmp"
"""The spare folder, where files are staged. At the tree's root, and only while a run lasts."""

DEEPEST = 64
"""Parts of a path, at most; deeper folders are not looked into."""

_LONGEST = 255

_FAULTS = {
    r"": "has an empty part",
    r"\.\.?": "has a part that is no name",
    r"(?s:.*)[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    r"\ufff9-\ufffb\ufffe\uffff](?s:.*)": "holds a control or invisible character",
    r'.*[<>:"|?*\\].*': "holds a character that Windows forbids",
    r".*[. ]": "has a part that ends in a dot or a space, which Windows drops",
    r"(?i:\.git|git~[0-9]+)": "would be read by Git as its own folder",
    r"(?i:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\xb9\xb2\xb3]) *(?:\..*)?": (
        "is a device on Windows"
    ),
}
"""What is wrong with a part of a path that matches; the first match names it."""

_FAULT = re.compile("|".join(f"({pattern})" for pattern in _FAULTS))
_WHY = tuple(_FAULTS.values())


class FileNameError(ValueError):
    """Rendered files whose names cannot stand, or cannot stand side by side; one a line."""


def refuse(paths: Collection[str]) -> None:
    """Raise FileNameError if a path is unsafe or two collide; it names them all."""
    faults = [f"{path!a} {why}" for path in sorted(paths) if (why := unsafe(path))]
    faults += [f"{one!a} and {other!a} {why}" for one, other, why in collisions(paths)]
    if faults:
        raise FileNameError("\n".join(faults))


def unsafe(path: str) -> str | None:
    """Why no rendered file may be called so, as the end of a sentence; None if one may."""
    folder, slash, name = path.rpartition("/")
    return (_folder_fault(folder) if slash else _top_fault(name)) or _part_fault(name)


def collisions(paths: Collection[str]) -> list[tuple[str, str, str]]:
    """Each two paths that cannot stand in one tree on every system, and why."""
    found = []
    seen: dict[str, tuple[str, str]] = {}
    known: set[tuple[str, bool]] = set()
    for path in sorted(paths):
        for name in (path, *above(path)):
            if (name, name == path) in known:
                break
            known.add((name, name == path))
            spelled, other = seen.setdefault(fold(name), (name, path))
            if spelled != name:
                found.append((other, path, "differ only in case or in Unicode form"))
            elif (name, name != path) in known:
                found.append((other, path, "need one name for a file and a folder"))
    return found


def above(path: str) -> Iterator[str]:
    """The folders a path lies in, innermost first; the root is not among them."""
    while path := path.rpartition("/")[0]:
        yield path


def fold(path: str) -> str:
    """The form that is equal for names which some file system takes for the same."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def printable(path: str) -> str:
    """A path found on disk, as it may be shown: whatever is not ASCII and visible is escaped."""
    return path if path.isascii() and path.isprintable() else ascii(path)[1:-1]


@lru_cache(maxsize=4096)
def _folder_fault(folder: str) -> str | None:
    if not folder or folder.startswith("/"):
        return "is absolute"
    parts = folder.split("/")
    if len(parts) >= DEEPEST:
        return f"has more than {DEEPEST} parts"
    return _top_fault(parts[0]) or next(filter(None, map(_part_fault, parts)), None)


def _top_fault(part: str) -> str | None:
    return "is specgen's own" if fold(part) in (RECORD, SPARE) else None


def _part_fault(part: str) -> str | None:
    if len(part) > _LONGEST // 4 and len(part.encode(errors="replace")) > _LONGEST:
        return f"has a part of more than {_LONGEST} bytes"
    found = _FAULT.fullmatch(part)
    return _WHY[found.lastindex - 1] if found and found.lastindex else None
