"""The files of the repository's trees, of examples and goldens: objects, and what is none."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.shared import REPOSITORY

Body = dict[str, Any]
TREES = sorted(
    path
    for root in (REPOSITORY, *(REPOSITORY / "tests/golden").iterdir())
    for path in root.glob("rendered")
)


class File(NamedTuple):
    """A YAML file of a tree, and what it says."""

    path: Path
    body: Body

    @property
    def is_object(self) -> bool:
        """Whether the API server, eksctl or kustomize would know it by its kind."""
        return "kind" in self.body


@cache
def files(tree: Path) -> tuple[File, ...]:
    """Every YAML file of a tree; one document each, as another reader than ours reads it."""
    return tuple(File(path, _read(path)) for path in sorted(tree.rglob("*.yaml")))


def _read(path: Path) -> Body:
    body: Body = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return body


def objects(tree: Path) -> list[File]:
    """Those that are objects with a kind; a Kustomization is one."""
    return [one for one in files(tree) if one.is_object]


def of_kind(kind: str) -> Iterator[Body]:
    """All objects of a kind, of every tree."""
    yield from (one.body for tree in TREES for one in objects(tree) if one.body["kind"] == kind)
