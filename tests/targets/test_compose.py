"""Features unite; they never overrule one another."""

from collections.abc import Mapping
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.paths import Path
from specgen.targets.compose import Conflict, compose, setters

Data = dict[str, Any]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([], {}, id="nothing comes to nothing"),
        pytest.param([{"a": 1}, {"b": 2}], {"a": 1, "b": 2}, id="maps unite"),
        pytest.param([{"a": {"b": 1}}, {"a": {"c": 2}}], {"a": {"b": 1, "c": 2}}, id="in depth"),
        pytest.param([{"a": 1}, {"a": 1}], {"a": 1}, id="equal values agree"),
        pytest.param([{"a": 1}, {"a": None}], {"a": 1}, id="None after a value says nothing"),
        pytest.param([{"a": None}, {"a": 1}], {"a": 1}, id="None before a value says nothing"),
        pytest.param([{"a": None}], {}, id="None alone leaves no key"),
        pytest.param([{"a": {"b": None}}], {"a": {}}, id="None below leaves an empty map"),
        pytest.param(
            [{"a": [1]}, {"a": [2, 1]}], {"a": [1, 2, 1]}, id="lists follow on one another"
        ),
        pytest.param(
            [{"env": [{"name": "A", "value": "1"}]}, {"env": [{"name": "A", "value": "1"}]}],
            {"env": [{"name": "A", "value": "1"}]},
            id="an item with a name stands once",
        ),
        pytest.param(
            [{"env": [{"name": "A"}]}, {"env": [{"name": "B"}]}],
            {"env": [{"name": "A"}, {"name": "B"}]},
            id="items of other names follow",
        ),
        pytest.param(
            [{"a": False}, {"b": ""}], {"a": False, "b": ""}, id="false and empty are values"
        ),
    ],
)
def test_parts_unite(parts: list[Data], expected: Data) -> None:
    assert compose(parts) == expected


@pytest.mark.parametrize(
    ("parts", "path", "values"),
    [
        pytest.param([{"a": 1}, {"a": 2}], ("a",), (1, 2), id="two scalars"),
        pytest.param([{"a": {"b": "x"}}, {"a": {"b": "y"}}], ("a", "b"), ("x", "y"), id="in depth"),
        pytest.param([{"a": {"b": 1}}, {"a": 1}], ("a",), ({"b": 1}, 1), id="a map and a scalar"),
        pytest.param([{"a": 1}, {"a": {"b": 1}}], ("a",), (1, {"b": 1}), id="a scalar and a map"),
        pytest.param([{"a": [1]}, {"a": 1}], ("a",), ([1], 1), id="a list and a scalar"),
        pytest.param(
            [{"env": [{"name": "A", "value": "1"}]}, {"env": [{"name": "A", "value": "2"}]}],
            ("env", "A"),
            ({"name": "A", "value": "1"}, {"name": "A", "value": "2"}),
            id="two items of one name",
        ),
    ],
)
def test_two_values_for_one_place_are_a_conflict(
    parts: list[Data], path: Path, values: tuple[object, object]
) -> None:
    with pytest.raises(Conflict) as caught:
        compose(parts)
    assert (caught.value.path, caught.value.values) == (path, values)


def test_a_part_is_never_changed_by_composing() -> None:
    first: Data = {"a": {"b": 1}, "list": [1]}
    compose([first, {"a": {"c": 2}, "list": [2]}])
    assert first == {"a": {"b": 1}, "list": [1]}


@pytest.mark.parametrize(
    ("path", "values", "names"),
    [
        pytest.param(("a", "b"), (1, 2), ["one", "two"], id="both values"),
        pytest.param(("a", "b"), (1,), ["one"], id="one of them"),
        pytest.param(("env", "X"), ({"name": "X"},), ["three"], id="an item by its name"),
        pytest.param(("a", "z"), (1,), [], id="a place that nobody sets"),
    ],
)
def test_setters_names_who_says_a_value(
    path: Path, values: tuple[object, ...], names: list[str]
) -> None:
    parts: list[tuple[str, Mapping[str, Any]]] = [
        ("one", {"a": {"b": 1}}),
        ("two", {"a": {"b": 2}}),
        ("three", {"env": [{"name": "X"}]}),
    ]
    assert setters(parts, path, values) == names


_keys = st.sampled_from("abc")
_parts = st.recursive(
    st.integers(0, 1) | st.none(), lambda inner: st.dictionaries(_keys, inner, max_size=3)
)


@given(st.lists(st.dictionaries(_keys, _parts, max_size=3), max_size=3))
def test_the_order_of_parts_decides_nothing(parts: list[Data]) -> None:
    outcomes = []
    for order in permutations(parts):
        try:
            outcomes.append(compose(order))
        except Conflict:
            outcomes.append({"conflict": True})
    assert all(one == outcomes[0] for one in outcomes)
