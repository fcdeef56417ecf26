"""The benchmark of tools/bench measures what its table says; how quick it is, no test asks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import outcome
from tests.shared import REPOSITORY
from tools.bench import table
from tools.bench.inputs import ENVIRONMENT, Project
from tools.bench.peers import PEERS, Peer, Peers
from tools.bench.rows import Row
from tools.bench.stages import STAGES, shares

ROWS = [
    "3 jobs cold ÷ `kubectl kustomize` of 3 resources with common labels",
    "3 jobs cold ÷ `kubectl kustomize` of a base and 3 overlays",
    "3 jobs cold ÷ Jsonnet (`rjsonnet`), 3 objects",
    "3 jobs cold ÷ cdk8s for Python, 3 objects",
    "3 jobs cold ÷ libyaml parse and emit of the outputs",
    "3 jobs cold ÷ copy of the same files",
    "3 jobs cold ÷ 1 cold",
    "3 jobs cold: memory of all processes",
    "one job of 3 changed ÷ cold",
    "nothing changed of 3 ÷ cold",
    "1 job ÷ `python -c pass`",
    "`--help` ÷ `python -c pass`",
    "`--version` ÷ `python -c pass`",
]
PAGE = REPOSITORY / "docs/performance.md"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("bench") / "project", 4)


def cells(text: str) -> list[list[str]]:
    """The body of the table that stands in a text."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    start = lines.index("| what | asked | measured |") + 2
    return [line.strip("| ").split(" | ") for line in lines[start : start + len(ROWS)]]


def test_the_table_has_every_row_and_says_what_is_not_there(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "tools.bench", "--jobs", "3", "--pairs", "1", "--markdown"]
    done = subprocess.run(
        [*call, "--peers", tmp_path / "nobody", "--in", tmp_path],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = cells(done.stdout)
    assert [row[0] for row in found] == ROWS
    for what, _, measured in found:
        number = re.match(r"[\d.]+", measured)
        assert (float(number[0]) > 0) if number else (measured == "not found"), what
    for module in ("rjsonnet", "cdk8s"):
        assert f"not found: {module} (for {tmp_path}/nobody)" in done.stderr
    assert not [*tmp_path.iterdir()], "what was generated is removed"


def test_the_page_has_the_same_rows() -> None:
    def without_numbers(rows: list[str]) -> list[str]:
        return [re.sub(r"\d[\d,]*", "N", row) for row in rows]

    on_page = [row[0] for row in cells(PAGE.read_text(encoding="utf-8"))]
    assert without_numbers(on_page) == without_numbers(ROWS)


def test_what_is_generated_is_sound_and_whole(project: Project) -> None:
    made = outcome(project.root, ENVIRONMENT)
    assert (made.findings, made.waived, made.jobs) == ([], [], 4)
    kinds = [
        file.read_text(encoding="utf-8").split("kind: ")[1].split()[0] for file in project.objects
    ]
    assert kinds == ["ScheduledSparkApplication"] * 3 + ["SparkApplication"]


def test_a_run_finds_the_project_as_its_name_says(project: Project) -> None:
    def prepared(before: object) -> tuple[bool, str]:
        assert callable(before)
        before()
        there = project.tree.exists()
        return there, (project.root / "environments/bench/teams/t2/job-00002.yaml").read_text()

    spec = project.jobs[2].spec
    assert prepared(project.cold().before) == (False, spec())
    assert prepared(project.unchanged().before) == (True, spec())
    assert prepared(project.one_changed().before) == (True, spec(1))
    assert prepared(project.one_changed().before) == (True, spec(2))


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.what)
def test_a_peer_that_is_not_there_is_named(peer: Peer) -> None:
    lack = peer.lack(Peers(None, "/no/python"))
    assert lack in ("kubectl", "rjsonnet (for /no/python)", "cdk8s (for /no/python)")
    row = Row("it", None, "", None, lack=lack or "")
    assert [*table.lacking([row, row])] == [f"not found: {lack}"]
    assert "not found" in table.line(row)


@pytest.mark.parametrize(("row", "cell"), [
    (Row("it", 0.25, "", 0.2), "| it | ≤ 0.25 | 0.20 |"),
    (Row("it", 0.25, "", 0.26), "| it | ≤ 0.25 | 0.26, over |"),
    (Row("it", 12.0, "", 5.04), "| it | ≤ 12 | 5.0 |"),
    (Row("it", 0.06, "", 0.0449), "| it | ≤ 0.06 | 0.045 |"),
    (Row("it", 600.0, " MB", 357.4), "| it | ≤ 600 MB | 357 MB |"),
    (Row("it", None, "", 30.4), "| it |  | 30 |"),
])  # fmt: skip
def test_a_row_of_the_table(row: Row, cell: str) -> None:
    assert cell in table.markdown([row], 5)


def test_every_stage_is_met_by_a_run(project: Project) -> None:
    whole, parts = shares(project)
    assert [*parts] == [*STAGES]
    assert [name for name, part in parts.items() if not part] == []
    assert sum(parts.values()) <= whole
