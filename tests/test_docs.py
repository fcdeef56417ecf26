"""The documents say what is true: what is generated is current, what is shown is real."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from specgen.load.yaml import documents
from specgen.rules.catalogue import CHECKS
from specgen.rules.registry import RULES
from specgen.spec.docs import field_docs
from specgen.spec.kinds import KINDS
from specgen.targets.registry import TARGETS
from specgen.targets.spark.features import FEATURES
from tests.projects import outcome
from tools import docs

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PROJECT = ("specgen.yaml", "environments", "rendered", "schemas")

EXAMPLES = ("environments/dev/teams/reviews/top-words.yaml", "specgen/v1")
"""Look like paths of this repository; a reader writes the one, the other is a version."""

_BLOCK = re.compile(r"(?ms)^```(\S+)([^\n]*)\n(.*?)^```$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_MAKE = re.compile(r"`make ([a-z -]+)`|^make ([a-z -]+)$", re.MULTILINE)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


class Block(NamedTuple):
    """A block of code in a page."""

    language: str
    marks: str
    """What follows the language: `file=specgen.yaml project`."""
    text: str

    @property
    def file(self) -> str | None:
        """The file that a reader is told to write."""
        found = re.search(r"file=(\S+)", self.marks)
        return found[1] if found else None


def blocks(page: Path) -> Iterator[Block]:
    for language, marks, text in _BLOCK.findall(page.read_text(encoding="utf-8")):
        yield Block(language, marks.strip(), text)


def without_blocks(page: Path) -> str:
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))


# --- generated pages ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", docs.PAGES)
def test_generated_page_is_current(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == docs.page(docs.PAGES[name]), (
        "run: make docs"
    )


def test_generation_does_not_depend_on_the_run() -> None:
    pages = [
        subprocess.run(
            [sys.executable, "tools/docs.py", "--check"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "COLUMNS": width},
            capture_output=True,
            text=True,
            check=False,
        )
        for seed, width in (("1", "40"), ("2", "200"))
    ]
    assert [(done.returncode, done.stdout) for done in pages] == [(0, ""), (0, "")]


def test_no_type_is_told_in_pythons_words() -> None:
    page = (ROOT / "docs/spec.md").read_text(encoding="utf-8")
    assert not re.search(r"typing|Annotated|NoneType|<class|any value", page)


# --- everything is documented ---------------------------------------------------------------------


def section(page: str, title: str) -> str:
    found = re.search(
        rf"(?ms)^##+ {re.escape(title)}\n(.*?)(?=^##+ |\Z)",
        (ROOT / page).read_text(encoding="utf-8"),
    )
    assert found, f"{page} has no section {title}"
    return found[1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_is_documented(kind: str) -> None:
    for model in [KINDS[kind], *docs.models_below(KINDS[kind])]:
        told = section("docs/spec.md", model.__name__)
        texts = field_docs(model)
        for name, info in model.model_fields.items():
            assert texts.get(name), f"{model.__name__}.{name} has no text below it"
            assert f"- `{info.alias}`: " in told


def test_every_rule_and_finding_is_documented() -> None:
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    assert all(f"\n## {rule.id}\n" in page for rule in RULES)
    assert all(f"\n| `{name}` | " in page for name in CHECKS)


def test_every_target_and_feature_is_documented() -> None:
    page = (ROOT / "docs/targets.md").read_text(encoding="utf-8")
    assert all(f"\n## {target.id}\n" in page for target in TARGETS)
    assert all(f"`{feature.__name__}`" in page for feature in FEATURES)


def test_every_command_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in docs.commands():
        assert docs.help_of(name) in section("docs/cli.md", f"specgen {name}")
        assert f"`{name}`" in readme


def test_every_status_is_documented() -> None:
    told = section("docs/cli.md", "Exit status")
    assert all(f"\n| {status} | " in told for status in docs.statuses())


# --- what a page shows ----------------------------------------------------------------------------


def run(command: str, folder: Path) -> str:
    """What a person sees who types the command."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {"PATH": path, "HOME": str(folder), "PYTHONUNBUFFERED": "1", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [str(shutil.which("bash")), "-c", command],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode()


def timeless(text: str) -> str:
    """The text without what a clock says."""
    return re.sub(r"\b[0-9]+\.[0-9] s\b", "0.1 s", text).rstrip() + "\n"


def replayed(page: Path, folder: Path) -> str:
    """The page with the real output of each command, run in turn where the files are written."""

    def replay(found: re.Match[str]) -> str:
        block = Block(found[1], found[2].strip(), found[3])
        if block.file and "project" not in block.marks:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        if block.language != "console":
            return found[0]
        typed = [line for line in block.text.splitlines() if line.startswith("$ ")]
        shown = "".join(f"{line}\n{timeless(run(line[2:], folder))}" for line in typed)
        return f"```{found[1]}{found[2]}\n{shown}```"

    return _BLOCK.sub(replay, page.read_text(encoding="utf-8"))


def test_readme_shows_what_the_commands_print(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """With --accept the real output is written into the page."""
    for name in PROJECT:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    page = ROOT / "README.md"
    real = replayed(page, tmp_path)
    if request.config.getoption("--accept", default=False):
        page.write_text(real, encoding="utf-8")
    assert timeless(page.read_text(encoding="utf-8")) == timeless(real)


def test_the_whole_project_of_the_readme_renders(tmp_path: Path) -> None:
    for block in blocks(ROOT / "README.md"):
        if block.file and "project" in block.marks:
            (tmp_path / block.file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
    out = outcome(tmp_path, "dev")
    assert out.findings == []
    assert "first/jobs/data/pi.yaml" in out.files


@every_page
def test_yaml_in_a_page_is_yaml(page: Path) -> None:
    for block in blocks(page):
        if block.language == "yaml":
            read = documents(block.text)
            assert read.faults == []
            if block.marks:
                data = [one for one in yaml.safe_load_all(block.text) if one is not None]
                assert all("kind" in one and "name" in one for one in data)


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(without_blocks(page)):
        file, _, anchor = link.partition("#")
        if ":" in file:
            continue
        target = page.parent / file if file else page
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            heads = re.findall(r"(?m)^#+ (.+)$", target.read_text(encoding="utf-8"))
            assert anchor in {
                re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads
            }


@every_page
def test_named_make_targets_exist(page: Path) -> None:
    made = re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"))
    found = _MAKE.findall(page.read_text(encoding="utf-8"))
    named = {word for pair in found for words in pair for word in words.split()}
    assert named <= set(made)


@every_page
def test_named_paths_exist(page: Path) -> None:
    """Paths of this repository in backticks, but for those with a placeholder."""
    tops = "specgen|tools|tests|schemas|environments|docs|rendered"
    for path in re.findall(rf"`((?:{tops})/[\w./-]+)`", without_blocks(page)):
        known = (ROOT / path).exists() or path in EXAMPLES
        assert known, f"{path} does not exist"


@every_page
def test_pages_are_plain(page: Path) -> None:
    """No emoji, and lines that fit a screen, but for tables, code and links."""
    text = without_blocks(page)
    assert not re.search("[\U0001f000-\U0001faff\u2600-\u27bf]", text)
    long = [line for line in text.split("\n") if len(line) > docs.WIDTH and "](" not in line]
    assert [line for line in long if not line.startswith("|") and "://" not in line] == []
