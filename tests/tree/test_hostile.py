"""Whatever stands in a tree or beside it: nothing outside is touched, and nothing of others."""

import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.tree import write
from specgen.tree.filenames import RECORD, SPARE
from specgen.tree.tree import TreeError
from specgen.tree.write import Plan
from tests.tree.disk import ROOT, check, finished, own, put, record_of, refused, render, there

OLD = {"x": "old", "c/jobs/x": "old", "c/jobs/y": "old", "same": "s"}
NEW = {"x": "new", "c/jobs/x": "new", "c/jobs/z/z": "new", "same": "s"}
OUTSIDE = {"canary": "outside", "x": "outside", "jobs/x": "outside", "0": "outside", RECORD: ""}


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder beside the project that stays exactly as it is, whatever a run meets."""
    folder = tmp_path / "outside"
    for name, text in OUTSIDE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    before = looks(folder)
    yield folder
    assert looks(folder) == before


def looks(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything below it that a run could change, times included; names of a file may come."""
    found: dict[str, tuple[object, ...]] = {}
    for path in [folder, *folder.rglob("*")]:
        info = path.lstat()
        held = path.read_bytes() if stat.S_ISREG(info.st_mode) else None
        found[str(path)] = (info.st_mode, info.st_ino, info.st_mtime_ns, info.st_size, held)
    return found


# --- what is planted ------------------------------------------------------------------------------


def bind(path: Path, _: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's name is short
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.bind(path.name)
    finally:
        os.chdir(here)


def device(path: Path, _: Path) -> None:
    """/dev/zero, of which there is no end."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("mknod is not permitted")


PLANTS: dict[str, Callable[[Path, Path], object]] = {
    "link to a file": lambda path, outside: path.symlink_to(outside / "canary"),
    "link to a folder": lambda path, outside: path.symlink_to(outside),
    "relative link": lambda path, outside: path.symlink_to(
        os.path.relpath(outside / "jobs", path.parent)
    ),
    "dangling link": lambda path, outside: path.symlink_to(outside / "none"),
    "link to itself": lambda path, _: path.symlink_to(path.name),
    "hard link": lambda path, outside: path.hardlink_to(outside / "x"),
    "pipe": lambda path, _: os.mkfifo(path),
    "socket": bind,
    "device": device,
    "folder": lambda path, _: path.mkdir(),
    "file": lambda path, _: path.write_text("by hand"),
}

PLACES = (
    *("rendered", ROOT, f"{ROOT}/c", f"{ROOT}/c/jobs", f"{ROOT}/x", f"{ROOT}/c/jobs/x"),
    *(f"{ROOT}/c/jobs/z", f"{ROOT}/new", f"{ROOT}/{RECORD}"),
    *(f"{ROOT}/{SPARE}", f"{ROOT}/{SPARE}/0", f"{ROOT}/{SPARE}/1"),
)
"""Whatever a run opens, makes, writes, renames or removes, and a place of no interest."""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", PLANTS)
def test_nothing_outside_is_touched(tmp_path: Path, outside: Path, kind: str, place: str) -> None:
    """A run refuses and names the place, or it ends well; what others planted is not lost."""
    for number, goal in enumerate((OLD, NEW, {})):
        base = tmp_path / str(number)
        base.mkdir()
        render(base, OLD)
        plant(base / place, kind, outside)
        before = looks(base / place)
        clean, why = checked(base, goal)
        assert not clean or there(base) == goal
        assert why.startswith(place if why else "")
        assert looks(base / place) == before, "a check wrote"
        refusal = refused(base, goal)
        if refusal is None:
            assert check(base, goal).settled
            continue
        # Where no record says what is ours, each file of the tree is in the way.
        named = ROOT if place.endswith(RECORD) else place
        assert refusal.startswith(named.partition(f"/{SPARE}/")[0])
        if not place.startswith(f"{ROOT}/{SPARE}/"):
            assert looks(base / place).keys() >= before.keys()


def plant(path: Path, kind: str, outside: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    PLANTS[kind](path, outside)


def checked(base: Path, goal: dict[str, str]) -> tuple[bool, str]:
    try:
        return check(base, goal).clean, ""
    except TreeError as error:
        return False, str(error)


def test_a_folder_that_becomes_a_link_meanwhile(
    tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run goes on in the folder that it has opened, or stops; never through the link."""
    for path in ("c", "c/jobs", ""):
        base = tmp_path / f"base-{path.replace('/', '-')}"
        base.mkdir()
        render(base, OLD)
        clear = write._clear  # noqa: SLF001 - between the record and the first change

        def swap(*args: object, at: Path = base / ROOT / path) -> None:
            at.rename(at.parent / "moved")
            at.symlink_to(outside)
            clear(*args)  # type: ignore[arg-type]  # noqa: B023 - called in this round

        monkeypatch.setattr(write, "_clear", swap)
        assert (refused(base, NEW) or ROOT).startswith(ROOT)
        monkeypatch.undo()


# --- the record -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claim",
    [
        *("../../outside/canary", "../../../canary", "/etc/passwd", "..", ".", "", "/"),
        *("../prod/x", "../prod/.specgen.sums", "c/../../prod/x", "./mine", "mine/", "c//jobs"),
        *("c\nmine", "\nmine", "mine\0", "mine\x1b[31m", "mi\u200bne", "\udcff"),
        *(".git/config", ".git/hooks/x", RECORD, SPARE, f"{SPARE}/x", "link/canary", "c/link/x"),
        *("x" * 300, "d/" * 70 + "x", "con", "mine.", "é" * 200),
    ],
    ids=ascii,
)
def test_a_forged_claim_is_worth_nothing(tmp_path: Path, outside: Path, claim: str) -> None:
    """The digest is that of the file, so that only the name stands against its removal."""
    put(tmp_path, {"mine": "hers", "c/mine": "hers", ".git/config": "hers", ".git/hooks/x": "hers"})
    (tmp_path / "rendered/prod").mkdir()
    (tmp_path / "rendered/prod/x").write_text("hers")
    (tmp_path / ROOT / "link").symlink_to(outside)
    (tmp_path / ROOT / "c/link").symlink_to(outside)
    before = there(tmp_path)
    for text in ("hers", "outside", ""):
        line = record_of({"name": text}).replace(b"name", os.fsencode(claim))
        put(tmp_path, {RECORD: line + record_of({"gone": "1"})})
        render(tmp_path, {})
        assert there(tmp_path) == before
    assert (tmp_path / "rendered/prod/x").read_text() == "hers"


