"""Reading of input files: only regular files inside the project, strictly UTF-8, within limits."""

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from specgen.finding import Finding, Severity, Spot
from specgen.load.hidden import Hidden, Told, hidden
from specgen.load.yaml import Mark, marks
from specgen.paths import Path
from specgen.refusal import printable

MAX_BYTES = 1 << 20
MAX_FILES = 100_000
MAX_FOLDERS = 32
"""How deep folders may be nested."""
EXCERPT = 3
"""Lines that a finding shows."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML does not call printable (https://yaml.org/spec/1.2.2/#51-character-set), the three
characters that end a line for YAML 1.1 readers only, and a byte-order mark but the first."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class File:
    """A spec file as read: its name below the project's root, with `/`, and its text."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def marks(self) -> list[dict[Path, Mark]]:
        """For each document, where each value stands; worked out when first asked for."""
        return marks(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines, split where YAML splits them."""
        return _lines(self.text)

    @cached_property
    def _told(self) -> Told:
        return Told(self.lines)

    @cached_property
    def hidden(self) -> Hidden:
        """Credentials, by line, that the line alone does not tell; worked out when first shown."""
        return hidden(self.text, self.lines)

    def spot(self, line: int, column: int, width: int = 1) -> Spot:
        """A place in it, with the lines to show."""
        first = max(0, line - EXCERPT)
        hidden: dict[str, None] = {}
        for number in range(first + 1, min(line, len(self.lines)) + 1):
            told = self._told.near(number, column if number == line else 1)
            if told is None:
                return Spot(self.name, line, column, width)
            hidden |= dict.fromkeys((*told, *self.hidden.get(number, ())))
        return Spot(self.name, line, column, width, tuple(self.lines[first:line]), tuple(hidden))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _end(text: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows a text."""
    lines = _lines(text)
    return len(lines), len(lines[-1]) + 1


def unreadable(rule: str, spot: Spot, message: str, help_: str = "") -> Finding:
    """A finding about input that cannot be read."""
    return Finding(rule, "yaml", Severity.ERROR, message, spot, help=help_, unreadable=True)


@contextmanager
def folder(root: str, name: str) -> Iterator[int]:
    """A handle of the folder `name` (with `/`) below `root`, no part of which may be a link."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in name.split("/") if name else ():
            below = os.open(part, _FOLDER, dir_fd=handle)
            os.close(handle)
            handle = below
        yield handle
    finally:
        os.close(handle)


def read_tree(root: str, name: str) -> Iterator[File | Finding]:
    """Every spec file below the folder `name`, in the order of their names, or what hinders it.

    Folders called `manifests` hold raw objects and are passed over, and all that starts with a dot.
    """
    with folder(root, name) as handle:
        for count, found in enumerate(_walk(handle, name, 0)):
            if count >= MAX_FILES:
                yield unreadable("too-large", Spot(name), f"more than {MAX_FILES} files")
                return
            yield found


def _walk(handle: int, name: str, depth: int) -> Iterator[File | Finding]:
    with os.scandir(handle) as entries:
        inside = sorted((entry.name, _what(entry)) for entry in entries)
    for base, what in inside:
        if base.startswith("."):
            continue
        path = f"{name}/{base}"
        if what != "file" and not base.isprintable():
            yield _unprintable(path)
        elif what == "folder":
            yield from _below(handle, base, path, depth + 1)
        elif base.lower().endswith((".yaml", ".yml")):
            yield _spec_file(handle, base, path)
        elif what == "link":
            yield _link(path)


def _spec_file(handle: int, base: str, path: str) -> File | Finding:
    if not base.isprintable():
        return _unprintable(path)
    if not base.endswith(".yaml"):
        stem = base.rpartition(".")[0]
        return unreadable(
            "unread-file", Spot(path), "spec files end in .yaml; this one would be passed over",
            f"rename it to {stem}.yaml",
        )  # fmt: skip
    return read_file(handle, base, path)


def _unprintable(path: str) -> Finding:
    """The name would stand in messages and in the first line of what is rendered."""
    return unreadable(
        "bad-file-name", Spot(printable(path)), "the name holds a character that cannot be printed",
        "rename it",
    )  # fmt: skip


def _below(handle: int, base: str, path: str, depth: int) -> Iterator[File | Finding]:
    if base == "manifests":
        return
    if depth > MAX_FOLDERS:
        yield unreadable("too-deep", Spot(path), f"folders are nested deeper than {MAX_FOLDERS}")
        return
    try:
        inner = os.open(base, _FOLDER, dir_fd=handle)
    except OSError as error:
        yield _not_opened(path, error)
        return
    try:
        yield from _walk(inner, path, depth)
    finally:
        os.close(inner)


def _what(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link"
    return "folder" if entry.is_dir(follow_symlinks=False) else "file"


def _link(path: str) -> Finding:
    return unreadable(
        "not-a-file", Spot(path), "a link; only regular files inside the project are read",
        "put the file itself here",
    )  # fmt: skip


def _not_opened(path: str, error: OSError) -> Finding:
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return _link(path)
    return unreadable("not-readable", Spot(path), os.strerror(error.errno or 0))


def read_file(handle: int, base: str, path: str, most: int = MAX_BYTES) -> File | Finding:
    """The file `base` in an open folder, called `path` in messages, of at most so many bytes."""
    try:
        opened = os.open(base, _FILE, dir_fd=handle)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return _irregular(path)
        return _not_opened(path, error)
    try:
        info = os.fstat(opened)
        if not stat.S_ISREG(info.st_mode):
            return _irregular(path)
        if info.st_size > most:
            return _too_large(path, most)
        data = _all(opened, most)
    except OSError as error:
        return _not_opened(path, error)
    finally:
        os.close(opened)
    return _too_large(path, most) if len(data) > most else _decoded(path, data)


def _all(handle: int, most: int) -> bytes:
    """Everything, up to a little over the limit."""
    data = os.read(handle, 1 << 16)
    if len(data) < 1 << 16:
        return data
    while len(data) <= most and (more := os.read(handle, 1 << 16)):
        data += more
    return data


def _irregular(path: str) -> Finding:
    return unreadable("not-a-file", Spot(path), "not a regular file", "put a YAML file here")


def _too_large(path: str, most: int) -> Finding:
    return unreadable("too-large", Spot(path), f"larger than {most >> 20} MiB", "split it")


def _decoded(path: str, data: bytes) -> File | Finding:
    """The text; a byte-order mark is dropped, control characters and bad UTF-8 are refused."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        return unreadable(
            "bad-encoding", Spot(path, *_end(before)),
            f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8",
        )  # fmt: skip
    control = _CONTROL.search(text)
    if control is not None:
        return unreadable(
            "bad-encoding", Spot(path, *_end(text[: control.start()])),
            f"control character U+{ord(control[0]):04X} stands in it",
            f'remove it, or write it in double quotes as "\\u{ord(control[0]):04x}"',
        )  # fmt: skip
    return File(path, text)
