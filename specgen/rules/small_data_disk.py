"""A disk for pods' data of the default size, or less."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import SPARKS, node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn

_DEFAULT = 20
"""GiB of Bottlerocket's data disk, and of a managed node's root disk, if nobody says.

https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html (diskSize)
"""


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag Bottlerocket classes that leave out the data disk, and groups for Spark with little."""
    karpenter = x.cluster.karpenter
    for index, one in enumerate(karpenter.node_classes if karpenter else ()):
        sized = not one.volumes or any(disk.device in (None, "/dev/xvdb") for disk in one.volumes)
        if one.ami.family == "Bottlerocket" and not sized:
            yield Problem(
                Place(x.owner, ("karpenter", "nodeClasses", index, "volumes")),
                f"nodes of class `{one.name}` have {_DEFAULT} Gi for images and shuffle",
            )
    for path, group in node_groups(x):
        size = group.volume.gib
        if group.runs in SPARKS and group.instance_store == "none" and size <= _DEFAULT:
            yield Problem(
                Place(x.owner, (*path, "volume", "size")),
                f"nodes of group `{group.name}` have {size} Gi for images and shuffle",
                hint="leave volume out for 100Gi, or set volume: {size: 200Gi}",
            )


_POOL = f"big, runs: services, {ON_DEMAND}"
_CLASS = "ami: {family: Bottlerocket, version: v1.44.0}, volumes: [{%s}]"

RULE = Rule(
    id="small-data-disk",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.ERROR,
    summary="Spark's nodes with a data disk of 20 Gi or less, as it is by default",
    why="Images, logs and shuffle share a disk of 20 Gi, and pods are evicted when it is full.",
    hint="add {device: /dev/xvdb, size: 200Gi} to volumes",
    source="https://karpenter.sh/docs/concepts/nodeclasses/#specblockdevicemappings",
    bad=karpenter(_POOL, node_class=_CLASS % "device: /dev/xvda, size: 4Gi"),
    good=karpenter(_POOL, node_class=_CLASS % "size: 200Gi"),
)
