"""Paths: as text, and what stands at them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.paths import ABSENT, Path, at, leaves, text

DATA: dict[str, Any] = {"a": {"b": [1, {"c": None}]}, "e": {}, "l": [], "x.y": 2}


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ((), ""),
        (("a",), "a"),
        (("executor", "instances", "max"), "executor.instances.max"),
        (("pools", 0, "name"), "pools[0].name"),
        (("conf", "spark.x"), 'conf["spark.x"]'),
        (("labels", "a/b", "c"), 'labels["a/b"].c'),
        ((0, 1), "[0][1]"),
    ],
    ids=repr,
)
def test_a_path_as_people_write_it(path: Path, written: str) -> None:
    assert text(path) == written


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), DATA),
        (("a", "b", 0), 1),
        (("a", "b", 1, "c"), None),
        (("x.y",), 2),
        (("a", "b", 2), ABSENT),
        (("a", "b", "0"), ABSENT),
        (("a", 0), ABSENT),
        (("a", "b", 0, "c"), ABSENT),
        (("a", "b", 1, "c", "d"), ABSENT),
        (("nothing",), ABSENT),
        (("l", 0), ABSENT),
    ],
    ids=lambda value: repr(value) if isinstance(value, tuple) else "",
)
def test_what_stands_at_a_path(path: Path, found: object) -> None:
    assert at(DATA, path) is found or at(DATA, path) == found


def test_tuples_are_lists_too() -> None:
    assert at({"a": (1, 2)}, ("a", 1)) == 2


def test_leaves_of_a_tree() -> None:
    assert list(leaves(DATA)) == [
        (("a", "b", 0), 1),
        (("a", "b", 1, "c"), None),
        (("e",), {}),
        (("l",), []),
        (("x.y",), 2),
    ]


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(trees)
def test_every_leaf_stands_at_its_path_and_paths_differ(tree: object) -> None:
    found = list(leaves(tree))
    assert found
    assert len({path for path, _ in found}) == len(found)
    assert all(at(tree, path) is value for path, value in found)
