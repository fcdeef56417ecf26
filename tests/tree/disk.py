"""Trees on disk, as the tests of this package make and see them."""

import hashlib
import stat
from collections.abc import Collection, Mapping
from pathlib import Path

from specgen.tree.filenames import RECORD
from specgen.tree.tree import Tree, TreeError
from specgen.tree.write import Content, Plan, apply, plan

ROOT = "rendered/dev"


Texts = Mapping[str, str | bytes | Content]
"""Rendered files by path, in short: text, bytes or the whole."""


def contents(files: Texts) -> dict[str, Content]:
    """Rendered files."""
    return {path: _content(data) for path, data in files.items()}


def _content(data: str | bytes | Content) -> Content:
    if isinstance(data, Content):
        return data
    return Content(data.encode() if isinstance(data, str) else data)


def render(
    base: Path, files: Texts, only: Collection[str] | None = None, *, wait: float = 0
) -> Plan:
    """One run, like `specgen render`; returns what it planned."""
    wanted = contents(files)
    with Tree(str(base), ROOT, write=True, wait=wait) as tree:
        done = plan(tree, wanted, only)
        apply(tree, done, wanted)
    return done


def refused(base: Path, files: Texts) -> str | None:
    """One run; what it says if it is refused."""
    try:
        render(base, files)
    except TreeError as error:
        return str(error)
    return None


def check(base: Path, files: Texts, only: Collection[str] | None = None) -> Plan:
    """One look, like `specgen render --check`."""
    with Tree(str(base), ROOT, write=False, wait=0) as tree:
        return plan(tree, contents(files), only)


def put(base: Path, files: Texts) -> None:
    """Files in the tree, written by nobody in particular."""
    for path, content in contents(files).items():
        place = base / ROOT / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.data)
        place.chmod(0o755 if content.executable else 0o644)


def own(base: Path, files: Texts) -> None:
    """A record that says so."""
    put(base, {RECORD: record_of(files)})


def record_of(*trees: Texts) -> bytes:
    """As `sha256sum` writes it; of several trees, what a run that was cut short leaves claimed."""
    lines = {
        (path, hashlib.sha256(content.data).hexdigest())
        for files in trees
        for path, content in contents(files).items()
    }
    return "".join(f"{known}  {path}\n" for path, known in sorted(lines)).encode()


def there(base: Path) -> dict[str, str]:
    """Every file of the tree with its text, the record aside; a link by its goal."""
    found = {}
    for path in sorted((base / ROOT).rglob("*")):
        name = path.relative_to(base / ROOT).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file() and name != RECORD:
            found[name] = path.read_text()
    return found


def finished(base: Path, files: Texts) -> bool:
    """The tree is these files and their record, and nothing else: no folder, no spare.

    Of no files there is no tree, not even an empty folder.
    """
    expected = contents(files)
    if files:
        expected[RECORD] = Content(record_of(files))
    folders = {up.as_posix() for path in expected for up in Path(path).parents} - {"."}
    root = base / ROOT
    entries = {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
    return (
        root.exists() == bool(files)
        and entries.keys() == expected.keys() | folders
        and all(_seen(entries[path]) == content for path, content in expected.items())
    )


def _seen(path: Path) -> Content | None:
    """A plain file as Git keeps it."""
    mode = path.lstat().st_mode
    return Content(path.read_bytes(), bool(mode & stat.S_IXUSR)) if stat.S_ISREG(mode) else None
