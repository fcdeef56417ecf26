"""What is remembered of the last run changes its speed and nothing else."""

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from specgen.cli import shortcut
from specgen.pipeline import unchanged
from tests.cli.running import Ran, specgen
from tests.projects import sample_project

JOB = "environments/base/reviews/base.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample, rendered, and remembered."""
    monkeypatch.setattr(shortcut, "LEAST", 1)
    root = sample_project(tmp_path)
    time.sleep(0.05)  # what is younger than a run is not trusted by it
    assert render(root).status == 0
    assert note(root).exists()
    return root


def render(root: Path, *more: str) -> Ran:
    return specgen("-C", root, "render", "sample", *more)


def note(root: Path) -> Path:
    return next((root / ".specgen").glob("unchanged-*"), root / "none")


def tree(root: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in (root / "rendered").rglob("*") if p.is_file()}


def bodies(files: dict[str, bytes]) -> dict[str, bytes]:
    """Rendered files without their first line, which names the spec's file."""
    return {
        name: data.partition(b"\n")[2] for name, data in files.items() if name.endswith(".yaml")
    }


def is_whole_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the next run reads the specs."""
    said = []

    def listening(request: unchanged.Request) -> list[unchanged.Told] | None:
        said.append(unchanged.recall(request))
        return said[-1]

    monkeypatch.setattr(shortcut, "recall", listening)
    assert render(root).status == 0
    return said[-1] is None


def test_nothing_changed_is_told_as_a_whole_run_tells_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = render(root)
    note(root).unlink()
    slow = render(root)
    assert [one.partition(" s\n")[2] for one in (quick.out, slow.out)] == [
        f"  ~ 0 changed   + 0 new   - 0 removed   {len(tree(root)) - 1} same\n"
    ] * 2
    assert not is_whole_run(root, monkeypatch)


def _tamper_same_size_and_time(root: Path) -> None:
    file = root / "rendered/sample/one/jobs/reviews/count.yaml"
    was = file.stat()
    file.write_bytes(file.read_bytes().replace(b"count", b"tnuoc"))
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a spec is touched": lambda root: (root / JOB).touch(),
    "a spec is added": lambda root: (root / "environments/base/x.yaml").write_text("---\n"),
    "a spec is moved": lambda root: (root / JOB).rename(root / "environments/base/moved.yaml"),
    "the project file": lambda root: (root / "specgen.yaml").touch(),
    "an output is edited": _tamper_same_size_and_time,
    "an output is gone": lambda root: next((root / "rendered").rglob("*.yaml")).unlink(),
    "an output is executable": lambda root: next((root / "rendered").rglob("*.yaml")).chmod(0o755),
    "a file of others": lambda root: (root / "rendered/sample/x").write_text(""),
    "the record": lambda root: (root / "rendered/sample/.specgen.sums").unlink(),
    "schemas of one's own": lambda root: (root / "schemas").mkdir(),
    "the note is empty": lambda root: note(root).write_text(""),
    "the note is no map": lambda root: note(root).write_text("[1]"),
    "the note names other folders": lambda root: note(root).write_text(
        note(root).read_text().replace('"environments"', '"../environments"')
    ),
    "the note tells of more files": lambda root: note(root).write_text(
        note(root).read_text().replace('["sample", ', '["sample", 1')
    ),
    "the cache is gone": lambda root: note(root).unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_means_a_whole_run(
    root: Path, change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(root)
    change(root)
    assert is_whole_run(root, monkeypatch)
    assert bodies(tree(root)) == bodies(before)
    assert render(root, "--check").status == (1 if (root / "rendered/sample/x").exists() else 0)


def test_another_day_means_a_whole_run(root: Path) -> None:
    """A waiver may have ended."""
    today = shortcut.asked(str(root), ["sample"])
    assert today is not None
    assert unchanged.recall(today) is not None
    assert unchanged.recall(today._replace(today="2999-01-01")) is None


def test_a_hundred_corrupted_notes_change_no_byte(root: Path) -> None:
    before, whole, chance = tree(root), note(root).read_bytes(), random.Random(7)  # noqa: S311
    for _ in range(100):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        note(root).write_bytes(bytes(broken))
        assert render(root).status == 0
        assert tree(root) == before


def test_check_does_not_ask(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcut, "recall", lambda *_: pytest.fail("asked"))
    assert render(root, "--check").status == 0


def test_the_folder_keeps_itself_out_of_git(root: Path) -> None:
    assert (root / ".specgen/.gitignore").read_text() == "*\n"
    assert sorted(p.name for p in (root / ".specgen").iterdir()) == [".gitignore", note(root).name]
    assert set(json.loads(note(root).read_text())) == {"folders", "told", "digest"}


def test_a_link_in_its_place_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcut, "LEAST", 1)
    root = sample_project(tmp_path / "project")
    (tmp_path / "elsewhere").mkdir()
    (root / ".specgen").symlink_to(tmp_path / "elsewhere")
    time.sleep(0.05)
    assert render(root).status == 0
    assert not list((tmp_path / "elsewhere").iterdir())


def test_small_trees_are_not_remembered(tmp_path: Path) -> None:
    root = sample_project(tmp_path)
    time.sleep(0.05)
    assert render(root).status == 0
    assert not (root / ".specgen").exists()


def test_a_tree_with_findings_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are to be told again."""
    monkeypatch.setattr(shortcut, "LEAST", 1)
    root = sample_project(tmp_path, "kind: SparkJob\nname: count\noverrides: {Nothing: {a: 1}}\n")
    time.sleep(0.05)
    assert "idle-override" in render(root).err
    assert not (root / ".specgen").exists()


def test_a_spec_that_changes_while_it_is_read_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortcut, "LEAST", 1)
    root = sample_project(tmp_path)
    time.sleep(0.05)

    def late(*given: Any) -> None:
        (root / JOB).touch()
        unchanged.keep(*given)

    monkeypatch.setattr(shortcut, "keep", late)
    assert render(root).status == 0
    assert not (root / ".specgen").exists()
