"""What the system refuses is told with its place and cause, and what was met first is whole."""

import resource
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.tree import tree
from specgen.tree.filenames import RECORD, SPARE
from specgen.tree.tree import TreeError
from tests.anybody import as_anybody
from tests.tree.disk import ROOT, check, finished, put, record_of, refused, render, there

OLD = {"x": "old", "c/jobs/x": "old", "c/jobs/y": "old", "same": "s"}
NEW = {"x": "new", "c/jobs/x": "new", "c/jobs/z/z": "new", "same": "s"}


@pytest.mark.parametrize(
    ("place", "mode", "named"),
    [
        ("x", 0o000, "x"),
        ("c/jobs/x", 0o200, "c/jobs/x"),
        ("c/jobs", 0o000, "c/jobs"),
        ("c/jobs", 0o555, "c/jobs/"),
        ("c/jobs", 0o600, "c/jobs"),
        ("c", 0o444, "c/jobs"),
        ("", 0o555, SPARE),
        ("", 0o000, ""),
        (RECORD, 0o000, RECORD),
        (SPARE, 0o000, SPARE),
        (SPARE, 0o555, f"{SPARE}/0"),
    ],
)
def test_modes_that_keep_us_out(tmp_path: Path, place: str, mode: int, named: str) -> None:
    """The place is named with its cause, each file is whole, and then it is mended."""
    render(tmp_path, OLD)
    if place == SPARE:
        put(tmp_path, {f"{SPARE}/0": "ha"})
    path = tmp_path / ROOT / place
    held = stat.S_IMODE(path.stat().st_mode)
    path.chmod(mode)
    try:
        with (
            as_anybody(),
            pytest.raises(TreeError, match=rf"^{ROOT}/?{named}.*: Permission denied$"),
        ):
            render(tmp_path, NEW)
    finally:
        path.chmod(held)
    whole(tmp_path)
    assert not check(tmp_path, NEW).clean
    render(tmp_path, NEW)
    assert finished(tmp_path, NEW)


def whole(base: Path) -> None:
    """Each file is old or new, and none is missing that is in both."""
    found = {path: text for path, text in there(base).items() if not path.startswith(SPARE)}
    assert all(text in (OLD.get(path), NEW.get(path)) for path, text in found.items())
    assert found.keys() >= OLD.keys() & NEW.keys()


@contextmanager
def limit(kind: int, most: int) -> Iterator[None]:
    """A limit of the system on this process."""
    held = resource.getrlimit(kind)
    resource.setrlimit(kind, (most, held[1]))
    try:
        yield
    finally:
        resource.setrlimit(kind, held)


def test_a_file_is_not_cut_off_where_a_limit_is(tmp_path: Path) -> None:
    """A write that is taken in part only: the first 1,000 bytes of 2,000."""
    render(tmp_path, OLD)
    with (
        limit(resource.RLIMIT_FSIZE, 1000),
        pytest.raises(TreeError, match=rf"^{ROOT}/x: File too large$"),
    ):
        render(tmp_path, OLD | {"x": "0123456789" * 200})
    assert finished(tmp_path, OLD)


def test_what_could_not_be_read_again_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render(tmp_path, OLD)
    monkeypatch.setattr(tree, "_LARGEST", 100)
    monkeypatch.setattr(tree, "_LARGEST_RECORD", 1000)
    for files, named in (
        (OLD | {"x": "x" * 101}, "x"),
        ({str(n): "" for n in range(99)}, RECORD),
        ({str(n): "" for n in range(12)}, RECORD),  # with what is there now
    ):
        with pytest.raises(
            TreeError, match=rf"^{ROOT}/{named}: would be larger than specgen reads"
        ):
            render(tmp_path, files)
        assert finished(tmp_path, OLD)
    render(tmp_path, OLD | {"x": "x" * 100})


def test_few_open_files_are_enough(tmp_path: Path) -> None:
    files = {f"{n}/{n}/x": "1" for n in range(200)}
    with limit(resource.RLIMIT_NOFILE, 250):
        render(tmp_path, files)
        assert check(tmp_path, files).clean
    assert finished(tmp_path, files)


def system(*call: str) -> str | None:
    """What a program says if it fails."""
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else None


@contextmanager
def mounted(place: Path, size: str) -> Iterator[None]:
    """A disk of that size; the test is skipped where none can be mounted."""
    if why := system("mount", "-t", "tmpfs", "-o", f"size={size}", "specgen-test", str(place)):
        pytest.skip(f"cannot mount a small disk: {why}")
    try:
        yield
    finally:
        assert system("umount", str(place)) is None


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """Met while staging: nothing is touched, and the room is free again."""
    large = OLD | {"x": "x" * 40_000, "c/jobs/large": "y" * 40_000}
    with mounted(tmp_path, "96k"):
        render(tmp_path, OLD)
        with pytest.raises(TreeError, match=rf"^{ROOT}/x: No space left on device$"):
            render(tmp_path, large)
        assert finished(tmp_path, OLD)
        render(tmp_path, NEW)
        assert finished(tmp_path, NEW)


def test_a_disk_that_takes_nothing(tmp_path: Path) -> None:
    with mounted(tmp_path, "1m"):
        render(tmp_path, OLD)
        assert system("mount", "-o", "remount,ro", str(tmp_path)) is None
        for goal in (NEW, {}):
            with pytest.raises(TreeError, match=rf"^{ROOT}/{SPARE}: Read-only file system$"):
                render(tmp_path, goal)
        assert render(tmp_path, OLD).clean
        assert check(tmp_path, OLD).clean
        assert finished(tmp_path, OLD)


# --- what a disk keeps of a run when the power goes: nothing is synced ----------------------------

BEFORE, AFTER = (dict.fromkeys("abcd", text) for text in ("old", "new"))
TEXTS = {"old": "old", "new": "new", "cut": "ne", "empty": ""}
RECORDS = {
    "old": record_of(BEFORE),
    "new": record_of(AFTER),
    "cut": record_of(AFTER)[:99],
    "empty": b"",
}
kept = st.sampled_from([*TEXTS, "gone"])


@settings(max_examples=100, deadline=None)
@given(st.lists(kept, min_size=4, max_size=4), kept)
def test_a_power_loss_is_seen(
    tmp_path_factory: pytest.TempPathFactory, files: list[str], record: str
) -> None:
    """A name may be back, or its bytes be gone; the next run mends it, or says what is in doubt."""
    base = tmp_path_factory.mktemp("tree")
    put(base, {path: TEXTS[k] for path, k in zip("abcd", files, strict=True) if k in TEXTS})
    put(base, {RECORD: RECORDS[record]} if record in RECORDS else {})
    for goal in (BEFORE, AFTER):
        assert check(base, goal).clean == finished(base, goal)
    before = there(base)
    if words := refused(base, AFTER):
        assert record not in ("old", "new")
        assert "is in the way, and specgen did not write it" in words
        assert there(base) == before
    else:
        assert finished(base, AFTER)
