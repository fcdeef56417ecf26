"""Our shapes against the readers' own schemas: no field that they do not have, no looser type."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from specgen.validate.schema import folder
from tests.shared import shared_file

SCHEMAS = sorted(path.relative_to(folder()).as_posix() for path in folder().rglob("*.json"))
UPSTREAM = [name for name in SCHEMAS if not name.startswith("kustomize.")]
ELSEWHERE = {"eksctl.io/clusterconfig_v1alpha5.json": "upstream/eksctl/schema.json"}
"""Readers' schemas that are no object's of the API server."""

Node = dict[str, Any]


def resolved(node: Node, root: Node) -> Node:
    while "$ref" in node:
        found: Any = root
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    parts = node.get("allOf")
    if parts and len(parts) == 1:
        return resolved(parts[0], root)
    return node


def pairs(
    ours: Node, theirs: Node, roots: tuple[Node, Node], path: str = ""
) -> Iterator[tuple[str, Node, Node | None]]:
    """Every place of our schema, with the place of theirs; None where they have none."""
    ours, theirs = resolved(ours, roots[0]), resolved(theirs, roots[1])
    yield path, ours, theirs
    for key, below in ours.get("properties", {}).items():
        known = theirs.get("properties", {})
        if key in known:
            yield from pairs(below, known[key], roots, f"{path}.{key}")
        elif theirs.get("x-kubernetes-preserve-unknown-fields") or theirs.get(
            "additionalProperties", "properties" not in theirs
        ):
            continue  # they take any
        else:
            yield f"{path}.{key}", below, None
    for word in ("items", "additionalProperties"):
        if isinstance(ours.get(word), dict) and isinstance(theirs.get(word), dict):
            yield from pairs(ours[word], theirs[word], roots, f"{path}[]")


def types(node: Node) -> set[str]:
    """The JSON types that a place takes; empty: any."""
    if node.get("x-kubernetes-int-or-string"):
        return {"integer", "string"}
    kinds = node.get("type", [])
    found = set(kinds) if isinstance(kinds, list) else {kinds}
    for one in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        found |= types(one)
    if "properties" in node:
        found.add("object")
    if "const" in node or "enum" in node:
        values = [node["const"]] if "const" in node else node["enum"]
        found |= {"string" for value in values if isinstance(value, str)}
    return found


def both(name: str) -> tuple[Node, Node]:
    ours = json.loads((folder() / name).read_text("utf-8"))
    file = ELSEWHERE.get(name, f"upstream/schemas/{name}")
    theirs = json.loads(shared_file(file).read_text("utf-8"))
    return ours, theirs


@pytest.mark.parametrize("name", UPSTREAM)
def test_every_field_of_ours_is_one_of_theirs(name: str) -> None:
    ours, theirs = both(name)
    unknown = [path for path, _, place in pairs(ours, theirs, (ours, theirs)) if place is None]
    assert unknown == []


@pytest.mark.parametrize("name", UPSTREAM)
def test_every_type_of_ours_is_taken_by_them(name: str) -> None:
    ours, theirs = both(name)
    for path, mine, place in pairs(ours, theirs, (ours, theirs)):
        wanted, taken = types(mine), types(place or {})
        assert not taken or wanted <= taken | ({"integer"} if "number" in taken else set()), path


@pytest.mark.parametrize("name", UPSTREAM)
def test_every_word_of_ours_is_one_of_theirs(name: str) -> None:
    ours, theirs = both(name)
    for path, mine, place in pairs(ours, theirs, (ours, theirs)):
        words = mine.get("enum") or ([mine["const"]] if "const" in mine else [])
        known = [one for one in (place or {}).get("enum", []) if one]
        assert not known or set(words) <= set(known), path


@pytest.mark.parametrize("name", UPSTREAM)
def test_what_they_require_we_require(name: str) -> None:
    ours, theirs = both(name)
    for path, mine, place in pairs(ours, theirs, (ours, theirs)):
        if "properties" in mine and path:
            missing = set((place or {}).get("required", [])) - set(mine.get("required", []))
            assert not missing, f"{path}: {missing}"


@pytest.mark.parametrize(
    ("name", "deep"),
    [
        (
            "sparkoperator.k8s.io/scheduledsparkapplication_v1beta2.json",
            {
                ".spec.template.executor.tolerations[].effect",
                ".spec.template.driver.securityContext.capabilities.drop[]",
            },
        ),
        (
            "eksctl.io/clusterconfig_v1alpha5.json",
            {
                ".accessConfig.accessEntries[].accessPolicies[].accessScope.namespaces[]",
                ".addons[].podIdentityAssociations[].wellKnownPolicies.ebsCSIController",
                ".managedNodeGroups[].taints[].effect",
                ".vpc.subnets.private[].id",
            },
        ),
    ],
)
def test_the_walk_reaches_the_depths(name: str, deep: set[str]) -> None:
    """Else the tests above could not fail."""
    ours, theirs = both(name)
    paths = {path for path, _, place in pairs(ours, theirs, (ours, theirs)) if place is not None}
    assert deep <= paths


def test_the_files_lie_where_a_kind_is_looked_up() -> None:
    for name in SCHEMAS:
        schema = json.loads((folder() / name).read_text("utf-8"))
        group, _, version = schema["properties"]["apiVersion"]["const"].rpartition("/")
        kind = schema["properties"]["kind"]["const"]
        assert name == f"{group or 'core'}/{kind.lower()}_{version}.json"
        assert Path(name).name == Path(name).name.lower()
