"""What a run does to a tree, what it leaves alone, and what is left when it is cut short."""

import errno
import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.tree import folders, tree, write
from specgen.tree.filenames import RECORD, SPARE, FileNameError
from specgen.tree.tree import Content, Tree, TreeError
from specgen.tree.write import Plan, apply, plan
from tests.anybody import as_anybody
from tests.tree.disk import (
    ROOT,
    check,
    contents,
    finished,
    own,
    put,
    record_of,
    render,
    there,
)

A, OLD, NEW, HAND = "teams/a.yaml", "old\n", "new\n", "by hand\n"


@pytest.mark.parametrize(
    ("rendered", "on_disk", "owned", "expected"),
    [
        pytest.param({A: OLD}, {A: OLD}, {A: OLD}, {"same": 1}, id="unchanged"),
        pytest.param({A: NEW}, {}, {}, {"new": (A,)}, id="new"),
        pytest.param({A: NEW}, {}, {A: OLD}, {"new": (A,)}, id="deleted by hand"),
        pytest.param({A: NEW}, {A: OLD}, {A: OLD}, {"changed": (A,)}, id="changed"),
        pytest.param({}, {A: OLD}, {A: OLD}, {"remove": (A,)}, id="dropped"),
        pytest.param({}, {}, {A: OLD}, {}, id="dropped and deleted by hand"),
        pytest.param(
            {A: NEW}, {A: HAND}, {A: OLD}, {"changed": (A,), "edited": (A,)}, id="edited by hand"
        ),
        pytest.param({A: NEW}, {A: NEW}, {A: OLD}, {"same": 1}, id="edited to what it should be"),
        pytest.param({A: NEW}, {A: NEW}, {}, {"same": 1}, id="not ours, but alike: ours now"),
        pytest.param({}, {A: HAND}, {A: OLD}, {"kept": (A,)}, id="dropped, edited by hand: kept"),
        pytest.param({}, {A: HAND}, {}, {"strangers": (A,)}, id="not ours, left alone"),
        pytest.param({A: NEW}, {A: HAND}, {}, {"foreign": (A,)}, id="not ours, in the way"),
        pytest.param(
            {f"{A}/x": NEW}, {A: HAND}, {}, {"foreign": (f"{A}/x",)}, id="a file for a folder"
        ),
        pytest.param(
            {"teams": NEW},
            {A: HAND},
            {},
            {"foreign": ("teams",), "strangers": (A,)},
            id="a folder for a file",
        ),
        pytest.param(
            {"teams": NEW},
            {A: OLD},
            {A: OLD},
            {"new": ("teams",), "remove": (A,)},
            id="a folder of ours becomes a file",
        ),
        pytest.param(
            {f"{A}/x": NEW},
            {A: OLD},
            {A: OLD},
            {"new": (f"{A}/x",), "remove": (A,)},
            id="a file of ours becomes a folder",
        ),
        pytest.param(
            {f"{A}/x": NEW},
            {A: HAND},
            {A: OLD},
            {"foreign": (f"{A}/x",), "kept": (A,)},
            id="an edited file of ours would become a folder",
        ),
        pytest.param(
            {"teams": NEW},
            {A: OLD, "teams/b": HAND},
            {A: OLD},
            {"foreign": ("teams",), "remove": (A,), "strangers": ("teams/b",)},
            id="a shared folder would become a file",
        ),
    ],
)
def test_the_plan(
    tmp_path: Path,
    rendered: dict[str, str],
    on_disk: dict[str, str],
    owned: dict[str, str],
    expected: dict[str, object],
) -> None:
    put(tmp_path, on_disk)
    own(tmp_path, owned)
    stale = owned != rendered or not owned
    planned = check(tmp_path, rendered)
    assert planned == Plan(**({"unfinished": stale} | expected))  # type: ignore[arg-type]
    assert planned.clean == (rendered == on_disk == owned)
    if planned.foreign:
        with pytest.raises(TreeError, match=rf"^{ROOT}/t.*: is "):
            render(tmp_path, rendered)
        assert there(tmp_path) == on_disk
        return
    render(tmp_path, rendered)
    left = {path: on_disk[path] for path in (*planned.kept, *planned.strangers)}
    assert there(tmp_path) == rendered | left
    after = check(tmp_path, rendered)
    assert after == Plan(strangers=tuple(left), same=len(rendered))


