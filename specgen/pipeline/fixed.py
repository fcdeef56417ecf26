"""What of a created cluster is fixed: fields of eksctl's ClusterConfig, and what equals what there.

Read in eksctl 0.230 (https://github.com/eksctl-io/eksctl/tree/v0.230.0, checked 2026-11-21):
pkg/ctl/cmdutils/filter/nodegroup_filter.go (groups that exist are skipped), pkg/ctl/scale,
pkg/ctl/set, pkg/ctl/upgrade, pkg/ctl/utils (what there are commands for), and
pkg/cfn/builder/managed_launch_template.go (what a group's launch template fixes).
https://docs.aws.amazon.com/eks/latest/eksctl/general-nodegroups.html#_nodegroup_immutability
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from specgen.paths import ABSENT, Path

KIND = "ClusterConfig"

Said = tuple[tuple[str, Path], ...]
"""Where the spec may say a value, likeliest first: a path in the group, cluster or environment."""

CHANGEABLE = {
    "minSize": "eksctl scale nodegroup",
    "maxSize": "eksctl scale nodegroup",
    "desiredCapacity": "eksctl scale nodegroup",
    "releaseVersion": "eksctl upgrade nodegroup",
    "labels": "eksctl set labels",
    "updateConfig": "aws eks update-nodegroup-config",
    "nodeRepairConfig": "aws eks update-nodegroup-config",
}
"""All that can change in a group that is there, and the command; the cluster's plan prints it.

EKS could change taints, too, but eksctl could not: its stack, and the tags by which Cluster
Autoscaler knows a group without nodes, would go on saying the old ones.
https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html
"""

GROUP: dict[str, Said] = {
    "amiFamily": (("group", ("ami", "family")),),
    "instanceTypes": (("group", ("instanceTypes",)),),
    "spot": (("group", ("capacityType",)),),
    "availabilityZones": (("group", ("zones",)), ("cluster", ("zones",))),
    "subnets": (("group", ("zones",)), ("cluster", ("zones",))),
    "privateNetworking": (("group", ("privateNetworking",)),),
    "instancePrefix": (("group", ("instancePrefix",)),),
    "taints": tuple(("group", (name,)) for name in ("taints", "taint", "runs", "pool")),
    "tags": (("group", ("tags",)),),
    "volumeSize": (("group", ("volume", "size")),),
    "volumeType": (("group", ("volume", "type")),),
    "volumeIOPS": (("group", ("volume", "iops")),),
    "volumeThroughput": (("group", ("volume", "throughput")),),
    "volumeEncrypted": (("group", ("volume", "encrypted")),),
    "volumeKmsKeyID": (("group", ("volume", "kmsKey")),),
    "maxPodsPerNode": (("group", ("maxPods",)),),
    "overrideBootstrapCommand": (("group", ("instanceStore",)),),
}
"""By the field of a rendered group. What else it has, an override says, and it is fixed as well."""

ZONES = ("availabilityZones", "subnets")
"""Fields of a group that follow the cluster's, unless it says its own."""

RELEASE: Said = (("group", ("ami", "version")),)
VERSION: Said = (("cluster", ("kubernetesVersion",)),)


class Fixed(NamedTuple):
    """A field of the ClusterConfig that is settled when the cluster is made."""

    path: Path
    said: Said
    later: bool = False
    """It can be given later where it was not; but not be changed, nor taken away."""


REGION = Fixed(
    ("metadata", "region"),
    (("cluster", ("region",)), ("environment", ("cloud", "region"))),
)
CLUSTER = (
    Fixed(("kubernetesNetworkConfig",), (("cluster", ("network", "serviceCidr")),)),
    Fixed(("secretsEncryption", "keyARN"), (("cluster", ("encryptionKey",)),), later=True),
    Fixed(("iam", "withOIDC"), (("cluster", ()),), later=True),
)
"""Of every cluster. https://docs.aws.amazon.com/eks/latest/eksctl/kms-encryption.html"""

VPC = Fixed(("vpc", "id"), (("cluster", ("network", "vpc")),))
MADE = (
    Fixed(("vpc", "cidr"), (("cluster", ("network", "cidr")),)),
    Fixed(("vpc", "nat"), (("cluster", ("network", "natGateway")),)),
    Fixed(("availabilityZones",), (("cluster", ("zones",)),)),
)
"""Of a VPC that eksctl made: `eksctl upgrade cluster` says that it changes none of it."""


def subnet(kind: str, zone: str) -> Fixed:
    """A subnet of a VPC of one's own."""
    said: Path = ("network", "subnets", kind, zone)
    return Fixed(("vpc", "subnets", kind, zone, "id"), (("cluster", said),))


def nothing(value: Any) -> bool:
    """Whether a value says no more than its absence."""
    return value in (ABSENT, None, False, "", {}, [])


def same(field: str | int, was: Any, now: Any) -> bool:
    """Whether two values of a field are one to eksctl."""
    normal = _NORMAL.get(str(field), _as_it_is)
    return (nothing(was) and nothing(now)) or bool(normal(was) == normal(now))


def _as_it_is(value: Any) -> Any:
    return value


def _any_order(value: Any) -> Any:
    return sorted(map(repr, value)) if isinstance(value, list) else value


def _of_machines(value: Any) -> Any:
    """Tags but those that the Auto Scaling group alone needs, where they can be set any time."""
    tags = value if isinstance(value, dict) else {}
    return {key: tags[key] for key in tags if not str(key).startswith(_OF_SCALING)}


_OF_SCALING = "k8s.io/cluster-autoscaler/"
_NORMAL: dict[str, Callable[[Any], Any]] = {
    "availabilityZones": _any_order,
    "subnets": _any_order,
    "taints": _any_order,
    "tags": _of_machines,
}


def shown(value: Any) -> str:
    """A rendered value in a few words."""
    if value in (ABSENT, None, "", {}, []):
        return "not set"
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value)
    if isinstance(value, dict):
        return " ".join(f"{key}={shown(one)}" for key, one in value.items())
    words = str(value).lower() if isinstance(value, bool) else str(value)
    return words if "\n" not in words else "another text"
