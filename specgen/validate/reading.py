"""JSON Schemas that come from elsewhere: refused unless they are what the check can take.

Such a file may be part of a pull request of anybody: no reference leads out of it, nothing in it
can make the check slow, and what is not a schema is told with its place.
"""

from collections.abc import Iterator
from typing import Any

from specgen.paths import ABSENT, Path, at, text
from specgen.refusal import Refused
from specgen.validate.closing import NAMED, ONE, SEVERAL, Schema

MAX_NODES = 100_000
"""Schemas in a schema, references written out; the biggest CRD that is known has some 25,000."""
MAX_DEPTH = 200
"""How deep they may be nested, references written out."""

_NUMBERS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "multipleOf")
_NAMES = ("required", "x-kubernetes-list-map-keys")
_LISTS = ("enum", *_NAMES)
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
"""Words that lead elsewhere."""
_NEVER = (*REFERENCES[1:], "$anchor", "$dynamicAnchor", "$id")
_SAYS_NOTHING = frozenset(("title", "description", "default", "examples", "$comment"))


def sound(schema: Any, *, references: bool) -> Schema:
    """The schema of an object with its references written out, or none if there may be none.

    Raises Refused, with the place in the message.
    """
    if not isinstance(schema, dict):
        raise Refused("the schema is not a map")
    if schema.get("type", "object") != "object":
        raise Refused("the schema is no object's")
    out: Schema = _Reading(schema, references=references).read(
        {key: value for key, value in schema.items() if key != "$id"}, (), ()
    )
    return out


class _Reading:
    def __init__(self, root: Schema, *, references: bool) -> None:
        self.root = root
        self.references = references
        self.nodes = 0

    def read(self, node: Any, path: Path, by: tuple[str, ...]) -> Any:
        """A node and all below it; `by` are the references that led here."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Refused(f"it comes to more than {MAX_NODES} schemas")
        if len(path) > MAX_DEPTH:
            raise Refused(f"schemas are nested deeper than {MAX_DEPTH}")
        if isinstance(node, bool):
            return node
        if not isinstance(node, dict):
            raise _refused(path, "is no schema")
        _check_form(node, path)
        if "$ref" in node:
            return self.followed(node, path, by)
        return {**node, **dict(self.below(node, path, by))}

    def below(self, node: Schema, path: Path, by: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        """What the words that hold schemas come to."""
        for key in (*ONE, "additionalProperties"):
            if key in node:
                yield key, self.read(node[key], (*path, key), by)
        for key in SEVERAL:
            if key in node:
                each = enumerate(_a(list, node, key, path))
                yield key, [self.read(one, (*path, key, n), by) for n, one in each]
        for key in NAMED:
            if key in node:
                each = _a(dict, node, key, path).items()
                yield key, {name: self.read(one, (*path, key, name), by) for name, one in each}

    def followed(self, node: Schema, path: Path, by: tuple[str, ...]) -> Any:
        """What a reference comes to, together with what stands beside it."""
        ref = node["$ref"]
        if not self.references:
            raise _refused(path, "holds a $ref, which the API server refuses in a CRD")
        if not isinstance(ref, str) or not ref.startswith("#"):
            raise _refused(path, f"refers to {_short(ref)}, outside of this file")
        if ref in by:
            raise _refused(path, f"refers to itself by way of {_short(ref)}")
        target = at(self.root, _pointer(ref))
        if target is ABSENT:
            raise _refused(path, f"refers to {_short(ref)}, which is not there")
        out = self.read(target, path, (*by, ref))
        beside = {k: v for k, v in node.items() if k != "$ref" and k not in _SAYS_NOTHING}
        if not beside:
            return out
        return {**self.read(beside, path, by), "allOf": [*beside.get("allOf", ()), out]}


def _pointer(ref: str) -> Path:
    """The steps of a JSON pointer into maps; a list is never stepped into."""
    steps = ref.removeprefix("#").split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def _check_form(node: Schema, path: Path) -> None:
    """What later steps rely on; all else is refused when the check is made from the schema."""
    for key in (key for key in _NEVER if key in node):
        raise _refused(path, f"holds {key}, which is not used here")
    for key in (key for key in _NUMBERS if key in node):
        if isinstance(node[key], bool) or not isinstance(node[key], int | float):
            raise _refused((*path, key), "is no number")
    for key in (key for key in _LISTS if key in node):
        _a(list, node, key, path)
    for key in _NAMES:
        if not all(isinstance(one, str) for one in node.get(key, ())):
            raise _refused((*path, key), "is no list of names")


def _a(kind: type, node: Schema, key: str, path: Path) -> Any:
    if not isinstance(node[key], kind):
        raise _refused((*path, key), f"is no {'map' if kind is dict else 'list'}")
    return node[key]


def _refused(path: Path, what: str) -> Refused:
    return Refused(f"`{_short(text(path))}` {what}" if path else f"it {what}")


def _short(value: Any) -> str:
    words = str(value)
    return words if len(words) <= _LONGEST else f"…{words[-_LONGEST:]}"


_LONGEST = 100
