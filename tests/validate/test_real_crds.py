"""Real CRDs: what we make of them agrees with schemas that others made of them."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from specgen.load.yaml import documents
from specgen.paths import at, leaves
from specgen.validate.adding import Added, found_in
from specgen.validate.own import validator
from tests.shared import REPOSITORY, shared_file

Body = dict[str, Any]

RENDERED = (
    "argo-cd/Application",
    "argo-cd/AppProject",
    "karpenter-aws/EC2NodeClass",
    "karpenter-aws/NodePool",
    "spark-operator/ScheduledSparkApplication",
    "spark-operator/SparkApplication",
)
"""CRDs of what specgen renders."""

VALUES: tuple[Any, ...] = (0, "x", -1, {"zz": 1}, ["zz"], True)
"""What is put in place of every value in turn."""


def crd(name: str) -> Body:
    """The schema that is added for the one served version of a CRD."""
    read = documents(shared_file(f"upstream/crds/{name}.yaml").read_text(encoding="utf-8"))
    assert read.faults == []
    (added,) = (one for one in found_in(read.data[0]) if isinstance(one, Added))
    return added.schema


@cache
def bodies(kind: str) -> list[Body]:
    """The smallest rendered examples of a kind."""
    found = []
    files = (REPOSITORY / "rendered").rglob("*.yaml")
    for file in sorted(files, key=lambda one: (one.stat().st_size, one)):
        body = yaml.safe_load(file.read_text(encoding="utf-8"))
        if isinstance(body, dict) and body.get("kind") == kind:
            found.append(body)
    return found[:2]


def mutants(body: Body) -> Iterator[Body]:
    """The object with one thing in it another, gone, or under another name."""
    for path in {whole[:end] for whole, _ in leaves(body) for end in range(1, len(whole) + 1)}:
        for value in VALUES:
            yield _with(body, path, lambda node, key, value=value: node.__setitem__(key, value))
        yield _with(body, path, lambda node, key: node.__delitem__(key))
        if isinstance(path[-1], str):
            yield _with(body, path, lambda node, key: node.__setitem__(f"{key}x", node.pop(key)))


def _with(body: Body, path: Any, change: Any) -> Body:
    out = copy.deepcopy(body)
    change(at(out, path[:-1]), path[-1])
    return out


@pytest.mark.parametrize("name", RENDERED)
def test_the_verdict_is_that_of_the_strict_schema(name: str) -> None:
    mine = crd(name)
    kind = name.rpartition("/")[2]
    api_version = mine["properties"]["apiVersion"]["const"]
    group, _, version = api_version.rpartition("/")
    strict = shared_file(f"upstream/schemas/{group}/{kind.lower()}_{version}.json")
    ours, theirs = validator(mine), jsonschema_rs.validator_for(json.loads(strict.read_text()))
    assert bodies(kind)
    for body in bodies(kind):
        assert ours.is_valid(body)
        for mutant in mutants(body):
            if ours.is_valid(mutant) != theirs.is_valid(mutant):
                assert _differs_by_a_default(mutant, theirs)


def _differs_by_a_default(mutant: Body, theirs: Any) -> bool:
    """Whether only what the API server fills in is missing: theirs asks for it, ours does not."""
    return all(error.kind.name == "required" for error in theirs.iter_errors(mutant))


def all_crds() -> list[Path]:
    """Every real CRD that is at hand."""
    return sorted(shared_file("upstream/crds").rglob("*.yaml"))


def test_every_real_crd_can_be_added() -> None:
    names = set()
    for file in all_crds():
        read = documents(file.read_text(encoding="utf-8"))
        assert read.faults == [], file
        found = [one for body in read.data for one in found_in(body)]
        assert any(isinstance(one, Added) for one in found), file
        names |= {one.name for one in found if isinstance(one, Added)}
    assert len(names) > 30
