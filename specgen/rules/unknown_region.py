"""A region that eksctl does not know."""

from collections.abc import Iterator

from specgen.facts.kubernetes import REGIONS
from specgen.finding import Owner, Place, Severity
from specgen.names import nearest
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster in a region that eksctl refuses."""
    region = x.around.region
    if x.cluster.is_created and region not in REGIONS:
        near = nearest(region, REGIONS)
        yield Problem(
            _place(x),
            f"eksctl knows no region {region}, where cluster `{x.cluster.name}` is to be",
            hint=f"did you mean `{near}`?" if near else "",
        )


def _place(x: ClusterOn) -> Place:
    """Where the cluster's region is said."""
    if x.cluster.region is not None:
        return Place(x.owner, ("region",))
    return Place(Owner("Environment", x.where.environment), ("cloud", "region"))


_SPECS = """\
region: %s
zones: [%sa, %sb]
---
kind: SparkJob
name: count
zone: %sa
"""

RULE = Rule(
    id="unknown-region",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="region that eksctl does not know",
    why="eksctl 0.230 has a list of regions, and refuses a cluster in any other.",
    hint="name a region of AWS, like us-east-1",
    source="https://docs.aws.amazon.com/general/latest/gr/eks.html",
    bad=created(_SPECS % (("eu-west-9",) * 4)),
    good=created(_SPECS % (("eu-west-3",) * 4)),
    check=check,
)
