"""The judge of shots finds each fault, or the sweep would prove nothing."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from specgen.tree.filenames import RECORD
from tests.tree.disk import ROOT, contents, own, put, record_of, render
from tests.tree.judge import judged, judged_check, seen
from tests.tree.scenes import Scene
from tests.tree.shots import BUG, DONE, HUNG, INTERRUPTED, REFUSED, Shot

SCENE = Scene(
    contents({"a": "old", "b": "1", "s": "s"}), contents({"a": "new", "c": "2", "s": "s"})
)
KILLED = -9


def ended(status: int, said: str = "") -> Shot:
    return Shot(status, said, hit=True, calls=Counter())


def nothing(base: Path) -> None:
    """The run left the tree as it was."""


def done(base: Path) -> None:
    render(base, SCENE.goal)


def half(base: Path) -> None:
    """As a killed run may leave it: mixed, and seen."""
    put(base, {RECORD: b"# unfinished\n" + record_of(SCENE.start, SCENE.goal), "a": "new"})


def torn(base: Path) -> None:
    half(base)
    put(base, {"a": "ne"})


def torn_record(base: Path) -> None:
    record = base / ROOT / RECORD
    record.write_bytes(record.read_bytes()[:-9])


def lost(base: Path) -> None:
    half(base)
    (base / ROOT / "s").unlink()


def too_early(base: Path) -> None:
    """The final record before the files."""
    own(base, SCENE.goal)


def without_a_record(base: Path) -> None:
    (base / ROOT / RECORD).unlink()


def beside(base: Path) -> None:
    (base / "canary").write_text("x")


def unmendable(base: Path) -> None:
    half(base)
    (base / ROOT / "c").mkdir()
    (base / ROOT / "c/hers").write_text("x")


def leftover(base: Path) -> None:
    done(base)
    (base / ROOT / "empty").mkdir()


@pytest.mark.parametrize(
    ("act", "status", "said", "faults"),
    [
        (nothing, REFUSED, f"{ROOT}/a: why", set()),
        (done, DONE, "", set()),
        (half, KILLED, "", set()),
        (done, INTERRUPTED, "", set()),
        (nothing, INTERRUPTED, "", set()),
        (torn, KILLED, "", {"torn", "lie"}),
        (torn_record, KILLED, "", {"torn", "lie"}),
        (lost, KILLED, "", {"lost"}),
        (nothing, DONE, "", {"lie"}),
        (half, DONE, "", {"lie"}),
        (too_early, KILLED, "", {"lie", "unmended"}),
        (without_a_record, KILLED, "", {"lie", "unmended"}),
        (unmendable, KILLED, "", {"torn", "lie", "unmended"}),
        (leftover, KILLED, "", {"left", "unseen"}),
        (half, INTERRUPTED, "", {"impolite"}),
        (nothing, BUG, "Traceback\nOSError", {"bug"}),
        (nothing, HUNG, "", {"bug"}),
        (nothing, REFUSED, f"{ROOT}/a: something", {"unnamed"}),
        (nothing, REFUSED, "somewhere: why", {"unnamed"}),
        (beside, KILLED, "", {"outside"}),
    ],
)
def test_faults(
    tmp_path: Path, act: Callable[[Path], None], status: int, said: str, faults: set[str]
) -> None:
    SCENE.prepare(tmp_path)
    before = seen(tmp_path)
    act(tmp_path)
    verdict = judged(tmp_path, SCENE, before, ended(status, said), "why")
    assert {name for name, _ in verdict.faults} == faults


@pytest.mark.parametrize(
    ("act", "status", "faults"),
    [(nothing, 1, set()), (nothing, DONE, {"lie"}), (beside, 1, {"outside"}), (done, 1, {"lie"})],
)
def test_faults_of_a_check(
    tmp_path: Path, act: Callable[[Path], None], status: int, faults: set[str]
) -> None:
    SCENE.prepare(tmp_path)
    before = seen(tmp_path)
    act(tmp_path)
    before = seen(tmp_path) if act is done else before
    verdict = judged_check(tmp_path, SCENE, before, ended(status))
    assert {name for name, _ in verdict.faults} == faults


def test_a_check_that_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SCENE.prepare(tmp_path)
    monkeypatch.setattr("tests.tree.judge.finished", lambda *_: False)
    verdict = judged(tmp_path, SCENE, seen(tmp_path), ended(KILLED))
    assert ("unseen", "state 0") in verdict.faults
