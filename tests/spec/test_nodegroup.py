"""Node groups: what one takes and refuses, what it is called, and the pools that several serve."""

from typing import Any

import pytest
from pydantic import ValidationError

from specgen.load.cluster_subject import arch_of
from specgen.refusal import Refused
from specgen.spec.nodegroup import LONGEST, NodeGroup, united
from specgen.spec.pool import LABEL, Pool

SOUND: dict[str, Any] = {
    "name": "mine",
    "runs": "executors",
    "capacityType": "on-demand",
    "instanceTypes": ["m7g.large"],
    "size": {"max": 4},
}
ZONES = ("us-east-1a", "us-east-1b")


def group(**said: Any) -> NodeGroup:
    return NodeGroup.model_validate(SOUND | said)


def refused(**said: Any) -> Refused:
    with pytest.raises(ValidationError) as caught:
        group(**said)
    cause = caught.value.errors()[0].get("ctx", {}).get("error")
    assert isinstance(cause, Refused)
    return cause


def pools(*groups: NodeGroup) -> dict[str, Pool]:
    return {one.name: one for one in united(groups, arch_of)}


# --- what does not go together --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "what", "at"),
    [
        ({"size": {"min": 5, "max": 4}}, "min 5 is above max 4", ("min",)),
        ({"size": {"max": 4, "desired": 5}}, "desired 5 is not between", ("desired",)),
        ({"size": {"min": 2, "max": 4, "desired": 1}}, "desired 1 is not between", ("desired",)),
        ({"name": "a" * 62, "perZone": True}, "64 characters", ("name",)),
        ({"name": "a" * 61, "revision": 2}, "64 characters", ("name",)),
        ({"name": "a" * 59, "perZone": True, "revision": 2}, "64 characters", ("name",)),
        ({"name": "mine-r2"}, "revision 2 of another group", ("name",)),
        (
            {"instanceTypes": ["m7g.large", "m7g.large"]},
            "`m7g.large` stands twice",
            ("instanceTypes",),
        ),
        ({"zones": ["us-east-1a", "us-east-1a"]}, "`us-east-1a` stands twice", (1,)),
        ({"update": 0}, "`0` nodes cannot be updated", ("update",)),
        ({"update": 5}, "the group has no more than 4", ("update",)),
        ({"update": 101, "size": {"max": 200}}, "EKS takes 1 to 100", ("update",)),
        ({"update": "0%"}, "EKS takes 1 to 100", ("update",)),
        ({"update": "101%"}, "EKS takes 1 to 100", ("update",)),
        (
            {"instanceStore": "raid0", "ami": {"family": "Bottlerocket"}},
            "AL2023's",
            ("instanceStore",),
        ),
        ({"volume": {"size": "9Gi", "device": "/dev/xvdb"}}, "`device`", ("volume", "device")),
        (
            {"volume": {"size": "9Gi", "deleteOnTermination": False}},
            "`deleteOnTermination`",
            ("volume", "deleteOnTermination"),
        ),
    ],
    ids=lambda one: str(one) if isinstance(one, dict) else None,
)
def test_what_a_group_refuses(said: dict[str, Any], what: str, at: tuple[str, ...]) -> None:
    cause = refused(**said)
    assert what in cause.what
    assert cause.at == at
    assert cause.mend


@pytest.mark.parametrize(
    "said",
    [
        {"size": {"min": 4, "max": 4, "desired": 4}},
        {"name": "a" * 63},
        {"name": "a" * 61, "perZone": True},
        {"name": "a" * 60, "revision": 9},
        {"name": "r2"},
        {"name": "mine-r2d"},
        {"update": 4},
        {"update": 100, "size": {"max": 200}},
        {"update": "100%", "size": {"max": 1}},
        {"instanceStore": "raid0"},
        {"instanceTypes": ["m7g.large", "m6i.large", "no.such"]},
    ],
    ids=str,
)
def test_what_a_group_takes(said: dict[str, Any]) -> None:
    assert group(**said).name


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ({}, {"mine": ZONES}),
        ({"revision": 3}, {"mine-r3": ZONES}),
        ({"zones": ["us-east-1c"]}, {"mine": ("us-east-1c",)}),
        ({"perZone": True}, {"mine-a": ("us-east-1a",), "mine-b": ("us-east-1b",)}),
        ({"perZone": True, "zones": ["us-east-1c"]}, {"mine-c": ("us-east-1c",)}),
        (
            {"perZone": True, "revision": 2},
            {"mine-a-r2": ("us-east-1a",), "mine-b-r2": ("us-east-1b",)},
        ),
    ],
    ids=str,
)
def test_the_groups_that_one_is_rendered_to(
    said: dict[str, Any], parts: dict[str, tuple[str, ...]]
) -> None:
    found = list(group(**said).parts(ZONES))
    assert {one.name: one.zones for one in found} == parts
    assert all(len(one.name) <= LONGEST for one in found)


