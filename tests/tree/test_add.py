"""New files stand whole beside what was there, or not at all."""

import errno
import os
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

from specgen.tree import add as module
from specgen.tree import folders
from specgen.tree.add import Added, add
from specgen.tree.folders import TreeError

FILES = {"a/b/one": b"1\n", "a/two": b"2\n", "three": b"3\n"}


def there(base: Path) -> dict[str, bytes | None]:
    """Everything below a folder: the bytes of files, nothing for folders."""
    return {
        path.relative_to(base).as_posix(): path.read_bytes() if path.is_file() else None
        for path in base.rglob("*")
    }


@pytest.mark.parametrize("root", ["", "new", "new/and/newer"])
def test_all_are_written_and_folders_made(tmp_path: Path, root: str) -> None:
    assert add(str(tmp_path), root, FILES) == Added(list(FILES), [])
    found = there(tmp_path / root)
    assert {path: data for path, data in found.items() if data is not None} == FILES


def test_what_is_there_is_kept_whatever_it_is(tmp_path: Path) -> None:
    (tmp_path / "a/two").mkdir(parents=True)
    (tmp_path / "three").symlink_to("nowhere")
    (tmp_path / "other").write_bytes(b"theirs")
    assert add(str(tmp_path), "", FILES) == Added(["a/b/one"], ["a/two", "three"])
    assert (tmp_path / "three").readlink() == Path("nowhere")
    assert (tmp_path / "other").read_bytes() == b"theirs"
    assert add(str(tmp_path), "", FILES) == Added([], list(FILES))


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        pytest.param("file", "a: is a file, not a folder", id="a file"),
        pytest.param("link", "a: is a link; specgen does not follow links", id="a link"),
    ],
)
def test_what_stands_in_a_folder_s_place_is_named(tmp_path: Path, stands: str, told: str) -> None:
    goal = tmp_path / "goal"
    base = tmp_path / "base"
    goal.mkdir()
    base.mkdir()
    if stands == "link":
        (base / "a").symlink_to(goal)
    else:
        (base / "a").touch()
    before = there(tmp_path)
    with pytest.raises(TreeError, match=f"^{told}$"):
        add(str(base), "", {"first": b"", **FILES})
    assert there(tmp_path) == before


CALLS = {folders: ("open", "mkdir", "fchmod"), module: ("open", "fdopen", "stat")}


def test_a_fault_at_any_step_leaves_nothing(tmp_path: Path) -> None:
    for at in range(1, 100):
        base = tmp_path / str(at)
        (base / "a").mkdir(parents=True)
        (base / "a/theirs").write_bytes(b"theirs")
        before = there(base)
        try:
            made = failing(at, base)
        except TreeError as error:
            assert "No space left on device" in str(error)  # noqa: PT017 - most steps fail, not all
            assert there(base) == before, at
        else:
            assert made < at
            break
    assert at > len(FILES) * 3


def failing(at: int, base: Path) -> int:
    """Add the files with the `at`-th call of the system failing; returns how many were made."""
    made: list[str] = []

    def counted(name: str) -> object:
        def call(*args: object, **options: object) -> object:
            made.append(name)
            if len(made) == at:
                raise OSError(errno.ENOSPC, "")
            return getattr(os, name)(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for where, names in CALLS.items():
            wrapped = vars(os) | {name: counted(name) for name in names}
            patch.setattr(where, "os", SimpleNamespace(**wrapped))
        add(str(base), "new", FILES)
    return len(made)


def test_a_signal_waits_until_all_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fdopen

    def disturbed(fd: int, mode: str) -> object:
        signal.raise_signal(signal.SIGINT)
        return real(fd, mode)

    monkeypatch.setattr(os, "fdopen", disturbed)
    with pytest.raises(KeyboardInterrupt):
        add(str(tmp_path), "", FILES)
    assert {path: data for path, data in there(tmp_path).items() if data is not None} == FILES
