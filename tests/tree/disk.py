"""Trees on disk, as the tests of this package make and see them."""

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from specgen.tree.filenames import RECORD
from specgen.tree.tree import Tree
from specgen.tree.write import Content, Plan, apply, plan

ROOT = "rendered/dev"


def contents(files: Mapping[str, str | bytes]) -> dict[str, Content]:
    """Rendered files, in short."""
    return {
        path: Content(data.encode() if isinstance(data, str) else data)
        for path, data in files.items()
    }


def render(
    base: Path, files: Mapping[str, str | bytes | Content], only: Collection[str] | None = None
) -> Plan:
    """One run, like `specgen render`; returns what it planned."""
    wanted = {p: f if isinstance(f, Content) else contents({p: f})[p] for p, f in files.items()}
    with Tree(str(base), ROOT, write=True, wait=0) as tree:
        done = plan(tree, wanted, only)
        apply(tree, done, wanted)
    return done


def check(
    base: Path, files: Mapping[str, str | bytes], only: Collection[str] | None = None
) -> Plan:
    """One look, like `specgen render --check`."""
    with Tree(str(base), ROOT, write=False, wait=0) as tree:
        return plan(tree, contents(files), only)


def put(base: Path, files: Mapping[str, str | bytes]) -> None:
    """Files in the tree, written by nobody in particular."""
    for path, content in contents(files).items():
        place = base / ROOT / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.data)


def own(base: Path, files: Mapping[str, str | bytes]) -> None:
    """A record that says so."""
    put(base, {RECORD: record_of(files)})


def record_of(files: Mapping[str, str | bytes]) -> bytes:
    """As `sha256sum` writes it."""
    return "".join(
        f"{hashlib.sha256(content.data).hexdigest()}  {path}\n"
        for path, content in sorted(contents(files).items())
    ).encode()


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


def finished(base: Path, files: Mapping[str, str | bytes]) -> bool:
    """The tree is these files and their record, and nothing else: no folder, no spare."""
    expected = {path: content.data for path, content in contents(files).items()}
    if files:
        expected[RECORD] = record_of(files)
    folders = {up.as_posix() for path in expected for up in Path(path).parents} - {"."}
    root = base / ROOT
    entries = {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
    return entries.keys() == expected.keys() | folders and all(
        entries[path].read_bytes() == data for path, data in expected.items()
    )
