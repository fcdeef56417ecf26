"""`specgen render` against a tree that is there: what eksctl would skip is refused."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.running import Ran, specgen

ROOT = Path(__file__).parents[2]
SPEC = "environments/prod/clusters/use1-b.yaml"
CONFIG = "use1-b/infra/eksctl/cluster.yaml"
OLD, NEW = "instanceTypes: [m6g.xlarge, m7g.xlarge]", "instanceTypes: [m6g.xlarge, m8g.xlarge]"
"""Of the drivers' group."""


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    """A copy of the example project, rendered."""
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    shutil.copy(ROOT / "specgen.yaml", tmp_path)
    assert render(tmp_path).status == 0
    return tmp_path


def render(root: Path, *options: str) -> Ran:
    return specgen("-C", root, "render", "prod", *options)


def edit(root: Path, old: str, new: str) -> tuple[int, int]:
    """Line and column of what was changed in the cluster's spec."""
    path = root / SPEC
    before, found, after = path.read_text(encoding="utf-8").partition(old)
    assert found
    path.write_text(f"{before}{new}{after}", encoding="utf-8")
    lines = before.split("\n")
    return len(lines), len(lines[-1]) + 1


def tree(root: Path) -> dict[str, bytes]:
    below = root / "rendered/prod"
    files = (one for one in below.rglob("*") if one.is_file())
    return {one.relative_to(below).as_posix(): one.read_bytes() for one in files}


def config(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / "rendered/prod" / CONFIG).read_bytes())
    return loaded


def groups(root: Path) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in config(root)["managedNodeGroups"]}


@pytest.mark.parametrize("options", [(), ("--check",), ("--stdout",)], ids=str)
def test_other_types_in_a_group_that_is_there_are_refused(
    root: Path, options: tuple[str, ...]
) -> None:
    line, column = edit(root, OLD, NEW)
    before = tree(root)
    ran = render(root, *options)
    assert (ran.status, ran.out) == (1, "")
    assert f"--> {SPEC}:{line}:{column + len('instanceTypes: ')}\n" in ran.err
    assert "error[immutable-change]: `instanceTypes` of node group `drivers`" in ran.err
    assert f"::: rendered/prod/{CONFIG}:" in ran.err
    assert "was m6g.xlarge, m7g.xlarge" in ran.err
    assert "help: set revision: 2 " in ran.err
    assert ran.err.endswith("nothing was written\n")
    assert tree(root) == before


def test_a_raised_revision_replaces_the_group_and_nothing_else(root: Path) -> None:
    files, old = tree(root).keys(), config(root)
    edit(root, f"{OLD}\n", f"{NEW}\n    revision: 2\n")
    assert render(root).status == 0
    for one in old["managedNodeGroups"]:
        if one["name"] in ("drivers-b", "drivers-c"):
            one |= {"name": f"{one['name']}-r2", "instanceTypes": ["m6g.xlarge", "m8g.xlarge"]}
    assert config(root) == old
    assert tree(root).keys() == files


def test_a_group_that_was_never_made_changes_after_the_old_file_is_restored(root: Path) -> None:
    main = (root / "rendered/prod" / CONFIG).read_bytes()
    edit(root, "    runs: drivers\n", "    runs: drivers\n    revision: 7\n")
    assert render(root).status == 0
    edit(root, OLD, NEW)
    assert render(root).status == 1
    (root / "rendered/prod" / CONFIG).write_bytes(main)
    assert render(root).status == 0
    assert "drivers-b-r7" in groups(root)


def test_validate_looks_at_specs_alone(root: Path) -> None:
    edit(root, OLD, NEW)
    assert "immutable-change" not in specgen("-C", root, "validate", "prod").said


def test_another_folder_for_the_tree_does_not_hide_the_one_that_is_committed(
    root: Path, tmp_path: Path
) -> None:
    edit(root, OLD, NEW)
    ran = render(root, "--out", str(tmp_path / "elsewhere"))
    assert ran.status == 1
    assert not (tmp_path / "elsewhere").exists()


def test_a_link_in_place_of_the_file_is_not_followed(root: Path) -> None:
    path = root / "rendered/prod" / CONFIG
    path.unlink()
    path.symlink_to("/etc/hostname")
    ran = render(root)
    assert ran.status == 2
    assert f"rendered/prod/{CONFIG}: is a link" in ran.err


def test_a_conflict_of_git_is_refused_at_its_line(root: Path) -> None:
    path = root / "rendered/prod" / CONFIG
    path.write_bytes(path.read_bytes().replace(b"metadata:\n", b"<<<<<<< HEAD\nmetadata:\n", 1))
    ran = render(root)
    assert ran.status == 1
    assert "error[unreadable-base]" in ran.err
    assert "help: restore it from Git" in ran.err
    path.unlink()
    assert render(root).status == 0
