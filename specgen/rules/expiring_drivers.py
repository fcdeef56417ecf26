"""A pool of drivers whose nodes expire under them."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag pools of drivers with a lifetime and no time to end."""
    karpenter = x.cluster.karpenter
    for index, pool in enumerate(karpenter.node_pools if karpenter else ()):
        given = pool.disruption
        expires = given.expire_after not in (None, "Never")
        if pool.runs == "drivers" and expires and given.termination_grace_period is None:
            yield Problem(
                Place(x.owner, ("karpenter", "nodePools", index, "disruption", "expireAfter")),
                f"nodes of drivers in pool `{pool.name}` expire after {given.expire_after}",
            )


_POOL = f"big, runs: drivers, {ON_DEMAND}"

RULE = Rule(
    id="expiring-drivers",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.ERROR,
    summary="expiring nodes of protected drivers",
    why="Drivers are protected from disruption, so an expired node is half drained for ever.",
    hint="leave expireAfter out, or set a terminationGracePeriod longer than any job",
    source="https://karpenter.sh/docs/concepts/disruption/#expiration",
    bad=karpenter(_POOL + ", disruption: {expireAfter: 24h}", role="driver"),
    good=karpenter(_POOL, role="driver"),
)
