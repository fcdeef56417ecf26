"""A tree is opened without following a link, locked, and read as it is."""

import errno
import fcntl
import multiprocessing
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from specgen.tree import tree as tree_module
from specgen.tree.filenames import DEEPEST, RECORD, SPARE, FileNameError
from specgen.tree.tree import Content, ObstacleError, Tree, TreeError
from tests.tree.disk import ROOT, check, finished, own, put, render, there


def test_a_missing_root_is_an_empty_tree(tmp_path: Path) -> None:
    with Tree(str(tmp_path), ROOT, write=False) as tree:
        assert not tree.exists
        assert tree.read("a") is None
        assert tree.listing() == (set(), set(), set())
        assert not tree.record().owned
    assert not any(tmp_path.iterdir())


def test_a_root_made_for_nothing_goes_again(tmp_path: Path) -> None:
    with Tree(str(tmp_path), ROOT, write=True):
        assert (tmp_path / ROOT).is_dir()
    assert not any(tmp_path.iterdir())


def test_an_empty_folder_above_that_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "rendered").mkdir()
    Tree(str(tmp_path), ROOT, write=True).close()
    assert [path.name for path in tmp_path.rglob("*")] == ["rendered"]


def test_the_base_is_opened_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "link").symlink_to("project")
    render(tmp_path / "link", {"a": "1"})
    assert there(tmp_path / "project") == {"a": "1"}


def test_a_missing_base_is_named(tmp_path: Path) -> None:
    with pytest.raises(TreeError, match=r"nowhere: No such file or directory"):
        Tree(str(tmp_path / "nowhere"), ROOT, write=True)


@pytest.mark.parametrize("root", ["", "/tmp", "..", "a/../b", "a//b", ".", ".git/x", "a\nb"])  # noqa: S108
def test_a_root_out_of_the_base_is_refused(tmp_path: Path, root: str) -> None:
    with pytest.raises(FileNameError):
        Tree(str(tmp_path), root, write=False)


@pytest.mark.parametrize("write", [True, False], ids=["write", "read"])
@pytest.mark.parametrize("at", ["rendered", ROOT])
@pytest.mark.parametrize("goal", ["outside", "nowhere", "."], ids=["folder", "dangling", "loop"])
def test_a_link_on_the_way_is_not_followed(tmp_path: Path, at: str, goal: str, write: bool) -> None:  # noqa: FBT001
    (tmp_path / "outside/dev").mkdir(parents=True)
    (tmp_path / at).parent.mkdir(exist_ok=True)
    (tmp_path / at).symlink_to(tmp_path / goal)
    with pytest.raises(TreeError, match=rf"^{at}: is a link; specgen does not follow links$"):
        Tree(str(tmp_path), ROOT, write=write)
    assert [*(tmp_path / "outside").rglob("*")] == [tmp_path / "outside/dev"]


def test_a_file_on_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "rendered").write_text("x")
    with pytest.raises(ObstacleError, match=r"^rendered: is a file, not a folder$"):
        Tree(str(tmp_path), ROOT, write=True)


def test_reading(tmp_path: Path) -> None:
    put(tmp_path, {"a/b": "text", "run": "x", "empty": ""})
    (tmp_path / ROOT / "run").chmod(0o744)
    with Tree(str(tmp_path), ROOT, write=False) as tree:
        assert tree.read("a/b") == Content(b"text")
        assert tree.read("run") == Content(b"x", executable=True)
        assert tree.read("empty") == Content(b"")
        assert tree.read("none") is None
        assert tree.read("none/at/all") is None
        assert tree.listing() == ({"a/b", "run", "empty"}, {"a"}, set())


