"""A Spot pool or node group with hardly a choice of machines."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import choices
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import LIMITS, karpenter
from specgen.spec.platform import ClusterOn

_ENOUGH = 3


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag Spot pools and groups that name one or two types."""
    for one in choices(x):
        if one.spot and one.kind == "types" and 0 < len(set(one.names)) < _ENOUGH:
            yield Problem(
                Place(x.owner, one.path),
                f"{one.who} is Spot, and can choose from {', '.join(one.names)} only",
            )


_POOL = f"big, runs: services, {LIMITS}, capacityType: [spot], instances: {{types: [%s]}}"

RULE = Rule(
    id="few-spot-types",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    summary="Spot pool or node group with fewer than three types",
    why="Machines of one type are reclaimed together, and often there are none.",
    hint="name three types or more; a pool of Karpenter can choose by categories and sizes",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html",
    bad=karpenter(_POOL % "m7g.xlarge"),
    good=karpenter(_POOL % "m7g.xlarge, m6g.xlarge, m8g.xlarge"),
)
