"""Schemas of a user's own cluster as the check takes them: closed, and without references.

What the API server does with a field that a CRD does not declare is to drop it without a word; here
such a field is refused. Where it keeps unknown fields, nothing is said about them. What it drops:
`pkg/apiserver/schema/pruning/algorithm.go` of kubernetes/apiextensions-apiserver, read 2026-11-21.
"""

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]

COPIED = (
    "type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
    "minProperties", "maxProperties", "required", "dependentRequired",
)  # fmt: skip
"""Words that hold a value or names, no schema; of other words nothing is kept but what is below."""

ONE = ("items", "not", "if", "then", "else", "contains", "propertyNames")
"""Words that hold a schema."""
SEVERAL = ("allOf", "anyOf", "oneOf", "prefixItems")
"""Words that hold a list of schemas."""
NAMED = ("properties", "patternProperties", "dependentSchemas")
"""Words that hold a map of schemas."""
IN_PLACE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
"""Words whose schemas speak of the same value again, and not of what is below it."""

_HOLDERS = (*NAMED, *SEVERAL, *ONE, "additionalProperties")

ADDED = "by: specgen schema add"
"""What the comment of a schema ends with that a user added; specgen's own have none."""

_KEEPS = "x-kubernetes-preserve-unknown-fields"

INTEGERS = {"int32": 2**31, "int64": 2**63}
"""Formats of whole numbers: the first value beyond them. The API server holds numbers against them:
https://github.com/kubernetes/kube-openapi/blob/master/pkg/validation/validate/values.go
(IsValueValidAgainstRange), read 2026-11-21."""

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "object", "additionalProperties": _TEXT}
_OWNER: Schema = {
    "type": "object",
    "properties": {
        "apiVersion": _TEXT, "kind": _TEXT, "name": _TEXT, "uid": _TEXT,
        "controller": {"type": "boolean"}, "blockOwnerDeletion": {"type": "boolean"},
    },
    "required": ["apiVersion", "kind", "name", "uid"],
    "additionalProperties": False,
}  # fmt: skip
METADATA: Schema = {
    "type": "object",
    "properties": {
        "name": _TEXT, "generateName": _TEXT, "namespace": _TEXT,
        "labels": _TEXTS, "annotations": _TEXTS,
        "finalizers": {"type": "array", "items": _TEXT},
        "ownerReferences": {"type": "array", "items": _OWNER},
    },
    "additionalProperties": False,
}  # fmt: skip
"""What a person may set in the metadata of any object; the API server checks it by its own type,
whatever a CRD says of it:
https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ (2026-11-21)."""


def closed(schema: Any, formats: Iterable[str], *, structural: bool, inside: bool = False) -> Any:
    """A schema as the check takes it.

    `structural`: it is of a CRD, where a map without fields has none, a missing field with a
    default is set before the check, and below `anyOf` and its like (`inside`) no field is declared.
    """
    if not isinstance(schema, dict):
        return schema
    return _Closing(frozenset(formats), structural).closed(schema, inside=inside)


class _Closing:
    def __init__(self, formats: frozenset[str], structural: bool) -> None:  # noqa: FBT001
        self.formats = formats
        self.structural = structural

    def closed(self, node: Any, *, inside: bool = False) -> Any:
        """A node and what is below; `inside`: what surrounds it closes the map, or leaves it."""
        if not isinstance(node, dict):
            return node
        out: Schema = {key: node[key] for key in COPIED if key in node}
        _numbers(out, node)
        self._format(out, node)
        self._below(out, node, inside=inside)
        _types(out, node)
        if node.get("x-kubernetes-embedded-resource") is True:
            _embed(out)
        if node.get("x-kubernetes-list-type") == "set":
            out["uniqueItems"] = True
        if node.get("x-kubernetes-list-type") == "map" and node.get("x-kubernetes-list-map-keys"):
            out["x-kubernetes-list-map-keys"] = node["x-kubernetes-list-map-keys"]
        if self.structural:
            _without_defaults(out, node)
        if not inside:
            self._close(out, node)
        return out

    def _format(self, out: Schema, node: Schema) -> None:
        """The API server passes over a format that it does not know, and so do we."""
        name = node.get("format")
        beyond = INTEGERS.get(name) if isinstance(name, str) else None
        if beyond is not None and node.get("type") == "integer":
            out["minimum"] = max(out.get("minimum", -beyond), -beyond)
            out["maximum"] = min(out.get("maximum", beyond - 1), beyond - 1)
        elif name in self.formats and node.get("type", "string") == "string":
            out["format"] = name

    def _below(self, out: Schema, node: Schema, *, inside: bool) -> None:
        if node.get(_KEEPS) is True and isinstance(node.get("items"), dict):
            node = {**node, "items": {**node["items"], _KEEPS: True}}  # it holds for the items, too
        for key in (key for key in _HOLDERS if key in node):
            deep = inside or key in IN_PLACE
            value = node[key]
            if key in SEVERAL:
                out[key] = [self.closed(one, inside=deep) for one in value]
            elif key in NAMED:
                out[key] = {name: self.closed(one, inside=deep) for name, one in value.items()}
            else:
                out[key] = self.closed(value, inside=deep)

    def _close(self, out: Schema, node: Schema) -> None:
        """Refuse unknown fields, unless the schema itself says what becomes of them."""
        if node.get(_KEEPS) is True:
            out.pop("additionalProperties", None)
        elif _is_map(out) and not self._says(node) and (self.structural or _has_fields(out)):
            composed = not self.structural and any(key in out for key in IN_PLACE)
            out["unevaluatedProperties" if composed else "additionalProperties"] = False

    def _says(self, node: Schema) -> bool:
        """Whether a schema says what other fields may be; a CRD's bare false says nothing more."""
        if self.structural:
            return bool(node.get("additionalProperties"))
        return not {"additionalProperties", "unevaluatedProperties"}.isdisjoint(node)


