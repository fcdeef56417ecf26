"""Small projects for tests: the rules' sample with something laid over it."""

import datetime as dt
import textwrap
from pathlib import Path

from specgen.load.layer import Layers
from specgen.load.project import open_project
from specgen.load.world import World
from specgen.pipeline.outcome import Outcome
from specgen.pipeline.own_schemas import own_schemas
from specgen.pipeline.run import run
from specgen.rules.sample import BASE

TODAY = dt.date(2027, 1, 15)
_SAMPLE = "kind: Environment\nname: sample\n"
_EXTENDS = _SAMPLE + "extends: [base]\n"


PROJECT = "apiVersion: specgen/v1\nkind: Project\nname: acme\n"
IN_GIT = {"specgen.yaml": f"{PROJECT}git: {{repoURL: https://git.example.com/acme.git}}\n"}
"""What makes it a project whose tree Argo CD syncs."""


def write(root: Path, files: dict[str, str]) -> Path:
    """A project of those files, each below its root."""
    for name, text in {
        "specgen.yaml": PROJECT,
        **files,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return root


def sample_project(
    root: Path, example: str = "", base: str = BASE, more: dict[str, str] | None = None
) -> Path:
    """`base` as an abstract layer, and the environment `sample` with the example on top of it.

    `more` are further files of the project, such as IN_GIT.
    """
    layer = base.replace(_SAMPLE, "kind: Environment\nname: base\nabstract: true\n", 1)
    top = (
        example.replace(_SAMPLE, _EXTENDS, 1) if _SAMPLE in example else f"{_EXTENDS}---\n{example}"
    )
    return write(root, {
        "environments/base/reviews/base.yaml": layer,
        "environments/sample/reviews/example.yaml": top,
        **(more or {}),
    })  # fmt: skip


def outcome(
    root: Path, name: str = "sample", today: dt.date = TODAY, *, checks_only: bool = False
) -> Outcome:
    """What rendering an environment of a project (or only checking it) comes to."""
    opened = open_project(str(root))
    assert opened.project is not None, opened.findings
    world = World(opened.project, Layers(str(root), opened.project.environments), name)
    return run(world, today, checks_only=checks_only, schemas=own_schemas(str(root)))


def broken(out: Outcome) -> set[str]:
    """Ids of the rules that findings stand against."""
    return {finding.rule for finding in out.findings}
