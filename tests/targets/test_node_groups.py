"""Managed node groups of a ClusterConfig: what each field comes to, and what a revision changes."""

import json
import re
from pathlib import Path

import pytest
import yaml

from specgen.rules.sample import created, group
from tests.projects import outcome, sample_project
from tests.targets.rendered import Body, part

CONFIG = "one/infra/eksctl/cluster.yaml"
POOL, TEMPLATE = "specgen.dev/pool", "k8s.io/cluster-autoscaler/node-template"
_VPC = (
    "{vpc: vpc-1, endpoint: {publicFrom: [203.0.113.0/24]}, subnets: {"
    "private: {us-east-1a: subnet-a, us-east-1b: subnet-b}, "
    "public: {us-east-1a: subnet-c, us-east-1b: subnet-d}}}"
)


def groups(root: Path, example: str) -> dict[str, Body]:
    """The groups of the sample's ClusterConfig, by name, but the system's."""
    out = outcome(sample_project(root, example))
    assert not out.failed, out.findings
    listed = yaml.safe_load(out.files[CONFIG])["managedNodeGroups"]
    return {one["name"]: one for one in listed if one["name"] != "system"}


def a_group(root: Path, cluster: str = "", **said: str) -> Body:
    """What one group comes to that says this."""
    (found,) = groups(root, created(cluster, group("mine", **said))).values()
    return found


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        pytest.param(
            {},
            {
                "name": "mine",
                "amiFamily": "AmazonLinux2023",
                "releaseVersion": "1.34.1-20260715",
                "instanceTypes": ["m7g.large"],
                "spot": None,
                "minSize": 2,
                "maxSize": 2,
                "desiredCapacity": None,
                "availabilityZones": ["us-east-1a", "us-east-1b"],
                "subnets": None,
                "privateNetworking": True,
                "labels": {POOL: "mine"},
                "taints": [{"key": POOL, "value": "mine", "effect": "NoSchedule"}],
                "propagateASGTags": True,
                "volumeSize": 100,
                "volumeType": "gp3",
                "volumeEncrypted": True,
                "updateConfig": {"maxUnavailablePercentage": 10},
                "nodeRepairConfig": {"enabled": True},
                "overrideBootstrapCommand": None,
            },
            id="by default",
        ),
        pytest.param(
            {"capacityType": "spot", "instanceTypes": "[m7g.large, m6g.large, m8g.large]"},
            {"spot": True, "instanceTypes": ["m7g.large", "m6g.large", "m8g.large"]},
            id="Spot",
        ),
        pytest.param(
            {"size": "{max: 4}"}, {"minSize": 0, "maxSize": 4, "desiredCapacity": None}, id="size"
        ),
        pytest.param(
            {"size": "{min: 1, max: 4, desired: 3}"},
            {"minSize": 1, "maxSize": 4, "desiredCapacity": 3},
            id="desired size",
        ),
        pytest.param(
            {"ami": "{family: Bottlerocket, version: 1.44.0-6ac1e2a6}"},
            {"amiFamily": "Bottlerocket", "releaseVersion": "1.44.0-6ac1e2a6"},
            id="Bottlerocket",
        ),
        pytest.param({"ami": "{}"}, {"releaseVersion": None}, id="the newest image"),
        pytest.param({"pool": "both"}, {"name": "mine", "labels": {POOL: "both"}}, id="pool"),
        pytest.param(
            {"selector": "{tier: x}", "labels": "{team: z}"},
            {"labels": {"tier": "x", "team": "z"}},
            id="labels",
        ),
        pytest.param({"runs": "any"}, {"taints": None}, id="an open pool"),
        pytest.param(
            {"taint": "false", "taints": "[{key: a, effect: NoExecute}, {key: b, value: c}]"},
            {
                "taints": [
                    {"key": "a", "effect": "NoExecute"},
                    {"key": "b", "value": "c", "effect": "NoSchedule"},
                ]
            },
            id="taints",
        ),
        pytest.param(
            {"volume": "{size: 2Ti, type: io2, iops: 900, encrypted: false}"},
            {
                "volumeSize": 2048,
                "volumeType": "io2",
                "volumeIOPS": 900,
                "volumeThroughput": None,
                "volumeEncrypted": False,
            },
            id="volume",
        ),
        pytest.param(
            {"update": "3", "size": "{max: 4}"},
            {"updateConfig": {"maxUnavailable": 3}},
            id="update",
        ),
        pytest.param({"repair": "false"}, {"nodeRepairConfig": {"enabled": False}}, id="repair"),
        pytest.param(
            {"maxPods": "30", "instancePrefix": "p"},
            {"maxPodsPerNode": 30, "instancePrefix": "p"},
            id="pods and prefix",
        ),
        pytest.param(
            {"privateNetworking": "false"}, {"privateNetworking": False}, id="public addresses"
        ),
    ],
)
def test_what_a_field_comes_to(tmp_path: Path, said: dict[str, str], wanted: Body) -> None:
    assert part(a_group(tmp_path, **said), wanted) == wanted


