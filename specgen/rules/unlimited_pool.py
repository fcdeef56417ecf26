"""A pool of Karpenter without an upper bound."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag pools, and steps of `prefer`, without limits of CPU and memory."""
    karpenter = x.cluster.karpenter
    for index, pool in enumerate(karpenter.node_pools if karpenter else ()):
        given = [step.limits or pool.limits_each for step in pool.prefer] or [pool.limits]
        if any(one is None or one.cpu is None or one.memory is None for one in given):
            yield Problem(
                Place(x.owner, ("karpenter", "nodePools", index, "name")),
                f"pool `{pool.name}` may grow without end",
                hint=f"set {'limitsEach' if pool.prefer else 'limits'}: {{cpu, memory}}",
            )


RULE = Rule(
    id="unlimited-pool",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    summary="Karpenter pool without limits",
    why="One runaway job buys machines until somebody looks at the bill.",
    hint="set limits: {cpu, memory}",
    source="https://karpenter.sh/docs/concepts/nodepools/#speclimits",
    bad=karpenter("big, runs: services, capacityType: [on-demand]"),
    good=karpenter(f"big, runs: services, {ON_DEMAND}"),
)