# --- pools ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "selector", "taints"),
    [
        ({}, {LABEL: "mine"}, [(LABEL, "mine")]),
        ({"pool": "all"}, {LABEL: "all"}, [(LABEL, "all")]),
        ({"taint": False}, {LABEL: "mine"}, []),
        ({"runs": "any"}, {LABEL: "mine"}, []),
        ({"runs": "system"}, {LABEL: "mine"}, []),
        ({"runs": "any", "taint": True}, {LABEL: "mine"}, [(LABEL, "mine")]),
        ({"selector": {"tier": "x"}}, {"tier": "x"}, [(LABEL, "mine")]),
        (
            {"taints": [{"key": "gpu"}, {"key": "new", "value": "1", "startup": True}]},
            {LABEL: "mine"},
            [(LABEL, "mine"), ("gpu", None), ("new", "1")],
        ),
    ],
    ids=str,
)
def test_what_pods_of_a_pool_carry(
    said: dict[str, Any], selector: dict[str, str], taints: list[tuple[str, str | None]]
) -> None:
    (pool,) = pools(group(**said)).values()
    assert pool.selector == selector
    assert [(one.key, one.value) for one in pool.taints] == taints


def test_groups_of_one_pool_are_one_pool_to_a_job() -> None:
    found = pools(
        group(name="other", pool="other"),
        group(name="arm", pool="all", zones=["us-east-1a"], taints=[{"key": "gpu"}]),
        group(
            name="x86",
            pool="all",
            zones=["us-east-1b"],
            instanceTypes=["m6i.large"],
            capacityType="spot",
        ),
    )
    assert list(found) == ["other", "all"]
    pool = found["all"]
    assert pool.declared == ("nodeGroups", 1)
    assert pool.arch == ("arm64", "amd64")
    assert pool.capacity_type == ("on-demand", "spot")
    assert pool.zones == ZONES
    assert [one.key for one in pool.taints] == [LABEL, "gpu"]


@pytest.mark.parametrize(
    ("types", "arch"),
    [
        (["m7g.large", "m8g.large"], ("arm64",)),
        (["m99.large", "m7g.large"], ("arm64",)),
        (["m99.large"], None),
    ],
    ids=str,
)
def test_one_known_type_tells_the_architecture(
    types: list[str], arch: tuple[str, ...] | None
) -> None:
    (pool,) = pools(group(instanceTypes=types)).values()
    assert pool.arch == arch


def test_of_a_pool_with_an_unknown_group_the_architecture_is_unknown() -> None:
    both = (group(pool="all"), group(name="new", pool="all", instanceTypes=["m99.large"]))
    assert pools(*both)["all"].arch is None


def test_a_group_in_all_zones_makes_the_pool_stand_in_all() -> None:
    both = (group(pool="all"), group(name="b", pool="all", zones=["us-east-1b"]))
    assert pools(*both)["all"].zones is None


# --- narrowing ------------------------------------------------------------------------------------

MIXED = (
    group(name="arm", pool="all", zones=["us-east-1a"], capacityType="spot"),
    group(name="x86", pool="all", zones=["us-east-1b"], instanceTypes=["m6i.large"]),
)


@pytest.mark.parametrize(
    ("capacity", "label", "arch", "zone"),
    [
        ("spot", "SPOT", "arm64", "us-east-1a"),
        ("on-demand", "ON_DEMAND", "amd64", "us-east-1b"),
    ],
)
def test_a_pool_is_narrowed_to_what_its_nodes_of_that_capacity_are(
    capacity: Any, label: str, arch: str, zone: str
) -> None:
    pool = pools(*MIXED)["all"].narrowed(capacity)
    assert pool.selector == {LABEL: "all", "eks.amazonaws.com/capacityType": label}
    assert (pool.capacity_type, pool.arch, pool.zones) == ((capacity,), (arch,), (zone,))


def test_a_pool_is_not_narrowed_without_need() -> None:
    (pool,) = pools(group()).values()
    assert pool.narrowed(None) == pool
    assert pool.narrowed("on-demand") == pool
    assert pool.narrowed("spot") == pool
    assert not pool.can_narrow("spot")
