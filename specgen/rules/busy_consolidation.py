"""Consolidation that takes nodes from running executors."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn
from specgen.units.times import Duration

_IDLE_SECONDS = 60
"""How long Spark keeps an idle executor, unless a job says otherwise."""


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag pools of executors whose nodes go while executors still run or have just ended."""
    karpenter = x.cluster.karpenter
    for index, pool in enumerate(karpenter.node_pools if karpenter else ()):
        given = pool.disruption
        patience = given.consolidate_after
        short = (
            patience not in (None, "Never") and Duration(patience or "").seconds <= _IDLE_SECONDS
        )
        if pool.runs == "executors" and (given.consolidation_policy == _EAGER or short):
            yield Problem(
                Place(x.owner, ("karpenter", "nodePools", index, "disruption")),
                f"pool `{pool.name}` gives up nodes that executors still use",
            )


_EAGER = "WhenEmptyOrUnderutilized"


_POOL = f"big, runs: executors, {ON_DEMAND}"

RULE = Rule(
    id="busy-consolidation",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    summary="consolidation of busy executor nodes",
    why="Executors are evicted in the middle of a stage; what they had computed is computed again.",
    hint="leave disruption out, or write WhenEmpty and a consolidateAfter above the idle timeout",
    source="https://karpenter.sh/docs/concepts/disruption/#consolidation",
    bad=karpenter(_POOL + ", disruption: {consolidateAfter: 30s}", role="executor"),
    good=karpenter(_POOL, role="executor"),
)
