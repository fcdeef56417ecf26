"""Where words go and how they look: colours, encodings, closed pipes and full disks."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import SPECGEN, clean_environment, spawned, specgen
from tests.projects import sample_project

_WRONG = "kind: SparkJob\nname: count\nimagee: ü→x\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sample_project(tmp_path, _WRONG)


@pytest.mark.parametrize(
    ("flags", "env", "coloured"),
    [
        pytest.param([], {}, False, id="a pipe has no colours"),
        pytest.param(["--color", "always"], {}, True, id="unless it is told to"),
        pytest.param([], {"FORCE_COLOR": "1"}, True, id="by the environment"),
        pytest.param([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="which may forbid it"),
        pytest.param(["--color", "always"], {"NO_COLOR": "1"}, True, id="but the option wins"),
        pytest.param(["--color", "never"], {"FORCE_COLOR": "1"}, False, id="either way"),
        pytest.param([], {"SPECGEN_COLOR": "always"}, True, id="by our own variable"),
        pytest.param([], {"NO_COLOR": ""}, False, id="an empty variable says nothing"),
    ],
)
def test_colours(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    env: dict[str, str],
    coloured: bool,  # noqa: FBT001
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "SPECGEN_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    ran = specgen(*flags, "-C", root, "validate")
    assert ("\x1b[" in ran.out) is coloured


@pytest.mark.parametrize("form", ["concise", "json", "github"])
def test_forms_for_programs_have_no_colours(root: Path, form: str) -> None:
    assert "\x1b" not in specgen("--color", "always", "-C", root, "validate", "-f", form).out


def test_a_report_in_a_file_has_no_colours(root: Path, tmp_path: Path) -> None:
    specgen("--color", "always", "-C", root, "validate", "-o", tmp_path / "report")
    assert "\x1b" not in (tmp_path / "report").read_text()


def test_ascii_spells_out_what_is_beyond_it(root: Path) -> None:
    ran = specgen("--ascii", "-C", root, "validate")
    assert ran.said.isascii()
    assert "\\xfc\\u2192x" in ran.out


@pytest.mark.parametrize("form", ["text", "concise", "json", "github"])
def test_a_stream_that_cannot_say_it_gets_ascii(root: Path, form: str) -> None:
    ran = spawned("-C", root, "validate", "-f", form, env={"PYTHONIOENCODING": "ascii"})
    assert ran.status == 1, ran.err
    assert ran.said.isascii()


def test_documents_are_utf_8_whatever_the_stream_says_it_can(tmp_path: Path) -> None:
    root = sample_project(tmp_path, "kind: SparkJob\nname: count\nenv: {NAME: ü→ß}\n")
    argv = ("-C", root, "render", "--all", "--stdout")
    ran = spawned(*argv, env={"PYTHONIOENCODING": "ascii"})
    assert ran.status == 0, ran.err
    assert 'value: "ü→ß"' in ran.out
    assert spawned(*argv) == ran


def test_narration_may_be_json_a_line_each(root: Path) -> None:
    ran = specgen("--log-format", "json", "-C", root, "render", "sample")
    lines = [json.loads(line) for line in ran.err.splitlines()]
    assert all(line.keys() == {"level", "message"} for line in lines)
    assert lines[-1]["level"] == "error"
    assert lines[-1]["message"].startswith("checked sample: 1 error, ")


def test_times_are_told_when_asked_for(tmp_path: Path) -> None:
    ran = specgen("-v", "-C", sample_project(tmp_path), "validate")
    assert "sample: 1 jobs" in ran.err


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A project with more to say than a pipe holds."""
    values = ", ".join(f'"{n:0>1000}"' for n in range(200))
    return sample_project(
        tmp_path, f"kind: SparkJob\nname: count\napplication: {{arguments: [{values}]}}\n"
    )


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_closed_pipe_is_no_traceback(tmp_path: Path, large: Path, size: str) -> None:
    project = large if size == "large" else sample_project(tmp_path / "small")
    with subprocess.Popen(
        [SPECGEN, "-C", project, "render", "sample", "--stdout"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"---\n"
        run.stdout.close()
        assert run.stderr is not None
        err = run.stderr.read()
        status = run.wait(10)
    assert err == b""
    assert status in ((2,) if size == "large" else (0, 2))


@pytest.mark.parametrize(
    "command", ["render sample --stdout", "render sample", "list", "validate -f json"]
)
@pytest.mark.parametrize("size", ["small", "large"])
def test_a_full_disk_under_standard_output_is_told(
    tmp_path: Path, large: Path, size: str, command: str
) -> None:
    project = large if size == "large" else sample_project(tmp_path / "small")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [SPECGEN, "-C", project, *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            env=clean_environment(),
            check=False,
        )
    err = done.stderr.decode()
    assert done.returncode == 2, err
    assert err.splitlines()[-1] == "error: standard output: No space left on device"
    assert "bug" not in err


def test_the_gate_does_not_hide_that_the_report_was_lost(root: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [SPECGEN, "-C", root, "validate"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_bug_and_nothing_lands_in_a_file_of_ours(
    tmp_path: Path, closed: str
) -> None:
    project = sample_project(tmp_path)
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -C "$1" render sample {closed}', SPECGEN, project],
        capture_output=True,
        env=clean_environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert specgen("-C", project, "render", "sample", "--check").status == 0


def test_a_full_disk_under_standard_error_changes_no_status(tmp_path: Path, root: Path) -> None:
    for project, status in ((root, 1), (sample_project(tmp_path / "fine"), 0)):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [SPECGEN, "-C", project, "validate"],
                stdout=subprocess.DEVNULL,
                stderr=full,
                check=False,
            )
        assert done.returncode == status


def test_progress_is_for_terminals_alone(tmp_path: Path) -> None:
    ran = specgen("-C", sample_project(tmp_path), "render", "sample")
    assert "\r" not in ran.said
