"""Local disks as one, on machines that have none."""

from collections.abc import Iterator

from specgen.facts.ec2 import instance_type
from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups, node_pools
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag types without NVMe disks that are named where `instanceStore` is `raid0`."""
    for who, path, names in _raid0(x):
        for index, name in enumerate(names):
            known = instance_type(name)
            if known is not None and known.local_nvme_gb == 0:
                yield Problem(
                    Place(x.owner, (*path, index)),
                    f"{who} joins local disks as one, and {name} has none",
                    "no NVMe disk",
                )


def _raid0(x: ClusterOn) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    """Who names types there; a pool with `localNvme` leaves out what has no disk by itself."""
    for path, one in node_groups(x):
        if one.instance_store == "raid0":
            yield f"node group `{one.name}`", (*path, "instanceTypes"), one.instance_types
    listed = x.cluster.karpenter.node_classes if x.cluster.karpenter else ()
    joined = {one.name for one in listed if one.instance_store == "raid0"}
    for path, pool in node_pools(x):
        if pool.node_class in joined and pool.instances.local_nvme is None:
            yield f"pool `{pool.name}`", (*path, "instances", "types"), pool.instances.types


_GROUP = group("big", instanceStore="raid0", instanceTypes="[%s]")

RULE = Rule(
    id="raid0-without-nvme",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="instanceStore: raid0 on a type without local disks",
    why="Such a node keeps images, logs and shuffle on its root disk: it is slow, and pods are "
    "evicted when it is full.",
    hint="name types with local NVMe disks, like m7gd.4xlarge, or set instanceStore: none",
    source="https://karpenter.sh/docs/concepts/nodeclasses/#specinstancestorepolicy",
    bad=created(group=_GROUP % "m7g.large"),
    good=created(group=_GROUP % "m7gd.large"),
    check=check,
)
