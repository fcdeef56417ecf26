"""What moves between two renderings: values, parts that go, items of lists that only shift."""

from typing import Any

import pytest

from specgen.origins.compare import at_place, moves, places, surely_same
from specgen.paths import ABSENT, Path, text

MOVES = [
    pytest.param({"a": 1, "b": 2}, {"a": 1, "b": 3}, ["b"], [], id="a value"),
    pytest.param({"a": {"b": 1, "c": 1}}, {"a": {"b": 1}}, [], ["a.c"], id="a leaf goes"),
    pytest.param({"a": {"b": {"c": 1}}}, {}, [], ["a"], id="told at the topmost part that goes"),
    pytest.param({"a": 1}, {"a": 1, "b": 2}, [], [], id="what comes is no news of what is there"),
    pytest.param({"a": {"b": 1}}, {"a": 7}, ["a"], [], id="a map becomes a value"),
    pytest.param({"a": [1, 2, 3]}, {"a": [1, 3]}, [], ["a[1]"], id="an item goes, others shift"),
    pytest.param({"a": [1, 2, 3]}, {"a": [1, 9, 3]}, ["a[1]"], [], id="an item is another"),
    pytest.param({"a": [1, 2]}, {"a": [0, 1, 2]}, [], [], id="an item comes before"),
    pytest.param({"a": ["x", "y"]}, {"a": ["y", "x"]}, [], [], id="items change places"),
    pytest.param({"a": ["b", "k"]}, {"a": ["k", "z"]}, ["a[0]"], [], id="sorted anew"),
    pytest.param(
        {"a": [{"n": "p", "r": [1]}, {"n": "q", "r": [2]}]},
        {"a": [{"n": "q", "r": [2, 3]}]},
        [],
        ["a[0]"],
        id="an item goes, and another has changed: told by what they have in common",
    ),
    pytest.param({"a": "x\ny\nz"}, {"a": "x\nY\nz"}, ["a[1]"], [], id="a line of a text"),
    pytest.param({"a": "x\ny\nz"}, {"a": "x\nz"}, [], ["a[1]"], id="a line goes"),
    pytest.param({"a": "x\ny"}, {"a": 1}, ["a"], [], id="a text is none any more"),
    pytest.param({"kind": "A", "b": 1}, ABSENT, [], [""], id="the document goes"),
    pytest.param(
        {"kind": "A", "b": 1, "c": 1},
        {"kind": "B", "c": 2},
        ["kind", "c"],
        [],
        id="a document of another kind has other fields",
    ),
]


@pytest.mark.parametrize(("old", "new", "changed", "gone"), MOVES)
def test_what_moves(old: Any, new: Any, changed: list[str], gone: list[str]) -> None:
    found = list(moves(old, new))
    assert sorted(text(one.path) for one in found if not one.gone) == sorted(changed)
    assert sorted(text(one.path) for one in found if one.gone) == sorted(gone)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [(("a", "b"), ["a.b"]), (("a",), ["a.b", "a.c"]), (("d",), []), (("e", "f"), ["e"])],
)
def test_of_one_place_only_what_it_is_what_holds_it_and_what_is_below(
    wanted: Path, expected: list[str]
) -> None:
    old = {"a": {"b": 1, "c": 1}, "d": 1, "e": {"f": 1}}
    new = {"a": {"b": 2, "c": 2}, "d": 1}
    assert [text(one.path) for one in moves(old, new, wanted)] == expected


def test_every_line_of_a_text_is_a_place() -> None:
    body = {"a": "x\ny", "b": [1, {}]}
    assert dict(places(body)) == {("a", 0): "x", ("a", 1): "y", ("b", 0): 1, ("b", 1): {}}
    assert all(at_place(body, path) == value for path, value in places(body))
    assert at_place(body, ("a", 7)) is ABSENT
    assert at_place("one\ntwo", (1,)) == "two"


SURE: list[tuple[str, Any, Any, Path, bool]] = [
    ("a leaf of a map", {"a": 1, "b": 2}, {"a": 1, "b": 3}, ("a",), True),
    ("a leaf that is another", {"a": 1}, {"a": 2}, ("a",), False),
    ("a leaf that has gone", {"a": 1}, {}, ("a",), False),
    ("a document that has gone", {"a": 1}, ABSENT, ("a",), False),
    ("a map that has other leaves", {"a": {"b": 1}}, {"a": {"b": 2}}, ("a",), True),
    ("a map that is a text now", {"a": {"b": 1}}, {"a": "b"}, ("a",), False),
    ("an item that has moved", [1, 2, 3], [3, 1], (2,), True),
    ("an item of which there are fewer now", [1, 1, 2], [1, 2], (1,), False),
    ("an item of its name", [{"name": "x", "a": 1, "b": 1}, 2], [3, {"name": "x", "a": 1}],
     (0, "a"), True),
    ("an item among others that are the same", [{"a": 1, "b": 1}, 2], [{"a": 1, "b": 9}, 2],
     (0, "a"), True),
    ("an item among others that are not", [{"a": 1, "b": 1}, 2], [{"a": 1, "b": 9}, 3],
     (0, "a"), False),
    ("a line of a text", {"t": "x\ny\n"}, {"t": "z\ny\n"}, ("t", 1), True),
    ("a line that is there once more", {"t": "x\ny\n"}, {"t": "y\ny\n"}, ("t", 1), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "path", "same"), [pytest.param(*rest, id=name) for name, *rest in SURE]
)
def test_it_is_surely_the_same(old: Any, new: Any, path: Path, *, same: bool) -> None:
    assert surely_same(old, new, path) is same
