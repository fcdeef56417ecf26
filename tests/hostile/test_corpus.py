"""Whatever is planted into a project: a clean end, in time, with nothing run, read or leaked."""

import os
import re
import shutil
import stat
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from specgen.cli import exits
from tests.hostile.corpus import BYTES, CANARY, CASES, Case
from tests.hostile.watched import Nursery, Watched, nursery
from tests.projects import sample_project
from tests.shared import REPOSITORY

SECONDS, MEBIBYTES = 5, 512
BOMB_SECONDS, BOMB_MEBIBYTES = 2, 300
CLEAN = {exits.DONE, exits.FAILED, exits.UNUSABLE}
ACTING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
COMMAND = re.compile(r"::(?:error|warning) file=[^:]*::.*")

OWN = (
    str(REPOSITORY / "specgen"), str(REPOSITORY / "schemas"), sys.prefix, sys.base_prefix,
    "/usr/share/zoneinfo", "/dev/null",
)  # fmt: skip
"""Where a run may read beside the project: its own code, Python's, and the table of time zones."""

PROBES = (("validate",), ("render", "--all"), ("explain", "sample/count:spec"), ("list",))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound project, with the tree that it renders to."""
    return sample_project(tmp_path_factory.mktemp("model") / "project")


@pytest.fixture(scope="module")
def children(model: Path) -> Iterator[Nursery]:
    with nursery([["-C", model, *probe] for probe in PROBES]) as there:
        yield there


@pytest.fixture
def root(model: Path, tmp_path: Path) -> Path:
    """A copy of it, with files beside it that nobody may touch."""
    for name in ("canary.yaml", "specgen.yaml", "x"):
        (tmp_path / "outside" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "outside" / name).write_text(f"kind: {CANARY}\nname: {CANARY}\n")
    shutil.copytree(model, tmp_path / "project")
    return tmp_path / "project"


def outside(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything beside the project that a run could change."""
    found: dict[str, tuple[object, ...]] = {}
    for path in root.parent.rglob("*"):
        if root not in (path, *path.parents) and path.parent != root.parent / "reports":
            info = path.lstat()
            held = path.read_bytes() if stat.S_ISREG(info.st_mode) else None
            when = info.st_mtime_ns if path.name != "reports" else 0
            found[str(path)] = (info.st_mode, info.st_ino, when, held)
    return found


FORMS = ("github", "json", "concise")
OTHERS = (("render", "--all", "--check"), ("list",), ("explain", "sample/count:spec.driver"))


def run(children: Nursery, root: Path, others: Sequence[Sequence[str]]) -> Watched:
    """`validate` with every report, `render`, and others."""
    reports = root.parent / "reports"
    files = [arg for form in FORMS for arg in ("-f", f"{form}={reports / form}")]
    calls = (("validate", "-f", "text", *files), ("render", "--all"), *others)
    return children.run(root, *(("--color", "never", "-C", str(root), *call) for call in calls))


def report(root: Path, form: str) -> str:
    """A report, if the project could be opened at all."""
    file = root.parent / "reports" / form
    return file.read_text() if file.exists() else ""


def acts(text: str) -> set[str]:
    """Characters that act on a terminal or show nothing."""
    return {one for one in set(text) if unicodedata.category(one) in ACTING} - {"\n"}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_input_ends_cleanly(root: Path, children: Nursery, name: str) -> None:
    case = CASES[name]
    try:
        case.plant(root)
    except PermissionError:
        pytest.skip("planting it is not permitted here")
    (root.parent / "reports").mkdir()
    before = outside(root)
    done = run(children, root, others_of(name))
    said = "".join([call.said for call in done.calls] + [report(root, form) for form in FORMS])
    assert done.ended == 0, "a signal, or no end"
    assert {call.status for call in done.calls} <= CLEAN, said
    assert "Traceback" not in said
    assert (acts(said), CANARY in said) == (set(), False)
    expected(case, done)
    assert all(map(COMMAND.fullmatch, report(root, "github").split("\n")[:-1]))
    in_bounds(case, done)
    nothing_done(root, done)
    assert outside(root) == before


def expected(case: Case, done: Watched) -> None:
    """The statuses, the place, and the rule."""
    text, render, *_ = done.calls
    wanted = case.status if case.render is None else case.render
    assert text.status == case.status, text.said
    assert render.status == wanted, render.said
    assert case.named in (text.said if case.render is None else render.said)
    assert f"[{case.rule}]" in text.said or not case.rule


def others_of(name: str) -> Sequence[Sequence[str]]:
    """All other commands where a run goes on; of every second that is refused at once, one."""
    if name not in BYTES or CASES[name].status == exits.DONE:
        return OTHERS
    turn = sorted(BYTES).index(name) % (2 * len(OTHERS))
    return OTHERS[turn : turn + 1]


def in_bounds(case: Case, done: Watched) -> None:
    seconds, mebibytes = (BOMB_SECONDS, BOMB_MEBIBYTES) if case.bomb else (SECONDS, MEBIBYTES)
    assert all(call.seconds <= seconds for call in done.calls), [c.seconds for c in done.calls]
    assert done.mebibytes <= mebibytes


def nothing_done(root: Path, done: Watched) -> None:
    """Nothing started, nobody called, nothing imported from the project, nothing read outside."""
    assert done.deeds == []
    assert not any(file.startswith(str(root.parent)) for file in done.loaded)
    assert not list(root.parent.rglob("canary"))
    own = (*OWN, str(root), str(root.parent / "reports"))
    strange = [path for path in done.opened if not any(inside(path, one) for one in own)]
    assert strange == []


def inside(path: str, folder: str) -> bool:
    return os.path.commonpath([path, folder]) == folder if path.startswith("/") else False


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 200
