"""Karpenter on a created cluster whose account is not known."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ACCOUNT, KARPENTER, created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag Karpenter where specgen creates the cluster and knows no account."""
    if x.cluster.karpenter is not None and x.cluster.is_created and x.around.account is None:
        yield Problem(
            Place(x.owner, ("karpenter",), on_key=True),
            f"cluster `{x.cluster.name}` runs Karpenter, and the account is not known",
        )


RULE = Rule(
    id="karpenter-without-account",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="Karpenter without an account",
    why="The role of its nodes and the policies of its controller are named by ARN, and an ARN "
    "without an account names nothing.",
    hint="set the Environment's cloud.account to the account's twelve digits, in quotes",
    source="https://karpenter.sh/v1.14/reference/cloudformation/#node-authorization",
    bad=created(KARPENTER).replace(ACCOUNT, "", 1),
    good=created(KARPENTER),
    check=check,
    waiver="never",
)
