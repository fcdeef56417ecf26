"""A machine image that changes by itself."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag classes and node groups without a version of their image."""
    karpenter = x.cluster.karpenter
    for index, one in enumerate(karpenter.node_classes if karpenter else ()):
        if one.ami.version in (None, "latest"):
            yield Problem(
                Place(x.owner, ("karpenter", "nodeClasses", index, "ami")),
                f"nodes of class `{one.name}` follow the newest image",
                hint="set ami.version to a release, like v20260715",
            )
    for path, group in node_groups(x):
        if group.ami.version is None:
            yield Problem(
                Place(x.owner, (*path, "ami")),
                f"node group `{group.name}` is made with the newest image of that day",
                hint="set ami.version to a release, like 1.34.1-20260715",
            )


RULE = Rule(
    id="unpinned-ami",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    summary="node image without a version",
    why="Each release of the image drifts every node of a class, and the whole fleet is replaced "
    "unasked. Node groups made on different days run different images.",
    hint="set ami.version to a release",
    source="https://karpenter.sh/docs/tasks/managing-amis/",
    bad=karpenter(f"big, runs: services, {ON_DEMAND}", node_class="ami: {family: AL2023}"),
    good=karpenter(f"big, runs: services, {ON_DEMAND}"),
)
