"""More room for shuffle than a node has."""

from collections.abc import Iterator

from specgen.facts.nodes import free_for_pods
from specgen.finding import Place, Severity
from specgen.rules.places import cluster_place
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a size of an emptyDir above what the smallest node of the pool leaves for pods."""
    pool, shuffle = x.executor_pool, x.job.shuffle
    disk = pool.scratch.gib if pool is not None and pool.scratch is not None else None
    if pool is None or disk is None or shuffle.size is None or not shuffle.on_nodes:
        return
    room = free_for_pods(disk)
    if shuffle.size.amount > room * 2**30:
        yield Problem(
            Place(x.owner, ("shuffle", "size")),
            f"an executor of job `{x.job.name}` may keep {shuffle.size} of shuffle data, and a "
            f"node of pool `{pool.name}` has {room}Gi for all of its pods",
            "more than a node has",
            ((cluster_place(x, *pool.declared), f"the smallest disk is of {disk}Gi"),),
            f"write at most {room}Gi for one executor a node, or give the nodes larger disks",
        )


_POOL = f"mine, runs: executors, arch: [amd64], {ON_DEMAND}"


def _example(size: str) -> str:
    job = karpenter(_POOL, "ami: {version: v20260715}, volumes: [{size: 100Gi}]", role="executor")
    return f"{job}shuffle: {{size: {size}}}\n"


RULE = Rule(
    id="shuffle-larger-than-disk",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="room for shuffle above the disk of a node",
    why="The limit is never reached: before it the disk is full, and the kubelet evicts pods of "
    "the node, the largest first.",
    hint="lower shuffle.size, or give the nodes larger disks",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
    bad=_example("100Gi"),
    good=_example("80Gi"),
    check=check,
)
