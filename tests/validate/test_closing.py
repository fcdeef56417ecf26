"""Schemas as the check takes them: what each word of a CRD comes to."""

from typing import Any

import pytest

from specgen.validate.closing import closed, root
from specgen.validate.formats import FORMATS
from specgen.validate.own import validator
from tests.crds import KEEPS, TEXT, fields

EITHER = [{"type": "integer"}, {"type": "string"}]
PORT = {"x-kubernetes-int-or-string": True}
ONE_OF = {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}


@pytest.mark.parametrize(
    ("schema", "fitting", "unfit"),
    [
        pytest.param(fields(a=TEXT), [{}, {"a": "x"}], [{"b": 1}, {"a": 1}], id="closed"),
        pytest.param(
            fields(a=fields(b=TEXT)), [{"a": {"b": "x"}}], [{"a": {"c": "x"}}], id="at depth"
        ),
        pytest.param(
            {"type": "array", "items": fields(a=TEXT)}, [[{"a": "x"}]], [[{"b": "x"}]], id="items"
        ),
        pytest.param({"type": "object"}, [{}], [{"a": 1}], id="a map without fields has none"),
        pytest.param(KEEPS, [{"a": {"b": 1}}], ["x"], id="unknown fields are kept"),
        pytest.param(
            {**KEEPS, "properties": {"a": fields(b=TEXT)}},
            [{"x": 1, "a": {}}],
            [{"a": {"x": 1}}],
            id="but not below a known one",
        ),
        pytest.param(
            {**KEEPS, "type": "array", "items": fields(a=TEXT)},
            [[{"x": 1}]],
            [{}],
            id="kept in a list's items",
        ),
        pytest.param(
            {"type": "object", "additionalProperties": TEXT},
            [{"a": "x"}],
            [{"a": 1}],
            id="a map of text",
        ),
        pytest.param(
            {"type": "object", "additionalProperties": True}, [{"a": [1]}], [1], id="a free map"
        ),
        pytest.param(PORT, [80, "http"], [1.5, True, {}], id="a number or text"),
        pytest.param({**PORT, "anyOf": EITHER}, [80, "http"], [1.5], id="said twice"),
        pytest.param({"type": "string", "nullable": True}, [None, "x"], [1], id="nullable"),
        pytest.param(TEXT, ["x"], [None], id="not nullable"),
        pytest.param(
            {"type": "integer", "format": "int32"}, [2**31 - 1, -(2**31)], [2**31], id="int32"
        ),
        pytest.param({"type": "integer", "format": "int64"}, [2**31], [2**63], id="int64"),
        pytest.param({**TEXT, "format": "ipv4"}, ["10.0.0.1"], ["10"], id="a known format"),
        pytest.param({**TEXT, "format": "marzipan"}, ["10"], [1], id="an unknown format"),
        pytest.param(
            {"type": "integer", "maximum": 3, "exclusiveMaximum": True}, [2], [3], id="exclusive"
        ),
        pytest.param(
            {"type": "integer", "maximum": 3, "exclusiveMaximum": False}, [3], [4], id="inclusive"
        ),
        pytest.param(
            {**fields(a={**TEXT, "default": "x"}, b=TEXT), "required": ["a", "b"]},
            [{"b": "x"}],
            [{"a": "x"}],
            id="a default is no gap",
        ),
        pytest.param(
            {**fields(a=TEXT, b=TEXT), **ONE_OF},
            [{"a": "x"}],
            [{}, {"a": "x", "b": "x"}, {"a": "x", "c": 1}],
            id="what is combined declares no fields",
        ),
        pytest.param(
            {**fields(a=TEXT), "x-kubernetes-embedded-resource": True},
            [{"apiVersion": "v1", "kind": "A", "metadata": {"labels": {"a": "b"}}, "a": "x"}],
            [{"a": "x"}, {"apiVersion": "v1", "kind": "A", "metadata": {"label": 1}}],
            id="a whole object",
        ),
        pytest.param(
            {"type": "array", "items": TEXT, "x-kubernetes-list-type": "set"},
            [["a", "b"]],
            [["a", "a"]],
            id="a set",
        ),
        pytest.param(
            {
                "type": "array",
                "items": fields(n=TEXT, v=TEXT),
                "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["n"],
            },
            [[{"n": "a", "v": "x"}, {"n": "b"}]],
            [[{"n": "a", "v": "x"}, {"n": "a"}]],
            id="a keyed list",
        ),
    ],
)
def test_what_a_crds_schema_takes(schema: Any, fitting: list[Any], unfit: list[Any]) -> None:
    check = validator(closed(schema, FORMATS, structural=True))
    assert [check.is_valid(one) for one in fitting] == [True] * len(fitting)
    assert [check.is_valid(one) for one in unfit] == [False] * len(unfit)


@pytest.mark.parametrize(
    ("schema", "fitting", "unfit"),
    [
        pytest.param(fields(a=TEXT), [{"a": "x"}], [{"b": 1}], id="closed"),
        pytest.param({"type": "object"}, [{"a": 1}], [1], id="a map of which nothing is said"),
        pytest.param(
            {**fields(a=TEXT), "additionalProperties": True}, [{"b": 1}], [{"a": 1}], id="open"
        ),
        pytest.param(
            {"allOf": [fields(a=TEXT), fields(b=TEXT)]},
            [{"a": "x", "b": "x"}],
            [{"c": "x"}],
            id="combined of two",
        ),
        pytest.param(
            {"anyOf": [fields(a=TEXT), TEXT]}, [{"a": "x"}, "x"], [{"b": "x"}], id="one of two"
        ),
        pytest.param(
            {**fields(a={**TEXT, "default": "x"}), "required": ["a"]},
            [{"a": "x"}],
            [{}],
            id="a default is a note to readers",
        ),
        pytest.param(
            {"if": {"required": ["a"]}, "then": {"required": ["b"]}, **fields(a=TEXT, b=TEXT)},
            [{}, {"a": "x", "b": "x"}],
            [{"a": "x"}, {"c": 1}],
            id="conditional",
        ),
    ],
)
def test_what_a_json_schema_takes(schema: Any, fitting: list[Any], unfit: list[Any]) -> None:
    check = validator(closed(schema, FORMATS, structural=False))
    assert [check.is_valid(one) for one in fitting] == [True] * len(fitting)
    assert [check.is_valid(one) for one in unfit] == [False] * len(unfit)


def test_an_object_has_what_all_objects_have() -> None:
    own = fields(metadata=fields(name={**TEXT, "maxLength": 3}), spec=fields(a=TEXT))
    body = closed(own, FORMATS, structural=True)
    check = validator(root("example.com/v1", "Widget", body, "a test"))

    def takes(metadata: Any, version: str = "example.com/v1", kind: str = "Widget") -> bool:
        valid: bool = check.is_valid({"apiVersion": version, "kind": kind, "metadata": metadata})
        return valid

    assert takes({"name": "abc", "namespace": "x", "labels": {"a": "b"}})
    assert not takes({"name": "abcd"})
    assert not takes({"labels": {}})
    assert not takes({"name": "abc", "label": {}})
    assert not takes({"name": "abc", "labels": {"a": 1}})
    assert not takes({"name": "abc"}, version="example.com/v2")
    assert not takes({"name": "abc"}, kind="Gadget")
