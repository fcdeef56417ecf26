"""EKS's own add-ons in a ClusterConfig: versions, settings and rights."""

import json
from pathlib import Path
from typing import Any

import pytest

from specgen.rules.sample import created
from tests.targets.rendered import Body, rendered


def addons(root: Path, cluster: str = "") -> dict[str, Body]:
    """The add-ons by name, their settings read as the JSON that they are."""
    example = created(cluster).replace(
        "versions:\n", "versions:\n  ebsCsiDriver: v1.64.0-eksbuild.1\n", 1
    )
    listed = rendered(root, example)["one/infra/eksctl/cluster.yaml"]["addons"]
    for one in listed:
        if "configurationValues" in one:
            one["configurationValues"] = json.loads(one["configurationValues"])
    found = {one["name"]: one for one in listed}
    assert len(found) == len(listed)
    return found


def settings(root: Path, addon: str, cluster: str = "") -> Any:
    """The settings of one add-on; None if it has none."""
    return addons(root, cluster)[addon].get("configurationValues")


def test_these_are_installed_by_default_at_the_versions_that_are_named(tmp_path: Path) -> None:
    found = addons(tmp_path)
    assert {name: one["version"] for name, one in found.items()} == {
        "vpc-cni": "v1.20.1-eksbuild.1",
        "coredns": "v1.12.2-eksbuild.4",
        "kube-proxy": "v1.34.0-eksbuild.2",
        "eks-pod-identity-agent": "v1.3.8-eksbuild.2",
        "metrics-server": "v0.8.0-eksbuild.1",
    }
    assert {one["resolveConflicts"] for one in found.values()} == {"overwrite"}


@pytest.mark.parametrize(
    ("said", "name", "there"),
    [
        ("vpcCni: false", "vpc-cni", set()),
        ("coredns: false", "coredns", set()),
        ("kubeProxy: false", "kube-proxy", set()),
        ("podIdentityAgent: false", "eks-pod-identity-agent", set()),
        ("metricsServer: false", "metrics-server", set()),
        ("ebsCsiDriver: {}", "aws-ebs-csi-driver", {"aws-ebs-csi-driver"}),
    ],
)
def test_each_is_switched_by_its_field(
    tmp_path: Path, said: str, name: str, there: set[str]
) -> None:
    assert addons(tmp_path, f"addons: {{{said}}}\n").keys() & {name} == there


# --- settings -------------------------------------------------------------------------------------

PREFIXES = "network: {podNetworking: prefix-delegation}\n"
WARM = {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        pytest.param("", {"enableNetworkPolicy": "true"}, id="policies hold by default"),
        pytest.param("addons: {vpcCni: {networkPolicy: false}}\n", None, id="unless not wanted"),
        pytest.param(PREFIXES, {"enableNetworkPolicy": "true", "env": WARM}, id="prefixes"),
        pytest.param(
            f"{PREFIXES}addons: {{vpcCni: {{networkPolicy: false}}}}\n",
            {"env": WARM},
            id="prefixes alone",
        ),
        pytest.param(
            PREFIXES + "addons: {vpcCni: {configuration: {env: {WARM_PREFIX_TARGET: null, "
            "MINIMUM_IP_TARGET: '8'}, enableNetworkPolicy: null}}}\n",
            {"env": {"ENABLE_PREFIX_DELEGATION": "true", "MINIMUM_IP_TARGET": "8"}},
            id="its own settings win, and null takes ours away",
        ),
    ],
)
def test_pod_networking(tmp_path: Path, cluster: str, expected: Any) -> None:
    assert settings(tmp_path, "vpc-cni", cluster) == expected


@pytest.mark.parametrize(
    ("said", "low", "high"), [("{}", 2, 10), ("{minReplicas: 4, maxReplicas: 20}", 4, 20)]
)
def test_dns_scales_by_itself(tmp_path: Path, said: str, low: int, high: int) -> None:
    found = settings(tmp_path, "coredns", f"addons: {{coredns: {said}}}\n")
    scaling = {"enabled": True, "minReplicas": low, "maxReplicas": high}
    assert found == {"autoScaling": scaling}


def _args(qps: int, burst: int, workers: int) -> dict[str, list[str]]:
    """All three: the driver's chart drops its own three where one is given."""
    rates = [f"--kube-api-qps={qps}", f"--kube-api-burst={burst}", f"--worker-threads={workers}"]
    return {"additionalArgs": rates}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param("{}", None, id="as upstream has it"),
        pytest.param(
            "{attacher: {qps: 100, burst: 200, workers: 50}}",
            {"sidecars": {"attacher": _args(100, 200, 50)}},
            id="one sidecar",
        ),
        pytest.param(
            "{attacher: {qps: 1, burst: 2, workers: 3}, "
            "provisioner: {qps: 4, burst: 5, workers: 6}, "
            "configuration: {sidecars: {attacher: {logLevel: 4}}, controller: {replicaCount: 2}}}",
            {
                "sidecars": {"attacher": _args(1, 2, 3) | {"logLevel": 4},
                             "provisioner": _args(4, 5, 6)},
                "controller": {"replicaCount": 2},
            },
            id="both, and settings of its own beside them",
        ),
    ],
)  # fmt: skip
def test_the_ebs_driver_gets_all_rates_of_a_sidecar(
    tmp_path: Path, said: str, expected: Any
) -> None:
    cluster = f"addons: {{ebsCsiDriver: {said}}}\n"
    assert settings(tmp_path, "aws-ebs-csi-driver", cluster) == expected


@pytest.mark.parametrize("name", ["kube-proxy", "eks-pod-identity-agent", "metrics-server"])
def test_the_others_are_as_upstream_has_them(tmp_path: Path, name: str) -> None:
    assert settings(tmp_path, name) is None


# --- rights ---------------------------------------------------------------------------------------

EBS = "ebsCsiDriver: {}"
RIGHTS = {
    "vpc-cni": ("aws-node", "AmazonEKS_CNI_Policy"),
    "aws-ebs-csi-driver": ("ebs-csi-controller-sa", "AmazonEBSCSIDriverPolicyV2"),
}


def _rights(partition: str) -> dict[str, list[Body]]:
    return {
        name: [
            {
                "namespace": "kube-system",
                "serviceAccountName": account,
                "permissionPolicyARNs": [f"arn:{partition}:iam::aws:policy/{policy}"],
            }
        ]
        for name, (account, policy) in RIGHTS.items()
    }


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-east-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
    ],
)
def test_who_calls_aws_has_a_role_of_its_own(tmp_path: Path, region: str, partition: str) -> None:
    found = addons(tmp_path, f"addons: {{{EBS}}}\nregion: {region}\n")
    having = {
        name: one["podIdentityAssociations"]
        for name, one in found.items()
        if "podIdentityAssociations" in one
    }
    assert having == _rights(partition)


def test_without_the_agent_the_nodes_role_is_all_there_is(tmp_path: Path) -> None:
    found = addons(tmp_path, f"addons: {{{EBS}, podIdentityAgent: false}}\n")
    assert not [name for name, one in found.items() if "podIdentityAssociations" in one]
