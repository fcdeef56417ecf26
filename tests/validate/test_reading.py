"""Schemas of strangers: what is written out, and what is refused with its place."""

from typing import Any

import pytest

from specgen.refusal import Refused
from specgen.validate.reading import MAX_DEPTH, sound
from tests.crds import TEXT, fields


def deep(levels: int) -> Any:
    """Maps in maps."""
    return fields(a=deep(levels - 1)) if levels else TEXT


def doubling(levels: int) -> Any:
    """Each definition refers to the next one twice: it comes to 2 ** levels schemas."""
    refs = [
        {f"d{n}": {"anyOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(levels)},
        {f"d{levels}": TEXT},
    ]
    return {"$ref": "#/$defs/d0", "$defs": {**refs[0], **refs[1]}}


@pytest.mark.parametrize(
    ("schema", "comes_to"),
    [
        pytest.param(
            {"properties": {"a": {"$ref": "#/$defs/t"}}, "$defs": {"t": TEXT}}, TEXT, id="$defs"
        ),
        pytest.param(
            {"properties": {"a": {"$ref": "#/definitions/a~1b"}}, "definitions": {"a/b": TEXT}},
            TEXT,
            id="an escaped name",
        ),
        pytest.param(
            {
                "properties": {"a": {"$ref": "#/$defs/t", "description": "x"}},
                "$defs": {"t": {"$ref": "#/$defs/u"}, "u": TEXT},
            },
            TEXT,
            id="by way of another",
        ),
        pytest.param(
            {"properties": {"a": {"$ref": "#/$defs/t", "maxLength": 3}}, "$defs": {"t": TEXT}},
            {"maxLength": 3, "allOf": [TEXT]},
            id="with more beside it",
        ),
    ],
)
def test_references_within_the_file_are_written_out(schema: Any, comes_to: Any) -> None:
    assert sound(schema, references=True)["properties"]["a"] == comes_to


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        pytest.param([], "is not a map", id="no map"),
        pytest.param({"properties": 3}, "`properties` is no map", id="fields that are none"),
        pytest.param({"properties": {"a": 3}}, "`properties.a` is no schema", id="no schema"),
        pytest.param({"anyOf": {}}, "`anyOf` is no list", id="no list"),
        pytest.param({"items": [TEXT]}, "`items` is no schema", id="items of an old draft"),
        pytest.param({"required": "a"}, "`required` is no list", id="required"),
        pytest.param({"required": [1]}, "is no list of names", id="required numbers"),
        pytest.param({"minimum": "1"}, "`minimum` is no number", id="a limit"),
        pytest.param({"maximum": True}, "`maximum` is no number", id="a limit that is none"),
        pytest.param(
            {"$ref": "https://example.com/a.json"}, "outside of this file", id="the network"
        ),
        pytest.param({"$ref": "file:///etc/passwd"}, "outside of this file", id="the disk"),
        pytest.param({"$ref": "other.json#/a"}, "outside of this file", id="another file"),
        pytest.param({"$ref": 3}, "outside of this file", id="no text"),
        pytest.param({"$ref": "#/$defs/a"}, "which is not there", id="nothing"),
        pytest.param({"$ref": "#"}, "refers to itself", id="itself"),
        pytest.param(
            {
                "$ref": "#/$defs/a",
                "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}},
            },
            "refers to itself",
            id="a loop of two",
        ),
        pytest.param(
            {"$ref": "#/$defs/a", "$defs": {"a": fields(b={"$ref": "#/$defs/a"})}},
            "refers to itself",
            id="a loop by way of a field",
        ),
        pytest.param({"$dynamicRef": "#a"}, "$dynamicRef", id="a dynamic reference"),
        pytest.param({"items": {"$id": "http://x"}}, "$id", id="another base"),
        pytest.param(deep(MAX_DEPTH), "deeper than", id="deep"),
        pytest.param(doubling(40), "more than", id="a bomb of references"),
    ],
)
def test_what_is_refused(schema: Any, words: str) -> None:
    with pytest.raises(Refused) as refused:
        sound(schema, references=True)
    assert words in refused.value.what
    assert len(refused.value.what) < 250


def test_a_crd_has_no_references_at_all() -> None:
    with pytest.raises(Refused, match="refuses in a CRD"):
        sound({"$ref": "#/$defs/a", "$defs": {"a": TEXT}}, references=False)


def test_a_field_may_be_called_like_a_reference() -> None:
    schema = {"properties": {"$ref": TEXT, "$id": TEXT}}
    assert sound(schema, references=False) == schema
