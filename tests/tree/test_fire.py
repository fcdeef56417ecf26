"""A part of the sweep of tools/fire.py: 120 shots and three rounds of writers at once."""

import shutil
import subprocess
import sys

import pytest

from tests.shared import REPOSITORY


def test_the_writer_stands_fire() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    call = [sys.executable, "-m", "tools.fire", "--quick"]
    done = subprocess.run(
        call, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )
    if done.stdout.startswith("skipped: "):
        pytest.skip(done.stdout.removeprefix("skipped: ").strip())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "every shot met" in done.stdout, done.stdout
