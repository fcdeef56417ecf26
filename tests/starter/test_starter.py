"""The files of the starter: complete, marked where they are examples, and packed."""

import json
import re
import subprocess
import sys
import zipfile
from fnmatch import fnmatch
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen import __version__, starter
from specgen.cli import schema
from specgen.finding import Finding
from specgen.starter import MARK, PROJECT, PROVIDERS, Answers, compatible, files, yours
from tests.projects import outcome, write
from tests.shared import REPOSITORY

DEFAULT = Answers("spark-platform", "us-east-1")
GIVEN = Answers("other", "eu-west-1", "git@git.example.org:data/other.git")
EXAMPLES = (
    "111122223333",
    "acme",
    "203.0.113",
    "sha256:",
    "PlatformAdmin",
    "example.com",
    "group:",
)
"""What no project means as it stands."""

NAMES = ("a", "spark-platform", "x" * 63, "us-east-1", "specgen", "null", "yes", "true")
REGIONS = ("us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "ap-southeast-2")

every_provider = pytest.mark.parametrize("provider", PROVIDERS)


# --- what is in them ------------------------------------------------------------------------------


@every_provider
def test_every_file_is_tidy(provider: str) -> None:
    for path, text in files(provider, GIVEN).items():
        assert text.isascii(), path
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert not re.search(r"[ \t]\n|\t", text), path
        assert max(map(len, text.splitlines())) <= 100, path
    assert [*files(provider, GIVEN)][-1] == PROJECT


@every_provider
def test_every_example_is_marked_or_has_been_exchanged(provider: str) -> None:
    for answers in (DEFAULT, GIVEN):
        for path, text in files(provider, answers).items():
            marked = {one.line for one in yours(text)}
            for number, line in enumerate(text.splitlines(), 1):
                if path != "README.md" and any(example in line for example in EXAMPLES):
                    assert number in marked, f"{path}:{number}"


@every_provider
def test_a_mark_says_what_is_meant(provider: str) -> None:
    texts = files(provider, DEFAULT)
    marks = {path: [*yours(text)] for path, text in texts.items()}
    assert all(re.fullmatch(r"[a-z].*[a-z]", one.what) for found in marks.values() for one in found)
    assert "the repository" in [one.what for one in marks[PROJECT]]
    assert not [*yours(files(provider, GIVEN)[PROJECT])]
    assert sum(text.count(MARK.strip()) for text in texts.values()) == sum(map(len, marks.values()))


@every_provider
def test_each_exchanged_example_stands_somewhere(provider: str) -> None:
    """An example that is edited in a file would silently be exchanged no more."""
    folder = Path(starter.__file__).with_name(provider)
    raw = "".join(path.read_text() for path in folder.rglob("*") if path.is_file())
    assert [key for key in starter._values(GIVEN) if key not in raw] == []  # noqa: SLF001 - the table itself


@every_provider
def test_what_is_given_stands_everywhere(provider: str) -> None:
    whole = "".join(files(provider, GIVEN).values())
    assert "us-east-1" not in whole
    assert "spark-platform" not in whole
    assert "[eu-west-1a, eu-west-1b]" in whole
    assert f'repoURL: "{GIVEN.repository}"\n' in whole
    assert f'requires: "{compatible(__version__)}"\n' in whole


def test_china_has_names_of_its_own() -> None:
    whole = "".join(files("eks", Answers("a", "cn-north-1")).values())
    assert "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/spark-py" in whole
    assert "arn:aws-cn:iam::111122223333:role/PlatformAdmin" in whole
    assert "arn:aws:" not in whole


@pytest.mark.parametrize(
    ("version", "versions"),
    [("0.1.0", ">=0.1,<0.2"), ("1.9.3", ">=1.9,<1.10"), ("2.10.0rc1", ">=2.10,<2.11")],
)
def test_a_project_asks_for_its_minor_release(version: str, versions: str) -> None:
    assert compatible(version) == versions


def test_the_version_is_that_which_wrote_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "__version__", "7.3.1")
    texts = files("eks", DEFAULT)
    assert yaml.safe_load(texts[PROJECT])["requires"] == ">=7.3,<7.4"
    assert "specgen@v7.3.1" in texts[".github/workflows/specgen.yml"]


def test_versions_are_those_of_the_example_environments() -> None:
    ours, theirs = (
        yaml.safe_load(text)["versions"]
        for text in (
            files("eks", DEFAULT)["environments/base/environment.yaml"],
            (REPOSITORY / "environments/base/environment.yaml").read_text(),
        )
    )
    assert ours == {name: theirs[name] for name in ours}


