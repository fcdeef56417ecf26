"""A Spot pool with hardly a choice of machines."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import LIMITS, karpenter
from specgen.spec.platform import ClusterOn

_ENOUGH = 3


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag Spot pools that name one or two types."""
    karpenter = x.cluster.karpenter
    for index, pool in enumerate(karpenter.node_pools if karpenter else ()):
        types = pool.instances.types
        if pool.as_pool(()).may_be_spot and 0 < len(types) < _ENOUGH:
            yield Problem(
                Place(x.owner, ("karpenter", "nodePools", index, "instances", "types")),
                f"the Spot pool `{pool.name}` can choose from {', '.join(types)} only",
            )


_POOL = f"big, runs: services, {LIMITS}, capacityType: [spot], instances: {{types: [%s]}}"

RULE = Rule(
    id="few-spot-types",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    summary="Spot pool with fewer than three types",
    why="Machines of one type are reclaimed together, and often there are none.",
    hint="name three types or more, or choose by categories and sizes",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html",
    bad=karpenter(_POOL % "m7g.xlarge"),
    good=karpenter(_POOL % "m7g.xlarge, m6g.xlarge, m8g.xlarge"),
)
