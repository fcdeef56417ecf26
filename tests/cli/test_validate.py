"""`specgen validate`: what is checked, what is told, and in which forms."""

import json
from pathlib import Path

import pytest

from specgen.rules.sample import ON_DEMAND, karpenter
from tests.cli.running import specgen
from tests.projects import sample_project, write

TOP = "environments/sample/reviews/example.yaml"
_TWO = """\
kind: SparkJob
name: count
imagee: spark-py
---
kind: Cluster
name: one
pools: [{name: drivers, capacityType: [spot]}]
"""
"""An error, and a warning."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sample_project(tmp_path, _TWO)


def test_the_long_form_shows_the_line_what_is_meant_and_the_mend(root: Path) -> None:
    ran = specgen("-C", root, "validate", "--select", "unknown-field")
    assert ran.status == 1
    head, place, *rest = ran.out.split("\n")
    assert head == "error[unknown-field]: unknown field `imagee`"
    assert place == f"  --> {TOP}:7:1"
    assert "7 | imagee: spark-py" in rest
    assert "  | ^^^^^^ not a field of this kind" in rest
    assert any(line.startswith("  = help: did you mean `image`?") for line in rest)
    assert ran.err == "checked sample: 1 job: 1 error, 0 warnings\n"


def test_the_short_form_is_a_line_a_finding(root: Path) -> None:
    ran = specgen("-C", root, "validate", "-f", "concise", "--select", "unknown-field")
    (line,) = ran.out.splitlines()
    assert line.startswith(f"{TOP}:7:1: error[unknown-field]: unknown field `imagee` (did you mean")


def test_json_is_one_object_with_a_version(root: Path) -> None:
    ran = specgen("-C", root, "validate", "-f", "json")
    report = json.loads(ran.out)
    assert report["format_version"] == "1.0"
    assert report["command"] == "validate"
    assert report["summary"]["errors"] == 1
    found = {one["rule"]: one for one in report["findings"]}
    assert found["unknown-field"]["location"] == {
        "file": TOP,
        "line": 7,
        "column": 1,
        "end_column": 7,
    }
    assert found["unknown-field"].keys() == {
        "rule",
        "family",
        "severity",
        "message",
        "location",
        "related",
        "help",
        "others",
    }


def test_github_s_form_is_an_annotation_at_the_input_line(root: Path) -> None:
    ran = specgen("-C", root, "validate", "-f", "github", "--select", "unknown-field")
    (line,) = ran.out.splitlines()
    place = f"file={TOP},line=7,col=1,endColumn=7,title=unknown-field"
    assert line.startswith(f"::error {place}::unknown field `imagee`%0Ahelp: did you mean")


def test_one_run_feeds_several_reports(root: Path, tmp_path: Path) -> None:
    pairs = [
        arg for name in ("json", "github", "concise") for arg in ("-f", f"{name}={tmp_path / name}")
    ]
    ran = specgen("-C", root, "validate", *pairs, "-f", "text")
    assert "error[unknown-field]: " in ran.out
    for name in ("json", "github", "concise"):
        alone = specgen("-C", root, "validate", "-f", name)
        assert (tmp_path / name).read_text() == alone.out


def test_o_names_the_file_of_the_report(root: Path, tmp_path: Path) -> None:
    ran = specgen("-C", root, "validate", "-f", "json", "-o", tmp_path / "report.json")
    assert (ran.status, ran.out) == (1, "")
    assert json.loads((tmp_path / "report.json").read_text())["summary"]["errors"] == 1


@pytest.mark.parametrize(
    ("argv", "place"),
    [
        pytest.param(["-f", "json", "-f", "github", "-o", "x"], "'x'", id="by -o"),
        pytest.param(["-f", "json=x", "-f", "concise=x"], "'x'", id="by name"),
        pytest.param(
            ["-f", "json", "-f", "github"], "standard output", id="JSON and something else"
        ),
    ],
)
def test_two_reports_never_share_a_file(root: Path, argv: list[str], place: str) -> None:
    ran = specgen("-C", root, "validate", *argv)
    assert (ran.status, ran.out) == (2, "")
    assert f"cannot both go to {place}" in " ".join(ran.err.split())


def test_annotations_and_text_go_well_together_in_a_ci_log(root: Path) -> None:
    ran = specgen("-C", root, "validate", "-f", "text", "-f", "github")
    assert ran.status == 1
    assert "error[unknown-field]" in ran.out
    assert "\n::error file=" in ran.out


def test_a_report_that_cannot_be_written_is_told(root: Path) -> None:
    ran = specgen("-C", root, "validate", "-f", f"json={root}/no/such/folder.json")
    assert ran.status == 2
    assert "No such file or directory" in ran.err


@pytest.mark.parametrize(
    ("argv", "rules"),
    [
        pytest.param(["--select", "unknown-field"], {"unknown-field"}, id="a rule"),
        pytest.param(["--select", "spec"], {"unknown-field"}, id="a family"),
        pytest.param(["--select", "spec", "--select", "job"], {"unknown-field"}, id="two families"),
        pytest.param(["--ignore", "pool"], {"unknown-field"}, id="all but a family"),
        pytest.param(["--select", "spec", "--ignore", "unknown-field"], set(), id="both"),
    ],
)
def test_select_and_ignore(root: Path, argv: list[str], rules: set[str]) -> None:
    ran = specgen("-C", root, "validate", "-f", "json", *argv)
    assert {one["rule"] for one in json.loads(ran.out)["findings"]} == rules
    assert ran.status == bool(rules)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param(TOP, True, id="a file"),
        pytest.param("environments/sample", True, id="a folder"),
        pytest.param("environments/sample/", True, id="with a slash"),
        pytest.param("environments/base", False, id="where nothing is wrong"),
        pytest.param("environments/sample/rev", None, id="no path, only the beginning of one"),
    ],
)
def test_a_path_picks_what_is_wrong_there(root: Path, path: str, found: bool | None) -> None:  # noqa: FBT001
    ran = specgen("-C", root, "validate", "--select", "spec", path)
    assert ran.status == {True: 1, False: 0, None: 2}[found]


def test_a_path_may_be_absolute(root: Path) -> None:
    assert specgen("-C", root, "validate", "--select", "spec", root / TOP).status == 1


@pytest.mark.parametrize("absolute", [False, True])
def test_a_buffer_counts_in_place_of_its_file(root: Path, absolute: bool) -> None:  # noqa: FBT001
    name = root / TOP if absolute else TOP
    mended = (root / TOP).read_bytes().replace(b"imagee", b"image")
    argv = (
        "-C",
        root,
        "validate",
        "-",
        "--stdin-filename",
        name,
        "-f",
        "concise",
        "--select",
        "spec",
    )
    assert specgen(*argv, stdin=mended) == (0, "", "")
    ran = specgen(*argv, stdin=mended.replace(b"image: spark-py", b"imagge: spark-py"))
    assert ran.status == 1
    assert f"{TOP}:7:1: error[unknown-field]: unknown field `imagge`" in ran.out


def test_a_buffer_with_a_byte_order_mark_is_read_like_its_file(root: Path) -> None:
    mended = b"\xef\xbb\xbf" + (root / TOP).read_bytes().replace(b"imagee", b"image")
    ran = specgen(
        "-C", root, "validate", "-", "--stdin-filename", TOP, "--select", "spec", stdin=mended
    )
    assert ran.status == 0


@pytest.mark.parametrize("data", [b"\xff", b"\xed\xa0\x80", b"a: \xc3"])
def test_a_buffer_that_is_no_text_is_a_bad_call(root: Path, data: bytes) -> None:
    ran = specgen("-C", root, "validate", "-", "--stdin-filename", TOP, stdin=data)
    assert (ran.status, ran.out) == (2, "")
    assert "standard input is not UTF-8 text" in ran.err


@pytest.mark.parametrize(
    "data", [b"a: \x00", b"a: [", b"*x", b"a: &b c", b"\x1b[31m: x", b"", b"---\n---\n"]
)
def test_any_buffer_ends_in_a_clean_answer(root: Path, data: bytes) -> None:
    ran = specgen("-C", root, "validate", "-", "--stdin-filename", TOP, stdin=data)
    assert ran.status in (0, 1, 2)
    assert "Traceback" not in ran.said
    assert "\x1b" not in ran.said


def test_only_the_environments_named_are_checked(root: Path) -> None:
    write(root, {"environments/fine/fine.yaml": "kind: Environment\nname: fine\nextends: [base]\n"})
    assert specgen("-C", root, "validate", "fine").status == 0
    assert specgen("-C", root, "validate", "fine", "sample").status == 1
    assert specgen("-C", root, "validate").status == 1


def test_it_writes_nothing(root: Path) -> None:
    before = sorted(root.rglob("*"))
    specgen("-C", root, "validate")
    assert sorted(root.rglob("*")) == before


def test_what_is_waived_is_counted(tmp_path: Path) -> None:
    root = sample_project(
        tmp_path,
        "kind: Cluster\nname: one\npools: [{name: drivers, capacityType: [spot]}]\n---\n"
        "kind: SparkJob\nname: count\nallow: [{rule: driver-on-spot, because: it is tried out}]\n",
    )
    ran = specgen("-C", root, "validate")
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == "checked sample: 1 job: 0 errors, 0 warnings (1 waived)\n"
    assert json.loads(specgen("-C", root, "validate", "-f", "json").out)["waived"] == 1


def test_validate_finds_what_render_finds(tmp_path: Path) -> None:
    """Two objects for one file come to light only when documents are made."""
    example = karpenter(
        f"a, runs: services, prefer: [arm64/on-demand], limitsEach: {{cpu: 1, memory: 1Gi}}}}\n"
        f"    - {{name: a-arm64-od, runs: services, {ON_DEMAND}"
    )
    root = sample_project(tmp_path, example)
    checked = specgen("-C", root, "validate", "-f", "json")
    rendered = specgen("-C", root, "render", "sample", "-f", "json")
    assert "same-file" in checked.out
    assert json.loads(checked.out)["findings"] == json.loads(rendered.out)["findings"]
