"""A part of an input with all of its places others at once."""

from typing import Any

from specgen.origins.node import Node, ways
from specgen.origins.places import Child
from specgen.origins.vary import names_in
from specgen.spec.karpenter import Preference
from specgen.spec.pods import Instances, Instancing


def node(value: Any, hint: Any) -> Node:
    return Node((), Child("part", value, hint), names_in(value))


GIVEN = node(Instancing.model_validate({"min": 1, "max": 5}), Instancing)


def test_every_leaf_is_another_in_one_of_the_first_two_ways() -> None:
    changed, bare, *_ = (one["part"] for one in ways([GIVEN], items=False))
    for child in GIVEN.below:
        values = [getattr(one, str(child.step)) for one in (changed, bare)]
        assert any(value != child.value for value in values), child.step


def test_mixtures_bring_each_leaf_to_all_that_it_can_be() -> None:
    mixtures = [GIVEN.mixed(number) for number in range(GIVEN.choices + 1)]
    for child in GIVEN.below:
        tried = [getattr(one, str(child.step)) for one in mixtures]
        assert all(other in tried for other in child.others), child.step


def test_a_mixture_reaches_into_every_depth() -> None:
    outer = node({"a": {"b": (1, 2)}, "c": True}, dict[str, Any])
    assert outer.mixed(0) == {"a": {"b": (100_001, 3)}, "c": True}


def test_a_mixture_changes_one_of_two_neighbours_alike() -> None:
    flags = node((True, True), tuple[bool, ...])
    assert [flags.mixed(number) for number in range(2)] == [(False, True), (True, False)]


def test_neighbours_that_are_opposites_are_not_exchanged() -> None:
    """Else a pool of both kinds of nodes would be a pool of both kinds, and seem not to matter."""
    steps = tuple(Preference(use=one) for one in ("arm64/spot", "amd64/on-demand"))
    part = node(steps, tuple[Preference, ...])
    assert {one.use for one in part.changed} != {one.use for one in steps}
    assert part.bare == ()


def test_what_may_be_of_another_kind_is_that_when_bare() -> None:
    assert isinstance(node(3, Instances).bare, Instancing | int)
    assert node(GIVEN.value, Instancing | None).bare is None


def test_two_things_of_one_name_are_not_tried() -> None:
    pools = node(({"name": "one"}, {"name": "two"}), Any)
    reference = Node(("pool",), Child("pool", "one", str), {"one": ("two",)})
    assert "two" in reference.others
    assert "two" not in pools.below[0].below[0].others