def test_words_for_what_is_in_the_way(tmp_path: Path) -> None:
    put(tmp_path, {"a": HAND, "b/c": HAND})
    (tmp_path / ROOT / "d").symlink_to("a")
    for path, words in {
        "a": "a: is in the way, and specgen did not write it",
        "a/x": "a: is a file, not a folder",
        "b": "b: is a folder, not a file",
        "d": "d: is a link; specgen does not follow links",
        "d/x": "d: is a link; specgen does not follow links",
    }.items():
        with pytest.raises(TreeError, match=f"^{ROOT}/{words}$"):
            render(tmp_path, {path: NEW})


FIRST = {"a.yaml": "1", "t/b.yaml": "2", "t/u/c.yaml": "3", "x": "4", "same": "5", "v/w": "6"}
SECOND = {"a.yaml": "new", "t/b.yaml/d": "7", "t/u": "8", "x": "4", "same": "5", "new/y/z": "9"}


def test_a_tree_comes_and_goes(tmp_path: Path) -> None:
    for files in (FIRST, SECOND, FIRST, {}):
        render(tmp_path, files)
        assert not files or finished(tmp_path, files)
        assert not files or check(tmp_path, files).clean
    assert [*tmp_path.rglob("*")] == [tmp_path / "rendered"]
    assert check(tmp_path, {}).clean


names = st.sampled_from(["a", "b", "c", "a/a", "a/b", "b/c/a", "b/c/b", "c/c", "c/c/c", "d/e/f/g"])
trees = st.dictionaries(names, st.sampled_from(["", "1", "2\n"])).filter(
    lambda files: not any(one.startswith(f"{other}/") for one in files for other in files)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(trees, min_size=2, max_size=4))
def test_another_render_leaves_exactly_itself(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[dict[str, str]]
) -> None:
    base = tmp_path_factory.mktemp("tree")
    for files in rounds:
        render(base, files)
    assert finished(base, rounds[-1])
    assert check(base, rounds[-1]).clean


def stamps(base: Path) -> dict[str, tuple[int, ...]]:
    found = {path: path.lstat() for path in [base, *base.rglob("*")]}
    return {
        str(path): (s.st_mtime_ns, s.st_ctime_ns, s.st_ino, s.st_mode) for path, s in found.items()
    }


def test_a_second_run_touches_nothing(tmp_path: Path) -> None:
    render(tmp_path, FIRST)
    before = stamps(tmp_path)
    assert render(tmp_path, FIRST).clean
    assert check(tmp_path, FIRST).clean
    assert stamps(tmp_path) == before


def test_what_is_the_same_is_not_touched(tmp_path: Path) -> None:
    render(tmp_path, FIRST)
    before = stamps(tmp_path)
    render(tmp_path, SECOND)
    after = stamps(tmp_path)
    for path in ("x", "same"):
        assert after[str(tmp_path / ROOT / path)] == before[str(tmp_path / ROOT / path)]


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    render(tmp_path, FIRST)
    before = stamps(tmp_path)
    assert check(tmp_path, SECOND).write
    assert stamps(tmp_path) == before
    with (
        Tree(str(tmp_path), ROOT, write=False) as opened,
        pytest.raises(TreeError, match="reading"),
    ):
        apply(opened, plan(opened, {}), {})


def test_the_record_is_what_sha256sum_writes(tmp_path: Path) -> None:
    render(tmp_path, FIRST)
    assert (tmp_path / ROOT / RECORD).read_bytes() == record_of(FIRST)
    if program := shutil.which("sha256sum"):
        call = [program, "--strict", "--quiet", "-c", RECORD]
        subprocess.run(call, cwd=tmp_path / ROOT, check=True, timeout=60)


def test_each_tampered_byte_is_found(tmp_path: Path) -> None:
    files = {"a": "12", "b/c": "3"}
    render(tmp_path, files)
    for path in ["a", "b/c", RECORD]:
        place = tmp_path / ROOT / path
        data = place.read_bytes()
        for n in range(len(data)):
            place.write_bytes(data[:n] + bytes([data[n] ^ 1]) + data[n + 1 :])
            assert not check(tmp_path, files).clean, (path, n)
        place.write_bytes(data)
        place.chmod(0o755)
        assert not check(tmp_path, files).clean
        place.chmod(0o600)
        assert check(tmp_path, files).clean
        render(tmp_path, files)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)
def test_modes_do_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    held = os.umask(umask)
    try:
        with as_anybody():
            render(tmp_path, {"t/a": "1", "t/run": Content(b"x", executable=True)})
    finally:
        os.umask(held)
    modes = {
        path.relative_to(tmp_path).as_posix(): oct(stat.S_IMODE(path.stat().st_mode))
        for path in tmp_path.rglob("*")
    }
    assert modes == {
        "rendered": "0o755",
        ROOT: "0o755",
        f"{ROOT}/t": "0o755",
        f"{ROOT}/t/a": "0o644",
        f"{ROOT}/t/run": "0o755",
        f"{ROOT}/{RECORD}": "0o644",
    }


