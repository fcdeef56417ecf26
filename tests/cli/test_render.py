"""`specgen render`: writes the tree whole or not at all, and `--check` tells the truth about it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.anybody import as_anybody
from tests.cli.running import Ran, specgen
from tests.projects import sample_project, write

JOB = "one/jobs/reviews/count.yaml"
LIST = "one/jobs/reviews/kustomization.yaml"
_WRONG = "kind: SparkJob\nname: count\nimagee: x\n"
_SECOND = """\
kind: SparkJob
name: second
team: reviews
run: "1"
image: spark-py
zone: us-east-1a
application: {file: loc://lake/x.py}
driver: {pool: drivers}
executor: {pool: executors}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample project, rendered."""
    project = sample_project(tmp_path)
    assert specgen("-C", project, "render", "sample").status == 0
    return project


def tree(root: Path, name: str = "rendered/sample") -> dict[str, bytes]:
    folder = root / name
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def lay(root: Path, example: str) -> None:
    """Another example on top of the sample."""
    sample_project(root, example)


def check(root: Path) -> Ran:
    return specgen("-C", root, "render", "sample", "--check")


# --- writing --------------------------------------------------------------------------------------


def test_a_second_run_changes_no_byte_and_no_time(root: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in (root / "rendered").rglob("*")}
    ran = specgen("-C", root, "render", "sample")
    assert "~ 0 changed   + 0 new   - 0 removed   10 same" in ran.out
    assert {p: p.stat().st_mtime_ns for p in (root / "rendered").rglob("*")} == before


def test_what_changes_is_told_by_file(root: Path) -> None:
    lay(root, _SECOND)
    ran = specgen("-C", root, "render", "sample")
    assert f"  ~ rendered/sample/{LIST}\n" in ran.out
    assert "  + rendered/sample/one/jobs/reviews/second.yaml\n" in ran.out
    lay(root, "")
    ran = specgen("-C", root, "render", "sample")
    assert "  - rendered/sample/one/jobs/reviews/second.yaml\n" in ran.out
    assert "second.yaml" not in "".join(tree(root))


def test_nothing_is_written_if_any_environment_has_an_error(root: Path) -> None:
    write(root, {"environments/other/other.yaml": "kind: Environment\nname: other\n"})
    lay(root, _SECOND)
    before = tree(root)
    ran = specgen("-C", root, "render", "sample", "other")
    assert ran.status == 1
    assert "other, sample" in ran.err or "sample, other" in ran.err
    assert "nothing was written" in ran.err
    assert tree(root) == before
    assert not (root / "rendered/other").exists()


def test_all_are_those_that_are_not_abstract(tmp_path: Path) -> None:
    root = sample_project(tmp_path)
    write(root, {"environments/two/two.yaml": "kind: Environment\nname: two\nextends: [base]\n"})
    assert specgen("-C", root, "render", "--all").status == 0
    assert sorted(path.name for path in (root / "rendered").iterdir()) == ["sample", "two"]


def test_the_tree_of_an_environment_that_is_gone_is_stale_and_removed_by_all(
    tmp_path: Path,
) -> None:
    root = sample_project(tmp_path)
    write(root, {"environments/two/two.yaml": "kind: Environment\nname: two\nextends: [base]\n"})
    specgen("-C", root, "render", "--all")
    shutil.rmtree(root / "environments/two")
    checked = specgen("-C", root, "render", "--all", "--check")
    assert checked.status == 1
    assert "rendered/two belongs to no environment" in checked.out
    assert specgen("-C", root, "render", "sample").status == 0
    assert (root / "rendered/two").exists()
    ran = specgen("-C", root, "render", "--all")
    assert ran.status == 0
    assert "rendered/two   removed: its environment is gone" in ran.err
    assert not (root / "rendered/two").exists()
    assert specgen("-C", root, "render", "--all", "--check").status == 0


def test_what_a_first_run_staged_before_it_was_killed_goes_with_its_environment(
    root: Path,
) -> None:
    spare = root / "rendered/two/.specgen.tmp"
    spare.mkdir(parents=True)
    (spare / "0").write_text("half")
    assert specgen("-C", root, "render", "--all", "--check").status == 1
    assert specgen("-C", root, "render", "--all").status == 0
    assert not spare.parent.exists()
    assert specgen("-C", root, "render", "--all", "--check").status == 0


def test_files_of_others_in_a_tree_that_goes_are_left(tmp_path: Path) -> None:
    root = sample_project(tmp_path)
    write(root, {"environments/two/two.yaml": "kind: Environment\nname: two\nextends: [base]\n"})
    specgen("-C", root, "render", "--all")
    shutil.rmtree(root / "environments/two")
    (root / "rendered/two/note.txt").write_text("mine")
    (root / "rendered/notes").mkdir()
    (root / "rendered/notes/x").write_text("mine")
    specgen("-C", root, "render", "--all")
    assert tree(root, "rendered/two") == {"note.txt": b"mine"}
    assert tree(root, "rendered/notes") == {"x": b"mine"}


def test_out_is_a_tree_for_each_environment_and_leaves_the_projects_own(
    root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "elsewhere" / "deep"
    before = tree(root)
    assert specgen("-C", root, "render", "sample", "--out", out).status == 0
    assert tree(out, "sample") == before
    assert specgen("-C", root, "render", "sample", "--out", out, "--check").status == 0
    (out / "sample" / JOB).write_bytes(b"")
    assert specgen("-C", root, "render", "sample", "--out", out, "--check").status == 1
    assert check(root).status == 0


def test_only_writes_the_files_of_one_object(root: Path) -> None:
    lay(
        root,
        _SECOND
        + (
            "---\nkind: SparkJob\nname: count\nsuspend: true\n---\nkind: Team\nname: reviews\n"
            "labels: {a: b}\n"
        ),
    )
    before = tree(root)
    ran = specgen("-C", root, "render", "sample", "--only", "SparkJob/count")
    assert ran.status == 0
    after = tree(root)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {JOB, ".specgen.sums"}
    assert yaml.safe_load(after[JOB])["spec"]["suspend"] is True


def test_only_may_be_said_twice(root: Path) -> None:
    lay(root, _SECOND + "---\nkind: SparkJob\nname: count\nsuspend: true\n")
    before = tree(root)
    specgen("-C", root, "render", "sample", "--only", "SparkJob/count", "--only", "SparkJob/second")
    after = tree(root)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {JOB, LIST, "one/jobs/reviews/second.yaml", ".specgen.sums"}


def resources(root: Path) -> list[str]:
    body = yaml.safe_load((root / "rendered/sample" / LIST).read_bytes())
    listed: list[str] = body["resources"]
    return listed


def test_only_lists_a_new_object_beside_what_is_there(root: Path) -> None:
    third = _SECOND.replace("second", "third")
    lay(root, f"{_SECOND}---\n{third}")
    assert specgen("-C", root, "render", "sample", "--only", "SparkJob/third").status == 0
    assert resources(root) == ["count.yaml", "third.yaml"]
    assert specgen("-C", root, "render", "sample").status == 0
    assert resources(root) == ["count.yaml", "second.yaml", "third.yaml"]


def test_only_leaves_another_object_that_is_gone_where_it_is_and_listed(root: Path) -> None:
    lay(root, _SECOND)
    specgen("-C", root, "render", "sample")
    third = _SECOND.replace("second", "third")
    lay(root, third)
    (root / "rendered/sample/one/jobs/reviews/mine.yaml").write_text("a: 1\n")
    assert specgen("-C", root, "render", "sample", "--only", "SparkJob/third").status == 0
    assert resources(root) == ["count.yaml", "second.yaml", "third.yaml"]
    specgen("-C", root, "render", "sample")
    assert resources(root) == ["count.yaml", "third.yaml"]


def test_only_makes_a_list_in_a_tree_that_is_not_there_yet(tmp_path: Path) -> None:
    root = sample_project(tmp_path, _SECOND)
    assert specgen("-C", root, "render", "sample", "--only", "SparkJob/second").status == 0
    assert sorted(tree(root)) == [".specgen.sums", LIST, "one/jobs/reviews/second.yaml"]
    assert resources(root) == ["second.yaml"]


def test_stdout_prints_each_document_under_its_files_name_and_writes_nothing(
    tmp_path: Path,
) -> None:
    root = sample_project(tmp_path)
    ran = specgen("-C", root, "render", "sample", "--stdout")
    assert ran.status == 0
    assert not (root / "rendered").exists()
    specgen("-C", root, "render", "sample")
    files = {name: data for name, data in tree(root).items() if name != ".specgen.sums"}
    expected = "".join(f"---\n# sample/{name}\n{files[name].decode()}" for name in sorted(files))
    assert ran.out == expected
    assert len(list(yaml.safe_load_all(ran.out))) == len(files)


def test_stdout_and_only_print_one_object(root: Path) -> None:
    ran = specgen("-C", root, "render", "sample", "--stdout", "--only", "SparkJob/count")
    assert [one["metadata"]["name"] for one in yaml.safe_load_all(ran.out)] == ["count"]


def test_the_report_in_json_stands_alone_on_standard_output(root: Path) -> None:
    ran = specgen("-C", root, "render", "sample", "-f", "json")
    assert json.loads(ran.out)["environments"] == ["sample"]
    assert "10 same" in ran.err


def test_quiet_says_nothing_of_success(root: Path) -> None:
    assert specgen("-q", "-C", root, "render", "sample") == (0, "", "")
    assert specgen("-q", "-C", root, "render", "sample", "--check") == (0, "", "")


# --- the truth ------------------------------------------------------------------------------------


def test_a_current_tree_passes(root: Path) -> None:
    ran = check(root)
    assert (ran.status, ran.out, ran.err) == (0, "", "rendered/sample is current: 10 files\n")


def test_every_single_byte_counts(root: Path) -> None:
    """Each byte of a small file flipped, dropped and doubled, and the first line named."""
    path = root / "rendered/sample" / LIST
    data = path.read_bytes()
    for place in range(len(data)):
        line = data[:place].count(b"\n") + 1
        for tampered in (
            data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :],
            data[:place] + data[place + 1 :],
            data[: place + 1] + data[place:],
        ):
            if tampered == data:
                continue
            path.write_bytes(tampered)
            ran = check(root)
            assert ran.status == 1, (place, tampered)
            assert f"rendered/sample/{LIST}\n" in ran.out
            told = int(ran.out.partition("edited by hand, line ")[2].partition(":")[0])
            assert (
                line <= told <= line + 2
            )  # a line end too many shows below, where the file should end
    path.write_bytes(data)
    assert check(root).status == 0


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _windows(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _swap(path: Path) -> None:
    other = path.with_name("kustomization.yaml")
    data = path.read_bytes()
    path.write_bytes(other.read_bytes())
    other.write_bytes(data)


def _strange(path: Path) -> None:
    path.with_name("mine.yaml").write_text("a: 1\n")


def _record(change: Callable[[str], str]) -> Callable[[Path], None]:
    def tamper(path: Path) -> None:
        record = path.parents[3] / ".specgen.sums"
        record.write_text(change(record.read_text()))

    return tamper


def _no_record(path: Path) -> None:
    (path.parents[3] / ".specgen.sums").unlink()


def _spare(path: Path) -> None:
    (path.parents[3] / ".specgen.tmp").mkdir()


TAMPERED: list[tuple[str, Callable[[Path], object], str]] = [
    ("a line more", _append, f"{JOB}\n      edited by hand, line "),
    ("CRLF", _windows, f"{JOB}\n      edited by hand, line 1: "),
    ("a file removed", Path.unlink, f"{JOB}   missing"),
    ("a file of others", _strange, "one/jobs/reviews/mine.yaml   not written by specgen"),
    ("a file made executable", lambda path: path.chmod(0o755), "its executable bit"),
    ("two files exchanged", _swap, "edited by hand, line 1: "),
    ("no record", _no_record, "not what its specs render to"),
    (
        "a record without a line",
        _record(lambda text: text.partition("\n")[2]),
        "record .specgen.sums",
    ),
    (
        "a record with another digest",
        _record(lambda text: text.replace("a", "b")),
        "record .specgen.sums",
    ),
    ("a record with a comment", _record(lambda text: f"# hello\n{text}"), "record .specgen.sums"),
    ("a spare folder left over", _spare, "a run was cut short"),
]


@pytest.mark.parametrize(
    ("tamper", "told"), [pytest.param(change, told, id=name) for name, change, told in TAMPERED]
)
def test_every_tampering_is_found_and_mended(
    root: Path, tamper: Callable[[Path], object], told: str
) -> None:
    before = tree(root)
    tamper(root / "rendered/sample" / JOB)
    ran = check(root)
    assert ran.status == 1
    assert told in ran.out
    assert "fix: specgen render sample" in ran.err
    assert specgen("-C", root, "render", "sample").status == 0
    stranger = root / "rendered/sample/one/jobs/reviews/mine.yaml"
    if stranger.exists():  # nobody but its author removes it
        assert check(root).status == 1
        stranger.unlink()
    assert check(root).status == 0
    assert tree(root) == before


def test_a_source_that_changed_is_told_apart_from_an_edit(root: Path) -> None:
    lay(root, "kind: SparkJob\nname: count\nexecutor: {memory: 9g}\n")
    ran = check(root)
    assert ran.status == 1
    assert "source changed, not re-rendered, line 1: " in ran.out


def test_a_whole_tree_that_is_missing_is_stale(root: Path) -> None:
    shutil.rmtree(root / "rendered")
    ran = check(root)
    assert ran.status == 1
    assert ran.out.count("missing") == 10


def test_check_writes_nothing(root: Path) -> None:
    lay(root, _SECOND)
    before = tree(root)
    assert check(root).status == 1
    assert tree(root) == before


def test_a_wrong_spec_fails_the_check_even_if_the_tree_is_old_and_whole(root: Path) -> None:
    lay(root, _WRONG)
    assert check(root).status == 1


def test_an_edit_by_hand_is_overwritten_and_named(root: Path) -> None:
    (root / "rendered/sample" / JOB).write_text("mine: true\n")
    ran = specgen("-C", root, "render", "sample")
    assert f"! rendered/sample/{JOB} was edited by hand; that is overwritten" in ran.out


def test_an_edited_file_that_is_no_longer_rendered_is_kept_and_named(root: Path) -> None:
    lay(root, _SECOND)
    specgen("-C", root, "render", "sample")
    path = root / "rendered/sample/one/jobs/reviews/second.yaml"
    path.write_text("mine: true\n")
    lay(root, "")
    ran = specgen("-C", root, "render", "sample")
    assert "second.yaml is no longer rendered, but was edited by hand: kept" in ran.out
    assert path.read_text() == "mine: true\n"
    assert check(root).status == 1


def test_a_file_of_others_in_the_place_of_one_of_ours_stops_the_run(root: Path) -> None:
    lay(root, _SECOND)
    path = root / "rendered/sample/one/jobs/reviews/second.yaml"
    path.write_text("mine: true\n")
    before = tree(root)
    ran = specgen("-C", root, "render", "sample")
    assert ran.status == 2
    assert "second.yaml: is in the way, and specgen did not write it" in ran.err
    assert tree(root) == before


@pytest.mark.parametrize("command", [[], ["--check"]], ids=["write", "check"])
def test_a_link_on_the_way_is_an_obstacle(root: Path, tmp_path: Path, command: list[str]) -> None:
    outside = tmp_path / "outside"
    shutil.move(root / "rendered/sample/one/jobs", outside)
    (root / "rendered/sample/one/jobs").symlink_to(outside)
    before = tree(outside, ".")
    ran = specgen("-C", root, "render", "sample", *command)
    assert ran.status in (1, 2)
    assert tree(outside, ".") == before
    assert "Traceback" not in ran.said


def test_a_folder_that_may_not_be_written_is_told_with_its_cause(root: Path) -> None:
    lay(root, _SECOND)
    folder = root / "rendered/sample"
    folder.chmod(0o555)
    try:
        with as_anybody():
            ran = specgen("-C", root, "render", "sample")
    finally:
        folder.chmod(0o755)
    assert ran.status == 2
    assert "rendered/sample" in ran.err
    assert "Permission denied" in ran.err


def test_an_out_folder_that_cannot_be_made_is_told_with_its_cause(root: Path) -> None:
    (root / "file").write_text("")
    ran = specgen("-C", root, "render", "sample", "--out", root / "file" / "out")
    assert (ran.status, ran.out) == (2, "")
    assert "Not a directory" in ran.err
