"""Every example that there is: the environments of the repository, and the golden projects."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from specgen.load.layer import Layers
from specgen.load.project import environments, open_project
from specgen.load.world import World
from specgen.pipeline.documents import Made, made
from tests.shared import REPOSITORY

OWN = Path(__file__).parent / "project"
"""A small project, whose answers are worked out by hand."""

PROJECTS = {
    "repository": REPOSITORY,
    "own": OWN,
    **{path.name: path for path in sorted((REPOSITORY / "tests/golden").iterdir())},
}


def world(project: str, environment: str) -> World:
    """An environment of a project."""
    opened = open_project(str(PROJECTS[project]))
    assert opened.project is not None, opened.findings
    return World(opened.project, Layers(opened.root, opened.project.environments), environment)


def every_environment() -> Iterator[tuple[str, str]]:
    """Every environment that is rendered, with its project."""
    for project, root in PROJECTS.items():
        for name in environments(open_project(str(root))):
            if world(project, name).environment is not None:
                yield project, name


@cache
def documents(project: str, environment: str) -> tuple[Made, ...]:
    """Every document of an environment."""
    return tuple(made(world(project, environment)))
