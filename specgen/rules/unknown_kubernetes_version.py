"""A release of Kubernetes newer than what specgen knows of."""

from collections.abc import Iterator

from specgen.facts.kubernetes import EKS_MINORS, minor_of
from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster of a release newer than all that specgen knows."""
    version = x.cluster.kubernetes_version
    if not x.cluster.is_created or version is None:
        return
    if minor_of(version.text) >= EKS_MINORS.stop:
        yield Problem(
            Place(x.owner, ("kubernetesVersion",)),
            f"specgen knows EKS up to Kubernetes 1.{EKS_MINORS[-1]}, and cluster "
            f"`{x.cluster.name}` is of {version}",
        )


RULE = Rule(
    id="unknown-kubernetes-version",
    family="eks",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="release of Kubernetes newer than what specgen knows",
    why="EKS decides whether there is such a release, and whether eksctl and Karpenter fit it is "
    "not checked.",
    hint="check that EKS, eksctl and Karpenter have it, or write the newest that is known",
    source="https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    bad=created('kubernetesVersion: "1.37"').replace("1.34.", "1.37."),
    good=created('kubernetesVersion: "1.36"').replace("1.34.", "1.36."),
    check=check,
)
