"""Single files beside others: each is put in place whole, over what is there."""

import contextlib
import os
import stat
from collections.abc import Mapping
from typing import Final

from specgen.tree.folders import Folders, naming, obstacle
from specgen.tree.write import undisturbed

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE: Final = 0o644
_SPARE: Final = ".specgen.new"


def replace(base: str, files: Mapping[str, bytes]) -> None:
    """Write files at paths below `base`, in their order; makes folders on the way.

    Each is old or new at any moment. SIGINT and SIGTERM wait until all are done. Raises TreeError
    at a link or anything but a plain file in a file's place, or if the system refuses.
    """
    folders = Folders(base)
    try:
        with undisturbed():
            for path, data in files.items():
                with naming(path):
                    _put(folders, path, data)
    finally:
        folders.close()


def _put(folders: Folders, path: str, data: bytes) -> None:
    folder, _, name = path.rpartition("/")
    handle = folders.handle(folder, create=True)
    with contextlib.suppress(FileNotFoundError):
        there = os.stat(name, dir_fd=handle, follow_symlinks=False)
        if not stat.S_ISREG(there.st_mode):
            raise obstacle(path, there.st_mode)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(_SPARE, dir_fd=handle)  # of a run that was cut short
    fd = os.open(_SPARE, _NEW, _MODE, dir_fd=handle)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
        os.rename(_SPARE, name, src_dir_fd=handle, dst_dir_fd=handle)
    except BaseException:
        os.unlink(_SPARE, dir_fd=handle)
        raise
