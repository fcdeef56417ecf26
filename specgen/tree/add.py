"""New files beside what is there already: all of them, or none."""

import contextlib
import os
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from specgen.tree.folders import Folders, TreeError, naming
from specgen.tree.write import undisturbed

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE: Final = 0o644


class Added(NamedTuple):
    """What came of it: paths in the order in which they were given."""

    written: list[str]
    kept: list[str]
    """Something was there, and is as it was."""


def add(base: str, root: str, files: Mapping[str, bytes]) -> Added:
    """Write those files that are missing below `root`, in their order; makes folders on the way.

    `base` is an existing folder, opened as it is; `root` a path below it, or empty. Nothing that is
    there is written over. SIGINT and SIGTERM wait until it is done. Raises TreeError at a link on
    the way, or if the system refuses: then what was written is gone again.
    """
    folders = Folders(base)
    try:
        places = {path: f"{root}/{path}" if root else path for path in files}
        kept = [path for path, place in places.items() if _is_there(folders, place)]
        new = {path: data for path, data in files.items() if path not in kept}
        with undisturbed():
            _write(folders, {places[path]: data for path, data in new.items()})
    finally:
        folders.close()
    return Added(list(new), kept)


def _is_there(folders: Folders, path: str) -> bool:
    folder, _, name = path.rpartition("/")
    with naming(path):
        try:
            os.stat(name, dir_fd=folders.handle(folder), follow_symlinks=False)
        except FileNotFoundError:
            return False
    return True


def _write(folders: Folders, files: Mapping[str, bytes]) -> None:
    made: list[str] = []
    try:
        for path, data in files.items():
            with naming(path):
                _create(folders, path, data, made)
    except BaseException:
        _take_back(folders, made)
        raise


def _create(folders: Folders, path: str, data: bytes, made: list[str]) -> None:
    folder, _, name = path.rpartition("/")
    fd = os.open(name, _NEW, _MODE, dir_fd=folders.handle(folder, create=True))
    made.append(path)
    with os.fdopen(fd, "wb") as file:
        file.write(data)


def _take_back(folders: Folders, made: Iterable[str]) -> None:
    """Remove what was made here; what the system does not let go stays."""
    for path in made:
        folder, _, name = path.rpartition("/")
        with contextlib.suppress(OSError, TreeError):
            os.unlink(name, dir_fd=folders.handle(folder))
    folders.tidy()
