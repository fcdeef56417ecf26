"""`specgen list` and `specgen schema`."""

import csv
import io
import json
from pathlib import Path

import pytest

from specgen.spec.kinds import KINDS
from tests.cli.running import specgen
from tests.projects import sample_project

HEAD = [
    "job",
    "env",
    "cluster",
    "team",
    "kind",
    "spark",
    "image",
    "driver",
    "executor",
    "executors",
    "schedule",
    "live",
]
COUNT = [
    "count",
    "sample",
    "one",
    "reviews",
    "one-shot",
    "4.0.5",
    "spark-py",
    "drivers",
    "executors",
    "1-10",
    "",
    "yes",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sample_project(tmp_path)


def test_the_inventory_in_each_form(root: Path) -> None:
    text = specgen("-C", root, "list").out.splitlines()
    assert [text[0].split(), text[1].split()] == [HEAD, [one for one in COUNT if one]]
    table = specgen("-C", root, "list", "-f", "csv").out
    assert list(csv.reader(io.StringIO(table))) == [HEAD, COUNT]
    rows = json.loads(specgen("-C", root, "list", "-f", "json").out)
    assert rows == [dict(zip(HEAD, COUNT, strict=True))]
    markdown = specgen("-C", root, "list", "-f", "md").out.splitlines()
    assert markdown[0] == f"| {' | '.join(HEAD)} |"
    assert markdown[2] == f"| {' | '.join(COUNT)} |"


def test_a_schedule_that_is_parked_is_listed_so(tmp_path: Path) -> None:
    root = sample_project(
        tmp_path,
        "kind: SparkJob\nname: count\nrun: null\nschedule: {cron: '0 2 * * *'}\nsuspend: true\n",
    )
    (row,) = json.loads(specgen("-C", root, "list", "-f", "json").out)
    assert (row["kind"], row["schedule"], row["live"]) == ("schedule", "0 2 * * *", "suspended")


def test_the_schema_is_written_once_and_then_current(root: Path) -> None:
    assert specgen("-C", root, "schema", "--check").status == 1
    assert not (root / "schemas").exists()
    assert specgen("-C", root, "schema").status == 0
    file = root / "schemas/spec/specgen.json"
    assert json.loads(file.read_text())["title"] == "specgen"
    assert specgen("-C", root, "schema", "--check").status == 0
    file.write_text("{}")
    assert specgen("-C", root, "schema", "--check").status == 1
    file.write_bytes(b"\xff")
    assert specgen("-C", root, "schema", "--check").status == 1
    assert specgen("-C", root, "schema").status == 0
    assert specgen("-C", root, "schema", "--check").status == 0


def test_out_is_another_folder(root: Path, tmp_path: Path) -> None:
    assert specgen("-C", root, "schema", "--out", tmp_path / "o").status == 0
    assert (tmp_path / "o/spec/specgen.json").exists()


def test_a_folder_that_cannot_be_made_is_told(root: Path) -> None:
    (root / "file").write_text("")
    ran = specgen("-C", root, "schema", "--out", root / "file")
    assert ran.status == 2
    assert "Not a directory" in ran.err


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_one_kind_is_printed(root: Path, kind: str) -> None:
    ran = specgen("-C", root, "schema", kind)
    schema = json.loads(ran.out)
    assert schema["$ref"] == f"#/definitions/{kind}"
    assert kind in schema["definitions"]
