"""Every way out has its status (ux.md): 0, 1, 2, 3, 130, 143, and what is said on the way."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from specgen import __version__
from specgen.cli import app
from specgen.load import world
from tests.cli.running import SPECGEN, clean_environment, spawned, specgen
from tests.projects import sample_project

COMMANDS = ("init", "render", "validate", "explain", "list", "schema", "schema add")
_WRONG = "kind: SparkJob\nname: count\nimagee: x\n"
_WARNED = "kind: Cluster\nname: one\npools: [{name: drivers, capacityType: [spot]}]\n"
_UNREADABLE = "kind: SparkJob\nname: count\nname: count\n"


@pytest.mark.parametrize(
    ("argv", "example", "status", "told"),
    [
        pytest.param(["render", "sample"], "", 0, "10 files in 1 cluster", id="rendered"),
        pytest.param(["validate"], "", 0, "1 job: 0 errors, 0 warnings", id="checked"),
        pytest.param(["validate"], _WARNED, 0, "warning[driver-on-spot]", id="a warning passes"),
        pytest.param(
            ["validate", "--fail-on", "warning"],
            _WARNED,
            1,
            "driver-on-spot",
            id="unless it must not",
        ),
        pytest.param(["validate"], _WRONG, 1, "did you mean `image`?", id="an error fails"),
        pytest.param(
            ["validate", "--fail-on", "never"], _WRONG, 0, "unknown-field", id="unless nothing may"
        ),
        pytest.param(
            ["render", "sample", "--fail-on", "never"],
            _WRONG,
            1,
            "nothing was written",
            id="but for render",
        ),
        pytest.param(
            ["render", "sample", "--fail-on", "warning"],
            _WARNED,
            1,
            "nothing was written",
            id="render, strictly",
        ),
        pytest.param(
            ["render", "sample"], _UNREADABLE, 2, "`name` is set twice", id="what cannot be read"
        ),
        pytest.param(
            ["validate", "--fail-on", "never"],
            _UNREADABLE,
            2,
            "duplicate-key",
            id="is 2 in any case",
        ),
        pytest.param(
            ["validate", "--select", "job"],
            _UNREADABLE,
            2,
            "duplicate-key",
            id="and cannot be deselected",
        ),
        pytest.param(
            ["validate", "--ignore", "yaml"], _UNREADABLE, 2, "duplicate-key", id="nor ignored"
        ),
        pytest.param(["list"], _UNREADABLE, 2, "duplicate-key", id="a list of half an environment"),
        pytest.param(
            ["render", "sample", "--check"], "", 1, "fix: specgen render sample", id="a stale tree"
        ),
        pytest.param(
            ["render", "smaple"], "", 2, "did you mean sample?", id="an environment misspelt"
        ),
        pytest.param(["render", "zzz"], "", 2, "there is base, sample", id="one far off"),
        pytest.param(["render", "base"], "", 1, "`base` is a layer", id="an abstract one"),
        pytest.param(["render"], "", 2, "name environments, or say --all", id="no environment"),
        pytest.param(
            ["render", "--all", "sample"],
            "",
            2,
            "name environments, or say --all",
            id="all and one",
        ),
        pytest.param(["render", "sample", "--chek"], "", 2, "--chek", id="an unknown option"),
        pytest.param(
            ["render", "sample", "-q"],
            "",
            2,
            "put it before the command: specgen -q render",
            id="a global flag after the command",
        ),
        pytest.param(
            ["list", "-C", "x"],
            "",
            2,
            "put it before the command: specgen -C DIR list",
            id="a global option after the command",
        ),
        pytest.param(
            ["validate", "--log-format=json"],
            "",
            2,
            "put it before the command: specgen --log-format text|json validate",
            id="a long global option after the command",
        ),
        pytest.param(["rendr"], "", 2, "rendr", id="an unknown command"),
        pytest.param(["apply"], "", 2, "Argo CD syncs it", id="there is no apply"),
        pytest.param(
            ["validate", "-f", "yaml"], "", 2, "text, concise, json, github", id="an unknown format"
        ),
        pytest.param(
            ["validate", "--fail-on", "info"], "", 2, "error, warning, never", id="an unknown gate"
        ),
        pytest.param(
            ["validate", "--select", "driver-on-sport"],
            "",
            2,
            "did you mean driver-on-spot?",
            id="an unknown rule",
        ),
        pytest.param(
            ["validate", "no/such/file.yaml"],
            "",
            2,
            "no such file or folder",
            id="a path that is not there",
        ),
        pytest.param(
            ["validate", "-"], "", 2, "--stdin-filename", id="standard input without a name"
        ),
        pytest.param(
            ["--color", "maybe", "list"], "", 2, "auto, always, never", id="no colour that is known"
        ),
        pytest.param(
            ["render", "sample", "--only", "SparkJob/cuont"],
            "",
            2,
            "SparkJob/cuont",
            id="only nothing",
        ),
        pytest.param(
            ["render", "sample", "--check", "--only", "SparkJob/count"],
            "",
            2,
            "--only: it does not go with --check",
            id="a check of a part",
        ),
        pytest.param(
            ["render", "sample", "--check", "--stdout"],
            "",
            2,
            "--stdout: it does not go with --check",
            id="a check that prints",
        ),
        pytest.param(
            ["render", "sample", "--stdout", "-f", "json"],
            "",
            2,
            "the documents go there",
            id="two things on standard output",
        ),
        pytest.param(["list", "-f", "xml"], "", 2, "text, json, csv, md", id="a list in no form"),
        pytest.param(["schema", "SparkJbo"], "", 2, "SparkJob", id="the schema of no kind"),
    ],
)
def test_statuses(tmp_path: Path, argv: list[str], example: str, status: int, told: str) -> None:
    ran = specgen("-C", sample_project(tmp_path, example), *argv)
    assert ran.status == status, ran.said
    assert told in ran.said
    assert "Traceback" not in ran.said


@pytest.mark.parametrize("command", ["render --all", "validate", "list"])
def test_outside_of_a_project_there_is_nothing_to_do(tmp_path: Path, command: str) -> None:
    ran = specgen("-C", tmp_path, *command.split())
    assert ran.status == 2
    assert "there is no specgen.yaml here or in a folder above" in ran.err


def test_a_folder_that_is_not_there_is_a_bad_call(tmp_path: Path) -> None:
    ran = specgen("-C", tmp_path / "gone", "list")
    assert (ran.status, ran.out) == (2, "")
    assert "no such folder" in ran.err


@pytest.mark.parametrize("command", ["render --all", "render --all --check", "validate", "list"])
def test_a_project_without_environments_is_refused_and_no_tree_is_touched(
    tmp_path: Path, command: str
) -> None:
    """A typo in `environments:` must not remove every rendered tree."""
    root = sample_project(tmp_path)
    assert specgen("-C", root, "render", "--all").status == 0
    (root / "environments").rename(root / "enviroments")
    ran = specgen("-C", root, *command.split())
    assert ran.status == 2
    assert "environments/ holds no environment that is rendered" in ran.err
    assert (root / "rendered/sample/one/jobs/reviews/count.yaml").exists()


def test_a_project_found_from_a_folder_below_it(tmp_path: Path) -> None:
    root = sample_project(tmp_path)
    assert specgen("-C", root / "environments/sample", "render", "sample").status == 0
    assert (root / "rendered/sample/.specgen.sums").exists()


def test_a_severity_for_a_rule_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    root = sample_project(tmp_path)
    (root / "specgen.yaml").write_text(
        "apiVersion: specgen/v1\nkind: Project\nname: acme\nseverity: {driver-on-sport: error}\n"
    )
    ran = specgen("-C", root, "validate")
    assert ran.status == 1
    assert "specgen.yaml:4:12" in ran.err
    assert "did you mean `driver-on-spot`?" in ran.err


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version(flag: str) -> None:
    assert specgen(flag) == (0, f"specgen {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_each_commands_help_has_a_worked_example(command: str, flag: str) -> None:
    ran = specgen(*command.split(), flag)
    assert ran.status == 0
    assert f"Example:\n    specgen {command}" in ran.out


def test_the_commands_tested_here_are_all_there_are() -> None:
    assert {one.name for one in app.registered_commands if not one.hidden} == set(COMMANDS)


def test_lint_is_another_word_for_validate(tmp_path: Path) -> None:
    root = sample_project(tmp_path, _WRONG)
    assert specgen("-C", root, "lint") == specgen("-C", root, "validate")


def test_without_arguments_the_help_is_shown() -> None:
    ran = specgen()
    assert ran.status == 2
    assert all(command in ran.said for command in COMMANDS)


def test_a_bug_is_3_and_its_traceback_goes_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(world.World, "__init__", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = specgen("-C", sample_project(tmp_path / "project"), "validate")
    assert (ran.status, ran.out) == (3, "")
    assert "please report it with" in ran.err
    assert "Traceback" not in ran.err
    (report,) = tmp_path.glob("specgen-bug-*.txt")
    assert str(report) in ran.err
    assert f"specgen {__version__}" in report.read_text()
    assert "ZeroDivisionError: planted" in report.read_text()


def test_a_bug_is_told_even_if_no_file_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("planted \x1b[31m")

    monkeypatch.setattr(world.World, "__init__", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    ran = specgen("-C", sample_project(tmp_path / "project"), "validate")
    assert ran.status == 3
    assert "planted" in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    ("number", "status"),
    [
        pytest.param(signal.SIGINT, 130, id="SIGINT"),
        pytest.param(signal.SIGTERM, 143, id="SIGTERM"),
    ],
)
def test_a_signal_ends_it_politely(tmp_path: Path, number: signal.Signals, status: int) -> None:
    """It waits for standard input, so it is certainly running when the signal comes."""
    root = sample_project(tmp_path)
    hold = tmp_path / "hold.py"
    hold.write_text(
        "import sys, time\n"
        "from specgen.load import world\n"
        "def wait(*_):\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(30)\n"
        "world.World.__init__ = wait\n"
        "from specgen.cli import main\n"
        "main()\n"
    )
    argv = [sys.executable, str(hold), "-C", str(root), "render", "--all"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
        run.send_signal(number)
        out, err = run.communicate(timeout=2)
    assert run.returncode == status
    assert "Traceback" not in out + err
    assert not (root / "rendered").exists()


@pytest.mark.parametrize(
    "name", ["yaml.py", "typing.py", "sitecustomize.py", "pydantic.py", "json.py"]
)
def test_nothing_is_imported_from_the_folder_it_works_in(tmp_path: Path, name: str) -> None:
    """A pull request may hold any file; neither `specgen` nor `python -m specgen` runs it."""
    root = sample_project(tmp_path)
    (root / name).write_text("open('canary', 'w').close()\nraise SystemExit(99)\n")
    for argv in ([str(SPECGEN)], [sys.executable, "-m", "specgen"]):
        done = subprocess.run(
            [*argv, "render", "--all"],
            cwd=root,
            env=clean_environment(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
    assert not (root / "canary").exists()


def test_the_installed_command_and_the_module_are_one_program(tmp_path: Path) -> None:
    root = sample_project(tmp_path, _WRONG)
    ran = spawned("validate", cwd=root)
    module = subprocess.run(
        [sys.executable, "-m", "specgen", "validate"],
        cwd=root,
        env=clean_environment(),
        capture_output=True,
        check=False,
    )
    assert (module.returncode, module.stdout.decode()) == (1, ran.out)
    assert ran.status == 1
