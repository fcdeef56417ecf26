"""Shuffle that is to lie on NVMe disks, on nodes that have none."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import cluster_place
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag shuffle of type nvme on a pool whose nodes do not all join local disks."""
    pool, shuffle = x.executor_pool, x.job.shuffle
    if shuffle.type != "nvme" or shuffle.host_path is not None or pool is None:
        return
    if pool.scratch is not None and pool.scratch.nvme:
        return
    maker = pool.declared[0] if pool.declared else ""
    yield Problem(
        Place(x.owner, ("shuffle", "type")),
        f"job `{x.job.name}` keeps shuffle data on NVMe disks, and not all nodes of pool "
        f"`{pool.name}` have such disks joined",
        "the node's root disk, then",
        ((cluster_place(x, *pool.declared), "the pool"),) if pool.declared else (),
        _MENDS.get(maker, "choose a pool with NVMe disks"),
    )


_MENDS: dict[str | int, str] = {
    "pools": "set localNvme: true in the pool, if it is so, or choose another pool",
    "nodeGroups": "set instanceStore: raid0 in all node groups of the pool, with types that have "
    "local disks, or choose another pool",
    "karpenter": "set instances.localNvme: {min: 1} in the pool, or choose another pool",
}

_POOL = """\
kind: Cluster
name: one
pools: [{name: executors, localNvme: %s}]
---
kind: SparkJob
name: count
shuffle: {type: nvme, size: 200Gi}
"""

RULE = Rule(
    id="shuffle-without-nvme",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="shuffle of type nvme on a pool without NVMe disks",
    why="An emptyDir lies where the node keeps its pods' data: without joined NVMe disks that is "
    "the root disk, which is slow, and small enough to be filled.",
    hint="choose a pool with NVMe disks",
    source="https://karpenter.sh/docs/concepts/nodeclasses/#specinstancestorepolicy",
    bad=_POOL % "false",
    good=_POOL % "true",
    check=check,
)