# --- it renders -----------------------------------------------------------------------------------


def findings(root: Path, provider: str, answers: Answers) -> list[Finding]:
    """What stands against a project of these answers, warnings and waived ones too."""
    out = outcome(write(root, files(provider, answers)), "dev")
    assert out.files
    return [*out.findings, *out.waived]


@pytest.mark.parametrize(("name", "region"), list(product(NAMES, REGIONS)))
@every_provider
def test_every_project_renders_without_a_finding(
    tmp_path: Path, provider: str, name: str, region: str
) -> None:
    assert findings(tmp_path, provider, Answers(name, region)) == []


@every_provider
def test_so_does_one_with_a_repository(tmp_path: Path, provider: str) -> None:
    assert findings(tmp_path, provider, GIVEN) == []


@every_provider
def test_what_is_examined_would_be_found(tmp_path: Path, provider: str) -> None:
    """The project is read by the same rules as any: a broken one has findings."""
    texts = files(provider, DEFAULT)
    job = "environments/dev/teams/data/word-count.yaml"
    texts[job] = texts[job].replace("loc://lake/in/", "loc://lak/in/")
    assert outcome(write(tmp_path, texts), "dev").findings


# --- what is for other tools ----------------------------------------------------------------------


def test_the_editor_is_led_to_the_schema_for_every_spec() -> None:
    texts = files("eks", DEFAULT)
    ((way, patterns),) = json.loads(texts[".vscode/settings.json"])["yaml.schemas"].items()
    assert way == f"./schemas/{schema.FILE}"
    specs = [path for path in texts if path == PROJECT or path.startswith("environments/")]
    assert all(any(fnmatch(f"/{path}", one) for one in patterns) for path in specs)


def test_pre_commit_takes_its_configuration(tmp_path: Path) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(files("eks", DEFAULT)[file.name])
    tool = Path(sys.executable).with_name("pre-commit")
    done = subprocess.run([tool, "validate-config", file], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    (hook,) = yaml.safe_load(file.read_text())["repos"][0]["hooks"]
    assert hook["entry"] == "specgen render --all --check"
    assert hook["pass_filenames"] is False
    for path in ("specgen.yaml", "environments/dev/a.yaml", "rendered/dev/a.yaml"):
        assert re.search(hook["files"], path)


def test_the_workflow_may_only_read_and_runs_what_is_pinned() -> None:
    flow: dict[Any, Any] = yaml.safe_load(files("eks", DEFAULT)[".github/workflows/specgen.yml"])
    steps = flow["jobs"]["check"]["steps"]
    assert flow["permissions"] == {"contents": "read"}
    assert all(re.search("@[0-9a-f]{40}$", step["uses"]) for step in steps if "uses" in step)
    (install, *checks) = [step["run"] for step in steps if "run" in step]
    assert install.startswith('pip install "git+https://')
    assert checks == ["specgen validate -f github", "specgen render --all --check"]


@pytest.mark.parametrize(
    ("path", "attributes"),
    [
        ("rendered/dev/a.yaml", {"linguist-generated": "true", "text": "unset"}),
        ("rendered/dev/.specgen.sums", {"merge": "union", "text": "unset"}),
        ("environments/dev/a.yaml", {"text": "set", "eol": "lf"}),
        ("src/run.bat", {"text": "unspecified", "eol": "unspecified"}),
    ],
)
def test_git_reads_the_attributes_as_they_are_meant(
    tmp_path: Path, path: str, attributes: dict[str, str]
) -> None:
    (tmp_path / ".gitattributes").write_text(files("eks", DEFAULT)[".gitattributes"])
    subprocess.run(["git", "init", "-q", tmp_path], check=True)  # noqa: S607 - git of the PATH
    argv = ["git", "-C", str(tmp_path), "check-attr", *attributes, "--", path]
    told = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == [f"{path}: {name}: {value}" for name, value in attributes.items()]


def test_the_wheel_holds_every_file(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(argv, cwd=REPOSITORY, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    folder = Path(starter.__file__).parent
    kept = {
        path.relative_to(folder) for path in folder.rglob("*") if "__pycache__" not in str(path)
    }
    there = tmp_path / "specgen/starter"
    assert {path.relative_to(there) for path in there.rglob("*")} == kept
    assert all(
        (there / path).read_bytes() == (folder / path).read_bytes()
        for path in kept
        if (folder / path).is_file()
    )
