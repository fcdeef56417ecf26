"""Errors of the validator in our words, each at the field that is to blame.

jsonschema-rs tells of an error which keyword failed, at what value, against what limit, and for
`anyOf` and `oneOf` the errors of each branch. All that jsonschema (the pure one) would explain can
be told from that, so there is one validator and not two that may disagree.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from specgen.names import nearest
from specgen.paths import Path
from specgen.validate.misfit import LOOK, Misfit

_MOST_SHOWN = 12
"""Words of a choice that a message lists."""
_LONGEST = 60
"""Characters of a value that a message shows."""

TYPES = {
    "array": "a list", "boolean": "true or false", "integer": "a whole number", "null": "null",
    "number": "a number", "object": "a map", "string": "text",
}  # fmt: skip
"""The types of JSON Schema in words."""


def told(error: Any, root: dict[str, Any]) -> Iterator[Misfit]:
    """What an error comes to: one misfit, or one for each field that is not known.

    `error` is a ValidationError of jsonschema-rs, `root` the schema that it comes from.
    """
    path, kind = tuple(error.instance_path), error.kind
    if kind.name in ("additionalProperties", "unevaluatedProperties"):
        yield from _unknown(path, kind.unexpected, _fields(root, tuple(error.schema_path)[:-1]))
    elif kind.name in ("anyOf", "oneOf"):
        yield from _no_branch(error, root)
    elif kind.name == "required":
        yield Misfit((*path, kind.property), "it is required", unknown=False, mend="set it")
    elif kind.name == "pattern" and kind.pattern in (forms := dict(_forms(root))):
        what = f"{shown(error.instance)} does not have the form that it must have here"
        yield Misfit(path, what, unknown=False, mend=f"write {forms[kind.pattern]}")
    else:
        what, mend = _WORDS.get(kind.name, _as_it_is)(error)
        yield Misfit(path, what, False, *([mend] if mend else []))  # noqa: FBT003 - `unknown`


def _forms(node: Any) -> Iterator[tuple[str, str]]:
    """Each pattern below a place of a schema that says its form in words beside it."""
    if isinstance(node, dict) and {"pattern", "$comment"} <= node.keys():
        yield node["pattern"], node["$comment"]
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for one in below:
        yield from _forms(one)


def _unknown(path: Path, keys: Iterable[str], known: Iterable[str]) -> Iterator[Misfit]:
    for key in keys:
        near = nearest(key, known)
        mend = f"did you mean `{near}`?" if near else LOOK
        yield Misfit((*path, key), f"`{key}` is not a field here", unknown=True, mend=mend)


def _fields(root: dict[str, Any], path: Path) -> list[str]:
    """The fields that a schema declares at a path of it, as the validator goes there."""
    node: Any = root
    for step in path:
        if step == "$ref":
            node = root["$defs"][node["$ref"].rpartition("/")[2]]
        else:
            node = node.get(step) if isinstance(node, dict) else node[step]
        if not isinstance(node, dict | list):
            return []
    return list(node.get("properties", ())) if isinstance(node, dict) else []


# --- choices between schemas ----------------------------------------------------------------------


def _no_branch(error: Any, root: dict[str, Any]) -> Iterator[Misfit]:
    """A value that fits no branch is told by the branch that was nearest to it."""
    path, branches = tuple(error.instance_path), error.kind.context
    if not all(branches):
        what = "it takes several forms at once that exclude one another"
        yield Misfit(path, what, unknown=False, mend="keep the fields of one of them")
        return
    types = [one.kind.types for branch in branches for one in branch if _is_type(one, path)]
    if len(types) == len(branches):
        words = [word for some in types for word in some]
        yield Misfit(path, f"{shown(error.instance)} is not {_types(words)}", unknown=False)
        return
    missing = [one.kind.property for branch in branches for one in branch if _is_gap(one, path)]
    if len(missing) == sum(map(len, branches)):
        names = _listed(dict.fromkeys(f"`{one}`" for one in missing), "or")
        yield Misfit(path, f"{names} is required", unknown=False, mend="set one of them")
        return
    for one in max(branches, key=lambda branch: _nearness(branch, path)):
        yield from told(one, root)


def _is_type(error: Any, path: Path) -> bool:
    return error.kind.name == "type" and tuple(error.instance_path) == path


def _is_gap(error: Any, path: Path) -> bool:
    return error.kind.name == "required" and tuple(error.instance_path) == path


def _nearness(branch: list[Any], path: Path) -> tuple[bool, int, int]:
    """Of the right type before others, then wrong as deep as may be, then in few places."""
    depth = max(len(one.instance_path) for one in branch)
    return not any(_is_type(one, path) for one in branch), depth, -len(branch)


# --- words ----------------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """A value as a message says it."""
    if isinstance(value, dict | list):
        return "a map" if isinstance(value, dict) else "a list"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def _listed(words: Iterable[str], last: str) -> str:
    every = list(words)
    return f" {last} ".join(filter(None, (", ".join(every[:-1]), *every[-1:])))


def _types(words: Iterable[str]) -> str:
    return _listed(dict.fromkeys(TYPES.get(word, word) for word in words), "or")


def _of_type(error: Any) -> tuple[str, str]:
    value, types = error.instance, error.kind.types
    quote = 'put it in quotes: "…"' if "string" in types and _is_scalar(value) else ""
    return f"{shown(value)} is not {_types(types)}", quote


def _is_scalar(value: Any) -> bool:
    return isinstance(value, bool | int | float)


def _of_enum(error: Any) -> tuple[str, str]:
    words = [one if isinstance(one, str) else json.dumps(one) for one in error.kind.options]
    near = nearest(str(error.instance), words)
    listed = ", ".join(words[:_MOST_SHOWN]) + (", …" if len(words) > _MOST_SHOWN else "")
    return f"{shown(error.instance)} is none of {listed}", f"did you mean `{near}`?" if near else ""


def _of_not(error: Any) -> tuple[str, str]:
    schema = error.kind.schema
    names = schema.get("required", ()) if isinstance(schema, dict) else ()
    if names:
        listed = _listed((f"`{one}`" for one in names), "and")
        return f"{listed} may not be set here", "leave it out"
    return f"{shown(error.instance)} is ruled out here", ""


def _limit(words: str) -> Callable[[Any], tuple[str, str]]:
    return lambda error: (
        words.format(value=shown(error.instance), limit=error.kind.as_dict().get("limit")), "",
    )  # fmt: skip


def _as_it_is(error: Any) -> tuple[str, str]:
    text = error.message.replace("\n", " ")
    return text if len(text) <= 3 * _LONGEST else text[: 3 * _LONGEST] + "…", ""


_WORDS: dict[str, Callable[[Any], tuple[str, str]]] = {
    "type": _of_type,
    "enum": _of_enum,
    "const": lambda e: (f"{shown(e.instance)} must be {shown(e.kind.expected_value)}", ""),
    "pattern": lambda e: (f"{shown(e.instance)} does not match {e.kind.pattern}", ""),
    "format": lambda e: (f"{shown(e.instance)} is no {e.kind.format}", ""),
    "not": _of_not,
    "falseSchema": lambda _: ("it may not be set here", "leave it out"),
    "minimum": _limit("{value} is less than {limit}"),
    "maximum": _limit("{value} is more than {limit}"),
    "exclusiveMinimum": _limit("{value} is not more than {limit}"),
    "exclusiveMaximum": _limit("{value} is not less than {limit}"),
    "multipleOf": lambda e: (f"{shown(e.instance)} is no multiple of {e.kind.multiple_of}", ""),
    "minLength": _limit("{value} is shorter than {limit} characters"),
    "maxLength": _limit("{value} is longer than {limit} characters"),
    "minItems": _limit("the list has fewer than {limit} items"),
    "maxItems": _limit("the list has more than {limit} items"),
    "uniqueItems": lambda _: ("an item stands twice in the list", "keep one of them"),
    "minProperties": _limit("the map has fewer than {limit} fields"),
    "maxProperties": _limit("the map has more than {limit} fields"),
    "propertyNames": lambda e: (f"a name is refused: {_as_it_is(e)[0]}", ""),
}
"""What a failed keyword says, and how to mend it where more can be said than usual."""
