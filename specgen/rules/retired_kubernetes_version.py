"""A release of Kubernetes that EKS no longer has."""

from collections.abc import Iterator

from specgen.facts.kubernetes import EKS_MINORS, minor_of
from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster of a release older than all that EKS has."""
    version = x.cluster.kubernetes_version
    if not x.cluster.is_created or version is None:
        return
    if minor_of(version.text) < EKS_MINORS.start:
        yield Problem(
            Place(x.owner, ("kubernetesVersion",)),
            f"EKS no longer has Kubernetes {version}, and cluster `{x.cluster.name}` is to be made "
            "of it",
            hint=f"write 1.{EKS_MINORS.start} or newer, in quotes",
        )


RULE = Rule(
    id="retired-kubernetes-version",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="release of Kubernetes that EKS no longer has",
    why="eksctl refuses to create such a cluster, and EKS has upgraded those that there were.",
    hint="write a release that EKS supports, in quotes",
    source="https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    bad=created('kubernetesVersion: "1.30"').replace("1.34.", "1.30."),
    good=created('kubernetesVersion: "1.31"').replace("1.34.", "1.31."),
    check=check,
)
