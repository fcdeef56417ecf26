"""The only module that changes a tree: carries out a plan, and each file is whole at any time.

Order: stage what changes in the spare folder (a full disk is met here, before anything is touched);
put a record of old and new names, marked unfinished; remove; rename each staged file into place;
put the final record; drop the spare folder. Of a tree without files the record goes last, and the
root with it. Cut short anywhere, the next run ends it.
"""

import contextlib
import errno
import os
import signal
from collections.abc import Iterator
from itertools import count
from types import TracebackType
from typing import Final, NoReturn, Self

from specgen.tree.filenames import RECORD, SPARE, above, printable
from specgen.tree.folders import failure, naming
from specgen.tree.plan import Files, Plan, plan
from specgen.tree.record import united, written
from specgen.tree.tree import Content, ObstacleError, Tree, TreeError, largest

__all__ = ["Content", "Files", "Plan", "apply", "plan"]

_STAGED: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODES: Final = {False: 0o644, True: 0o755}
_WAITING: Final = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
_NOTHING_TO_REMOVE: Final = {errno.ENOENT, errno.ENOTDIR, errno.ENOTEMPTY, errno.EEXIST}


def apply(tree: Tree, plan: Plan, files: Files) -> None:
    """Carry out a plan made of this open tree and these files; a settled plan touches nothing.

    SIGINT, SIGTERM and SIGHUP wait until it is done. Raises TreeError if a file's place is taken,
    with nothing touched, or if the system refuses: then each file is old or new, and the next run
    mends the tree.
    """
    if not tree.write:
        raise TreeError(f"{tree.root}: was opened for reading")
    if plan.foreign:
        _object(tree, plan.foreign[0])
    if not plan.settled:
        with undisturbed():
            with _Spare(tree) as spare:
                _carry_out(tree, plan, files, spare)
            if not plan.after:
                _end(tree)


def _object(tree: Tree, path: str) -> NoReturn:
    """Say what stands in the place of a rendered file."""
    words = "is" if tree.read(path) else "a name that differs only in case or in Unicode form is"
    raise TreeError(f"{tree.at(path)}: {words} in the way, and specgen did not write it")


def _carry_out(tree: Tree, plan: Plan, files: Files, spare: "_Spare") -> None:
    final = spare.stage(RECORD, Content(written(plan.after))) if plan.after else None
    staged = {path: spare.stage(path, files[path]) for path in plan.write}
    if plan.write or plan.remove:
        both = written(united(plan.before, plan.after), unfinished=True)
        spare.put(spare.stage(RECORD, Content(both)), RECORD)
    _clear(tree, plan)
    for path, name in staged.items():
        spare.put(name, path)
    if final:
        spare.put(final, RECORD)


def _end(tree: Tree) -> None:
    """Remove the record, which told of a cut run up to here, and the root if it is empty."""
    _unlink(tree, RECORD)
    _prune(tree, "")


def _clear(tree: Tree, plan: Plan) -> None:
    """Remove the files that go, and every folder of ours that is empty then."""
    for path in plan.remove:
        _unlink(tree, path)
    gone = plan.before.keys() - plan.after.keys()
    for folder in sorted({up for path in gone for up in above(path)}, reverse=True):
        _prune(tree, folder)


def _unlink(tree: Tree, path: str) -> None:
    folder, _, name = tree.at(path).rpartition("/")
    with naming(tree.at(path)), contextlib.suppress(FileNotFoundError):
        os.unlink(name, dir_fd=tree.folders.handle(folder))


def _prune(tree: Tree, folder: str) -> None:
    try:
        tree.folders.remove(tree.at(folder))
    except ObstacleError:
        return  # a link on the way: the folder is not ours any more
    except OSError as error:
        if error.errno not in _NOTHING_TO_REMOVE:
            raise failure(tree.at(folder), error) from error


class _Spare:
    """The spare folder, while a run lasts: files are made in it and renamed out of it."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._at = tree.at(SPARE)
        self._names = map(str, count())

    def __enter__(self) -> Self:
        self._drop()  # what a run left that was cut short
        with naming(self._at):
            self._tree.folders.handle(self._at, create=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(*[TreeError] if kind else []):
            self._drop()

    def stage(self, path: str, content: Content) -> str:
        """Write what is to stand at `path` one day; returns its name until then."""
        if len(content.data) > largest(path):
            raise TreeError(f"{self._tree.at(path)}: would be larger than specgen reads")
        name = next(self._names)
        with naming(self._tree.at(path)):
            fd = os.open(name, _STAGED, 0o600, dir_fd=self._tree.folders.handle(self._at))
            with os.fdopen(fd, "wb", buffering=0) as file:
                rest = memoryview(content.data)
                while rest:
                    rest = rest[file.write(rest) :]
                os.fchmod(fd, _MODES[content.executable])  # whatever the umask took away
        return name

    def put(self, name: str, path: str) -> None:
        """Rename a staged file into its place, making folders on the way."""
        folder, _, last = self._tree.at(path).rpartition("/")
        with naming(self._tree.at(path)):
            goal = self._tree.folders.handle(folder, create=True)
            spare = self._tree.folders.handle(self._at)
            os.rename(name, last, src_dir_fd=spare, dst_dir_fd=goal)

    def _drop(self) -> None:
        folders = self._tree.folders
        with naming(self._at), contextlib.suppress(FileNotFoundError):
            fd = folders.handle(self._at)
            with os.scandir(fd) as entries:
                names = [entry.name for entry in entries]
            for name in names:
                with naming(f"{self._at}/{printable(name)}"):
                    os.unlink(name, dir_fd=fd)
            folders.remove(self._at)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and a closed terminal wait: for some 0.3 s with 10,000 files."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        # One that came just before is met here: nothing is touched yet, and the mask goes back.
        signal.pthread_sigmask(signal.SIG_BLOCK, _WAITING)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
