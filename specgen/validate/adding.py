"""What a document that a user adds says about kinds: a CRD, a list of them, or a JSON Schema."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from specgen.names import is_subdomain
from specgen.refusal import Refused, printable
from specgen.validate.closing import Schema, closed, root
from specgen.validate.formats import FORMATS
from specgen.validate.reading import sound
from specgen.validate.schema import file_name

CRD = "CustomResourceDefinition"
_CRD_VERSION = "apiextensions.k8s.io/v1"
_KIND = re.compile(r"[A-Za-z][A-Za-z0-9]{0,62}")
_VERSION = re.compile(r"[a-z][a-z0-9]{0,62}")
_LISTS = ("List", f"{CRD}List")
_SCHEMA_WORDS = ("$schema", "properties", "$ref", "allOf")
CEL = "x-kubernetes-validations"


class Added(NamedTuple):
    """The schema of a kind, ready for the check."""

    api_version: str
    kind: str
    schema: Schema
    cel: int
    """How many rules in CEL it has, which the check does not evaluate."""

    @property
    def name(self) -> str:
        """How people call it."""
        return f"{self.kind} {self.api_version}"

    @property
    def file(self) -> str:
        """Where it lies below `schemas/manifests`."""
        return file_name(self.api_version, self.kind)


class Skipped(NamedTuple):
    """Something that is passed over, and why."""

    what: str
    why: str


Asked = tuple[str, str] | None
"""The apiVersion and kind that a plain JSON Schema is for, if somebody says so."""


def found_in(document: Any, asked: Asked = None) -> Iterator[Added | Skipped]:
    """The schemas in one document. Raises Refused for one that is not to be trusted."""
    if not isinstance(document, dict):
        yield Skipped("a document", "it is no map")
    elif isinstance(document.get("kind"), str) and isinstance(document.get("apiVersion"), str):
        yield from _of_object(document, asked)
    elif any(word in document for word in _SCHEMA_WORDS):
        yield from _of_schema(document, asked)
    else:
        yield Skipped("a document", f"it is neither a {CRD} nor a JSON Schema of one kind")


# --- CRDs -----------------------------------------------------------------------------------------


def _of_object(body: dict[str, Any], asked: Asked) -> Iterator[Added | Skipped]:
    kind, version = printable(body["kind"]), printable(body["apiVersion"])
    metadata = body.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    what = f"{kind} {printable(str(name))}" if name else kind
    if kind in _LISTS and isinstance(body.get("items"), list):
        for item in body["items"]:
            yield from found_in(item, asked)
    elif kind != CRD:
        yield Skipped(what, f"it is no {CRD}")
    elif version != _CRD_VERSION:
        yield Skipped(what, f"it is of {version}, and no cluster of today takes but {_CRD_VERSION}")
    elif asked is not None:
        yield Skipped(what, "it says itself what it is for; --for is of JSON Schemas")
    else:
        yield from _of_crd(body.get("spec"), what)


def _of_crd(spec: Any, what: str) -> Iterator[Added | Skipped]:
    if not isinstance(spec, dict) or not isinstance(spec.get("names"), dict):
        raise Refused(f"{what}: `spec` or `spec.names` is missing")
    if spec.get("preserveUnknownFields") is True:
        yield Skipped(what, "it keeps all unknown fields (spec.preserveUnknownFields)")
        return
    group, kind = spec.get("group"), spec["names"].get("kind")
    versions = spec.get("versions")
    if not isinstance(versions, list) or not versions:
        raise Refused(f"{what}: `spec.versions` is no list of versions")
    for one in versions:
        if not isinstance(one, dict):
            raise Refused(f"{what}: a version is no map")
        yield _of_version(group, kind, one, what)


def _of_version(group: Any, kind: Any, version: dict[str, Any], what: str) -> Added | Skipped:
    api_version = f"{group}/{version.get('name')}"
    _check_names(api_version, kind, core=False)
    if version.get("served") is not True:
        return Skipped(f"{kind} {api_version}", "the API server does not serve it")
    holder = version.get("schema")
    schema = holder.get("openAPIV3Schema") if isinstance(holder, dict) else None
    if schema is None:
        return Skipped(f"{kind} {api_version}", "it has no schema")
    return _added(api_version, kind, schema, what, structural=True)


def _added(api_version: str, kind: str, schema: Any, origin: str, *, structural: bool) -> Added:
    try:
        whole = sound(schema, references=not structural)
        body = closed(whole, FORMATS, structural=structural)
        made = root(api_version, kind, body, origin)
        _compiled(made)
    except Refused as refused:
        raise Refused(f"{kind} {api_version}: {refused.what}", refused.mend) from None
    return Added(api_version, kind, made, _rules(whole))


def _compiled(schema: Schema) -> None:
    """Make the check once, to see whether it can be made."""
    from specgen.validate.own import validator  # noqa: PLC0415 - it knows the validator, 20 ms

    validator(schema)


def _rules(node: Any) -> int:
    """How many rules in CEL a schema has."""
    if isinstance(node, list):
        return sum(map(_rules, node))
    if not isinstance(node, dict):
        return 0
    own = node.get(CEL)
    return (len(own) if isinstance(own, list) else 0) + sum(map(_rules, node.values()))


# --- JSON Schemas ---------------------------------------------------------------------------------


def _of_schema(schema: Schema, asked: Asked) -> Iterator[Added | Skipped]:
    kinds = [asked] if asked is not None else [*_kinds(schema)]
    if not kinds:
        yield Skipped("a JSON Schema", "it does not say what it is for; write --for v1/ConfigMap")
    for api_version, kind in dict.fromkeys(kinds):
        _check_names(api_version, kind, core=True)
        yield _added(api_version, kind, schema, "a JSON Schema", structural=False)


def _kinds(schema: Schema) -> Iterator[tuple[str, str]]:
    """What a schema is for: it says so itself, or by what it takes in apiVersion and kind."""
    marks = schema.get("x-kubernetes-group-version-kind")
    for mark in marks if isinstance(marks, list) else [marks]:
        if isinstance(mark, dict) and mark.keys() >= {"version", "kind"}:
            group = mark.get("group")
            yield f"{group}/{mark['version']}" if group else f"{mark['version']}", f"{mark['kind']}"
    if not marks:
        versions, kinds = _words(schema, "apiVersion"), _words(schema, "kind")
        yield from ((version, kind) for version in versions for kind in kinds)


def _words(schema: Schema, name: str) -> list[str]:
    fields = schema.get("properties")
    field = fields.get(name) if isinstance(fields, dict) else None
    if not isinstance(field, dict):
        return []
    words = field.get("enum") if isinstance(field.get("enum"), list) else [field.get("const")]
    return [word for word in words or () if isinstance(word, str)]


def _check_names(api_version: Any, kind: Any, *, core: bool) -> None:
    """Names that may stand in a path; raises Refused."""
    group, slash, version = str(api_version).rpartition("/")
    fits = is_subdomain(group) if slash else core
    if not fits or not _VERSION.fullmatch(version):
        raise Refused(f"`{printable(str(api_version))}` is no apiVersion")
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise Refused(f"`{printable(str(kind))}` is no kind")


def asked_for(text: str) -> tuple[str, str]:
    """What `--for` names: `v1/ConfigMap`, `karpenter.sh/v1/NodePool`; raises Refused."""
    api_version, slash, kind = text.rpartition("/")
    if not slash:
        raise Refused(f"`{printable(text)}` is no kind of an API", "write v1/ConfigMap")
    _check_names(api_version, kind, core=True)
    return api_version, kind
