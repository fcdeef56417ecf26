"""Shots at the real `specgen render`, in a process that strace starts."""

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.cli.running import SPECGEN, Ran, clean_environment, spawned, specgen
from tests.projects import sample_project
from tests.tree.disk import ROOT, finished
from tests.tree.judge import Accused, Judged, files_of, judged, seen
from tests.tree.scenes import Files, Scene
from tests.tree.shots import BUG, DONE, HIT, REFUSED, Shot

_BEFORE = """\
kind: SparkJob
name: first
team: reviews
run: "1"
image: spark-py
zone: us-east-1a
application: {file: loc://lake/x.py}
driver: {pool: drivers}
executor: {pool: executors}
"""
_AFTER = _BEFORE.replace("first", "second") + "---\nkind: SparkJob\nname: count\nrun: '2'\n"
"""A job goes, one comes, one changes."""

_NAME = ROOT.rpartition("/")[2]
_ALIKE = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
"""So that the calls come in the same order each time."""

_CALL = re.compile(r"^\d+ +(\w+)\(.*", re.MULTILINE)


class Stage(NamedTuple):
    """A project in which `specgen render` has something to do, and what that is."""

    project: Path
    scene: Scene
    calls: Sequence[tuple[str, int]]
    """Those that touch the tree, each with its number among all of its name."""


def prepared(folder: Path) -> Stage:
    """The project, as it is before each shot."""
    project = _project(folder / "project", _BEFORE)
    start = _rendered(project)
    _project(project, _AFTER)
    for copy in ("goal", "watched"):
        shutil.copytree(project, folder / copy)
    goal = _rendered(folder / "goal")
    traced = _traced(folder / "watched", "")[1]
    return Stage(project, Scene(start, goal), [*_in_the_tree(traced)])


def _rendered(project: Path) -> Files:
    ran = spawned("-C", project, "render", _NAME)
    assert ran.status == DONE, ran.said
    return files_of(project)


def _project(root: Path, example: str) -> Path:
    sample_project(root, example)
    layer = root / "environments" / _NAME
    shutil.rmtree(layer, ignore_errors=True)
    (root / "environments/sample").rename(layer)
    top = layer / "reviews/example.yaml"
    top.write_text(top.read_text().replace("name: sample\n", f"name: {_NAME}\n", 1))
    return root


def _in_the_tree(traced: str) -> Iterator[tuple[str, int]]:
    calls: Counter[str] = Counter()
    for found in _CALL.finditer(traced):
        calls[found[1]] += 1
        if f"/{ROOT}" in found[0]:
            yield found[1], calls[found[1]]


def _traced(project: Path, inject: str) -> tuple[Ran, str]:
    """How `specgen render` ended, and its system calls."""
    call = inject.partition(":")[0]
    what = [f"trace={call}", "-e", f"inject={inject}"] if call else ["trace=%file,%desc"]
    with tempfile.NamedTemporaryFile() as trace:
        watch = ["strace", "-f", "-y", "-o", trace.name, "-e", *what]
        done = subprocess.run(
            [*watch, SPECGEN, "-C", project, "render", _NAME],
            env=clean_environment(_ALIKE),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        traced = Path(trace.name).read_text(encoding="utf-8", errors="replace")
    return Ran(done.returncode, done.stdout, done.stderr), traced


def fired_at(stage: Stage, call: str, number: int, fault: str, cause: str) -> Judged:
    """One shot at a copy of the project; whether it met the tree, and the verdict."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "project"
        shutil.copytree(stage.project, base)
        before = seen(base)
        ran, traced = _traced(base, f"{call}:{fault}")
        hit = bool(HIT.search(traced)) and (call, number) in _in_the_tree(traced)
        bug = "Traceback" in ran.err or "a bug in specgen" in ran.err
        said = ran.err.strip().removeprefix("error: ")
        shot = Shot(BUG if bug else ran.status, said, hit, Counter())
        verdict = judged(base, stage.scene, before, shot, cause)
        return Judged(hit, verdict.and_(_of_the_command(base, stage, ran)))


def _of_the_command(base: Path, stage: Stage, ran: Ran) -> Accused:
    """What the command line itself says of it, now and in the next run."""
    if ran.status == REFUSED and ran.out:
        yield "lie", ran.out
    says = specgen("-C", base, "render", _NAME, "--check").status == DONE
    if says != finished(base, stage.scene.goal):
        yield "unseen", "by specgen render --check"
    again = specgen("-C", base, "render", _NAME)
    if again.status != DONE or not finished(base, stage.scene.goal):
        yield "unmended", f"by specgen render: {again.said}"
