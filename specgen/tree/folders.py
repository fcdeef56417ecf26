"""Folders by handle: every step down is taken from an open folder, and never through a link.

Paths are POSIX and relative to the base folder; `""` is the base itself.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from typing import Final

from specgen.tree.filenames import above

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE: Final = 0o755

_MOST_OPEN: Final = 128
"""Handles kept at a time; a process is commonly given 1,024, and on macOS 256."""

_WORDS: Final = {
    stat.S_IFLNK: "is a link; specgen does not follow links",
    stat.S_IFDIR: "is a folder, not a file",
    stat.S_IFREG: "is a file, not a folder",
}


class TreeError(Exception):
    """What could not be read or written: the path below the base folder, and the cause."""


class ObstacleError(TreeError):
    """Something of another kind stands where a folder or a rendered file belongs."""


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """Turn what the system refuses to do into a TreeError that names `path`."""
    try:
        yield
    except OSError as error:
        raise failure(path, error) from error


def let_go(fd: int) -> None:
    """Close what was only read: whatever the system says of it then, nothing is lost."""
    with contextlib.suppress(OSError):
        os.close(fd)


def failure(path: str, error: OSError) -> TreeError:
    """What the system said about `path`."""
    return TreeError(f"{path}: {os.strerror(error.errno or 0)}")


def obstacle(path: str, mode: int) -> ObstacleError:
    """What stands at `path`, by its mode, in words."""
    words = _WORDS.get(stat.S_IFMT(mode), "is neither a file nor a folder")
    return ObstacleError(f"{path}: {words}")


class Folders:
    """Handles of the folders below one base folder, which is opened as it is.

    Raises TreeError if the base cannot be opened.
    """

    def __init__(self, base: str) -> None:
        with naming(base):
            self._open = {"": os.open(base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)}
        self._pinned = {""}
        self._made: dict[str, None] = {}

    def handle(self, folder: str, *, create: bool = False) -> int:
        """An open handle, for use before the next call; `create` makes what is missing.

        Raises FileNotFoundError if it is missing, ObstacleError at a link or a file on the way.
        """
        fd = self._open.get(folder)
        if fd is None:
            up, _, name = folder.rpartition("/")
            self._enter(self.handle(up, create=create), name, folder, create=create)
            fd = self._open[folder]
        return fd

    def pin(self, folder: str) -> None:
        """Keep that folder's handle open until it is forgotten."""
        self._pinned.add(folder)

    def current(self, folder: str) -> bool:
        """Whether the folder, and each above it, is still the one that goes by its name."""
        return all(self._is_named(name) for name in (folder, *above(folder)))

    def remove(self, folder: str) -> None:
        """Remove a folder that is empty; raises OSError if it is not, or not there."""
        up, _, name = folder.rpartition("/")
        os.rmdir(name, dir_fd=self.handle(up))
        self._made.pop(folder, None)
        self._forget(folder)

    def may_go(self, folder: str) -> None:
        """Count a folder among those that `tidy` removes, though it was there."""
        self._made.setdefault(folder)

    def tidy(self) -> None:
        """Remove again what was made here and has stayed empty."""
        for folder in reversed([*self._made]):
            with contextlib.suppress(OSError, TreeError):
                self.remove(folder)

    def reopen(self) -> None:
        """Forget every handle but the base's: folders were removed by somebody else."""
        for folder in [*self._open][1:]:
            self._forget(folder)

    def close(self) -> None:
        """Close every handle, and with them every lock."""
        while self._open:
            let_go(self._open.popitem()[1])

    def _is_named(self, folder: str) -> bool:
        up, _, name = folder.rpartition("/")
        try:
            there = os.stat(name, dir_fd=self.handle(up), follow_symlinks=False)
            return os.path.samestat(there, os.fstat(self.handle(folder)))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise failure(folder, error) from error

    def _enter(self, up: int, name: str, folder: str, *, create: bool) -> None:
        try:
            self._keep(folder, os.open(name, _FOLDER, dir_fd=up))
        except FileNotFoundError:
            if not create:
                raise
            self._make(up, name, folder)
        except OSError as error:
            raise _in_the_way(up, name, folder) or failure(folder, error) from error

    def _make(self, up: int, name: str, folder: str) -> None:
        try:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, _MODE, dir_fd=up)
                self._made[folder] = None
            self._keep(folder, os.open(name, _FOLDER, dir_fd=up))
            os.fchmod(self._open[folder], _MODE)  # whatever the umask took away
        except FileNotFoundError:
            raise  # the folder above went meanwhile
        except OSError as error:
            raise failure(folder, error) from error

    def _keep(self, folder: str, fd: int) -> None:
        self._open[folder] = fd
        if len(self._open) > _MOST_OPEN:
            self._forget(next(name for name in self._open if name not in self._pinned))

    def _forget(self, folder: str) -> None:
        fd = self._open.pop(folder, None)
        if fd is not None:
            let_go(fd)


def _in_the_way(up: int, name: str, folder: str) -> ObstacleError | None:
    """What stands there instead of a folder, if it is that which kept us out."""
    try:
        mode = os.stat(name, dir_fd=up, follow_symlinks=False).st_mode
    except OSError:
        return None
    return None if stat.S_ISDIR(mode) else obstacle(folder, mode)