def test_only_the_executable_bit_counts(tmp_path: Path) -> None:
    files = {"a": Content(b"1"), "run": Content(b"2", executable=True)}
    render(tmp_path, files)
    (tmp_path / ROOT / "a").chmod(0o600)
    (tmp_path / ROOT / "run").chmod(0o700)
    assert render(tmp_path, files).clean
    (tmp_path / ROOT / "a").chmod(0o744)
    (tmp_path / ROOT / "run").chmod(0o644)
    assert render(tmp_path, files) == Plan(changed=("a", "run"))
    assert render(tmp_path, files).clean


def test_only_some_are_written(tmp_path: Path) -> None:
    render(tmp_path, FIRST)
    put(tmp_path, {"a.yaml": HAND, "mine": HAND})
    rendered = {"a.yaml": "1", "t/b.yaml": NEW, "x": NEW, "new": NEW, "other": NEW, "same": "5"}
    done = render(tmp_path, rendered, only={"x", "new", "v/w", "mine", "not/there"})
    assert done == Plan(
        new=("new",), changed=("x",), remove=("v/w",), strangers=("mine",), unfinished=True
    )
    assert there(tmp_path) == {
        "a.yaml": HAND,
        "mine": HAND,
        "new": NEW,
        "x": NEW,
        "same": "5",
        "t/b.yaml": "2",
        "t/u/c.yaml": "3",
    }
    after = check(tmp_path, rendered)
    assert after == Plan(
        new=("other",),
        changed=("a.yaml", "t/b.yaml"),
        edited=("a.yaml",),
        remove=("t/u/c.yaml",),
        strangers=("mine",),
        unfinished=True,
        same=3,
    )
    assert check(tmp_path, rendered, only={"x"}) == Plan(strangers=("mine",), same=1)


def test_only_some_after_a_cut_run(tmp_path: Path) -> None:
    """Each other file keeps the digest that is its own; one that was never written is not ours."""
    put(tmp_path, {"a": "new", "b": "old", "c": HAND, "d": "1"})
    cut = [{path: text} for path in "abcgh" for text in ("old", "new")]
    put(tmp_path, {RECORD: b"".join([b"# unfinished\n", *map(record_of, [*cut, {"d": "1"}])])})
    render(tmp_path, {"a": "new", "b": "new", "c": "new", "d": "2", "g": "new"}, only={"d"})
    left = [{"a": "new"}, {"b": "old"}, {"c": "new"}, {"c": "old"}, {"d": "2"}]
    expected = sorted(map(record_of, left), key=lambda line: (line[64:], line))
    assert (tmp_path / ROOT / RECORD).read_bytes() == b"".join(expected)


