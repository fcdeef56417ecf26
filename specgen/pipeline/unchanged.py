"""Whether anything has changed since a tree was last rendered: asked before a spec is read.

`.specgen/` at the project's root holds one digest for each way of calling `render`: of the state
(not the content) of every file that the run depended on or wrote. The state of a file changes with
every write, even if its size and its date are put back: the kernel keeps the time of that (ctime).
What is not surely old is not kept: a clock ticks some hundred times a second, and a file that was
written twice within a tick has one state. Any doubt means a whole run; nothing is ever taken from
here but the words of the report. `--check` does not ask.
"""

import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from specgen import __version__
from specgen.load.root import FILE

FOLDER = ".specgen"
LEAST = 500
"""Files; below that a whole run is nearly as quick."""

_TICK = 0.02
"""Seconds that the clock of a file system may stand still; Linux ticks at 100 Hz or more."""

_ENTRY = "unchanged-{}.json"


class Request(NamedTuple):
    """What `render` was asked for, where and when."""

    root: str
    """The project's folder."""

    environments: tuple[str, ...]
    """Empty: all of them."""

    today: str
    """The day, for waivers end."""


class Told(NamedTuple):
    """What the report said of one environment."""

    name: str
    files: int
    clusters: int


class Folders(NamedTuple):
    """The project's folders, as its file names them."""

    environments: str
    rendered: str


def recall(request: Request) -> list[Told] | None:
    """What to report again, if nothing has changed since that was kept; else None."""
    try:
        with open(_file(request), encoding="utf-8") as there:
            entry = json.load(there)
        folders, told = Folders(*entry["folders"]), [Told(*one) for one in entry["told"]]
        if not all(_inside(one) for one in folders):
            return None
        found = _State().of_all(request, folders, told)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return told if found.digest == entry.get("digest") else None


def keep(request: Request, folders: Folders, told: Sequence[Told], since: float) -> None:
    """Note that the tree is what the specs render to; the caller has just compared every byte.

    `since` is when the run began, in seconds since the epoch. Nothing is noted where an input may
    have changed from then on, or where the clock of the files is too coarse to tell; and nothing
    is said if the note cannot be written.
    """
    with suppress(OSError):
        time.sleep(_TICK)  # whoever writes to the tree from now on, changes its state
        found = _State().of_all(request, folders, told)
        if found.fine and found.newest_input < since - _TICK:
            _save(request, {"folders": folders, "told": told, "digest": found.digest})


class Found(NamedTuple):
    """The state of all that matters."""

    digest: str
    newest_input: float
    """When the last of the inputs changed, in seconds since the epoch."""

    fine: bool
    """Times are told in parts of a second."""


class _State:
    """Adds up the states of files."""

    def __init__(self) -> None:
        self.sum = hashlib.blake2b(digest_size=32)
        self.newest = 0.0
        self.fine = False

    def of_all(self, request: Request, folders: Folders, told: Sequence[Told]) -> Found:
        """Of the specs, the schemas, this program, and the trees meant."""
        about = [__version__, sys.version, request, folders, told]
        self.sum.update(json.dumps(about).encode())
        for path in (FILE, folders.environments, "schemas"):
            self.add(os.path.join(request.root, path))
        newest_input = self.newest
        for tree in request.environments or ("",):
            self.add(os.path.join(request.root, folders.rendered, tree))
        self.add(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        for path in sys.path:
            self.note(path, _stat(path))
        return Found(self.sum.hexdigest(), newest_input, self.fine)

    def add(self, path: str) -> None:
        """A file, or a folder with all that is in it; links are not followed."""
        here = _stat(path)
        self.note(path, here)
        if here is not None and stat.S_ISDIR(here.st_mode):
            for name, below in sorted(_entries(path)):
                if stat.S_ISDIR(below.st_mode):
                    if name != "__pycache__":
                        self.add(os.path.join(path, name))
                else:
                    self.note(name, below)

    def note(self, name: str, state: os.stat_result | None) -> None:
        """A name, and what would change with it or with what it stands for."""
        if state is None:
            self.sum.update(f"{name}\0-\n".encode(errors="surrogateescape"))
            return
        self.newest = max(self.newest, state.st_ctime)
        self.fine = self.fine or not state.st_ctime.is_integer()
        self.sum.update(
            f"{name}\0{state.st_mode}:{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}:"
            f"{state.st_ino}:{state.st_dev}\n".encode(errors="surrogateescape")
        )


def _entries(path: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(path) as entries:
        for entry in entries:
            yield entry.name, entry.stat(follow_symlinks=False)


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except OSError:
        return None


def _inside(folder: Any) -> bool:
    """Whether a folder is a plain path below the project."""
    return isinstance(folder, str) and not {"", ".", ".."} & set(folder.split("/"))


def _file(request: Request) -> str:
    name = hashlib.blake2b(json.dumps(request.environments).encode(), digest_size=8).hexdigest()
    return os.path.join(request.root, FOLDER, _ENTRY.format(name))


def _save(request: Request, entry: dict[str, Any]) -> None:
    """Put the note in place whole; a folder of this name that is a link is left alone."""
    folder = os.path.join(request.root, FOLDER)
    with suppress(FileExistsError):
        os.mkdir(folder)
        _put(folder, ".gitignore", "*\n")
    if not os.path.islink(folder):
        _put(folder, os.path.basename(_file(request)), json.dumps(entry))


def _put(folder: str, name: str, text: str) -> None:
    spare = os.path.join(folder, f"{name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with open(os.open(spare, flags, 0o644), "w", encoding="utf-8") as out:
            out.write(text)
        os.replace(spare, os.path.join(folder, name))
    except OSError:
        with suppress(OSError):
            os.unlink(spare)
        raise
