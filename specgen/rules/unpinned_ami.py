"""A machine image that changes by itself."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag classes without a version of their image."""
    karpenter = x.cluster.karpenter
    for index, one in enumerate(karpenter.node_classes if karpenter else ()):
        if one.ami.version in (None, "latest"):
            yield Problem(
                Place(x.owner, ("karpenter", "nodeClasses", index, "ami")),
                f"nodes of class `{one.name}` follow the newest image",
            )


RULE = Rule(
    id="unpinned-ami",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    summary="node image without a version",
    why="Each release of the image drifts every node: the whole fleet is replaced unasked.",
    hint="set ami.version to a release, like v20260715",
    source="https://karpenter.sh/docs/tasks/managing-amis/",
    bad=karpenter(f"big, runs: services, {ON_DEMAND}", node_class="ami: {family: AL2023}"),
    good=karpenter(f"big, runs: services, {ON_DEMAND}"),
)
