"""The folder of facts and upstream files that lies beside the checkout, where it is at hand."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
_BESIDE = REPOSITORY.parent / "shared"


def shared_folder() -> Path | None:
    """The folder: what SPECGEN_SHARED names, or `../shared`; None if it is not there."""
    named = os.environ.get("SPECGEN_SHARED")
    folder = Path(named) if named else _BESIDE
    return folder if folder.is_dir() else None


def shared_file(name: str) -> Path:
    """A file in it; the calling test is skipped where there is none."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("no reference data: ../shared is not there, and SPECGEN_SHARED names no folder")
    path = folder / name
    if not path.exists():
        pytest.skip(f"no reference data: {path} is not there")
    return path


def shared_yaml(name: str) -> Any:
    """The one document of a file in it."""
    return yaml.safe_load(shared_file(name).read_text(encoding="utf-8"))


def kubectl() -> str:
    """Where kubectl is; the calling test is skipped where there is none."""
    found = shutil.which("kubectl")
    if found is None:
        pytest.skip("kubectl is not installed")
    return found
