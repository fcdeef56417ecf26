"""Values of Cluster Autoscaler's chart, and that each priority falls to the right groups."""

import re
from pathlib import Path
from typing import Any

import pytest

from specgen.rules.sample import PRODUCTION, created
from specgen.rules.sample import group as sample_group
from specgen.spec.nodegroup import NodeGroup
from specgen.targets.platform.autoscaler_values import pattern
from tests.targets.rendered import Body, rendered

FILE = "one/addons/cluster-autoscaler/values.yaml"
EXISTING = "kind: Cluster\nname: one\n%sclusterAutoscaler: {%s}\n"


def values(root: Path, fields: str = "", more: str = "", before: str = "") -> Body:
    """What the autoscaler's fields come to, on the sample's cluster with `more` said of it."""
    return rendered(root, before + EXISTING % (more, fields))[FILE]


def test_what_an_autoscaler_without_fields_comes_to(tmp_path: Path) -> None:
    assert values(tmp_path) == {
        "fullnameOverride": "cluster-autoscaler",
        "cloudProvider": "aws",
        "awsRegion": "us-east-1",
        "autoDiscovery": {"clusterName": "one"},
        "resources": {
            "requests": {"cpu": "100m", "memory": "600Mi"},
            "limits": {"memory": "600Mi"},
        },
        "rbac": {"serviceAccount": {"name": "cluster-autoscaler"}},
        "extraArgs": {
            "expander": "least-waste",
            "balance-similar-node-groups": True,
            "skip-nodes-with-local-storage": False,
            "skip-nodes-with-system-pods": False,
            "scale-down-unneeded-time": "5m",
            "scale-down-delay-after-add": "10m",
            "max-node-provision-time": "8m",
            "max-graceful-termination-sec": 600,
        },
    }


def test_taints_that_a_node_loses_when_it_is_ready_are_named_each_once(tmp_path: Path) -> None:
    groups = "\n".join(
        sample_group(
            name,
            runs="services",
            taints=f"[{{key: up, startup: true}}, {{key: {name}, startup: true}}, {{key: kept}}]",
        )
        for name in ("a", "b")
    )
    flags = rendered(tmp_path, created("", groups))[FILE]["extraArgs"]
    taints = {flag: key for flag, key in flags.items() if flag.startswith("startup-taint_")}
    assert list(taints.values()) == ["up", "a", "b"]
    assert len(taints) == 3


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ("expander: [priority, least-waste]", {"expander": "priority,least-waste"}),
        ("scaleDownUnneeded: 15m", {"scale-down-unneeded-time": "15m"}),
        ("maxNodeProvision: 3m", {"max-node-provision-time": "3m"}),
        ("extraArgs: {scan-interval: 30s}", {"scan-interval": "30s"}),
        (
            "extraArgs: {skip-nodes-with-system-pods: true}",
            {"skip-nodes-with-system-pods": "true"},
        ),
    ],
)
def test_flags(fields: str, wanted: Body, tmp_path: Path) -> None:
    assert wanted.items() <= values(tmp_path, fields)["extraArgs"].items()


def test_a_second_copy_stands_by_in_production(tmp_path: Path) -> None:
    assert values(tmp_path, before=PRODUCTION)["replicaCount"] == 2


MIRROR = "imageMirrors: [{from: registry.k8s.io/, to: mirror.example.com/k8s/}]\n"
MIRRORED = "mirror.example.com/k8s/autoscaling/cluster-autoscaler"


@pytest.mark.parametrize(
    ("more", "image"),
    [
        ("", None),
        ('kubernetesVersion: "1.33"\n', {"tag": "v1.33.0"}),
        (MIRROR, {"repository": MIRRORED}),
        (f'kubernetesVersion: "1.35"\n{MIRROR}', {"repository": MIRRORED, "tag": "v1.35.0"}),
    ],
    ids=["unknown", "minor", "mirror", "both"],
)
def test_the_image_is_of_the_control_planes_minor(
    more: str, image: Body | None, tmp_path: Path
) -> None:
    assert values(tmp_path, more=more).get("image") == image


# --- priorities ----------------------------------------------------------------------------------

WEB = {"20": ["^eks-web(-r[0-9]+)?-[0-9a-f-]{36}$"]}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("", None),
        ("expander: [least-waste, most-pods]", None),
        ("expander: [priority]", WEB),
        ("expander: [least-nodes, priority]", WEB),
    ],
)
def test_priorities_are_told_where_the_expander_reads_them(
    fields: str, told: Body | None, tmp_path: Path
) -> None:
    example = created(f"clusterAutoscaler: {{{fields}}}", sample_group("web", priority="20"))
    assert rendered(tmp_path, example)[FILE].get("expanderPriorities") == told


def test_priorities_fall_and_groups_without_one_are_not_named(tmp_path: Path) -> None:
    given = [("low", "1"), ("high", "100"), ("also", "1")]
    groups = "\n".join(sample_group(name, priority=priority) for name, priority in given)
    example = created("clusterAutoscaler: {expander: [priority]}", groups)
    found = rendered(tmp_path, example)[FILE]["expanderPriorities"]
    assert [(priority, len(names)) for priority, names in found.items()] == [("100", 1), ("1", 2)]


ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")
GROUPS: dict[str, dict[str, Any]] = {
    "exec": {"perZone": True, "zones": ["us-east-1a", "us-east-1b"]},
    "exec-c": {},
    "exec-spot": {"perZone": True},
    "exec-spot-x86": {"perZone": True},
    "spot": {},
    "system": {},
    "r2": {},
    "x-deadbeef": {},
    "x": {},
}
"""Names that begin or end like one another, or like parts, revisions and UUIDs."""

UUIDS = ["c8ccdfb1-0ed8-acd8-ee69-7bdc2245b084", "00000000-0000-0000-0000-000000000000"]
REVISIONS = [None, 1, 2, 17, 2026]


def group(name: str, revision: int | None = None) -> NodeGroup:
    """A group of the table."""
    return NodeGroup.model_validate(
        {
            "name": name,
            "runs": "executors",
            "capacityType": "spot",
            "instanceTypes": ["m7g.large"],
            "size": {"max": 3},
            "revision": revision,
            **GROUPS[name],
        }
    )


def scaling_groups(name: str, revision: int | None) -> list[str]:
    """What EKS calls the Auto Scaling groups of a group's parts."""
    parts = group(name, revision).parts(ZONES)
    return [f"eks-{part.name}-{uuid}" for part in parts for uuid in UUIDS]


@pytest.mark.parametrize("name", GROUPS)
def test_a_pattern_is_of_its_own_groups_and_no_others(name: str) -> None:
    own = re.compile(pattern(group(name), ZONES))
    for other in GROUPS:
        for revision in REVISIONS:
            for asg in scaling_groups(other, revision):
                assert (own.search(asg) is not None) is (other == name), asg


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("revision", REVISIONS)
def test_a_pattern_is_the_same_at_every_revision(name: str, revision: int | None) -> None:
    assert pattern(group(name, revision), ZONES) == pattern(group(name), ZONES)
