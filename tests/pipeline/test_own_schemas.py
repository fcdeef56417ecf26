"""The project's folder of schemas is read like any input: plain files, within limits."""

import os
from pathlib import Path

import pytest

from specgen.pipeline.own_schemas import MAX_BYTES, is_ours, own_schemas
from specgen.validate.own import FOLDER
from tests.cli.running import specgen
from tests.projects import sample_project
from tests.shared import REPOSITORY

FILE = f"{FOLDER}/sparkoperator.k8s.io/sparkapplication_v1beta2.json"
BODY = {"apiVersion": "sparkoperator.k8s.io/v1beta2", "kind": "SparkApplication"}

BROKEN = '{"type": "strnig", "$comment": "a test; by: specgen schema add"}'


def faults(root: Path) -> list[tuple[str, str]]:
    """What is wrong with the schema of an application, and where."""
    schemas = own_schemas(str(root))
    list(schemas.misfits(dict(BODY), patched=False))
    return [(one.rule, one.spot.file) for one in schemas.faults]


def test_no_folder_is_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text('{"type": "object"}')
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).symlink_to(tmp_path / "real.json")
    assert faults(tmp_path) == [("not-a-file", FILE)]


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/manifests/sparkoperator.k8s.io").mkdir(parents=True)
    (tmp_path / "project").mkdir()
    (tmp_path / "project/schemas").symlink_to(tmp_path / "elsewhere")
    assert faults(tmp_path / "project") == [("not-readable", FILE)]


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir(parents=True)
    os.mkfifo(tmp_path / FILE)
    assert faults(tmp_path) == [("not-a-file", FILE)]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir(parents=True)
    with (tmp_path / FILE).open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert faults(tmp_path) == [("too-large", FILE)]


def test_specgens_own_schemas_are_not_taken_for_a_users() -> None:
    assert is_ours(str(REPOSITORY))
    assert not is_ours(str(REPOSITORY / "tests"))


@pytest.mark.parametrize("command", ["validate", "render --all", "render --all --check"])
def test_a_broken_schema_stops_every_command(tmp_path: Path, command: str) -> None:
    root = sample_project(tmp_path, more={FILE: BROKEN})
    ran = specgen("-C", root, *command.split())
    assert ran.status == 2
    assert f"--> {FILE}" in ran.said
    assert not (root / "rendered").exists()
