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
    out: dict[str, Any] = _order(body["apiVersion"], body["kind"]).put(body)
    return out


@cache
def _order(api_version: str, kind: str) -> "_Order":
    root = schema(api_version, kind)
    return _Order(root, root)


class _Order:
    """The order of keys at one place of a schema, and below it.

    The many objects of a kind mostly have the same keys; their order is worked out once for each
    set of keys.
    """

    __slots__ = ("children", "every", "known", "place", "root", "seen")

    def __init__(self, place: dict[str, Any], root: dict[str, Any]) -> None:
        ref = place.get("$ref")
        self.place = place if ref is None else root["$defs"][ref.rpartition("/")[2]]
        self.root = root
        self.known: dict[str, Any] | None = self.place.get("properties")
        self.children: dict[str, _Order] = {}
        self.seen: dict[tuple[str, ...], tuple[tuple[str, _Order | None], ...]] = {}
        every = self.place.get("items") or self.place.get("additionalProperties")
        self.every = _Order(every, root) if isinstance(every, dict) else None

    def put(self, node: Any) -> Any:
        """A node of a document in order."""
        if type(node) is dict:
            return self._map(node)
        if type(node) is list and self.every is not None:
            return [self.every.put(item) for item in node]
        return node

    def _map(self, node: dict[str, Any]) -> dict[str, Any]:
        """A map of declared keys; one of the user's own, such as labels or conf, is sorted."""
        if self.known is None:
            below = self.every
            return node if below is None else {key: below.put(node[key]) for key in sorted(node)}
        keys = tuple(node)
        order = self.seen.get(keys)
        if order is None:
            order = self.seen[keys] = self._sorted(self.known, node)
        return {key: node[key] if below is None else below.put(node[key]) for key, below in order}

    def _sorted(
        self, known: dict[str, Any], node: dict[str, Any]
    ) -> tuple[tuple[str, "_Order | None"], ...]:
        first = [(key, self._child(known[key], key)) for key in known if key in node]
        return (*first, *((key, None) for key in node if key not in known))

    def _child(self, place: dict[str, Any], key: str) -> "_Order | None":
        """The order below a key; None: there is nothing to put in order."""
        if place.keys().isdisjoint(("$ref", "properties", "additionalProperties", "items")):
            return None
        return self.children.setdefault(key, _Order(place, self.root))


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
        yield from _told(error, schema(body["apiVersion"], body["kind"]))


def _told(error: Any, root: dict[str, Any]) -> Iterator[Misfit]:
    """An error of the validator in our words, at the field that is to blame."""
    path, kind = tuple(error.instance_path), error.kind
    if kind.name == "additionalProperties":
        for key in kind.unexpected:
            what = f"`{key}` is not a field that specgen knows here"
            yield Misfit((*path, key), what, unknown=True)
    elif kind.name == "required":
        yield Misfit((*path, kind.property), "it is required", unknown=False, mend="leave it there")
    elif kind.name == "anyOf":
        what = "the value is none of those that it may be: another type, or another form"
        yield Misfit(path, what, unknown=False)
    elif kind.name == "pattern":
        what = "the value does not have the form that it must have here"
        yield Misfit(path, what, unknown=False, mend=f"write {_in_words(kind.pattern, root)}")
    else:
        yield Misfit(path, error.message, unknown=False)


def _in_words(pattern: str, root: dict[str, Any]) -> str:
    """What the schema says beside a pattern."""
    return dict(_forms(root)).get(pattern, f"what fits `{pattern}`")


def _forms(node: Any) -> Iterator[tuple[str, str]]:
    """Each pattern below a place of a schema, and its form in words."""
    if isinstance(node, dict) and {"pattern", "$comment"} <= node.keys():
        yield node["pattern"], node["$comment"]
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for one in below:
        yield from _forms(one)
