"""The project: found upwards, opened, its environments."""

import os
from pathlib import Path

import pytest

from specgen.load.project import environments, open_project
from specgen.load.root import find
from tests.load.worlds import PROJECT, put


def test_a_project_is_found_from_any_folder_below(tmp_path: Path) -> None:
    put(tmp_path, {"a/b/x": ""})
    for start in (".", "a", "a/b"):
        assert find(str(tmp_path / start)) == os.path.realpath(tmp_path)


def test_the_nearest_project_counts(tmp_path: Path) -> None:
    put(tmp_path, {"inner/specgen.yaml": PROJECT, "inner/a/x": ""})
    assert find(str(tmp_path / "inner/a")) == os.path.realpath(tmp_path / "inner")


def test_outside_of_any_project_none_is_found(tmp_path: Path) -> None:
    assert find(str(tmp_path)) is None


def test_a_sound_project_is_opened(tmp_path: Path) -> None:
    opened = open_project(str(put(tmp_path, {})))
    assert opened.findings == []
    assert opened.project is not None
    assert opened.project.name == "acme"
    assert (opened.project.environments, opened.project.rendered) == ("environments", "rendered")


@pytest.mark.parametrize(
    "text", ["{requires: '>=0.0.1'}", "{requires: '<999'}", "{requires: '!=99'}"]
)
def test_versions_that_fit_are_taken(tmp_path: Path, text: str) -> None:
    opened = open_project(str(put(tmp_path, {"specgen.yaml": PROJECT + text.strip("{}") + "\n"})))
    assert opened.findings == []


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("nothing", "not-readable"),
        ("link", "not-a-file"),
        ("folder", "not-a-file"),
        ("pipe", "not-a-file"),
    ],
)
def test_a_project_file_that_is_no_file_is_told(tmp_path: Path, kind: str, rule: str) -> None:
    path = tmp_path / "specgen.yaml"
    if kind == "link":
        (tmp_path / "real").write_text(PROJECT, encoding="utf-8")
        path.symlink_to("real")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    opened = open_project(str(tmp_path))
    assert opened.project is None
    (found,) = opened.findings
    assert (found.rule, str(found.spot), found.unreadable) == (rule, "specgen.yaml", True)


def test_environments_are_the_folders_sorted(tmp_path: Path) -> None:
    put(tmp_path, {f"environments/{name}/x": "" for name in ("prod", "base", ".git", "dev")})
    put(tmp_path, {"environments/README.md": ""})
    (tmp_path / "environments/link").symlink_to("prod")
    assert environments(open_project(str(tmp_path))) == ["base", "dev", "prod"]


def test_a_project_without_environments_has_none(tmp_path: Path) -> None:
    assert environments(open_project(str(put(tmp_path, {})))) == []


def test_the_folder_of_environments_may_be_elsewhere(tmp_path: Path) -> None:
    put(tmp_path, {"specgen.yaml": f"{PROJECT}environments: specs/all\n", "specs/all/dev/x": ""})
    assert environments(open_project(str(tmp_path))) == ["dev"]
