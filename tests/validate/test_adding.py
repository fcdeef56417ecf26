"""What a document says about kinds: added, passed over with a reason, or refused."""

from typing import Any

import pytest

from specgen.refusal import Refused
from specgen.validate.adding import Added, Skipped, asked_for, found_in
from tests.crds import TEXT, crd, fields

SCHEMA = fields(spec=fields(a=TEXT))
FOR = {"x-kubernetes-group-version-kind": [{"group": "example.com", "version": "v1", "kind": "A"}]}


def with_version(version: Any) -> Any:
    """A definition with a version more."""
    out = crd(SCHEMA)
    out["spec"]["versions"].append(version)
    return out


def names(document: Any, asked: Any = None) -> list[str]:
    """What was found, in short."""
    return [
        one.name if isinstance(one, Added) else f"{one.what}: {one.why}"
        for one in found_in(document, asked)
    ]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        pytest.param(crd(SCHEMA), ["Widget example.com/v1"], id="a definition"),
        pytest.param(
            with_version({"name": "v2", "served": True, "schema": {"openAPIV3Schema": SCHEMA}}),
            ["Widget example.com/v1", "Widget example.com/v2"],
            id="of two versions",
        ),
        pytest.param(
            with_version({"name": "v1beta1", "served": False}),
            [
                "Widget example.com/v1",
                "Widget example.com/v1beta1: the API server does not serve it",
            ],
            id="a version that is not served",
        ),
        pytest.param(
            with_version({"name": "v2", "served": True}),
            ["Widget example.com/v1", "Widget example.com/v2: it has no schema"],
            id="a version without a schema",
        ),
        pytest.param(
            {"apiVersion": "v1", "kind": "List", "items": [crd(SCHEMA), crd(SCHEMA, "Gadget")]},
            ["Widget example.com/v1", "Gadget example.com/v1"],
            id="as kubectl gives several",
        ),
        pytest.param(
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}},
            ["Service a: it is no CustomResourceDefinition"],
            id="another object",
        ),
        pytest.param(
            {**crd(SCHEMA), "apiVersion": "apiextensions.k8s.io/v1beta1"},
            [
                (
                    "CustomResourceDefinition widgets.example.com: it is of "
                    "apiextensions.k8s.io/v1beta1, and no cluster of today takes but "
                    "apiextensions.k8s.io/v1"
                )
            ],
            id="a definition of old",
        ),
        pytest.param(
            {**SCHEMA, **FOR}, ["A example.com/v1"], id="a JSON Schema that names its kind"
        ),
        pytest.param(
            {
                **fields(
                    apiVersion={"enum": ["example.com/v1", "example.com/v2"]}, kind={"const": "A"}
                )
            },
            ["A example.com/v1", "A example.com/v2"],
            id="one that takes two versions",
        ),
        pytest.param(
            SCHEMA,
            ["a JSON Schema: it does not say what it is for; write --for v1/ConfigMap"],
            id="one that does not say",
        ),
        pytest.param(
            {"definitions": {}},
            ["a document: it is neither a CustomResourceDefinition nor a JSON Schema of one kind"],
            id="something else",
        ),
        pytest.param(None, ["a document: it is no map"], id="nothing"),
    ],
)
def test_what_is_found(document: Any, found: list[str]) -> None:
    assert names(document) == found


def test_who_asks_says_what_a_json_schema_is_for() -> None:
    assert names(SCHEMA, asked_for("v1/ConfigMap")) == ["ConfigMap v1"]
    assert names({**SCHEMA, **FOR}, asked_for("x.io/v1/B")) == ["B x.io/v1"]
    (skipped,) = found_in(crd(SCHEMA), asked_for("v1/ConfigMap"))
    assert isinstance(skipped, Skipped)
    assert "--for is of JSON Schemas" in skipped.why


def test_rules_in_cel_are_counted_and_left_out() -> None:
    rules = [{"rule": "has(self.a)"}, {"rule": "self.a != ''"}]
    ruled = fields(spec={**fields(a=TEXT), "x-kubernetes-validations": rules})
    (added,) = found_in(crd(ruled))
    assert isinstance(added, Added)
    assert added.cel == 2
    assert "validations" not in str(added.schema)


def test_the_schema_says_where_it_is_from_and_no_word_of_a_path() -> None:
    (added,) = found_in(crd(SCHEMA))
    assert isinstance(added, Added)
    assert added.file == "example.com/widget_v1.json"
    assert added.schema["$comment"] == (
        "CustomResourceDefinition widgets.example.com; by: specgen schema add"
    )


@pytest.mark.parametrize(
    ("document", "words"),
    [
        pytest.param(crd({"$ref": "http://127.0.0.1:1/x"}), "$ref", id="a remote reference"),
        pytest.param(crd({"properties": 1}), "is no map", id="no schema"),
        pytest.param(crd({"type": "string"}), "no object's", id="of a text"),
        pytest.param(crd(fields(a={"type": "strnig"})), "is no schema", id="no type"),
        pytest.param(crd(fields(a={"pattern": "("})), "is no schema", id="no pattern"),
        pytest.param(crd(fields(a={"pattern": "(?=a)"})), "is no schema", id="no pattern of Go"),
        pytest.param(crd(fields(a={"pattern": "(a{999}){999}"})), "is no schema", id="a big one"),
        pytest.param(crd(SCHEMA, group="../x"), "is no apiVersion", id="a group that leads out"),
        pytest.param(crd(SCHEMA, group="A_b"), "is no apiVersion", id="no group"),
        pytest.param(crd(SCHEMA, version="../v1"), "is no apiVersion", id="a version"),
        pytest.param(crd(SCHEMA, version="v1.0"), "is no apiVersion", id="no version"),
        pytest.param(crd(SCHEMA, kind="../Widget"), "is no kind", id="a kind that leads out"),
        pytest.param({**crd(SCHEMA), "spec": 3}, "`spec.names` is missing", id="no spec"),
        pytest.param(
            {**crd(SCHEMA), "spec": {"names": {}, "versions": {}}}, "no list", id="no versions"
        ),
        pytest.param(
            {**crd(SCHEMA), "spec": {"names": {}, "versions": [1]}},
            "is no map",
            id="no version map",
        ),
    ],
)
def test_what_is_refused(document: Any, words: str) -> None:
    with pytest.raises(Refused) as refused:
        list(found_in(document))
    assert words in refused.value.what
    assert "\n" not in refused.value.what


@pytest.mark.parametrize("text", ["ConfigMap", "v1/", "/ConfigMap", "../v1/A", "a b/v1/A"])
def test_what_for_does_not_name_a_kind(text: str) -> None:
    with pytest.raises(Refused):
        asked_for(text)
