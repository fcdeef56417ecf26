"""The user's schemas: what goes before ours, what is not checked, and files that are no schemas."""

import json
from typing import Any

import pytest

from specgen.finding import Finding, Severity, Spot
from specgen.paths import Path
from specgen.validate.adding import Added, found_in
from specgen.validate.closing import ADDED
from specgen.validate.own import Schemas, says, unsaid
from specgen.validate.schema import folder
from tests.crds import KEEPS, TEXT, application, fields

NAME = "sparkoperator.k8s.io/sparkapplication_v1beta2.json"
FILE = f"schemas/manifests/{NAME}"


def schemas(spec: Any) -> Schemas:
    """The schemas of somebody whose cluster has applications with this spec."""
    (added,) = found_in(application(spec))
    assert isinstance(added, Added)
    text = json.dumps(added.schema)
    return Schemas(lambda name: text if name == NAME else None)


def added(**schema: Any) -> str:
    """A file as `schema add` might have written it, before somebody edited it."""
    return json.dumps({**schema, "$comment": f"a test; {ADDED}"})


def body(**spec: Any) -> dict[str, Any]:
    """An application."""
    return {
        "apiVersion": "sparkoperator.k8s.io/v1beta2",
        "kind": "SparkApplication",
        "metadata": {"name": "a"},
        "spec": spec,
    }


def test_theirs_goes_before_ours() -> None:
    mine = schemas(fields(mood=TEXT))
    assert list(mine.misfits(body(mood="good"), patched=True)) == []
    (misfit,) = mine.misfits(body(type="Python"), patched=False)
    assert (misfit.path, misfit.unknown) == (("spec", "type"), False)
    assert "the cluster would drop it" in misfit.message
    assert FILE in misfit.mend


def test_other_kinds_are_held_against_ours() -> None:
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"nmae": "a"}}
    found = list(schemas(fields()).misfits(namespace, patched=False))
    assert ("metadata", "nmae") in [one.path for one in found]


def test_a_value_is_told_with_the_file_that_refuses_it() -> None:
    (misfit,) = schemas(fields(type={"enum": ["Scala"]})).misfits(body(type="scala"), patched=False)
    assert misfit.mend == f"did you mean `Scala`? ({FILE})"


@pytest.mark.parametrize(
    ("patched", "expected"),
    [(True, [("spec", "driver", "mood")]), (False, [])],
)
def test_what_neither_schema_speaks_of_is_not_checked(
    patched: bool,  # noqa: FBT001
    expected: list[Path],
) -> None:
    mine = schemas(fields(driver=KEEPS))
    found = list(mine.misfits(body(driver={"mood": {"a": 1}, "cores": 1}), patched=patched))
    assert [one.path for one in found if one.unknown] == expected
    assert [one for one in found if not one.unknown] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param(added(type="strnig"), id="no schema"),
        pytest.param(added(**{"$ref": "http://127.0.0.1:1/x"}), id="a remote reference"),
        pytest.param(added(**{"$ref": "#/$defs/a", "$defs": {"a": {}}}), id="a reference"),
        pytest.param(added(**{"$schema": "http://127.0.0.1:1/x"}), id="a remote dialect"),
    ],
)
def test_a_file_that_holds_no_schema_is_told_and_ours_holds(text: str) -> None:
    mine = Schemas(lambda _: text)
    (misfit, *_) = mine.misfits(body(type="Cobol"), patched=False)
    assert misfit.path[0] == "spec"
    (fault,) = mine.faults
    assert (fault.rule, fault.spot, fault.unreadable) == ("bad-schema", Spot(FILE), True)
    assert "specgen schema add" in fault.help


@pytest.mark.parametrize("text", ["{}", "[1]", '{"type": "object", "$comment": "by hand"}'])
def test_a_file_that_somebody_else_put_there_is_told_to_do_nothing(text: str) -> None:
    mine = Schemas(lambda _: text)
    (misfit, *_) = mine.misfits(body(type="Cobol"), patched=False)
    assert misfit.path[0] == "spec"
    (fault,) = mine.faults
    assert (fault.severity, fault.unreadable) == (Severity.WARNING, False)
    assert "is not used" in fault.message


def test_a_copy_of_specgens_own_schema_is_no_fault() -> None:
    mine = Schemas(lambda name: (folder() / name).read_text(encoding="utf-8"))
    list(mine.misfits(body(), patched=False))
    assert mine.faults == []


def test_a_file_that_cannot_be_read_is_told_once() -> None:
    finding = Finding("too-large", "yaml", Severity.ERROR, "x", Spot(FILE))
    mine = Schemas(lambda _: finding)
    for _ in range(2):
        list(mine.misfits(body(), patched=False))
    assert mine.faults == [finding]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("a",), True),
        (("b",), False),
        (("m", "x"), True),
        (("m", "x", "y"), False),
        (("l", 0, "a"), True),
        (("l", 0, "b"), False),
        (("o", "x"), False),
        (("either", "a"), True),
    ],
)
def test_what_a_schema_speaks_of(path: Path, said: bool) -> None:  # noqa: FBT001
    schema = fields(
        a=TEXT,
        m={"type": "object", "additionalProperties": TEXT},
        l={"type": "array", "items": fields(a=TEXT)},
        o={"type": "object"},
        either={"anyOf": [fields(a=TEXT), TEXT]},
    )
    assert says(schema, path) is said


def test_what_is_not_spoken_of_is_named_as_high_up_as_it_begins() -> None:
    schema = fields(a={"type": "object", "properties": {"known": TEXT}})
    node = {"known": "x", "b": {"c": 1, "d": [2]}, "e": {}}
    assert unsaid(schema, ("a",), node) == [("a", "b"), ("a", "e")]
