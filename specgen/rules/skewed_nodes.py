"""Nodes whose kubelet or kube-proxy does not go with the control plane."""

from collections.abc import Iterator

from specgen.facts.kubernetes import AMI_FORMS, MOST_BEHIND, minor_of
from specgen.finding import Place, Severity
from specgen.rules.places import node_groups, version_place
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.nodegroup import NodeGroup
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag releases on nodes that are newer than the control plane, or much older."""
    version = x.cluster.kubernetes_version
    if not x.cluster.is_created or version is None:
        return
    for place, what, minor in _on_nodes(x):
        behind = minor_of(version.text) - minor
        if not 0 <= behind <= MOST_BEHIND:
            than = "newer than" if behind < 0 else f"{behind} releases older than"
            yield Problem(
                place,
                f"{what} would be of 1.{minor}, {than} the control plane of `{x.cluster.name}`",
                f"1.{minor}",
                ((Place(x.owner, ("kubernetesVersion",)), "the control plane's"),),
            )


def _on_nodes(x: ClusterOn) -> Iterator[tuple[Place, str, int]]:
    """What runs on nodes: where its release is said, what to call it, and the minor release."""
    for path, one in node_groups(x):
        minor = _kubelet(one)
        if minor is not None:
            place = Place(x.owner, (*path, "ami", "version"))
            yield place, f"the kubelet of node group `{one.name}`", minor
    proxy = x.versions.kube_proxy
    if proxy is not None and x.cluster.installs.kube_proxy is not None:
        yield version_place(x, "kube_proxy"), "kube-proxy", minor_of(proxy.text)


def _kubelet(one: NodeGroup) -> int | None:
    """The minor release of a group's kubelet, where its image names it; else EKS's choice."""
    form, _ = AMI_FORMS["nodeGroups", one.ami.family]
    match = form.fullmatch(one.ami.version or "")
    return int(match["minor"]) if match and "minor" in form.groupindex else None


RULE = Rule(
    id="skewed-nodes",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="kubelet or kube-proxy that does not go with the control plane",
    why="Kubernetes takes neither on nodes newer than the API server, nor more than three minor "
    "releases older; EKS refuses such groups and add-ons.",
    hint="write a release of the control plane's minor version; upgrade the control plane first",
    source="https://kubernetes.io/releases/version-skew-policy/",
    bad=created(group=group("big", ami="{version: 1.35.0-20260715}")),
    good=created(group=group("big", ami="{version: 1.31.14-20260715}")),
    check=check,
    waiver="never",
)
