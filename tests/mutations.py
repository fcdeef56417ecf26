"""A project as plain data, and what becomes of it when one leaf of its specs is changed."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin

import yaml

from specgen.finding import Finding
from specgen.load.layer import Layers
from specgen.load.project import environments, open_project
from specgen.load.world import World
from specgen.paths import Path as Place
from specgen.paths import leaves
from specgen.pipeline.outcome import Outcome
from specgen.pipeline.run import run
from specgen.spec.base import SpecModel
from tests.projects import TODAY

Documents = dict[str, list[Any]]
"""Spec documents by file, below the project's root."""


class State(NamedTuple):
    """What a project comes to: files with their owners, and findings."""

    files: dict[str, bytes]
    owners: dict[str, str]
    findings: list[Finding]
    waived: list[Finding]

    @property
    def failed(self) -> bool:
        """Whether an error stands against it."""
        return any(one.severity == "error" for one in self.findings)


def documents(root: Path) -> Documents:
    """Every spec document of a project, as plain data."""
    files = [root / "specgen.yaml", *sorted((root / "environments").rglob("*.yaml"))]
    return {
        file.relative_to(root).as_posix(): list(yaml.safe_load_all(file.read_text("utf-8")))
        for file in files
    }


class Copy:
    """A project in a folder of its own, whose files can be changed and put back."""

    def __init__(self, root: Path, given: Documents) -> None:
        self.root = root
        self.given = given
        for name in given:
            self.put(name, given[name])

    def put(self, name: str, documents: list[Any]) -> None:
        """Write a file; JSON is YAML in which no text can be taken for anything else."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = (json.dumps(one, default=str) for one in documents)
        path.write_text("\n---\n".join(texts) + "\n", encoding="utf-8")

    def state(self) -> State:
        """What it comes to now."""
        opened = open_project(str(self.root))
        if opened.project is None:
            return State({}, {}, opened.findings, [])
        layers = Layers(str(self.root), opened.project.environments)
        out = State({}, {}, [], [])
        for name in environments(opened):
            layer = layers.get(name)
            source = layer.objects.get(("Environment", "")) if layer else None
            if source is None or source.data.get("abstract") is not True:
                done = run(World(opened.project, layers, name), TODAY)
                _add(out, f"{opened.project.rendered}/{name}", done)
        return out

    def changed(self, name: str, documents: list[Any]) -> State:
        """What it comes to with one file changed; the file is put back."""
        self.put(name, documents)
        try:
            return self.state()
        finally:
            self.put(name, self.given[name])


def _add(out: State, tree: str, done: Outcome) -> None:
    out.files.update({f"{tree}/{file}": data for file, data in done.files.items()})
    out.owners.update({f"{tree}/{file}": str(owner) for file, owner in done.owners.items()})
    out.findings.extend(done.findings)
    out.waived.extend(done.waived)


class Mutation(NamedTuple):
    """One leaf changed."""

    file: str
    number: int
    path: Place
    documents: list[Any]
    what: str

    def __str__(self) -> str:
        return f"{self.file}[{self.number}] {self.path}: {self.what}"


def mutations(given: Documents, file: str, index: int) -> Iterator[tuple[Place, list[Mutation]]]:
    """For each leaf of a document, the ways to change it: another value, or none."""
    for path, value in leaves(given[file][index]):
        made = []
        for other in others(value):
            copy = deepcopy(given[file])
            _parent(copy[index], path)[path[-1]] = other
            made.append(Mutation(file, index, path, copy, f"{value!r} -> {other!r}"))
        copy = deepcopy(given[file])
        del _parent(copy[index], path)[path[-1]]
        made.append(Mutation(file, index, path, copy, f"{value!r} removed"))
        yield path, made


def _parent(node: Any, path: Place) -> Any:
    for step in path[:-1]:
        node = node[step]
    return node


def others(value: Any) -> Iterator[Any]:
    """Values of the same type that are likely to be taken in its place."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, list):
        yield ["x"]
    elif isinstance(value, str):
        if value in _OPPOSITES:
            yield _OPPOSITES[value]
        yield from (word for words in _choices() if value in words for word in words - {value})
        number = re.search(r"[0-9]+", value)
        if number:
            digits = str(int(number[0]) + 1).zfill(len(number[0]))
            yield value[: number.start()] + digits + value[number.end() :]
        yield from (f"{value}x", f"x{value}", f"{value}x/")


_OPPOSITES = {"Allow": "Deny"}
"""Choices of other languages, which no model of ours has."""


def _choices(model: type[SpecModel] = SpecModel) -> list[set[str]]:
    """The words of every choice in the models."""
    found = [words for one in model.__subclasses__() for words in _choices(one)]
    for info in model.model_fields.values():
        found += _words(info.annotation)
    return found


def _words(hint: Any) -> list[set[str]]:
    if get_origin(hint) is Literal:
        return [set(get_args(hint))]
    return [words for one in get_args(hint) for words in _words(one)]
