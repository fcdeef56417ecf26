"""A node group that nobody scales."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag groups of changing size on a created cluster without Cluster Autoscaler."""
    if not x.cluster.is_created or x.cluster.cluster_autoscaler is not None:
        return
    for path, one in node_groups(x):
        low, high = one.size.desired or one.size.min, one.size.max
        if one.runs != "system" and low < high:
            yield Problem(
                Place(x.owner, (*path, "size")),
                f"nobody scales node group `{one.name}`: it stays at {low} of {high} nodes",
                "no autoscaler",
            )


_GROUP = group("big", size="{max: 4}")

RULE = Rule(
    id="unscaled-node-group",
    family="ca",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="node group that nobody scales",
    why="A group has a size, not a mind: without Cluster Autoscaler pods stay Pending for ever. "
    "Karpenter makes its own nodes and leaves groups alone.",
    hint="add clusterAutoscaler: {}, or set size.min to what is needed, and max to the same",
    source="https://docs.aws.amazon.com/eks/latest/userguide/autoscaling.html",
    bad=created("clusterAutoscaler: null", group=_GROUP),
    good=created("clusterAutoscaler: {}", group=_GROUP),
    check=check,
)
