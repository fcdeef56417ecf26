"""What the final check says, for each way in which a value can be wrong."""

from typing import Any

import pytest

from specgen.paths import Path
from specgen.validate.own import validator
from specgen.validate.words import told

CLOSED = {"type": "object", "properties": {"memory": {}}, "additionalProperties": False}
SOURCE = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}


@pytest.mark.parametrize(
    ("schema", "value", "path", "words", "mend"),
    [
        pytest.param({"type": "string"}, 5, (), "`5` is not text", "quotes", id="type"),
        pytest.param({"type": "integer"}, "x", (), "`x` is not a whole number", "", id="of text"),
        pytest.param({"type": "object"}, [], (), "a list is not a map", "", id="of a list"),
        pytest.param(
            {"type": ["integer", "string"]},
            True,
            (),
            "`true` is not a whole number or text",
            "quotes",
            id="type of several",
        ),
        pytest.param(
            {"enum": ["Never", "Always"]},
            "never",
            (),
            "`never` is none of Never, Always",
            "did you mean `Never`?",
            id="enum",
        ),
        pytest.param({"enum": [*range(20)]}, 99, (), "10, 11, …", "", id="enum of many"),
        pytest.param({"const": "v1"}, "v2", (), "`v2` must be `v1`", "", id="const"),
        pytest.param({"pattern": "^a+$"}, "b", (), "`b` does not match ^a+$", "", id="pattern"),
        pytest.param({"format": "ipv4"}, "1.2", (), "`1.2` is no ipv4", "", id="format"),
        pytest.param({"minimum": 3}, 1, (), "`1` is less than 3", "", id="minimum"),
        pytest.param({"maximum": 3}, 4, (), "`4` is more than 3", "", id="maximum"),
        pytest.param({"exclusiveMinimum": 3}, 3, (), "`3` is not more than 3", "", id="above"),
        pytest.param({"exclusiveMaximum": 3}, 3, (), "`3` is not less than 3", "", id="below"),
        pytest.param({"multipleOf": 2}, 3, (), "`3` is no multiple of 2", "", id="multipleOf"),
        pytest.param({"minLength": 2}, "a", (), "shorter than 2 characters", "", id="minLength"),
        pytest.param({"maxLength": 2}, "abc", (), "longer than 2 characters", "", id="maxLength"),
        pytest.param({"minItems": 1}, [], (), "fewer than 1 items", "", id="minItems"),
        pytest.param({"maxItems": 1}, [1, 2], (), "more than 1 items", "", id="maxItems"),
        pytest.param({"uniqueItems": True}, [1, 1], (), "stands twice", "keep one", id="unique"),
        pytest.param({"minProperties": 1}, {}, (), "fewer than 1 fields", "", id="minProperties"),
        pytest.param(
            {"maxProperties": 0}, {"a": 1}, (), "more than 0 fields", "", id="maxProperties"
        ),
        pytest.param(
            {"propertyNames": {"pattern": "^a"}}, {"b": 1}, (), "a name is refused", "", id="names"
        ),
        pytest.param(
            {"properties": {"a": SOURCE}}, {"a": {}}, ("a", "name"), "required", "set it", id="gap"
        ),
        pytest.param(
            {"properties": {"a": CLOSED}},
            {"a": {"memroy": 1}},
            ("a", "memroy"),
            "`memroy` is not a field here",
            "did you mean `memory`?",
            id="additionalProperties",
        ),
        pytest.param(
            {"allOf": [{"properties": {"memory": {}}}], "unevaluatedProperties": False},
            {"x": 1},
            ("x",),
            "`x` is not a field here",
            "see whether",
            id="unevaluatedProperties",
        ),
        pytest.param(
            {"properties": {"a": False}}, {"a": 1}, ("a",), "may not be set", "leave", id="false"
        ),
        pytest.param(
            {"not": {"required": ["a"]}}, {"a": 1}, (), "`a` may not be set", "leave", id="not"
        ),
        pytest.param({"not": {"enum": [1]}}, 1, (), "`1` is ruled out", "", id="not a value"),
        pytest.param(
            {"x-kubernetes-list-map-keys": ["n"]},
            [{"n": 1}, {"n": 1}],
            (),
            "two items have the same n",
            "",
            id="a keyed list",
        ),
        pytest.param(
            {"anyOf": [{"type": "integer"}, {"type": "boolean"}]},
            "x",
            (),
            "`x` is not a whole number or true or false",
            "",
            id="anyOf of types",
        ),
        pytest.param(
            {"anyOf": [{"type": "string"}, {"properties": {"z": {"maximum": 3}}}]},
            {"z": 4},
            ("z",),
            "`4` is more than 3",
            "",
            id="anyOf: the branch of the right type",
        ),
        pytest.param(
            {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
            {},
            (),
            "`a` or `b` is required",
            "set one of them",
            id="oneOf: one of two",
        ),
        pytest.param(
            {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
            {"a": 1, "b": 1},
            (),
            "exclude one another",
            "keep the fields of one",
            id="oneOf: both",
        ),
        pytest.param(
            {"allOf": [{"properties": {"b": {"maximum": 3}}}]},
            {"b": 4},
            ("b",),
            "`4` is more than 3",
            "",
            id="allOf",
        ),
    ],
)
def test_what_is_said(schema: Any, value: Any, path: Path, words: str, mend: str) -> None:
    (error,) = validator(schema).iter_errors(value)
    (misfit,) = told(error, schema)
    assert misfit.path == path
    assert words in misfit.message
    assert mend in misfit.mend


def test_no_message_holds_words_of_json_schema_or_a_long_value() -> None:
    schema = {"anyOf": [{"type": "object"}, {"type": "string", "maxLength": 3}]}
    (error,) = validator(schema).iter_errors("x" * 500)
    (misfit,) = told(error, schema)
    assert len(misfit.message) < 100
    assert "anyOf" not in misfit.message


def test_fields_are_looked_up_behind_references() -> None:
    schema = {"items": {"$ref": "#/$defs/a"}, "$defs": {"a": CLOSED}}
    (error,) = validator(schema).iter_errors([{"memroy": 1}])
    (misfit,) = told(error, schema)
    assert misfit.mend == "did you mean `memory`?"
