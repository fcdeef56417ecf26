"""Our bounds against the readers' own: what they refuse, the final check refuses first."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.manifests.test_shapes import UPSTREAM, Node, both, pairs

LEAST = ("minimum", "minLength", "minItems")
MOST = ("maximum", "maxLength", "maxItems", "maxProperties")
BY_PATTERN = {"minLength"}
"""What our patterns say, too: a key of a label is not empty."""


def bounded(name: str) -> Iterator[tuple[str, Node, Node]]:
    """Every place of a kind that both know, but for who an object is: no override may say that."""
    ours, theirs = both(name)
    for path, mine, place in pairs(ours, theirs, (ours, theirs)):
        if place is not None and "const" not in mine and not path.startswith(".metadata"):
            yield path, mine, {word: place[word] for word in place if _binds(word, place)}


def _binds(word: str, place: Node) -> bool:
    """Karpenter bounds the text of a list of values, which is none."""
    return place.get("type") != "array" or word not in ("maxLength", "pattern")


@pytest.mark.parametrize("name", UPSTREAM)
def test_every_bound_of_theirs_is_ours(name: str) -> None:
    for path, mine, place in bounded(name):
        for word in LEAST:
            if word in place and not (word in BY_PATTERN and "pattern" in mine):
                assert mine.get(word, -1) >= place[word], f"{path}: {word}"
        for word in MOST:
            if word in place and "enum" not in mine:
                assert mine.get(word, float("inf")) <= place[word], f"{path}: {word}"
        assert "uniqueItems" not in place or mine.get("uniqueItems") == place["uniqueItems"], path


@pytest.mark.parametrize("name", UPSTREAM)
def test_every_choice_and_pattern_of_theirs_is_ours(name: str) -> None:
    for path, mine, place in bounded(name):
        assert "enum" not in place or "enum" in mine, path
        assert "pattern" not in place or mine.keys() & {"pattern", "enum"}, path


@cache
def patterns() -> set[tuple[str, str]]:
    """Each pattern of ours with theirs of the same place."""
    return {
        (mine["pattern"], place["pattern"])
        for name in UPSTREAM
        for _, mine, place in bounded(name)
        if "pattern" in mine and "pattern" in place
    }


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_our_patterns_take_theirs_take(data: Any) -> None:
    ours, theirs = data.draw(st.sampled_from(sorted(patterns())))
    text = data.draw(st.from_regex(re.compile(ours, re.ASCII), fullmatch=True))
    assert re.search(theirs, text), (theirs, text)


def test_there_are_patterns_and_bounds_to_compare() -> None:
    """Else the tests above could not fail."""
    assert len(patterns()) > 7
    places = [place for name in UPSTREAM for _, _, place in bounded(name)]
    assert {word for word in (*LEAST, *MOST) for place in places if word in place} == {
        *LEAST,
        *MOST,
    }
