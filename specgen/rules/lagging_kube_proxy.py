"""A kube-proxy left behind by an upgrade."""

from collections.abc import Iterator

from specgen.facts.kubernetes import MOST_BEHIND, minor_of
from specgen.finding import Place, Severity
from specgen.rules.places import version_place
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a kube-proxy that is older than its control plane, and still goes with it."""
    version, proxy = x.cluster.kubernetes_version, x.versions.kube_proxy
    installed = x.cluster.installs.kube_proxy is not None
    if not installed or version is None or proxy is None:
        return
    if 0 < minor_of(version.text) - minor_of(proxy.text) <= MOST_BEHIND:
        yield Problem(
            version_place(x, "kube_proxy"),
            f"kube-proxy {proxy} is older than the control plane of cluster `{x.cluster.name}`",
            related=((Place(x.owner, ("kubernetesVersion",)), f"{version}"),),
        )


RULE = Rule(
    id="lagging-kube-proxy",
    family="eks",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="kube-proxy left behind by an upgrade",
    why="It works until three more upgrades, and then stops the fourth; EKS does not move it.",
    hint="once the control plane is upgraded, set versions.kubeProxy to its minor release",
    source="https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html",
    bad=created("versions: {kubeProxy: v1.33.10-eksbuild.2}"),
    good=created("versions: {kubeProxy: v1.34.6-eksbuild.2}"),
    check=check,
)
