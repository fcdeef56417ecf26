"""The same repository renders to the same bytes on any machine, for anybody, at any time."""

import os
import random
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import SPECGEN, clean_environment
from tests.shared import REPOSITORY

SINK = REPOSITORY / "tests/golden/kitchen-sink"
Tree = dict[str, tuple[bytes, int]]


def rendered(root: Path) -> Tree:
    """Every file below `rendered` with its bytes and mode, the record included."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def render(
    project: Path, env: dict[str, str] | None = None, cwd: Path | None = None, umask: int = 0o022
) -> Tree:
    """What the real command makes of a project, from nothing."""
    shutil.rmtree(project / "rendered", ignore_errors=True)
    there = ["-C", str(project)] if cwd else []
    subprocess.run(
        [str(SPECGEN), "-q", *there, "render", "--all"],
        cwd=cwd or project,
        env=clean_environment(env),
        umask=umask,
        capture_output=True,
        check=True,
    )
    return rendered(project / "rendered")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy = tmp_path / "project"
    shutil.copytree(SINK, copy, ignore=shutil.ignore_patterns("rendered"))
    return copy


EXPECTED = {
    name: (data, 0o755 if mode & 0o100 else 0o644)
    for name, (data, mode) in rendered(SINK / "rendered").items()
}

ENVIRONMENTS = {
    "C": {"LC_ALL": "C"},
    "POSIX without UTF-8": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "another time zone": {"TZ": "Asia/Kathmandu"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 2": {"PYTHONHASHSEED": "2"},
    "optimised": {"PYTHONOPTIMIZE": "1"},
    "development mode": {"PYTHONDEVMODE": "1"},
    "coloured": {"FORCE_COLOR": "1", "SPECGEN_COLOR": "always", "COLUMNS": "20"},
    "in CI": {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/x"},
    "as somebody else": {"USER": "somebody", "LOGNAME": "somebody", "HOSTNAME": "elsewhere"},
}


@pytest.mark.parametrize("env", [pytest.param(env, id=name) for name, env in ENVIRONMENTS.items()])
def test_the_environment_of_the_process_changes_nothing(project: Path, env: dict[str, str]) -> None:
    assert render(project, env) == EXPECTED


def test_an_empty_home_changes_nothing_and_stays_empty(project: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    assert render(project, places) == EXPECTED
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("umask", [0o077, 0o000, 0o027], ids=oct)
def test_the_umask_changes_no_mode(project: Path, umask: int) -> None:
    assert render(project, umask=umask) == EXPECTED


def test_another_folder_to_work_in_changes_nothing(project: Path, tmp_path: Path) -> None:
    assert render(project, cwd=tmp_path) == EXPECTED
    assert render(project, cwd=Path("/")) == EXPECTED


def test_another_place_for_the_project_changes_nothing(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "ä folder with blanks" / "deep" / "er"
    other.parent.mkdir(parents=True)
    project.rename(other)
    assert render(other) == EXPECTED


def _specs(project: Path) -> list[Path]:
    return [project / "specgen.yaml", *(project / "environments").rglob("*.yaml")]


def _with_windows_line_ends(project: Path) -> None:
    for path in _specs(project):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _with_byte_order_marks(project: Path) -> None:
    for path in _specs(project):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def _without_a_line_end(project: Path) -> None:
    for path in _specs(project):
        path.write_bytes(path.read_bytes().rstrip(b"\n"))


def _made_in_another_order(project: Path) -> None:
    files = {path: path.read_bytes() for path in _specs(project)}
    shutil.rmtree(project / "environments")
    order = sorted(files)
    random.Random(7).shuffle(order)  # noqa: S311 - an order, not a secret
    for path in order:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path])


def _touched_in_another_year(project: Path) -> None:
    for path in _specs(project):
        os.utime(path, (1, 1))


def _executable(project: Path) -> None:
    for path in _specs(project):
        path.chmod(0o755)


CHECKOUTS: list[Callable[[Path], None]] = [
    _with_windows_line_ends,
    _with_byte_order_marks,
    _without_a_line_end,
    _made_in_another_order,
    _touched_in_another_year,
    _executable,
]


@pytest.mark.parametrize(
    "change", [pytest.param(one, id=one.__name__.strip("_").replace("_", " ")) for one in CHECKOUTS]
)
def test_another_checkout_of_the_same_specs_changes_nothing(
    project: Path, change: Callable[[Path], None]
) -> None:
    change(project)
    assert render(project) == EXPECTED


def test_no_file_names_this_machine(project: Path) -> None:
    """No path, no host, no user, no time in what is rendered."""
    host = rf"(?<![\w-]){re.escape(os.uname().nodename)}(?![\w-])"
    for name, (data, _) in render(project).items():
        text = data.decode()
        assert not any(folder in text for folder in (str(project), str(REPOSITORY))), name
        assert not re.search(host, text), name


def test_it_needs_no_network(project: Path) -> None:
    """In a namespace without any interface but its own loopback."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False).returncode:
        pytest.skip("unshare cannot take the network away here")
    subprocess.run(
        [unshare, "-rn", str(SPECGEN), "-q", "render", "--all"],
        cwd=project,
        env=clean_environment(),
        capture_output=True,
        check=True,
    )
    assert rendered(project / "rendered") == EXPECTED
