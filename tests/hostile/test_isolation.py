# ruff: noqa: E501 - a row of a table is one line
"""The real command in a hostile place: nothing there runs, no secret is opened, nobody is called."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.running import SPECGEN, clean_environment, spawned
from tests.projects import sample_project
from tests.shared import REPOSITORY

_MODULES = (
    "yaml", "typing", "typer", "pydantic", "pydantic_core", "jsonschema_rs", "packaging", "click",
    "sitecustomize", "usercustomize", "site", "encodings", "os", "re", "json", "enum", "gc",
    "conftest", "setup", "specgen", "_yaml", "annotationlib", "ctypes", "zoneinfo",
)  # fmt: skip
_PROGRAMS = ("git", "python3", "python", "sh", "less", "kubectl", "uname")
_FILES = {
    "evil.pth": "import os; open('canary-pth', 'w')\n",
    "pyproject.toml": "[tool.specgen]\nplugins = ['canary']\n[project]\nname = 1\n",
    "setup.cfg": "[options.entry_points]\nspecgen = x = canary\n",
    "pyvenv.cfg": "home = /nowhere\n",
    "python311._pth": "/nowhere\n",
    "__pycache__/yaml.cpython-311.pyc": "canary",
    ".env": "SPECGEN_COLOR=canary\n",
    ".netrc": "machine * login x password y\n",
    "Makefile": "$(shell touch canary-make)\n",
    ".git/config": "[core]\n\tfsmonitor = touch canary-git\n\tpager = touch canary-git\n",
    ".specgen/cache.pkl": "cos\nsystem\n(S'touch canary-pickle'\ntR.",
    "specgen.py": "open('canary-specgen.py', 'w')\n",
}
SECRETS = (
    ".aws/credentials", ".aws/config", ".kube/config", ".ssh/id_rsa", ".ssh/config", ".netrc",
    ".gitconfig", ".git-credentials", ".docker/config.json", ".config/gcloud/credentials.db",
    ".azure/accessTokens.json", ".boto", ".pypirc",
)  # fmt: skip
COMMANDS = (
    "validate", "render --all", "render --all --check", "list",
    "explain sample/count:spec.driver",
)  # fmt: skip


TRACED = ("render --all", "explain sample/count:spec.driver")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with everything planted that something could run, and a home with credentials."""
    root = sample_project(tmp_path_factory.mktemp("place") / "project")
    for name in _MODULES:
        (root / f"{name}.py").write_text(f"open('canary-{name}', 'w')\n")
    (root / "specgen").mkdir()
    (root / "specgen/__init__.py").write_text("open('canary-package', 'w')\n")
    for name in _PROGRAMS:
        (root / name).write_text(f"#!/bin/sh\ntouch canary-{name}\n")
        (root / name).chmod(0o755)
    for folder, files in ((root, _FILES), (root.parent / "home", dict.fromkeys(SECRETS, "canary"))):
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return root


def test_nothing_that_lies_in_the_working_directory_runs(place: Path) -> None:
    for command in COMMANDS:
        ran = spawned(*command.split(), cwd=place, env={"HOME": str(place.parent / "home")})
        assert (ran.status, "canary" in ran.said) == (0, False), ran.said
    assert [path.name for path in place.rglob("canary*")] == []


