"""Controllers that call AWS, on a cluster without the agent that gives them rights."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag each controller of a created cluster that has no agent."""
    if x.around.agent or not x.cluster.is_created:
        return
    for name in _controllers(x):
        yield Problem(
            Place(x.owner, ("addons", "podIdentityAgent")),
            f"{name} on cluster `{x.cluster.name}` gets its rights by Pod Identity, and the "
            "cluster has no agent",
            "not installed",
        )


def _controllers(x: ClusterOn) -> Iterator[str]:
    if x.cluster.karpenter is not None:
        yield "Karpenter"
    if x.cluster.cluster_autoscaler is not None:
        yield "Cluster Autoscaler"
    if x.cluster.installs.ebs_csi_driver is not None:
        yield "the EBS CSI driver"


_CLUSTER = "identity: none\naddons: {sparkOperator: {}, podIdentityAgent: %s}\n"

RULE = Rule(
    id="controller-without-agent",
    family="sec",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="controller without the Pod Identity agent",
    why="It gets no credentials: no node or volume is ever made, and pods stay Pending.",
    hint="leave addons.podIdentityAgent on",
    source="https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
    bad=created(_CLUSTER % "false"),
    good=created(_CLUSTER % "{}"),
    check=check,
    waiver="never",
)
