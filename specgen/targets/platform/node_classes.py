"""Karpenter EC2NodeClasses: what nodes are made of.

https://karpenter.sh/docs/concepts/nodeclasses/
"""

from collections.abc import Iterator

from specgen.manifests import karpenter as shapes
from specgen.manifests.document import Document
from specgen.spec.cluster import Existing
from specgen.spec.karpenter import NodeClass
from specgen.spec.machine import DATA_DEVICE, Volume
from specgen.spec.platform import ClusterOn
from specgen.targets.common import NODE_CLASS_WAVE, WAVE, labels, platform_file
from specgen.targets.infra.karpenter_stack import node_role
from specgen.targets.target import Target

DISCOVERY = "karpenter.sh/discovery"
"""Tag by which nodes find their subnets and security groups; its value is the cluster's name."""

PRIVATE = "kubernetes.io/role/internal-elb"
"""Tag of private subnets."""

_ALIAS = {"AL2023": "al2023", "Bottlerocket": "bottlerocket"}

_ROOT = Volume.model_validate({"size": "100Gi"})


def render(x: ClusterOn) -> Iterator[Document]:
    """Every EC2NodeClass of the cluster."""
    karpenter = x.cluster.karpenter
    for one in karpenter.node_classes if karpenter else ():
        body: shapes.EC2NodeClass = {
            "apiVersion": "karpenter.k8s.aws/v1",
            "kind": "EC2NodeClass",
            "metadata": {
                "name": one.name,
                "labels": labels(x.where),
                "annotations": {WAVE: NODE_CLASS_WAVE},
            },
            "spec": _spec(x, one),
        }
        yield Document(platform_file(x.where, "EC2NodeClass", one.name), body, x.owner)


def _spec(x: ClusterOn, one: NodeClass) -> shapes.NodeClassSpec:
    known = x.cluster.existing or Existing()
    discovery = {DISCOVERY: x.cluster.name}
    joined = x.cluster.karpenter is not None and x.cluster.karpenter.joins_disks(one)
    return {
        "amiSelectorTerms": [{"alias": f"{_ALIAS[one.ami.family]}@{one.ami.version or 'latest'}"}],
        "role": known.node_role if x.cluster.existing else node_role(x.cluster.name),
        "subnetSelectorTerms": [{"tags": one.subnets or known.subnets or _subnets(x)}],
        "securityGroupSelectorTerms": [
            {"tags": one.security_groups or known.security_groups or discovery}
        ],
        "blockDeviceMappings": [_disk(one, disk) for disk in one.volumes or (_ROOT,)],
        "instanceStorePolicy": "RAID0" if joined else None,
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpTokens": "required",
            "httpPutResponseHopLimit": 1,
        },
        "tags": {**x.tags, **one.tags} or None,
    }


def _subnets(x: ClusterOn) -> dict[str, str]:
    """The discovery tag; in a VPC that eksctl makes its public subnets bear it, too.

    The other tag is on the private ones alone: eksctl, pkg/cfn/builder/vpc_ipv4.go.
    """
    private = {PRIVATE: "1"} if x.cluster.is_created and x.cluster.network.vpc is None else {}
    return {DISCOVERY: x.cluster.name, **private}


def _disk(one: NodeClass, disk: Volume) -> shapes.BlockDevice:
    return {
        "deviceName": disk.device or DATA_DEVICE[one.ami.family],
        "ebs": {
            "volumeSize": disk.size.text,
            "volumeType": disk.type,
            "iops": disk.iops,
            "throughput": disk.throughput,
            "encrypted": disk.encrypted,
            "kmsKeyID": disk.kms_key.text if disk.kms_key else None,
            "deleteOnTermination": disk.delete_on_termination,
        },
    }


TARGET = Target(
    "karpenter-node-classes", "Karpenter EC2NodeClasses of a cluster", ClusterOn, render
)
