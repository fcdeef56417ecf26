"""Helm values of Cluster Autoscaler's chart, 9.59.

https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-chart-9.59.0/charts/cluster-autoscaler/values.yaml
"""

from collections.abc import Iterator
from typing import Any

from specgen.manifests.document import Document
from specgen.merging import PLAIN, merge
from specgen.spec.autoscaler import ClusterAutoscaler
from specgen.spec.image import mirrored
from specgen.spec.nodegroup import NodeGroup
from specgen.spec.platform import ClusterOn
from specgen.targets.common import values_file
from specgen.targets.platform.charts import AUTOSCALER, placement, system_pool
from specgen.targets.target import Target

IMAGE = "registry.k8s.io/autoscaling/cluster-autoscaler"
ACCOUNT = "cluster-autoscaler"
"""Its service account, as the cluster's Pod Identity association names it."""

_UUID = "[0-9a-f-]{36}"
"""The end of an Auto Scaling group's name: `eks-<node group>-<UUID>`.

https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3007
"""


def render(x: ClusterOn) -> Iterator[Document]:
    """The values. Nobody but EKS makes Auto Scaling groups here, and EKS tags them for discovery.

    https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
    """
    spec = x.cluster.cluster_autoscaler
    if spec is None:
        return
    values = merge(_values(x, spec), spec.values, PLAIN)
    yield Document(values_file(x.where, AUTOSCALER.name), values, x.owner)


_RESOURCES = {"requests": {"cpu": "100m", "memory": "600Mi"}, "limits": {"memory": "600Mi"}}
"""Without any it would be the first to go where a node runs out of memory."""


def _values(x: ClusterOn, spec: ClusterAutoscaler) -> dict[str, Any]:
    flags = arguments(spec) | startup_taints(x)
    by_priority = "priority" in str(flags["expander"]).split(",")
    return {
        "fullnameOverride": AUTOSCALER.name,
        "cloudProvider": "aws",
        "awsRegion": x.around.region,
        "autoDiscovery": {"clusterName": x.cluster.name},
        "image": _image(x),
        "replicaCount": 2 if x.where.production else None,
        **placement(system_pool(x)),
        "resources": _RESOURCES,
        "rbac": {"serviceAccount": {"name": ACCOUNT}},
        "extraArgs": flags,
        "expanderPriorities": (priorities(x) or None) if by_priority else None,
    }


def _image(x: ClusterOn) -> dict[str, str | None] | None:
    """The release of the control plane's minor; another patch of it by `values`."""
    pulled, version = mirrored(IMAGE, x.around.mirrors), x.cluster.kubernetes_version
    tag = None if version is None else f"v{version.text}.0"
    repository = None if pulled == IMAGE else pulled
    return {"repository": repository, "tag": tag} if repository or tag else None


def arguments(spec: ClusterAutoscaler) -> dict[str, str | int | bool]:
    """Its flags. Spark's pods have emptyDirs, which would hold their nodes for ever otherwise.

    https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-are-the-parameters-to-ca
    """
    return {
        "expander": ",".join(spec.expander),
        "balance-similar-node-groups": True,
        "skip-nodes-with-local-storage": False,
        "skip-nodes-with-system-pods": False,
        "scale-down-unneeded-time": spec.scale_down_unneeded.text,
        "scale-down-delay-after-add": "10m",
        "max-node-provision-time": spec.max_node_provision.text,
        "max-graceful-termination-sec": 600,
        **spec.extra_args,
    }


def startup_taints(x: ClusterOn) -> dict[str, str | int | bool]:
    """Flags that name the taints a node loses when it is ready: till then it is not counted.

    The chart leaves out what follows a `_`, so that a flag can be given several times.
    """
    taints = (one for group in x.cluster.node_groups for one in group.all_taints if one.startup)
    keys = dict.fromkeys(one.key for one in taints)
    return {f"startup-taint_{number}": key for number, key in enumerate(keys, 1)}


def priorities(x: ClusterOn) -> dict[str, list[str]]:
    """Names of Auto Scaling groups by priority, highest first.

    A group without a priority is taken when no other is left:
    https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/priority.go
    """
    found: dict[int, list[str]] = {}
    for group in x.cluster.node_groups:
        if group.priority is not None:
            found.setdefault(group.priority, []).append(pattern(group, x.cluster.zones))
    return {str(priority): found[priority] for priority in sorted(found, reverse=True)}


def pattern(group: NodeGroup, zones: tuple[str, ...]) -> str:
    """What the Auto Scaling groups of a node group's parts are called, and no others.

    Whatever their revision: raising it moves no priority. A name needs no escaping.
    """
    letters = sorted({zone[-1] for zone in group.zones or zones})
    part = f"-[{''.join(letters)}]" if group.per_zone else ""
    return f"^eks-{group.name}{part}(-r[0-9]+)?-{_UUID}$"


TARGET = Target("autoscaler-values", "Helm values of Cluster Autoscaler's chart", ClusterOn, render)
