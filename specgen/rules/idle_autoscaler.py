"""Cluster Autoscaler where nothing scales."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import SYSTEM, created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag Cluster Autoscaler on a cluster without a group of changing size."""
    scaling = any(one.size.min < one.size.max for one in x.cluster.node_groups)
    if x.cluster.cluster_autoscaler is not None and not scaling and not x.cluster.pools:
        yield Problem(
            Place(x.owner, ("clusterAutoscaler",), on_key=True),
            f"Cluster Autoscaler of cluster `{x.cluster.name}` has no group to scale",
        )


_NO_POOLS = """\
pools: null
---
kind: SparkJob
name: count
driver: {pool: any}
executor: {pool: any}
"""

RULE = Rule(
    id="idle-autoscaler",
    family="ca",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="Cluster Autoscaler where nothing scales",
    why="It runs, holds rights to the account's machines, and never does anything.",
    hint="give a node group a size.max above its min, or remove clusterAutoscaler",
    source="https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md",
    bad=created(_NO_POOLS, system=SYSTEM.replace("max: 4", "max: 2")),
    good=created(_NO_POOLS),
    check=check,
)
