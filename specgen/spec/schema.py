"""The JSON Schema for editors: one for all kinds, chosen by `kind`, with the text under each field.

Nothing is required but kind and name, so that an overlay of two lines is not red; null is allowed
wherever it takes a lower layer's value away.
"""

from typing import Any

from pydantic.json_schema import models_json_schema

from specgen.merging import Shape
from specgen.spec.base import PartOf, SpecModel
from specgen.spec.docs import field_docs
from specgen.spec.kinds import KINDS
from specgen.spec.shapes import shape_of

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest draft that editors' YAML servers all read."""

_REFS = "#/definitions/{model}"


def editor_schema() -> dict[str, Any]:
    """The schema of a spec file's documents."""
    definitions = _definitions()
    for kind in KINDS:
        definitions[kind] = _top(definitions[kind], kind)
    job = definitions["SparkJob"]
    profile = definitions["SparkProfile"]
    definitions["SparkProfile"] = {
        **profile,
        "properties": {**_shared(job), **profile["properties"]},
    }
    definitions["SparkJobPart"] = {**_part(job), "properties": _shared(job)}
    definitions["SparkJobOnCluster"] = _part(job)
    for kind in ("Team", "Cluster"):
        definitions[f"{kind}Part"] = _part(definitions[kind])
    chosen = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"$ref": f"#/definitions/{kind}"},
        }
        for kind in KINDS
    ]
    return {
        "$schema": DRAFT,
        "title": "specgen",
        "description": "A document of a specgen project.",
        "type": ["object", "null"],
        "required": ["kind", "name"],
        "properties": {"kind": {"enum": list(KINDS)}},
        "allOf": chosen,
        "definitions": definitions,
    }


def kind_schema(kind: str) -> dict[str, Any]:
    """The schema of one kind."""
    whole = editor_schema()
    return {"$schema": DRAFT, "$ref": f"#/definitions/{kind}", "definitions": whole["definitions"]}


def _definitions() -> dict[str, Any]:
    """Every model by name, loosened for layers and with its texts."""
    models = list(KINDS.values())
    _, raw = models_json_schema([(model, "validation") for model in models], ref_template=_REFS)
    named: dict[str, Any] = {m.__name__: m for m in _all_models()}
    return {name: _loosened(body, named.get(name)) for name, body in sorted(raw["$defs"].items())}


def _all_models(base: type[SpecModel] = SpecModel) -> list[type[SpecModel]]:
    below = [model for one in base.__subclasses__() for model in _all_models(one)]
    return [*base.__subclasses__(), *below]


def _loosened(body: dict[str, Any], model: type[SpecModel] | None) -> dict[str, Any]:
    """A model's schema: nothing required, null allowed, described by our texts."""
    if "properties" not in body:
        return body
    docs = field_docs(model) if model else {}
    names = (
        {(info.alias or name): name for name, info in model.model_fields.items()} if model else {}
    )
    parts = _parts(model) if model else {}
    properties = {
        key: _described(_nullable(parts.get(key, _plain(value))), docs.get(names.get(key, key), ""))
        for key, value in body["properties"].items()
    }
    return {
        "type": "object",
        "description": body.get("description", ""),
        "properties": properties,
        "additionalProperties": False,
    }


def _parts(model: type[SpecModel]) -> dict[str, dict[str, Any]]:
    """Fields that hold parts of other objects, by alias: a reference to what may stand there."""
    out: dict[str, dict[str, Any]] = {}
    for info in model.model_fields.values():
        part = next((mark for mark in info.metadata if isinstance(mark, PartOf)), None)
        if part is not None:
            out[str(info.alias)] = {"$ref": f"#/definitions/{part.kind}Part"}
    if "per_cluster" in model.model_fields:
        name = "SparkJobOnCluster" if model.__name__ == "SparkJob" else f"{model.__name__}Part"
        out["perCluster"] = {
            "type": "object",
            "additionalProperties": {"$ref": f"#/definitions/{name}"},
        }
    return out


def _plain(node: Any) -> Any:
    """Without the titles that pydantic makes of field names."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _plain(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
    }


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    if any(one == {"type": "null"} for one in node.get("anyOf", ())):
        return {key: value for key, value in node.items() if key != "default"}
    given = node.get("default")
    told = given["text"] if isinstance(given, dict) and given.keys() == {"text"} else given
    default = {"default": told} if isinstance(told, str | int) else {}
    rest = {key: value for key, value in node.items() if key != "default"}
    return {"anyOf": [rest, {"type": "null"}], **default}


def _described(node: dict[str, Any], text: str) -> dict[str, Any]:
    return {"description": text, **{k: v for k, v in node.items() if k != "description"}}


def _top(body: dict[str, Any], kind: str) -> dict[str, Any]:
    """A kind: kind and name are required, `remove` may stand, parts are those of their kind."""
    properties = dict(body["properties"])
    if kind != "Project":
        properties["remove"] = {
            "description": "Removes what lower layers say of it.",
            "const": True,
        }
    properties["kind"] = {"const": kind, "description": f"Always `{kind}`."}
    return {**body, "required": ["kind", "name"], "properties": properties}


def _part(body: dict[str, Any]) -> dict[str, Any]:
    """A part of an object: its fields, without those that say which object it is."""
    properties = {
        k: v for k, v in body["properties"].items() if k not in ("kind", "name", "remove")
    }
    return {key: value for key, value in body.items() if key != "required"} | {
        "properties": properties
    }


def _shared(job: dict[str, Any]) -> dict[str, Any]:
    """What profiles and defaults may set: a job's fields without those that make it what it is."""
    shape: Shape = shape_of("SparkJob")
    return {
        key: value
        for key, value in job["properties"].items()
        if key not in _NOT_SHARED and not shape.at(key).job_only
    }


_NOT_SHARED = ("kind", "name", "remove", "clusters", "activeOn")
