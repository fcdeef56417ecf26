"""Managed node groups of a ClusterConfig.

https://eksctl.io/usage/nodegroup-managed/
"""

import json
from collections.abc import Iterator
from typing import Literal

from specgen.facts.nodes import TEMPLATE
from specgen.manifests import eksctl as shapes
from specgen.spec.nodegroup import NodeGroup, Part
from specgen.spec.platform import ClusterOn
from specgen.spec.pool import CAPACITY_LABELS, Taint

FAMILY: dict[str, Literal["AmazonLinux2023", "Bottlerocket"]] = {
    "AL2023": "AmazonLinux2023",
    "Bottlerocket": "Bottlerocket",
}
_NODE_CONFIG = {
    "apiVersion": "node.eks.aws/v1alpha1",
    "kind": "NodeConfig",
    "spec": {"instance": {"localStorage": {"strategy": "RAID0"}}},
}
_RAID = json.dumps(_NODE_CONFIG, indent=2) + "\n"
"""https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/#localstoragestrategy"""


def node_groups(x: ClusterOn) -> Iterator[shapes.ManagedNodeGroup]:
    """Every group, those that are made zone by zone once for each."""
    for group in x.cluster.node_groups:
        for part in group.parts(x.cluster.zones):
            yield _group(x, group, part)


def _group(x: ClusterOn, group: NodeGroup, part: Part) -> shapes.ManagedNodeGroup:
    subnets, disk = _subnets(x, group, part), group.volume
    return {
        "name": part.name,
        "amiFamily": FAMILY[group.ami.family],
        "releaseVersion": group.ami.version,
        "instanceTypes": list(group.instance_types),
        "spot": True if group.capacity_type == "spot" else None,
        "minSize": group.size.min,
        "maxSize": group.size.max,
        "desiredCapacity": group.size.desired,
        "availabilityZones": None if subnets else list(part.zones),
        "subnets": subnets,
        "privateNetworking": group.private_networking,
        "instancePrefix": group.instance_prefix,
        "labels": {**group.labels, **group.selects},
        "taints": [_taint(one) for one in group.all_taints] or None,
        "tags": tags(x, group) or None,
        "propagateASGTags": True,
        "volumeSize": disk.gib,
        "volumeType": disk.type,
        "volumeIOPS": disk.iops,
        "volumeThroughput": disk.throughput,
        "volumeEncrypted": disk.encrypted,
        "volumeKmsKeyID": disk.kms_key.text if disk.kms_key else None,
        "maxPodsPerNode": group.max_pods,
        "overrideBootstrapCommand": _bootstrap(group),
        "updateConfig": _update(group.update),
        "nodeRepairConfig": {"enabled": group.repair},
    }


def _subnets(x: ClusterOn, group: NodeGroup, part: Part) -> list[str] | None:
    """Those of its zones, where they are there already; else eksctl finds its own."""
    given = x.cluster.network.subnets
    known = given.private if group.private_networking else given.public
    return [known[zone] for zone in part.zones if zone in known] or None


def _taint(taint: Taint) -> shapes.NodeGroupTaint:
    return {"key": taint.key, "value": taint.value, "effect": taint.effect}


def tags(x: ClusterOn, group: NodeGroup) -> dict[str, str]:
    """The group's own, and what of its nodes Cluster Autoscaler would not learn otherwise.

    eksctl propagates labels rightly and taints without their effect, which the autoscaler ignores:
    a group at zero would be taken for one without taints. Of the capacity type it learns from EKS,
    and under another name than the nodes' label: pods that select it would wait for ever. (Cluster
    Autoscaler 1.34, getManagedNodegroupInfo of cloudprovider/aws/aws_wrapper.go.)
    """
    if x.cluster.cluster_autoscaler is None:
        return dict(group.tags)
    key, values = CAPACITY_LABELS["nodeGroups"]
    taints = {
        f"{TEMPLATE}/taint/{one.key}": f"{one.value or ''}:{one.effect}"
        for one in group.all_taints
        if not one.startup
    }
    return {**group.tags, f"{TEMPLATE}/label/{key}": values[group.capacity_type], **taints}


def _bootstrap(group: NodeGroup) -> str | None:
    """Local NVMe disks as one array, which kubelet and containers then use."""
    return None if group.instance_store == "none" else _RAID


def _update(amount: str) -> shapes.NodeGroupUpdateConfig:
    if amount.endswith("%"):
        return {"maxUnavailablePercentage": int(amount.removesuffix("%"))}
    return {"maxUnavailable": int(amount)}