def bind(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.bind(path.name)
    finally:
        os.chdir(here)


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "link": (lambda path: path.symlink_to("b"), "is a link; specgen does not follow links"),
    "dangling": (lambda path: path.symlink_to("none"), "is a link; specgen does not follow links"),
    "loop": (lambda path: path.symlink_to("x"), "is a link; specgen does not follow links"),
    "folder": (Path.mkdir, "is a folder, not a file"),
    "pipe": (os.mkfifo, "is neither a file nor a folder"),
    "socket": (bind, "is neither a file nor a folder"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_only_plain_files_are_read(tmp_path: Path, kind: str) -> None:
    make, words = KINDS[kind]
    put(tmp_path, {"b": "1"})
    make(tmp_path / ROOT / "x")
    with Tree(str(tmp_path), ROOT, write=False) as tree:
        with pytest.raises(ObstacleError, match=rf"^{ROOT}/x: {words}$"):
            tree.read("x")
        with pytest.raises(TreeError, match=r"^rendered/dev/b: is a file, not a folder$"):
            tree.read("b/c")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, {"x": ""})
    os.truncate(tmp_path / ROOT / "x", 2**40)
    with (
        Tree(str(tmp_path), ROOT, write=False) as tree,
        pytest.raises(TreeError, match=r"^rendered/dev/x: is larger than"),
    ):
        tree.read("x")


def test_more_folders_than_handles(tmp_path: Path) -> None:
    files = {f"{n}/x/y": "1" for n in range(300)}
    render(tmp_path, files)
    assert check(tmp_path, files).clean
    render(tmp_path, {})
    assert not (tmp_path / ROOT).exists()


def test_a_folder_too_deep_is_a_stranger(tmp_path: Path) -> None:
    deep = "/".join("d" * (DEEPEST + 40))
    put(tmp_path, {f"{deep}/x": "1"})
    assert check(tmp_path, {}).strangers == ("/".join("d" * (DEEPEST + 1)),)


def test_a_reader_waits_for_nobody_but_a_writer(tmp_path: Path) -> None:
    put(tmp_path, {"a": "1"})
    with Tree(str(tmp_path), ROOT, write=False), Tree(str(tmp_path), ROOT, write=False, wait=0):
        pass
    with Tree(str(tmp_path), ROOT, write=True):
        for write in (True, False):
            with pytest.raises(TreeError, match=r"^rendered/dev: another run is writing it$"):
                Tree(str(tmp_path), ROOT, write=write, wait=0)
    with Tree(str(tmp_path), ROOT, write=True, wait=0):
        pass


def test_a_tree_that_cannot_be_locked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_lock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_lock)
    with pytest.raises(TreeError, match=r"^rendered/dev: cannot be locked"):
        Tree(str(tmp_path), ROOT, write=True)


def test_a_root_that_was_replaced_meanwhile_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run removes the whole tree, and a third makes a new one, while we wait."""
    put(tmp_path, {"old": "1"})
    locked = Tree._flocked  # noqa: SLF001

    def replace_first(self: Tree, fd: int) -> bool:
        monkeypatch.undo()
        (tmp_path / "rendered").rename(tmp_path / "gone")
        put(tmp_path, {"new": "1"})
        return locked(self, fd)

    monkeypatch.setattr(tree_module.Tree, "_flocked", replace_first)
    with Tree(str(tmp_path), ROOT, write=True) as tree:
        assert tree.read("new") == Content(b"1")
        assert tree.read("old") is None


def _writer(base: Path, name: str, rounds: int) -> None:
    for n in range(rounds):
        files = {f"{name}/{i}": f"{name} {n}" for i in range(10)} if n % 5 else {}
        with Tree(str(base), ROOT, write=True, wait=60) as tree:
            from specgen.tree.write import apply, plan  # noqa: PLC0415 - in the child

            wanted = {path: Content(text.encode()) for path, text in files.items()}
            apply(tree, plan(tree, wanted), wanted)


def test_writers_take_turns(tmp_path: Path) -> None:
    """Also across the removal of the whole tree, which every fifth round is."""
    context = multiprocessing.get_context("spawn")
    jobs = [context.Process(target=_writer, args=(tmp_path, name, 11)) for name in "abc"]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
    assert [job.exitcode for job in jobs] == [0, 0, 0]
    assert not there(tmp_path)


def test_the_record_of_a_link_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, {"a": "1"})
    (tmp_path / "canary").write_text("x")
    (tmp_path / ROOT / RECORD).symlink_to(tmp_path / "canary")
    with pytest.raises(TreeError, match="is a link"):
        render(tmp_path, {"a": "2"})
    assert (tmp_path / "canary").read_text() == "x"


def test_a_linked_spare_folder_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/0").write_text("canary")
    own(tmp_path, {})
    (tmp_path / ROOT / SPARE).symlink_to(tmp_path / "outside")
    assert check(tmp_path, {}).unfinished
    with pytest.raises(TreeError, match=rf"{SPARE}: is a link; specgen does not follow links"):
        render(tmp_path, {"a": "2"})
    assert (tmp_path / "outside/0").read_text() == "canary"
    assert not finished(tmp_path, {"a": "2"})
