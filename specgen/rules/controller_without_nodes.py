"""Karpenter or Cluster Autoscaler with no nodes to stand on."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import KARPENTER, SYSTEM, created
from specgen.spec.nodegroup import NodeGroup, Part
from specgen.spec.platform import ClusterOn

_TOLERATED = {"karpenter": ("CriticalAddonsOnly",), "clusterAutoscaler": ()}
"""Keys of taints that the charts' defaults tolerate: charts karpenter 1.14.1, autoscaler 9.59.0."""


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag controllers that no node group has room for."""
    karpenter = x.cluster.karpenter
    if not x.cluster.is_created:
        return
    if karpenter is not None:
        least = max(2, karpenter.replicas)
        homes = _homes(x, "karpenter")
        if _nodes(homes) < least or len({zone for _, one in homes for zone in one.zones}) < 2:  # noqa: PLR2004
            yield _problem(x, "karpenter", f"Karpenter needs {least} on-demand nodes in two zones")
    elif x.cluster.cluster_autoscaler is not None and not _nodes(_homes(x, "clusterAutoscaler")):
        yield _problem(x, "clusterAutoscaler", "Cluster Autoscaler needs nodes")


def _homes(x: ClusterOn, controller: str) -> list[tuple[NodeGroup, Part]]:
    """Groups that always have nodes which the controller may stand on."""
    return [
        (group, part)
        for group in x.cluster.node_groups
        if group.size.min and _open(group, controller)
        for part in group.parts(x.cluster.zones)
    ]


def _open(group: NodeGroup, controller: str) -> bool:
    if controller == "karpenter" and group.capacity_type == "spot":
        return False
    return all(
        one.startup or one.effect == "PreferNoSchedule" or one.key in _TOLERATED[controller]
        for one in group.all_taints
    )


def _nodes(homes: list[tuple[NodeGroup, Part]]) -> int:
    return sum(group.size.min for group, _ in homes)


def _problem(x: ClusterOn, field: str, needs: str) -> Problem:
    return Problem(
        Place(x.owner, (field,), on_key=True),
        f"{needs} that take any pod, and no node group of cluster `{x.cluster.name}` keeps them",
    )


RULE = Rule(
    id="controller-without-nodes",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="Karpenter or Cluster Autoscaler with no nodes to stand on",
    why="The controller itself stays Pending, so no node is ever made. Karpenter keeps off its own "
    "nodes, and its two copies off each other's node and zone.",
    hint="give a group that runs: system size.min: 2, without taints, in two zones",
    source="https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/",
    bad=created(KARPENTER, system=SYSTEM.replace("min: 2", "min: 1")),
    good=created(KARPENTER),
    check=check,
)
