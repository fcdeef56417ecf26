"""A fixed number of CoreDNS copies beside its autoscaler."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag replicaCount in CoreDNS's configuration while EKS scales CoreDNS."""
    addon = x.cluster.installs.coredns
    if addon is None or "replicaCount" not in addon.configuration:
        return
    scaling = addon.configuration.get("autoScaling", {})
    if isinstance(scaling, dict) and scaling.get("enabled") is not False:
        yield Problem(
            Place(x.owner, ("addons", "coredns", "configuration", "replicaCount"), on_key=True),
            f"two set the number of CoreDNS copies of cluster `{x.cluster.name}`: this and EKS",
        )


_ADDONS = "addons: {sparkOperator: {}, coredns: {%s}}"

RULE = Rule(
    id="fixed-coredns-replicas",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="fixed number of CoreDNS copies beside its autoscaler",
    why="EKS scales CoreDNS between minReplicas and maxReplicas, and each update of the add-on "
    "would put the fixed number back.",
    hint="use minReplicas and maxReplicas, or set autoScaling: {enabled: false} beside it",
    source="https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html",
    bad=created(_ADDONS % "configuration: {replicaCount: 4}"),
    good=created(_ADDONS % "minReplicas: 4"),
    check=check,
)
