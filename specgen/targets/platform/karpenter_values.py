"""Helm values of Karpenter's chart."""

from collections.abc import Iterator

from specgen.manifests.document import Document
from specgen.merging import PLAIN, merge
from specgen.spec.platform import ClusterOn
from specgen.targets.common import values_file
from specgen.targets.target import Target


def render(x: ClusterOn) -> Iterator[Document]:
    """Values for a chart of 1.14; the CRDs are a chart of their own, `karpenter-crd`.

    https://karpenter.sh/docs/reference/settings/
    """
    karpenter = x.cluster.karpenter
    if karpenter is None:
        return
    body = {
        "replicas": karpenter.replicas,
        "settings": {
            "clusterName": x.cluster.name,
            "interruptionQueue": x.cluster.existing.interruption_queue
            if karpenter.interruption
            else None,
            "featureGates": {"spotToSpotConsolidation": False},
        },
    }
    yield Document(values_file(x.where, "karpenter"), merge(body, karpenter.values, PLAIN), x.owner)


TARGET = Target("karpenter-values", "Helm values of Karpenter's chart", ClusterOn, render)
