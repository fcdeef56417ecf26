"""A cluster in one zone."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster that names one zone."""
    if x.cluster.is_created and len(x.cluster.zones) == 1:
        yield Problem(
            Place(x.owner, ("zones",)),
            f"the control plane of cluster `{x.cluster.name}` stands in two zones, "
            f"and {x.cluster.zones[0]} is one",
        )


RULE = Rule(
    id="single-zone-cluster",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="cluster in one zone",
    why="EKS puts a control plane into two zones at least, and eksctl refuses fewer.",
    hint="name a second zone; jobs and node groups may still keep to one",
    source="https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    bad=created("zones: [us-east-1a]"),
    good=created("zones: [us-east-1a, us-east-1c]"),
    check=check,
    waiver="never",
)
