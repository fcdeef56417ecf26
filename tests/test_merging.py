"""The law of layers (spec.md §2) and of overrides, rule by rule."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.merging import PATCH, PLAIN, Data, Shape, is_removal, merge

TYPED = Shape(children={"type": Shape(), "size": Shape()}, typed=True, type_default="emptyDir")
SHAPE = Shape(
    children={
        "pools": Shape(children={"name": Shape(), "taints": Shape()}, key="name"),
        "zones": Shape(),
        "shuffle": TYPED,
        "program": Shape(children={"type": Shape()}, typed=True),
        "conf": Shape(every=Shape()),
        "mounts": Shape(every=TYPED),
        "overrides": Shape(every=Shape(raw=True, keyed_lists=PATCH.keyed_lists)),
    }
)


@pytest.mark.parametrize(
    ("low", "high", "merged"),
    [
        # 3: maps merge; scalars replace; a map replaces a scalar and the reverse
        pytest.param({"a": 1}, {"b": 2}, {"a": 1, "b": 2}, id="3 maps merge"),
        pytest.param({"a": 1}, {"a": 2}, {"a": 2}, id="3 scalars replace"),
        pytest.param(
            {"conf": {"a": 1, "b": 1}}, {"conf": {"b": 2}}, {"conf": {"a": 1, "b": 2}}, id="3 deep"
        ),
        pytest.param({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}, id="3 a map replaces a scalar"),
        pytest.param({"a": {"b": 2}}, {"a": 1}, {"a": 1}, id="3 a scalar replaces a map"),
        pytest.param({"a": {"b": 2}}, {"a": {}}, {"a": {"b": 2}}, id="3 an empty map says nothing"),
        # 4: lists
        pytest.param({"zones": [1, 2]}, {"zones": [3]}, {"zones": [3]}, id="4 lists are replaced"),
        pytest.param({"zones": [1]}, {"zones": []}, {"zones": []}, id="4 an empty list replaces"),
        pytest.param(
            {"zones": [{"name": "a", "x": 1}]},
            {"zones": [{"name": "a"}]},
            {"zones": [{"name": "a"}]},
            id="4 not by what items look like",
        ),
        pytest.param(
            {"pools": [{"name": "a", "x": 1}, {"name": "b"}]},
            {"pools": [{"name": "c"}, {"name": "a", "x": 2, "y": 3}]},
            {"pools": [{"name": "a", "x": 2, "y": 3}, {"name": "b"}, {"name": "c"}]},
            id="4 keyed items merge, the lower order stays, new ones follow",
        ),
        pytest.param(
            {"pools": [{"name": "a"}]}, {"pools": []}, {"pools": [{"name": "a"}]},
            id="4 an empty keyed list says nothing",
        ),
        pytest.param(
            {"pools": [{"name": "a", "taints": [1]}]},
            {"pools": [{"name": "a", "taints": [2]}]},
            {"pools": [{"name": "a", "taints": [2]}]},
            id="4 a plain list in an item is replaced",
        ),
        pytest.param(
            {"pools": [{"name": "a"}]},
            {"pools": [{"x": 1}, "y", 5]},
            {"pools": [{"name": "a"}, {"x": 1}, "y", 5]},
            id="4 items without a key are kept for the model to refuse",
        ),
        pytest.param({"pools": "x"}, {"pools": [{"name": "a"}]}, {"pools": [{"name": "a"}]},
                     id="4 a list over a scalar"),
        # 5: typed maps
        pytest.param(
            {"shuffle": {"type": "pvc", "size": 1}},
            {"shuffle": {"type": "nvme"}},
            {"shuffle": {"type": "nvme"}},
            id="5 another type starts afresh",
        ),
        pytest.param(
            {"shuffle": {"type": "pvc", "size": 1}},
            {"shuffle": {"type": "pvc", "x": 2}},
            {"shuffle": {"type": "pvc", "size": 1, "x": 2}},
            id="5 the same type merges",
        ),
        pytest.param(
            {"shuffle": {"type": "pvc", "size": 1}},
            {"shuffle": {"x": 2}},
            {"shuffle": {"type": "pvc", "size": 1, "x": 2}},
            id="5 no type goes on",
        ),
        pytest.param(
            {"shuffle": {"size": 1}},
            {"shuffle": {"type": "emptyDir"}},
            {"shuffle": {"size": 1, "type": "emptyDir"}},
            id="5 the default's own name changes nothing",
        ),
        pytest.param(
            {"shuffle": {"size": 1}}, {"shuffle": {"type": "pvc"}}, {"shuffle": {"type": "pvc"}},
            id="5 another than the default starts afresh",
        ),
        pytest.param(
            {"shuffle": {"type": "pvc", "size": 1}}, {"shuffle": {"type": None, "x": 2}},
            {"shuffle": {"x": 2}}, id="5 null is the default's type",
        ),
        pytest.param(
            {"shuffle": {"type": "emptyDir", "size": 1}}, {"shuffle": {"type": None}},
            {"shuffle": {"size": 1}}, id="5 null on the default's type goes on",
        ),
        pytest.param(
            {"program": {"file": 1}}, {"program": {"type": "R"}},
            {"program": {"file": 1, "type": "R"}}, id="5 without a default any type goes on",
        ),
        pytest.param(
            {"program": {"file": 1, "type": "R"}}, {"program": {"type": None}},
            {"program": {"file": 1}}, id="5 null without a default only removes the type",
        ),
        pytest.param(
            {"program": {"file": 1, "type": "R"}}, {"program": {"type": "Java"}},
            {"program": {"type": "Java"}}, id="5 a stated type is replaced all the same",
        ),
        pytest.param(
            {"conf": {"type": "a", "x": 1}}, {"conf": {"type": "b"}},
            {"conf": {"type": "b", "x": 1}},
            id="5 an open map never",
        ),
        pytest.param(
            {"mounts": {"m": {"type": "pvc", "size": 1}}}, {"mounts": {"m": {"type": "nvme"}}},
            {"mounts": {"m": {"type": "nvme"}}}, id="5 but a typed map in it",
        ),
        # 6: null and remove
        pytest.param({"a": 1, "b": 2}, {"a": None}, {"b": 2}, id="6 null removes"),
        pytest.param({"a": {"b": 1}}, {"a": None}, {}, id="6 null removes a map"),
        pytest.param({}, {"a": None, "b": {"c": None}}, {"b": {}}, id="6 null of nothing"),
        pytest.param(
            {"pools": [{"name": "a"}, {"name": "b"}]},
            {"pools": [{"name": "a", "remove": True}]},
            {"pools": [{"name": "b"}]},
            id="6 remove takes an item",
        ),
        pytest.param(
            {"pools": [{"name": "a"}]},
            {"pools": [{"name": "a", "remove": True, "x": 1}]},
            {"pools": [{"name": "a", "remove": True, "x": 1}]},
            id="6 remove beside other keys is left for the model to refuse",
        ),
        pytest.param(
            {"pools": [{"name": "a"}]},
            {"pools": [{"name": "a", "remove": "yes"}]},
            {"pools": [{"name": "a", "remove": "yes"}]},
            id="6 only true removes",
        ),
        pytest.param(
            {}, {"pools": [{"name": "a", "x": None}]}, {"pools": [{"name": "a"}]},
            id="6 null in a fresh item",
        ),
        # 7: raw
        pytest.param(
            {"overrides": {"K": {"a": {"b": 1}}}},
            {"overrides": {"K": {"a": {"b": None}, "c": None}}},
            {"overrides": {"K": {"a": {"b": None}, "c": None}}},
            id="7 null is data in overrides",
        ),
        pytest.param(
            {"overrides": {"K": {"a": 1}}}, {"overrides": {"K": None}}, {"overrides": {}},
            id="7 but not an override itself",
        ),
        pytest.param(
            {"overrides": {"K": {"spec": {"containers": [{"name": "a", "x": 1}]}}}},
            {"overrides": {"K": {"spec": {"containers": [{"name": "a", "y": 2}]}}}},
            {"overrides": {"K": {"spec": {"containers": [{"name": "a", "x": 1, "y": 2}]}}}},
            id="7 Kubernetes' lists merge by their keys",
        ),
        pytest.param(
            {"overrides": {"K": {"containers": [{"name": "a"}]}}},
            {"overrides": {"K": {"containers": [{"name": "a", "remove": True}]}}},
            {"overrides": {"K": {"containers": [{"name": "a", "remove": True}]}}},
            id="7 a removal is carried up to the rendered object",
        ),
    ],
)  # fmt: skip
def test_the_law_of_layers(low: Data, high: Data, merged: Data) -> None:
    before = copy.deepcopy((low, high))
    assert merge(low, high, SHAPE) == merged
    assert (low, high) == before


@pytest.mark.parametrize(
    ("body", "patch", "patched"),
    [
        pytest.param({"a": 1, "b": 2}, {"a": None}, {"b": 2}, id="null deletes"),
        pytest.param(
            {"env": [{"name": "A", "value": "1"}]}, {"env": [{"name": "B", "value": "2"}]},
            {"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]}, id="env by name",
        ),
        pytest.param(
            {"volumeMounts": [{"mountPath": "/a", "name": "x"}]},
            {"volumeMounts": [{"mountPath": "/a", "readOnly": True}]},
            {"volumeMounts": [{"mountPath": "/a", "name": "x", "readOnly": True}]},
            id="mounts by path",
        ),
        pytest.param(
            {"tolerations": [{"key": "a"}]}, {"tolerations": [{"key": "b"}]},
            {"tolerations": [{"key": "b"}]}, id="tolerations are replaced",
        ),
        pytest.param(
            {"containers": [{"name": "a"}, {"name": "b"}]},
            {"containers": [{"name": "a", "remove": True}]},
            {"containers": [{"name": "b"}]}, id="remove takes a container",
        ),
        pytest.param(
            {"ports": [{"containerPort": 1}]}, {"ports": [{"containerPort": 2}]},
            {"ports": [{"containerPort": 2}]}, id="items without the key: replaced whole",
        ),
        pytest.param(
            {"volumes": [{"name": "v", "emptyDir": {}}]},
            {"volumes": [{"name": "v", "emptyDir": None, "hostPath": {"path": "/x"}}]},
            {"volumes": [{"name": "v", "hostPath": {"path": "/x"}}]}, id="null in an item",
        ),
    ],
)  # fmt: skip
def test_overrides_are_merge_patches(body: Data, patch: Data, patched: Data) -> None:
    assert merge(body, patch, PATCH) == patched


@pytest.mark.parametrize(
    ("item", "keys", "removal"),
    [
        ({"name": "a", "remove": True}, ("name",), True),
        ({"remove": True}, ("name",), True),
        ({"kind": "Team", "name": "a", "remove": True}, ("kind", "name"), True),
        ({"kind": "Team", "name": "a", "remove": True}, ("name",), False),
        ({"name": "a", "remove": False}, ("name",), False),
        ({"name": "a", "remove": 1}, ("name",), False),
        ({"name": "a"}, ("name",), False),
    ],
    ids=repr,
)
def test_a_removal_says_nothing_else(*, item: Data, keys: tuple[str, ...], removal: bool) -> None:
    assert is_removal(item, *keys) is removal


keys = st.sampled_from("abc")
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers(0, 2) | st.lists(st.integers(0, 1), max_size=2),
    lambda inner: st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)
maps = st.dictionaries(keys, values, max_size=3)


def has_null(node: object) -> bool:
    return node is None or (isinstance(node, dict) and any(map(has_null, node.values())))


@given(maps, maps)
def test_a_merge_leaves_no_null_and_changes_neither_side(low: Data, high: Data) -> None:
    clean = merge({}, low, PLAIN)
    before = copy.deepcopy((clean, high))
    merged = merge(clean, high, PLAIN)
    assert not has_null(merged)
    assert (clean, high) == before


@given(maps, maps)
def test_saying_it_twice_changes_nothing(low: Data, high: Data) -> None:
    once = merge(merge({}, low, PLAIN), high, PLAIN)
    assert merge(once, high, PLAIN) == once


@given(maps)
def test_laying_over_nothing_only_strips_nulls(high: Data) -> None:
    def stripped(node: Any) -> Any:
        if not isinstance(node, dict):
            return node
        return {key: stripped(value) for key, value in node.items() if value is not None}

    assert merge({}, high, PLAIN) == stripped(high)
