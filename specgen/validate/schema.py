"""Schemas of what we render: found by apiVersion and kind, for the order of keys and the check.

The schemas are made from the shapes in `manifests` by `make schemas`; their properties stand in the
order in which the keys are written.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from specgen.paths import Path


class Misfit(NamedTuple):
    """A leaf that its schema does not take."""

    path: Path
    message: str
    unknown: bool
    """The schema does not know the field; it says nothing about the value."""

    mend: str = "write what the kind's schema takes"


@cache
def folder() -> FilePath:
    """Where the schemas are: beside the package in a checkout, inside it in a wheel."""
    package = FilePath(__file__).resolve().parent.parent
    packed = package / "_schemas"
    return (packed if packed.is_dir() else package.parent / "schemas") / "manifests"


def file_name(api_version: str, kind: str) -> str:
    """`sparkoperator.k8s.io/sparkapplication_v1beta2.json`; the core group is called `core`."""
    group, _, version = api_version.rpartition("/")
    return f"{group or 'core'}/{kind.lower()}_{version}.json"


@cache
def schema(api_version: str, kind: str) -> dict[str, Any]:
    """The schema of a kind. Every kind that a target emits has one: a test holds them together."""
    text = (folder() / file_name(api_version, kind)).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def ordered(body: dict[str, Any]) -> dict[str, Any]:
    """The document with its keys in the schema's order; keys that it does not know come last."""
    root = schema(body["apiVersion"], body["kind"])
    out: dict[str, Any] = _in_order(body, root, root)
    return out


def _in_order(node: Any, place: dict[str, Any], root: dict[str, Any]) -> Any:
    place = _resolved(place, root)
    if isinstance(node, dict):
        known = place.get("properties")
        if known is None:
            return _open_map(node, place, root)
        out = {key: _in_order(node[key], known[key], root) for key in known if key in node}
        out.update((key, value) for key, value in node.items() if key not in known)
        return out
    if isinstance(node, list) and "items" in place:
        return [_in_order(item, place["items"], root) for item in node]
    return node


def _open_map(node: dict[str, Any], place: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """A map of the user's own keys, such as labels or conf: sorted, so that order never changes."""
    below = place.get("additionalProperties")
    if not isinstance(below, dict):
        return node
    return {key: _in_order(node[key], below, root) for key in sorted(node)}


def _resolved(place: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    ref = place.get("$ref")
    if ref is None:
        return place
    found: dict[str, Any] = root["$defs"][ref.rpartition("/")[2]]
    return found


@cache
def _validator(api_version: str, kind: str) -> Any:
    import jsonschema_rs  # noqa: PLC0415 - 20 ms, for those who check only

    return jsonschema_rs.validator_for(schema(api_version, kind))


def misfits(body: dict[str, Any]) -> Iterator[Misfit]:
    """What the schema of its kind does not take."""
    check = _validator(body["apiVersion"], body["kind"])
    if check.is_valid(body):
        return
    for error in check.iter_errors(body):
        yield from _told(error)


def _told(error: Any) -> Iterator[Misfit]:
    """An error of the validator in our words, at the field that is to blame."""
    path, kind = tuple(error.instance_path), error.kind
    if kind.name == "additionalProperties":
        for key in kind.unexpected:
            what = f"`{key}` is not a field that specgen knows here"
            yield Misfit((*path, key), what, unknown=True)
    elif kind.name == "required":
        yield Misfit((*path, kind.property), "it is required", unknown=False, mend="leave it there")
    elif kind.name == "anyOf":
        yield Misfit(path, "the value is of another type than any it may have", unknown=False)
    else:
        yield Misfit(path, error.message, unknown=False)
