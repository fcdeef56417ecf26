"""Spot nodes of Karpenter without a queue of notices."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import LIMITS, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag pools that may be Spot where no queue tells Karpenter of reclaims."""
    karpenter = x.cluster.karpenter
    existing = x.cluster.existing
    queue = existing is None or existing.interruption_queue is not None
    if karpenter is None or (karpenter.interruption and queue):
        return
    for index, pool in enumerate(karpenter.node_pools):
        if pool.as_pool(()).may_be_spot:
            yield Problem(
                Place(x.owner, ("karpenter", "nodePools", index, "name")),
                f"pool `{pool.name}` may be Spot, and Karpenter hears of no reclaim in time",
            )
            return


RULE = Rule(
    id="spot-without-queue",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.ERROR,
    summary="Spot pool without an interruption queue",
    why="Without it nodes vanish at the notice: pods are not moved, shuffle data is lost.",
    hint="set existing.interruptionQueue, and keep karpenter.interruption",
    source="https://karpenter.sh/docs/concepts/disruption/#interruption",
    bad=karpenter(
        f"big, runs: services, {LIMITS}, capacityType: [spot]", existing="nodeRole: nodes"
    ),
    good=karpenter(f"big, runs: services, {LIMITS}, capacityType: [spot]"),
)
