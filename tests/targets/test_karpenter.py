"""Karpenter's pools and classes: what they say."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.rules.sample import KARPENTER, created, karpenter
from tests.projects import outcome, sample_project

POOL = "big, runs: executors, limits: {cpu: 10, memory: 40Gi}, capacityType: [on-demand]"


def rendered(tmp_path: Path, example: str) -> dict[str, Any]:
    """What an example comes to, by file below the cluster's folder."""
    out = outcome(sample_project(tmp_path, example))
    assert not out.failed, out.findings
    return {
        file.partition("/")[2]: yaml.safe_load(data)
        for file, data in out.files.items()
        if "/platform/" in file or "/addons/" in file or "/jobs/" in file
    }


def pools(tmp_path: Path, pool: str) -> dict[str, Any]:
    """The NodePools of a pool, by name."""
    files = rendered(tmp_path, karpenter(pool))
    return {
        body["metadata"]["name"]: body["spec"]
        for body in files.values()
        if body.get("kind") == "NodePool"
    }


def conditions(spec: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """Values of a NodePool's requirements, by key and operator."""
    listed = spec["template"]["spec"]["requirements"]
    return {(one["key"], one["operator"]): one.get("values") for one in listed}


def test_a_pool_is_one_node_pool(tmp_path: Path) -> None:
    (spec,) = pools(tmp_path, POOL).values()
    assert spec["limits"] == {"cpu": "10", "memory": "40Gi"}
    assert "weight" not in spec
    assert spec["template"]["metadata"]["labels"] == {"specgen.dev/pool": "big"}
    assert spec["template"]["spec"]["taints"] == [
        {"key": "specgen.dev/pool", "value": "big", "effect": "NoSchedule"}
    ]
    assert spec["template"]["spec"]["nodeClassRef"]["name"] == "default"


def test_a_preference_is_a_node_pool_a_step_by_falling_weight(tmp_path: Path) -> None:
    made = pools(
        tmp_path,
        "big, runs: executors, prefer: [arm64/spot, amd64/spot, {use: amd64/on-demand, "
        "limits: {cpu: 5, memory: 20Gi}}], limitsEach: {cpu: 10, memory: 40Gi}",
    )
    assert {name: spec["weight"] for name, spec in made.items()} == {
        "big-arm64-spot": 100,
        "big-amd64-spot": 90,
        "big-amd64-od": 80,
    }
    assert {name: spec["limits"]["cpu"] for name, spec in made.items()} == {
        "big-arm64-spot": "10",
        "big-amd64-spot": "10",
        "big-amd64-od": "5",
    }
    chosen = {
        (
            tuple(conditions(spec)["kubernetes.io/arch", "In"]),
            tuple(conditions(spec)["karpenter.sh/capacity-type", "In"]),
        )
        for spec in made.values()
    }
    assert chosen == {
        (("arm64",), ("spot",)),
        (("amd64",), ("spot",)),
        (("amd64",), ("on-demand",)),
    }


@pytest.mark.parametrize(
    ("instances", "condition", "values"),
    [
        ("categories: [c, m]", ("karpenter.k8s.aws/instance-category", "In"), ["c", "m"]),
        ("families: [m7g]", ("karpenter.k8s.aws/instance-family", "In"), ["m7g"]),
        ("notFamilies: [m7g]", ("karpenter.k8s.aws/instance-family", "NotIn"), ["m7g"]),
        ("sizes: [xlarge]", ("karpenter.k8s.aws/instance-size", "In"), ["xlarge"]),
        ("notSizes: [metal]", ("karpenter.k8s.aws/instance-size", "NotIn"), ["metal"]),
        ("types: [m7g.large]", ("node.kubernetes.io/instance-type", "In"), ["m7g.large"]),
        ("notTypes: [m7g.large]", ("node.kubernetes.io/instance-type", "NotIn"), ["m7g.large"]),
        ("generation: {min: 6}", ("karpenter.k8s.aws/instance-generation", "Gte"), ["6"]),
        ("generation: {max: 7}", ("karpenter.k8s.aws/instance-generation", "Lte"), ["7"]),
        ("cpu: [8, 16]", ("karpenter.k8s.aws/instance-cpu", "In"), ["8", "16"]),
        ("cpu: {min: 8}", ("karpenter.k8s.aws/instance-cpu", "Gte"), ["8"]),
        ("localNvme: {min: 400}", ("karpenter.k8s.aws/instance-local-nvme", "Gte"), ["400"]),
    ],
)
def test_machines_are_chosen_by_karpenters_labels(
    tmp_path: Path, instances: str, condition: tuple[str, str], values: list[str]
) -> None:
    (spec,) = pools(tmp_path, f"{POOL}, instances: {{{instances}}}").values()
    assert conditions(spec)[condition] == values


@pytest.mark.parametrize(
    ("instances", "least"),
    [
        pytest.param("categories: [m]", 10, id="ten by default"),
        pytest.param("types: [a, b, c]", 3, id="no more than are named"),
        pytest.param("minTypes: 4", 4, id="as asked"),
        pytest.param("minTypes: 0", None, id="none"),
    ],
)
def test_spot_wants_a_choice_of_types(tmp_path: Path, instances: str, least: int | None) -> None:
    pool = POOL.replace("on-demand", "spot")
    (spec,) = pools(tmp_path, f"{pool}, instances: {{{instances}}}").values()
    listed = spec["template"]["spec"]["requirements"]
    found = [one["minValues"] for one in listed if "minValues" in one]
    assert found == ([] if least is None else [least])


@pytest.mark.parametrize(
    ("runs", "patience", "life"), [("executors", "3m", "168h"), ("drivers", "5m", "Never")]
)
def test_nodes_go_when_they_are_empty(tmp_path: Path, runs: str, patience: str, life: str) -> None:
    (spec,) = pools(tmp_path, POOL.replace("executors", runs)).values()
    assert spec["disruption"] == {
        "consolidationPolicy": "WhenEmpty",
        "consolidateAfter": patience,
        "budgets": [{"nodes": "10%"}],
    }
    assert spec["template"]["spec"]["expireAfter"] == life


@pytest.mark.parametrize("runs", ["system", "any"])
def test_some_pools_take_any_pod(tmp_path: Path, runs: str) -> None:
    (spec,) = pools(tmp_path, POOL.replace("executors", runs)).values()
    assert "taints" not in spec["template"]["spec"]


def test_nodes_stand_in_private_subnets_where_eksctl_makes_the_network(tmp_path: Path) -> None:
    """Its public ones bear the discovery tag, too."""
    files = rendered(tmp_path, created(KARPENTER))
    (term,) = files["platform/ec2nodeclass-default.yaml"]["spec"]["subnetSelectorTerms"]
    assert term["tags"] == {
        "karpenter.sh/discovery": "one",
        "kubernetes.io/role/internal-elb": "1",
    }


@pytest.mark.parametrize(
    ("node_class", "device", "alias"),
    [
        ("ami: {version: v20260715}", "/dev/xvda", "al2023@v20260715"),
        ("ami: {family: Bottlerocket, version: v1.44.0}", "/dev/xvdb", "bottlerocket@v1.44.0"),
    ],
)
def test_a_class_has_an_image_a_disk_and_closed_metadata(
    tmp_path: Path, node_class: str, device: str, alias: str
) -> None:
    files = rendered(tmp_path, karpenter(POOL, node_class=node_class))
    spec = files["platform/ec2nodeclass-default.yaml"]["spec"]
    assert spec["amiSelectorTerms"] == [{"alias": alias}]
    assert spec["role"] == "karpenter-nodes"
    assert spec["subnetSelectorTerms"] == [{"tags": {"karpenter.sh/discovery": "one"}}]
    (disk,) = spec["blockDeviceMappings"]
    assert disk["deviceName"] == device
    assert disk["ebs"]["volumeSize"] == "100Gi"
    assert disk["ebs"]["encrypted"] is True
    assert spec["metadataOptions"]["httpPutResponseHopLimit"] == 1
    assert "instanceStorePolicy" not in spec


def test_a_pool_that_wants_local_disks_gets_them_as_one(tmp_path: Path) -> None:
    files = rendered(tmp_path, karpenter(f"{POOL}, instances: {{localNvme: {{min: 1}}}}"))
    assert files["platform/ec2nodeclass-default.yaml"]["spec"]["instanceStorePolicy"] == "RAID0"


def test_values_name_the_cluster_and_its_queue(tmp_path: Path) -> None:
    values = rendered(tmp_path, karpenter(POOL))["addons/karpenter/values.yaml"]
    assert values["settings"]["clusterName"] == "one"
    assert values["settings"]["interruptionQueue"] == "one"
