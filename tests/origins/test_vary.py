"""Other values: for every place of every example there is one, and it differs."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from specgen.origins.places import REMOVED, Child, children, choices, fields_of, put
from specgen.origins.vary import SAMPLES, names_in, others
from specgen.paths import Path
from specgen.pipeline.documents import ClusterOf, JobOf, TeamOf
from specgen.spec.pods import Instances, Instancing
from specgen.units.addresses import Uri
from specgen.units.amounts import SparkMemory
from specgen.units.times import Duration
from specgen.units.unit import Unit
from tests.origins.examples import documents, every_environment

KINDS = (TeamOf, JobOf, ClusterOf)


def leaf_types(hint: Any) -> Iterator[Any]:
    """Every type that may stand at a leaf below a type."""
    for kind in choices(hint):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for _, inner in fields_of(kind):
                yield from leaf_types(inner)
        elif isinstance(kind, type) and hasattr(kind, "_fields"):
            for inner in kind.__annotations__.values():
                yield from leaf_types(inner)
        elif get_origin(kind) in (dict, tuple):
            for inner in get_args(kind):
                yield from leaf_types(inner) if inner is not Ellipsis else ()
        else:
            yield kind


UNITS = sorted(
    {
        kind
        for of in KINDS
        for kind in leaf_types(of)
        if isinstance(kind, type) and issubclass(kind, Unit)
    },
    key=lambda unit: unit.__name__,
)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_of_the_spec_objects_has_two_samples_of_its_grammar(unit: type[Unit]) -> None:
    one, other = (unit.parse(text) for text in SAMPLES[unit])
    assert one != other


def test_they_are_units_with_numbers_addresses_and_times() -> None:
    """Else the test before this one could not fail."""
    assert {SparkMemory, Duration, Uri} < set(UNITS)


def leaves_of(node: Child, path: Path = ()) -> Iterator[tuple[Path, Child]]:
    below = list(children(node.value, node.hint))
    if not below:
        yield path, node
    for child in below:
        yield from leaves_of(child, (*path, child.step))


def only_choice(hint: Any) -> bool:
    """Whether a type has one value: `kind: SparkJob`."""
    kinds = choices(hint)
    return all(get_origin(one) is Literal and len(get_args(one)) == 1 for one in kinds)


@pytest.mark.parametrize("kind", KINDS)
def test_every_leaf_of_the_examples_could_be_another(kind: type) -> None:
    inputs = {
        id(made.of): made.of
        for project, environment in every_environment()
        for made in documents(project, environment)
        if isinstance(made.of, kind)
    }
    seen: set[Path] = set()
    for of in inputs.values():
        for path, leaf in leaves_of(Child("", of, kind)):
            empty = isinstance(leaf.value, BaseModel)  # all of its fields are layered elsewhere
            if empty or only_choice(leaf.hint) or (plain := fits(path)) in seen:
                continue
            seen.add(plain)
            found = others(leaf.value, leaf.hint, {})
            assert found, path
            assert leaf.value not in [one for one in found if type(one) is type(leaf.value)], path


def fits(path: Path) -> Path:
    return tuple(step for step in path if isinstance(step, str))


TEXTS = [
    ("10%", "11%"),
    ("us-east-1a", "us-east-1b"),
    ("10.0.0.0/8:9083", "10.0.0.0/8:9084"),
    ("0.4", "0.5"),
    ("arm64/spot", "amd64/spot"),
    ("arm64/spot", "arm64/on-demand"),
    ("loc://lake/jobs/count.py", "loc://lake/jobs/counu.py"),
]


@pytest.mark.parametrize(("text", "other"), TEXTS)
def test_another_text_keeps_the_grammar_of_the_one_that_is_there(text: str, other: str) -> None:
    assert other in others(text, str, {})


TYPED = [
    (True, bool, [False]),
    (None, bool | None, [True, False]),
    ("a", Literal["a", "b", "c"], ["b", "c"]),
    (None, Literal["a", "b"] | None, ["a", "b"]),
    ("a", Literal["a", "b"] | None, ["b", None]),
    ((), tuple[str, ...], [("another",)]),
]


@pytest.mark.parametrize(("value", "hint", "expected"), TYPED)
def test_a_choice_is_each_of_the_others_and_none_where_that_may_be(
    value: Any, hint: Any, expected: list[Any]
) -> None:
    assert others(value, hint, {}) == expected


def test_a_number_is_tried_nearby_far_off_and_at_nothing() -> None:
    assert others(7, int, {}) == [100_007, 8, 6, 0]


def test_a_unit_stays_one_of_its_class() -> None:
    assert all(isinstance(one, SparkMemory) for one in others(SparkMemory("12g"), SparkMemory, {}))
    assert SparkMemory("13g") not in others(SparkMemory("13g"), SparkMemory, {})


def test_a_reference_is_pointed_at_other_things_of_its_kind() -> None:
    assert others("one", str, names_in({"images": {"one": 1, "two": 2}}))[0] == "two"


def test_a_union_is_tried_with_its_other_members() -> None:
    found = others(3, Instances, {})
    assert any(isinstance(one, Instancing) and one.max for one in found)


# --- copies with one place changed ----------------------------------------------------------------

GIVEN = Instancing.model_validate({"min": 1, "max": 5})
PUT = [
    ({"a": (1, 2, 3)}, ("a", 1), 9, {"a": (1, 9, 3)}),
    ({"a": (1, 2, 3)}, ("a", 1), REMOVED, {"a": (1, 3)}),
    ({"a": [{"b": 1}]}, ("a", 0, "b"), 2, {"a": [{"b": 2}]}),
    ({"a": 1, "b": 2}, ("a",), REMOVED, {"b": 2}),
    ((1, 2, 3), (2,), REMOVED, (1, 2)),
]


@pytest.mark.parametrize(("node", "path", "value", "expected"), PUT)
def test_one_place_is_changed(node: Any, path: Path, value: Any, expected: Any) -> None:
    before = repr(node)
    assert put(node, path, value) == expected
    assert repr(node) == before


def test_a_model_is_copied_along_the_way_and_not_validated() -> None:
    changed = put({"job": GIVEN}, ("job", "idle_timeout"), Duration("nonsense"))["job"]
    assert changed.idle_timeout.text == "nonsense"
    assert changed.max == GIVEN.max
    assert GIVEN.idle_timeout == Duration("60s")


def test_a_uri_keeps_its_suffix_in_one_of_the_others() -> None:
    found = [one.text for one in others(Uri("s3://a/b/job.py"), Uri, {})]
    assert any(one.endswith(".py") and one.startswith("s3://a/b/") for one in found)
