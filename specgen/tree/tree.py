"""A rendered tree as it is on disk: opened without following a link, locked, and read.

Paths are POSIX and relative to the tree's root.
"""

import errno
import fcntl
import os
import stat
import time
from types import TracebackType
from typing import Final, NamedTuple, Self

from specgen.tree import record
from specgen.tree.filenames import DEEPEST, RECORD, SPARE, FileNameError, unsafe
from specgen.tree.folders import (
    Folders,
    ObstacleError,
    TreeError,
    failure,
    let_go,
    naming,
    obstacle,
)
from specgen.tree.record import Record

__all__ = ["Content", "Listing", "ObstacleError", "Tree", "TreeError"]

_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PAUSE: Final = 0.05

_LARGEST: Final = 64 * 2**20
"""Bytes of a rendered file; Argo CD refuses a folder beyond 10 MB."""

_LARGEST_RECORD: Final = 16 * 2**20
"""Room for 100,000 files with names of 100 letters; read in 2 s and 300 MB, whoever wrote it."""


class Content(NamedTuple):
    """A rendered file, as Git keeps it."""

    data: bytes
    executable: bool = False


class Listing(NamedTuple):
    """All that stands in a tree, the record and the spare folder aside."""

    files: set[str]
    folders: set[str]
    others: set[str]
    """Links, pipes, devices, and folders too deep to look into."""


def largest(path: str) -> int:
    """Bytes of the file at `path`, at most; beyond them it is neither written nor read."""
    return _LARGEST_RECORD if path == RECORD else _LARGEST


class Tree:
    """A folder of rendered files, locked while open.

    `base` is an existing folder, opened as it is; `root` the tree's path below it, like
    `rendered/dev`. To `write` takes the lock for this run alone and makes a missing root; a root
    that is empty in the end goes. Otherwise a missing root is an empty tree. Waits at most `wait`
    seconds for another run.

    Raises TreeError if the tree is locked by another run, cannot be locked, or has a link on its
    way; FileNameError if `root` is no path below `base`.
    """

    def __init__(self, base: str, root: str, *, write: bool, wait: float = 10.0) -> None:
        if why := unsafe(root):
            raise FileNameError(f"{root!a} {why}")
        self.root = root
        self.write = write
        self.exists = False
        self.folders = Folders(base)
        self.folders.pin(root)
        self.folders.pin(self.at(SPARE))
        try:
            self._lock(wait)
        except BaseException:
            self.folders.close()
            raise
        if write:
            self.folders.may_go(root)  # a run that was cut short may have left it empty

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the tree go, and with it the folders made for nothing."""
        try:
            if self.write:
                self.folders.tidy()
        finally:
            self.folders.close()

    def at(self, path: str) -> str:
        """A path of the tree as one below the base folder, for messages."""
        return f"{self.root}/{path}" if path else self.root

    def read(self, path: str) -> Content | None:
        """The file at `path`; None if nothing is there.

        Raises ObstacleError at anything but a plain file, or at a link on the way.
        """
        folder, _, name = path.rpartition("/")
        try:
            fd = os.open(name, _FILE, dir_fd=self._folder(folder))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._in_the_way(path) or failure(self.at(path), error) from error
        try:
            return self._content(fd, path)
        except OSError as error:
            raise failure(self.at(path), error) from error
        finally:
            let_go(fd)

    def record(self) -> Record:
        """What the tree's own record says; of an empty tree, nothing."""
        found = self.read(RECORD)
        return record.parse(found.data if found else b"")

    def listing(self) -> Listing:
        """All that stands in the tree, looked up now."""
        found = Listing(set(), set(), set())
        waiting = [""] if self.exists else []
        for folder in waiting:
            with naming(self.at(folder)):
                waiting.extend(self._sort_in(folder, found))
        return found

    def left_over(self) -> bool:
        """Whether a spare folder is there, of a run that was cut short."""
        try:
            os.stat(SPARE, dir_fd=self._folder(""), follow_symlinks=False)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise failure(self.at(SPARE), error) from error
        return True

    def _folder(self, folder: str) -> int:
        if not self.exists:
            raise FileNotFoundError(errno.ENOENT, folder)
        return self.folders.handle(self.at(folder))

    def _sort_in(self, folder: str, found: Listing) -> list[str]:
        """Add what a folder holds to what was found; returns the folders in it."""
        inside = []
        with os.scandir(self._folder(folder)) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                kind = _kind(found, path, entry)
                if path not in (RECORD, SPARE):
                    kind.add(path)
                    inside += [path] if kind is found.folders else []
        return inside

    def _content(self, fd: int, path: str) -> Content:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise obstacle(self.at(path), info.st_mode)
        if info.st_size > largest(path):
            raise ObstacleError(f"{self.at(path)}: is larger than anything specgen writes")
        with os.fdopen(fd, "rb", buffering=0, closefd=False) as file:
            return Content(file.readall(), bool(info.st_mode & stat.S_IXUSR))

    def _in_the_way(self, path: str) -> ObstacleError | None:
        """What stands at `path`, if it cannot be opened for what it is."""
        folder, _, name = path.rpartition("/")
        try:
            mode = os.stat(name, dir_fd=self._folder(folder), follow_symlinks=False).st_mode
        except OSError:
            return None
        return None if stat.S_ISREG(mode) else obstacle(self.at(path), mode)

    def _lock(self, wait: float) -> None:
        end = time.monotonic() + wait
        while not self._locked():
            if time.monotonic() > end:
                raise TreeError(f"{self.root}: another run is writing it")
            time.sleep(_PAUSE)

    def _locked(self) -> bool:
        """Try to open and lock the root; True if that is done, or if there is none to read."""
        try:
            fd = self.folders.handle(self.root, create=self.write)
        except FileNotFoundError:
            self.folders.reopen()
            return not self.write
        if not self._flocked(fd):
            return False
        # While we waited, the other run may have removed the folder and a third made a new one.
        self.exists = self.folders.current(self.root)
        if not self.exists:
            self.folders.reopen()
        return self.exists

    def _flocked(self, fd: int) -> bool:
        """Lock the folder itself: no lock file is left over, and a dead holder frees it."""
        try:
            fcntl.flock(fd, (fcntl.LOCK_EX if self.write else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            cause = os.strerror(error.errno or 0)
            raise TreeError(f"{self.root}: cannot be locked ({cause}), as over NFS") from error
        return True


def _kind(found: Listing, path: str, entry: os.DirEntry[str]) -> set[str]:
    """Where an entry belongs."""
    if entry.is_dir(follow_symlinks=False) and path.count("/") < DEEPEST:
        return found.folders
    return found.files if entry.is_file(follow_symlinks=False) else found.others
