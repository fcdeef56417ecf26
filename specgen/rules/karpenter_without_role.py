"""Karpenter on a cluster whose node role is not known."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag Karpenter without the role of its nodes."""
    existing = x.cluster.existing
    if x.cluster.karpenter is not None and existing is not None and existing.node_role is None:
        yield Problem(
            Place(x.owner, ("karpenter",), on_key=True),
            f"cluster `{x.cluster.name}` runs Karpenter, and the role of its nodes is not known",
        )


RULE = Rule(
    id="karpenter-without-role",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.ERROR,
    summary="Karpenter without a node role",
    why="An EC2NodeClass without a role is refused by the API server.",
    hint="set existing.nodeRole to the IAM role of the nodes",
    source="https://karpenter.sh/docs/concepts/nodeclasses/#specrole",
    bad=karpenter(f"big, runs: services, {ON_DEMAND}", existing="interruptionQueue: one"),
    good=karpenter(f"big, runs: services, {ON_DEMAND}"),
    waiver="never",
)
