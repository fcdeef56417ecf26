"""A cluster whose pods find no service."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn

_MISSED = {
    "coredns": "no pod finds another by name",
    "kubeProxy": "no pod reaches a service by its address",
}


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster without CoreDNS or kube-proxy: EKS adds neither by itself then."""
    given = {"coredns": x.cluster.installs.coredns, "kubeProxy": x.cluster.installs.kube_proxy}
    for field, what in _MISSED.items():
        if x.cluster.is_created and given[field] is None:
            yield Problem(
                Place(x.owner, ("addons", field)),
                f"cluster `{x.cluster.name}` is made without {field}: {what}",
                "not installed",
            )


_ADDONS = "addons: {sparkOperator: {}, kubeProxy: %s}"

RULE = Rule(
    id="cluster-without-services",
    family="eks",
    severity=Severity.WARNING,
    of=ClusterOn,
    check=check,
    summary="cluster without CoreDNS or kube-proxy",
    why="specgen has eksctl leave out EKS's default add-ons and install those of addons. Without "
    "these two executors do not find their driver, nor controllers the API server.",
    hint="leave it on; where something else stands in for it, add an allow entry that says what",
    source="https://docs.aws.amazon.com/eks/latest/eksctl/addons.html",
    bad=created(_ADDONS % "false"),
    good=created(_ADDONS % "{}"),
)