_RUNS = "touch canary-env; #"
ENVIRONMENTS: dict[str, Mapping[str, str]] = {
    "programs to start": {
        "PAGER": _RUNS, "GIT_PAGER": _RUNS, "EDITOR": _RUNS, "VISUAL": _RUNS, "BROWSER": _RUNS,
        "LESSOPEN": f"|{_RUNS}", "BASH_ENV": "./sh", "ENV": "./sh", "SHELL": "./sh",
        "PS1": f"$({_RUNS})", "GIT_DIR": ".git", "GIT_SSH_COMMAND": _RUNS,
        "GIT_EXTERNAL_DIFF": "./git", "PYTHONSTARTUP": "yaml.py", "PYTHONINSPECT": "",
        "PYTHONBREAKPOINT": "conftest.main", "COMP_WORDS": f"specgen $({_RUNS})",
        "PYDANTIC_DISABLE_PLUGINS": "no", "PYDANTIC_ERRORS_INCLUDE_URL": "1",
    },
    "somebody to ask": {
        "HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9",
        "KUBECONFIG": "/nowhere", "KUBERNETES_SERVICE_HOST": "127.0.0.1", "AWS_PROFILE": "canary",
        "AWS_CONFIG_FILE": "/nowhere", "AWS_ACCESS_KEY_ID": "canary",
        "GOOGLE_APPLICATION_CREDENTIALS": "/nowhere",
    },
    "a strange terminal": {
        "TERM": "\x1b[31m", "COLUMNS": "9" * 30, "LINES": "-1", "LC_ALL": "xx_XX.none",
        "LANG": "../../etc", "HOME": "::error::\x1b[31m", "TZ": ":/etc/passwd",
    },
    "nothing there": {
        "HOME": "/nowhere", "TMPDIR": "/nowhere", "PYTHONTZPATH": "/nowhere", "COLUMNS": "1",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_variable_of_the_environment_does_anything(place: Path, name: str) -> None:
    ran = spawned("validate", cwd=place, env=ENVIRONMENTS[name])
    assert (ran.status, ran.out) == (0, ""), ran.said
    assert ran.err == "checked sample: 1 job: 0 errors, 0 warnings\n"
    assert [path.name for path in place.rglob("canary*")] == []


_SYSTEM_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)", re.MULTILINE)
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')


@pytest.fixture(scope="module")
def traced(place: Path) -> list[tuple[str, str]]:
    """The system calls of commands that start, connect or open: name and arguments."""
    strace = shutil.which("strace")
    if (
        strace is None
        or subprocess.run([strace, "-o", "/dev/null", "true"], check=False).returncode
    ):
        pytest.skip("strace cannot trace here")
    calls: list[tuple[str, str]] = []
    for command in TRACED:
        log = place.parent / "trace"
        watch = [strace, "-f", "-s", "4096", "-o", log, "-e", "trace=%process,%network,%file"]
        done = subprocess.run(
            [*map(str, watch), str(SPECGEN), *command.split()],
            cwd=place,
            env=clean_environment({"HOME": str(place.parent / "home")}),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        calls += _SYSTEM_CALL.findall(log.read_text(errors="replace"))
    return calls


def test_one_process_does_it_all_and_calls_nobody(traced: list[tuple[str, str]]) -> None:
    started = [arguments for name, arguments in traced if name.startswith("exec")]
    assert len([one for one in started if one.endswith("= 0")]) == len(TRACED)
    talks = {"connect", "socket", "bind", "sendto", "sendmsg", "listen", "accept4"}
    assert [call for call in traced if call[0] in talks] == []
    assert [call for call in traced if call[0] in {"fork", "vfork", "ptrace"}] == []


def test_no_credential_of_the_home_is_opened(traced: list[tuple[str, str]], place: Path) -> None:
    """Python looks whether there are packages of the user; nothing else of the home is asked for."""
    home = str(place.parent / "home")
    opened = {path for _, text in traced for path in _PATH.findall(text) if path.startswith(home)}
    assert {path for path in opened if not path.startswith(f"{home}/.local/lib/python")} == set()


def test_what_is_opened_is_the_project_or_the_program(
    traced: list[tuple[str, str]], place: Path
) -> None:
    own = (
        sys.prefix, sys.base_prefix, str(REPOSITORY), str(place), "/usr/share/zoneinfo", "/usr/lib",
        "/lib", "/usr/local/lib", "/etc/ld.so", "/etc/localtime", "/proc/self", "/dev/", "/usr/share/locale",
        "/sys/devices/system/cpu", "/sys/fs/cgroup", "/proc/meminfo",
    )  # fmt: skip
    opened = {
        match[1]
        for name, text in traced
        if name == "openat" and "= -1" not in text and (match := _PATH.search(text))
    }
    absolute = {path for path in opened if path.startswith("/")}
    planted = {f"{place}/{name}" for name in (*_FILES, *(f"{name}.py" for name in _MODULES))}
    assert {path for path in absolute if not path.startswith(own)} == set()
    assert opened & planted == set()
