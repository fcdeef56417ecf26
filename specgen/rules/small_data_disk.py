"""Bottlerocket's data disk left at its default size."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag Bottlerocket classes whose disks leave out the data disk."""
    karpenter = x.cluster.karpenter
    for index, one in enumerate(karpenter.node_classes if karpenter else ()):
        sized = not one.volumes or any(disk.device in (None, "/dev/xvdb") for disk in one.volumes)
        if one.ami.family == "Bottlerocket" and not sized:
            yield Problem(
                Place(x.owner, ("karpenter", "nodeClasses", index, "volumes")),
                f"nodes of class `{one.name}` have 20 Gi for images and shuffle",
            )


_POOL = f"big, runs: services, {ON_DEMAND}"
_CLASS = "ami: {family: Bottlerocket, version: v1.44.0}, volumes: [{%s}]"

RULE = Rule(
    id="small-data-disk",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.ERROR,
    summary="Bottlerocket without a sized data disk",
    why="Images, logs and shuffle share a disk of 20 Gi, and pods are evicted when it is full.",
    hint="add {device: /dev/xvdb, size: 200Gi} to volumes",
    source="https://karpenter.sh/docs/concepts/nodeclasses/#specblockdevicemappings",
    bad=karpenter(_POOL, node_class=_CLASS % "device: /dev/xvda, size: 4Gi"),
    good=karpenter(_POOL, node_class=_CLASS % "size: 200Gi"),
)