def test_a_claim_with_a_wrong_digest_is_worth_nothing(tmp_path: Path) -> None:
    put(tmp_path, {"mine": "hers"})
    own(tmp_path, {"mine": "ours"})
    assert render(tmp_path, {}) == Plan(kept=("mine",), unfinished=True)
    assert there(tmp_path) == {"mine": "hers"}


def test_a_record_beyond_reason_is_refused(tmp_path: Path) -> None:
    put(tmp_path, {"mine": "hers", RECORD: ""})
    for size, run in product((2**24 + 1, 2**40), (check, render)):
        os.truncate(tmp_path / ROOT / RECORD, size)
        with pytest.raises(TreeError, match=rf"^{ROOT}/{RECORD}: is larger than anything specgen"):
            run(tmp_path, {})
    assert there(tmp_path) == {"mine": "hers"}


# --- files of others ------------------------------------------------------------------------------

places = st.sampled_from(["a", "b/a", "b/c", "b/d/e", "f/g", "A", "b/D"])
trees = st.dictionaries(places, st.sampled_from(["1", "2"]))


@settings(max_examples=60, deadline=None)
@given(ours=trees, hers=trees, edits=st.sets(places), goal=trees)
def test_only_what_is_ours_and_as_we_left_it_goes(
    tmp_path_factory: pytest.TempPathFactory,
    ours: dict[str, str],
    hers: dict[str, str],
    edits: set[str],
    goal: dict[str, str],
) -> None:
    """Where nothing of hers is in the way; where it is, the run refuses and touches nothing."""
    base = tmp_path_factory.mktemp("tree")
    ours, goal = one_case(ours), one_case(goal)
    hers = {path: text for path, text in hers.items() if path not in ours}
    render(base, ours)
    put(base, hers)
    put(base, dict.fromkeys(edits & ours.keys(), "edited"))
    before = there(base)
    kept = {path: text for path, text in before.items() if path in hers or path in edits}
    if refused(base, goal):
        assert there(base) == before
        return
    assert there(base) == {path: text for path, text in kept.items() if path not in goal} | goal


def one_case(files: dict[str, str]) -> dict[str, str]:
    """Those that may stand side by side."""
    return {path: text for path, text in files.items() if path not in {"A", "b/D"}}


@pytest.mark.parametrize(
    ("hers", "path"), [("A.yaml", "a.yaml"), ("t/é", "t/e\u0301"), ("T/a", "t/a"), ("ß", "SS")]
)
def test_a_name_of_others_that_differs_only_in_case(tmp_path: Path, hers: str, path: str) -> None:
    """Written over on a disk that knows no case, and in the way of such a checkout on any."""
    put(tmp_path, {hers: "hers"})
    words = "a name that differs only in case or in Unicode form is in the way"
    with pytest.raises(TreeError, match=rf"^{ROOT}/{path}: {words}"):
        render(tmp_path, {path: "ours", "b": "1"})
    assert there(tmp_path) == {hers: "hers"}
    own(tmp_path, {hers: "hers"})
    render(tmp_path, {path: "ours", "b": "1"})
    assert finished(tmp_path, {path: "ours", "b": "1"})