def test_local_disks_become_one_by_nodeadm(tmp_path: Path) -> None:
    found = a_group(tmp_path, instanceStore="raid0", instanceTypes="[m7gd.large]")
    assert json.loads(found["overrideBootstrapCommand"])["spec"] == {
        "instance": {"localStorage": {"strategy": "RAID0"}}
    }


# --- where a group stands -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"zones": "[us-east-1b]"}, {"mine": ["us-east-1b"]}),
        ({"perZone": "true"}, {"mine-a": ["us-east-1a"], "mine-b": ["us-east-1b"]}),
        ({"perZone": "true", "zones": "[us-east-1b]"}, {"mine-b": ["us-east-1b"]}),
        (
            {"perZone": "true", "revision": "2"},
            {"mine-a-r2": ["us-east-1a"], "mine-b-r2": ["us-east-1b"]},
        ),
    ],
    ids=str,
)
def test_zones(tmp_path: Path, said: dict[str, str], wanted: dict[str, list[str]]) -> None:
    found = groups(tmp_path, created(group=group("mine", **said)))
    assert {name: one["availabilityZones"] for name, one in found.items()} == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, {"mine": ["subnet-a", "subnet-b"]}),
        ({"privateNetworking": "false"}, {"mine": ["subnet-c", "subnet-d"]}),
        ({"perZone": "true"}, {"mine-a": ["subnet-a"], "mine-b": ["subnet-b"]}),
    ],
    ids=str,
)
def test_in_a_vpc_that_is_there_a_group_names_its_subnets(
    tmp_path: Path, said: dict[str, str], wanted: dict[str, list[str]]
) -> None:
    found = groups(tmp_path, created(f"network: {_VPC}\n", group("mine", **said)))
    assert {name: one["subnets"] for name, one in found.items()} == wanted
    assert not any("availabilityZones" in one for one in found.values())


# --- tags -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        pytest.param(
            {"taint": "false"},
            {f"{TEMPLATE}/label/eks.amazonaws.com/capacityType": "ON_DEMAND"},
            id="capacity type",
        ),
        pytest.param(
            {
                "taint": "false",
                "capacityType": "spot",
                "instanceTypes": "[m7g.large, m6g.large, m8g.large]",
            },
            {f"{TEMPLATE}/label/eks.amazonaws.com/capacityType": "SPOT"},
            id="Spot",
        ),
        pytest.param(
            {"tags": "{a: b}", "taints": "[{key: c}, {key: d, value: e, effect: NoExecute}]"},
            {
                "a": "b",
                f"{TEMPLATE}/label/eks.amazonaws.com/capacityType": "ON_DEMAND",
                f"{TEMPLATE}/taint/{POOL}": "mine:NoSchedule",
                f"{TEMPLATE}/taint/c": ":NoSchedule",
                f"{TEMPLATE}/taint/d": "e:NoExecute",
            },
            id="taints with their effects",
        ),
        pytest.param(
            {"taint": "false", "taints": "[{key: c, startup: true}]"},
            {f"{TEMPLATE}/label/eks.amazonaws.com/capacityType": "ON_DEMAND"},
            id="a taint that goes away",
        ),
    ],
)
def test_cluster_autoscaler_learns_of_a_group_at_zero_by_tags(
    tmp_path: Path, said: dict[str, str], wanted: dict[str, str]
) -> None:
    assert a_group(tmp_path, **said)["tags"] == wanted


def test_without_it_a_group_has_its_own_tags_alone(tmp_path: Path) -> None:
    fixed = "clusterAutoscaler: null\n"
    assert a_group(tmp_path / "with", fixed, tags="{a: b}")["tags"] == {"a": "b"}
    assert "tags" not in a_group(tmp_path / "without", fixed)


# --- revisions ------------------------------------------------------------------------------------

NAMED = {CONFIG, "one/infra/PLAN.md"}
"""Where a node group is called by its whole name; nothing that Argo CD syncs does."""


def files(root: Path, **said: str) -> dict[str, str]:
    """The whole outcome of the sample with a group `kiln` of the pool `heat`."""
    one = group("kiln", pool="heat", size="{max: 4}", priority="5", **said)
    example = created("clusterAutoscaler: {expander: [priority]}\n", one)
    out = outcome(sample_project(root, example))
    assert not out.failed, out.findings
    return {file: data.decode() for file, data in out.files.items()}


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ({}, {}, {"revision": "2"}),
        ({}, {"revision": "2"}, {"revision": "3"}),
        ({"perZone": "true"}, {}, {"revision": "2"}),
    ],
    ids=["first", "second", "zone by zone"],
)
def test_a_revision_renames_the_group_and_changes_nothing_else(
    tmp_path: Path, said: dict[str, str], old: dict[str, str], new: dict[str, str]
) -> None:
    before = files(tmp_path / "old", **said, **old)
    after = files(tmp_path / "new", **said, **new)
    assert before.keys() == after.keys()
    assert {file for file in before if before[file] != after[file]} == NAMED
    for file in NAMED:
        assert unrevised(after[file]) == unrevised(before[file])


def unrevised(text: str) -> str:
    """The text with the group's name as it is without a revision."""
    return re.sub(r"\b(kiln(?:-[ab])?)-r[0-9]+\b", r"\1", text)
