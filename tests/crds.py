"""CustomResourceDefinitions for tests."""

import json
from typing import Any

Body = dict[str, Any]

TEXT: Body = {"type": "string"}
KEEPS: Body = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def fields(**properties: Body) -> Body:
    """The schema of a map with these fields."""
    return {"type": "object", "properties": properties}


def crd(
    schema: Any,
    kind: str = "Widget",
    group: str = "example.com",
    version: str = "v1",
    **more: Any,
) -> Body:
    """The definition of a kind in one version; `more` are further fields of that version."""
    held = {"name": version, "served": True, "schema": {"openAPIV3Schema": schema}, **more}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.lower()}s.{group}"},
        "spec": {"group": group, "names": {"kind": kind}, "versions": [held]},
    }


def application(spec: Body) -> Body:
    """The definition of the Spark operator's application, with this schema of its spec."""
    schema = {"type": "object", "properties": {"spec": spec}}
    return crd(schema, "SparkApplication", "sparkoperator.k8s.io", "v1beta2")


def as_file(*documents: Body) -> str:
    """A file with these documents."""
    return "".join(f"---\n{json.dumps(one)}\n" for one in documents)
