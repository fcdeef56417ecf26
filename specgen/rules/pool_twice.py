"""One name for two pools."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import LIMITS, ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a Karpenter pool with the name of a declared one."""
    declared = {pool.name: index for index, pool in enumerate(x.cluster.pools)}
    for index, pool in enumerate(x.cluster.karpenter.node_pools if x.cluster.karpenter else ()):
        if pool.name in declared:
            other = Place(x.owner, ("pools", declared[pool.name], "name"))
            yield Problem(
                Place(x.owner, ("karpenter", "nodePools", index, "name")),
                f"cluster `{x.cluster.name}` has two pools `{pool.name}`",
                related=((other, "the other one"),),
            )


RULE = Rule(
    id="pool-twice",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.ERROR,
    summary="two pools of one name",
    why="A job that names it would go to the one or the other.",
    hint="give one of them another name",
    source="https://karpenter.sh/docs/concepts/nodepools/",
    bad=karpenter(f"executors, runs: executors, {LIMITS}, capacityType: [spot]"),
    good=karpenter(f"big, runs: services, {ON_DEMAND}"),
    waiver="never",
)
