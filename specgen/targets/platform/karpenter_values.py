"""Helm values of Karpenter's chart."""

from collections.abc import Iterator

from specgen.manifests.document import Document
from specgen.merging import PLAIN, merge
from specgen.spec.cluster import Cluster
from specgen.spec.image import mirrored
from specgen.spec.platform import ClusterOn
from specgen.targets.common import values_file
from specgen.targets.infra.karpenter_stack import queue
from specgen.targets.platform.charts import KARPENTER, placement, system_pool
from specgen.targets.target import Target

IMAGE = "public.ecr.aws/karpenter/controller"
"""The chart adds tag and digest, which a mirror keeps."""


_RESOURCES = {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "1Gi"}}
"""Half of the CPU that its guide asks for, so that two fit beside the rest of a small system pool.

https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/#4-install-karpenter
"""


def render(x: ClusterOn) -> Iterator[Document]:
    """Values for a chart of 1.14; the CRDs are a chart of their own, `karpenter-crd`.

    It never runs on nodes that it makes itself, so a pool of its own is no place for it.
    https://karpenter.sh/docs/reference/settings/
    """
    karpenter = x.cluster.karpenter
    if karpenter is None:
        return
    pulled = mirrored(IMAGE, x.around.mirrors)
    body = {
        "replicas": karpenter.replicas,
        **placement(system_pool(x, without="karpenter")),
        "controller": {
            "image": None if pulled == IMAGE else {"repository": pulled},
            "resources": _RESOURCES,
        },
        "settings": {
            "clusterName": x.cluster.name,
            "interruptionQueue": _queue(x.cluster) if karpenter.interruption else None,
            "enableZonalShift": True if x.cluster.zonal_shift else None,
            "featureGates": {"spotToSpotConsolidation": False},
        },
    }
    values = merge(body, karpenter.values, PLAIN)
    yield Document(values_file(x.where, KARPENTER.name), values, x.owner)


def _queue(cluster: Cluster) -> str | None:
    return cluster.existing.interruption_queue if cluster.existing else queue(cluster.name)


TARGET = Target("karpenter-values", "Helm values of Karpenter's chart", ClusterOn, render)