def _is_map(out: Schema) -> bool:
    kinds = out.get("type")
    return "object" in kinds if isinstance(kinds, list) else kinds in ("object", None)


def _has_fields(node: Any) -> bool:
    """Whether fields are declared for a value, here or by a schema that is combined with it."""
    if not isinstance(node, dict):
        return False
    several = (one for key in SEVERAL if key in IN_PLACE for one in node.get(key, ()))
    single = (node[key] for key in ONE if key in IN_PLACE and key != "not" and key in node)
    return bool(node.get("properties")) or any(map(_has_fields, (*several, *single)))


def _numbers(out: Schema, node: Schema) -> None:
    """Draft 4, which CRDs follow, marks a bound as exclusive; later drafts give it instead."""
    for bound, exclusive in (
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ):
        if isinstance(node.get(exclusive), bool):
            out.pop(exclusive)
            if node[exclusive] and bound in node:
                out[exclusive] = out.pop(bound)


def _types(out: Schema, node: Schema) -> None:
    """Types that have a word of their own in a CRD."""
    if node.get("x-kubernetes-int-or-string") is True:
        out["type"] = ["integer", "string"]
        if out.get("anyOf") == [{"type": "integer"}, {"type": "string"}]:
            del out["anyOf"]
    if node.get("nullable") is True and "type" in out:
        types = out["type"] if isinstance(out["type"], list) else [out["type"]]
        out["type"] = [*types, "null"]


def _embed(out: Schema) -> None:
    """A whole object inside of another has what every object has."""
    fields = out.setdefault("properties", {})
    out["properties"] = {"apiVersion": _TEXT, "kind": _TEXT, **fields, "metadata": METADATA}
    out["required"] = sorted({*out.get("required", ()), "apiVersion", "kind"})


def _without_defaults(out: Schema, node: Schema) -> None:
    """Defaults are set before the schema is held against an object: none of them is missing."""
    fields = node.get("properties", {})
    given = {name for name, one in fields.items() if isinstance(one, dict) and "default" in one}
    if given and "required" in out:
        out["required"] = [name for name in out["required"] if name not in given]


def root(api_version: str, kind: str, body: Schema, origin: str) -> Schema:
    """The schema of an object, with the fields that every object has.

    `origin` says where it comes from; it stands in the file, so that a reader knows.
    """
    fields = dict(body.get("properties", {}))
    fields.pop("apiVersion", None), fields.pop("kind", None)
    metadata = _metadata(fields.pop("metadata", None))
    required = {*body.get("required", ()), "apiVersion", "kind", "metadata"}
    own = {"apiVersion": {"const": api_version}, "kind": {"const": kind}, "metadata": metadata}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"{origin}; {ADDED}",
        **body,
        "type": "object",
        "properties": {**own, **fields},
        "required": sorted(required),
    }


def _metadata(given: Any) -> Schema:
    """Metadata, with what a CRD may say of it: what names look like."""
    names = given.get("properties", {}) if isinstance(given, dict) else {}
    own = {key: {**_TEXT, **names[key]} for key in ("name", "generateName") if key in names}
    return {**METADATA, "properties": {**METADATA["properties"], **own}, "required": ["name"]}
