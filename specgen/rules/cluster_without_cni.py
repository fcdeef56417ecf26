"""A cluster that is to begin with nodes, or with rights of pods, and without networking."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import pod_identities
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster without vpc-cni that eksctl refuses, or whose groups fail."""
    wants = _wants(x)
    if x.cluster.is_created and x.cluster.installs.vpc_cni is None and wants:
        yield Problem(
            Place(x.owner, ("addons", "vpcCni")),
            f"cluster `{x.cluster.name}` is to begin with {wants}, and without vpc-cni",
            "no pod networking",
        )


def _wants(x: ClusterOn) -> str:
    """What the cluster begins with that there must be a CNI for."""
    first = (one for one in x.cluster.node_groups if one.size.desired or one.size.min)
    group = next(first, None)
    if group is not None:
        return f"nodes of group `{group.name}`"
    return "Pod Identity associations" if pod_identities(x) else ""


_SPECS = """\
addons: {sparkOperator: {}, vpcCni: %s}
---
kind: Team
name: reviews
networkPolicy: {enabled: false}
"""

RULE = Rule(
    id="cluster-without-cni",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="cluster that is to begin with nodes and without pod networking",
    why="eksctl refuses Pod Identity associations and desired nodes in a cluster without vpc-cni; "
    "other groups fail, for their nodes never become ready.",
    hint="leave addons.vpcCni on; another CNI can replace it once the cluster is there",
    source="https://docs.aws.amazon.com/eks/latest/eksctl/addons.html",
    bad=created(_SPECS % "false"),
    good=created(_SPECS % "{}"),
    check=check,
    waiver="never",
)