# Nothing outside of the tree is touched, whatever the tree holds


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Path]:
    """Files outside of the tree that must stay as they are."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "canary").write_text(OLD)
    (outside / "x").write_text(OLD)
    yield outside
    assert {path.name: path.read_text() for path in outside.iterdir()} == {
        "canary": OLD,
        "x": OLD,
    }


def test_a_forged_record_removes_nothing(tmp_path: Path, canary: Path) -> None:
    put(tmp_path, {"a": OLD})
    forged = [
        *("../../outside/canary", str(canary / "canary"), "link/canary", "a/../../../outside/x"),
        *(".git/config", RECORD, SPARE, f"{SPARE}/x", "./a", "a/", "/", "..", "", "a\0b"),
    ]
    (tmp_path / ROOT / "link").symlink_to(canary)
    put(tmp_path, {".git/config": OLD})
    put(tmp_path, {RECORD: b"".join(record_of({path: OLD}) for path in forged)})
    done = render(tmp_path, {})
    assert done == Plan(strangers=(".git/config", "a", "link"), unfinished=True)
    assert there(tmp_path) == {".git/config": OLD, "a": OLD, "link": f"-> {canary}"}


def test_conflict_marks_in_the_record_say_nothing(tmp_path: Path) -> None:
    render(tmp_path, FIRST)
    record = tmp_path / ROOT / RECORD
    ours, theirs = record_of({"a.yaml": "1"}), record_of({"a.yaml": "other"})
    rest = record_of({path: text for path, text in FIRST.items() if path != "a.yaml"})
    marks = b"<<<<<<< HEAD\n%s=======\n%s>>>>>>> branch\n%s" % (ours, theirs, rest)
    for data in (marks, marks.replace(b"\n", b"\r\n"), marks + b"\xff\n" + b"0" * 64 + b" *x\n"):
        record.write_bytes(data)
        assert check(tmp_path, FIRST).unfinished
        assert render(tmp_path, SECOND).remove
        assert finished(tmp_path, SECOND)
        render(tmp_path, FIRST)


@pytest.mark.parametrize("goal", ["canary", "x", "nowhere"])
def test_a_link_in_the_place_of_a_file(tmp_path: Path, canary: Path, goal: str) -> None:
    render(tmp_path, {"x": OLD, "y": "1"})
    place = tmp_path / ROOT / "x"
    place.unlink()
    place.symlink_to(canary / goal)
    with pytest.raises(TreeError, match=r"^rendered/dev/x: is a link; specgen does not follow"):
        render(tmp_path, {"x": NEW, "y": "2"})
    assert render(tmp_path, {"y": "2"}) == Plan(changed=("y",), kept=("x",), unfinished=True)
    assert check(tmp_path, {"y": "2"}) == Plan(strangers=("x",), same=1)
    assert place.is_symlink()


def test_a_link_in_the_place_of_a_folder(tmp_path: Path, canary: Path) -> None:
    render(tmp_path, {"t/x": OLD, "t/u/v": "1", "y": "1"})
    shutil.rmtree(tmp_path / ROOT / "t")
    (tmp_path / ROOT / "t").symlink_to(canary)
    with pytest.raises(TreeError, match=r"^rendered/dev/t: is a link; specgen does not follow"):
        render(tmp_path, {"t/x": NEW, "y": "1"})
    assert render(tmp_path, {"y": "1"}) == Plan(strangers=("t",), unfinished=True, same=1)
    assert (tmp_path / ROOT / "t").is_symlink()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, {"b": "1"})
    os.mkfifo(tmp_path / ROOT / "a")
    with pytest.raises(TreeError, match=r"^rendered/dev/a: is neither a file nor a folder$"):
        render(tmp_path, {"a": "1", "b": "1"})
    assert check(tmp_path, {"b": "1"}).strangers == ("a",)


def test_the_other_name_of_a_hard_link_keeps_its_bytes(tmp_path: Path, canary: Path) -> None:
    render(tmp_path, {"x": OLD})
    place = tmp_path / ROOT / "x"
    place.unlink()
    place.hardlink_to(canary / "x")
    render(tmp_path, {"x": NEW})
    assert there(tmp_path) == {"x": NEW}


def test_bad_names_touch_nothing(tmp_path: Path) -> None:
    for files in ({"../x": ""}, {"a": "", "A": ""}, {"a": "", "a/b": ""}, {".git/config": ""}):
        with pytest.raises(FileNameError):
            render(tmp_path, files)
    assert not any(tmp_path.iterdir())


def test_a_file_in_the_spare_folder_is_no_stranger(tmp_path: Path) -> None:
    render(tmp_path, FIRST)
    put(tmp_path, {f"{SPARE}/7": "half"})
    assert check(tmp_path, FIRST) == Plan(unfinished=True, same=len(FIRST))
    render(tmp_path, FIRST)
    assert finished(tmp_path, FIRST)


def test_names_of_strangers_are_printable(tmp_path: Path) -> None:
    put(tmp_path, {"a\x1b[31m": "1"})
    (tmp_path / ROOT / os.fsdecode(b"\xff")).touch()
    assert check(tmp_path, {}).strangers == ("\\udcff", "a\\x1b[31m")


# Cut short at any step, each file is whole, and the next run mends the tree

CALLS = {
    folders: ("open", "mkdir", "fchmod", "rmdir", "stat", "fstat"),
    tree: ("open", "fdopen", "fstat", "stat", "scandir"),
    write: ("open", "fdopen", "fchmod", "rename", "unlink", "scandir"),
}


class Killed(BaseException):
    """As if the process ended here: what stands behind `finally` is done, but fails, too."""


@contextmanager
def fault(at: int, make: Callable[[], BaseException], *, lasting: bool) -> Iterator[list[str]]:
    """Let the `at`-th call of the system fail, and all after it if `lasting`."""
    made: list[str] = []

    def failing(name: str) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            made.append(name)
            if len(made) == at or (lasting and len(made) > at):
                raise make()
            return getattr(os, name)(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for module, wrapped in CALLS.items():
            names = vars(os) | {name: failing(name) for name in wrapped}
            patch.setattr(module, "os", SimpleNamespace(**names))
        yield made


FAULTS: dict[str, tuple[Callable[[], BaseException], bool, type[BaseException]]] = {
    "ENOSPC": (lambda: OSError(errno.ENOSPC, ""), False, TreeError),
    "EIO": (lambda: OSError(errno.EIO, ""), False, TreeError),
    "EROFS, from there on": (lambda: OSError(errno.EROFS, ""), True, TreeError),
    "killed": (Killed, True, Killed),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_at_any_step(tmp_path: Path, kind: str) -> None:
    make, lasting, expected = FAULTS[kind]
    texts = {path: {FIRST.get(path), SECOND.get(path)} for path in FIRST | SECOND}
    for at in range(1, 1000):
        base = tmp_path / str(at)
        base.mkdir()
        render(base, FIRST)
        error: BaseException | None = None
        with fault(at, make, lasting=lasting) as made:
            try:
                render(base, SECOND)
            except (TreeError, Killed) as raised:
                error = raised
        found = there(base)
        staged = {path for path in found if path.startswith(f"{SPARE}/")}
        assert all(found[path] in texts[path] for path in found.keys() - staged), at
        if error is None:
            # The fault was met after all was done, while folders were tidied; or not at all.
            assert finished(base, SECOND), at
        else:
            assert isinstance(error, expected), (at, error)
            assert expected is Killed or str(error).startswith((ROOT, "rendered: ", str(base)))
            assert finished(base, FIRST) or not check(base, FIRST).clean
            assert finished(base, SECOND) or not check(base, SECOND).clean
        render(base, SECOND)
        assert finished(base, SECOND), at
        if len(made) < at:
            break
    assert at > 60


def test_what_is_said_at_the_end_of_reading_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = os.close

    def failing(handle: int) -> None:
        close(handle)
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "close", failing)
    render(tmp_path, FIRST)
    assert check(tmp_path, FIRST).clean
    render(tmp_path, SECOND)
    monkeypatch.undo()
    assert finished(tmp_path, SECOND)


def test_a_full_disk_is_named_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render(tmp_path, FIRST)
    before = there(tmp_path)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(os, "fchmod", full)
    with pytest.raises(TreeError, match=r"^rendered/dev/\.specgen\.tmp: No space left on device$"):
        render(tmp_path, SECOND)
    monkeypatch.undo()
    assert there(tmp_path) == before
    assert finished(tmp_path, FIRST)


def test_a_failed_first_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "rename", broken)
    with pytest.raises(TreeError, match=r"^rendered/dev/\.specgen\.sums: Input/output error$"):
        render(tmp_path, FIRST)
    monkeypatch.undo()
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_waits_until_the_tree_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    class Met(Exception):  # noqa: N818 - a signal, no error
        pass

    def meet(*_: object) -> None:
        raise Met

    rename = os.rename

    def disturbed(old: str, new: str, **handles: int) -> None:
        signal.raise_signal(number)
        rename(old, new, **handles)

    held = signal.signal(number, meet)
    try:
        monkeypatch.setattr(os, "rename", disturbed)
        with pytest.raises(Met):
            render(tmp_path, FIRST)
    finally:
        signal.signal(number, held)
    assert finished(tmp_path, FIRST)


def test_a_signal_that_comes_just_before_leaves_none_held_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mask = signal.pthread_sigmask

    def met(how: int, numbers: set[int]) -> set[int | signal.Signals]:
        held = mask(how, numbers)
        if numbers and how == signal.SIG_BLOCK:
            raise KeyboardInterrupt
        return held

    before = mask(signal.SIG_BLOCK, ())
    monkeypatch.setattr(signal, "pthread_sigmask", met)
    with pytest.raises(KeyboardInterrupt):
        render(tmp_path, FIRST)
    monkeypatch.undo()
    assert mask(signal.SIG_BLOCK, ()) == before
    assert not any(tmp_path.iterdir())


def test_everything_is_planned_before_anything_is_touched(tmp_path: Path) -> None:
    """Also with files of many kinds at once: a fault in one leaves all alone."""
    render(tmp_path, FIRST)
    put(tmp_path, {"new/y": HAND})
    before = stamps(tmp_path)
    with Tree(str(tmp_path), ROOT, write=True) as opened:
        wanted = contents(SECOND)
        with pytest.raises(TreeError, match=r"^rendered/dev/new/y: is a file, not a folder$"):
            apply(opened, plan(opened, wanted), wanted)
    assert stamps(tmp_path) == before
