"""Single files put in place of others."""

import os
from pathlib import Path

import pytest

from specgen.tree.folders import TreeError
from specgen.tree.replace import replace


def test_files_are_written_and_replaced_with_plain_modes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/old").write_bytes(b"old")
    replace(str(tmp_path), {"a/old": b"new", "b/c/fresh": b"x"})
    assert (tmp_path / "a/old").read_bytes() == b"new"
    assert (tmp_path / "b/c/fresh").stat().st_mode & 0o777 == 0o644
    assert sorted(os.listdir(tmp_path / "a")) == ["old"]


def test_what_a_run_left_that_was_cut_short_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".specgen.new").write_bytes(b"half")
    replace(str(tmp_path), {"a": b"x"})
    assert sorted(os.listdir(tmp_path)) == ["a"]


@pytest.mark.parametrize("where", ["link/a", "a", "folder"])
def test_nothing_is_written_through_a_link_or_over_a_folder(tmp_path: Path, where: str) -> None:
    base, outside = tmp_path / "base", tmp_path / "outside"
    outside.mkdir()
    (base / "folder").mkdir(parents=True)
    (base / "link").symlink_to(outside)
    (outside / "kept").write_bytes(b"kept")
    (base / "a").symlink_to(outside / "kept")
    with pytest.raises(TreeError):
        replace(str(base), {where: b"x"})
    assert (outside / "kept").read_bytes() == b"kept"
    assert os.listdir(outside) == ["kept"]
    assert ".specgen.new" not in os.listdir(base)


def test_a_failure_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(TreeError, match="No space left"):
        replace(str(tmp_path), {"a": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]
