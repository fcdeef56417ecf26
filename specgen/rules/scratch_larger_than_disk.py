"""More room on the disk for a pod than a node has."""

from collections.abc import Iterator

from specgen.facts.nodes import free_for_pods
from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import cluster_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import JobOn
from specgen.spec.pool import Pool
from specgen.units.amounts import Quantity


def check(x: JobOn) -> Iterator[Problem]:
    """Flag sizes above what the smallest node of the pool leaves for all of its pods."""
    for path, size, pool in _sizes(x):
        disk = pool.scratch.gib if pool.scratch is not None else None
        room = free_for_pods(disk) if disk is not None else None
        if room is not None and size.amount > room * 2**30:
            yield Problem(
                Place(x.owner, path),
                f"job `{x.job.name}` wants {size} of disk for a pod, and a node of pool "
                f"`{pool.name}` has {room}Gi for all of its pods",
                "more than a node has",
                ((cluster_place(x, *pool.declared), f"the smallest disk has {disk}Gi"),),
                f"write at most {room}Gi for one such pod a node, or give the nodes larger disks",
            )


def _sizes(x: JobOn) -> Iterator[tuple[Path, Quantity, Pool]]:
    """Each room on the node's disk that is spoken of, and the pool whose disk it is."""
    shuffle = x.job.shuffle
    for field, role, pool in roles(x):
        if role.ephemeral_storage is not None:
            yield (field, "ephemeralStorage"), role.ephemeral_storage, pool
        if field in shuffle.roles and shuffle.size is not None and shuffle.on_nodes:
            yield ("shuffle", "size"), shuffle.size, pool


_POOL = f"mine, runs: executors, arch: [amd64], {ON_DEMAND}"


def _example(size: str) -> str:
    job = karpenter(_POOL, "ami: {version: v20260715}, volumes: [{size: 100Gi}]", role="executor")
    return f"{job}shuffle: {{size: {size}}}\n"


RULE = Rule(
    id="scratch-larger-than-disk",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="room on the disk for a pod that no node has",
    why="A request above what a node has is never placed. A limit above it is never reached: the "
    "disk is full before, and the kubelet evicts pods of the node.",
    hint="lower the size, or give the nodes larger disks",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
    bad=_example("100Gi"),
    good=_example("80Gi"),
    check=check,
)
