"""A zone of the cluster in which its own VPC has no subnet for nodes."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag zones in which nodes are to stand, and no subnet is named."""
    network = x.cluster.network
    if network.vpc is None:
        return
    for index, zone in enumerate(x.cluster.zones):
        if zone not in network.subnets.private:
            where = Place(x.owner, ("network", "subnets", "private"), on_key=True)
            named = ((Place(x.owner, ("zones", index)), "is a zone of the cluster"),)
            yield Problem(where, _message(x, zone, "private"), related=named)
    for path, group in node_groups(x):
        for zone in () if group.private_networking else group.zones or x.cluster.zones:
            if zone not in network.subnets.public:
                where = Place(x.owner, ("network", "subnets", "public"), on_key=True)
                wants = Place(x.owner, (*path, "privateNetworking"))
                asked = ((wants, f"node group `{group.name}` wants one"),)
                yield Problem(where, _message(x, zone, "public"), related=asked)


def _message(x: ClusterOn, zone: str, kind: str) -> str:
    return f"cluster `{x.cluster.name}` has no {kind} subnet in {zone}, where nodes are to stand"


_NETWORK = """\
network:
  vpc: vpc-0a1b2c3d4e5f60718
  subnets: {private: {us-east-1a: subnet-0a, us-east-1b: subnet-0b%s}}
  endpoint: {publicFrom: [203.0.113.0/24]}
zones: [us-east-1a, us-east-1b, us-east-1c]
"""

RULE = Rule(
    id="zone-without-subnet",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="zone without a subnet",
    why="In a VPC of your own nodes stand where a subnet is named, and nowhere else: jobs that "
    "are pinned to the zone would stay Pending.",
    hint="name the zone's subnet in network.subnets, or take the zone away",
    source="https://docs.aws.amazon.com/eks/latest/eksctl/vpc-configuration.html",
    bad=created(_NETWORK % ""),
    good=created(_NETWORK % ", us-east-1c: subnet-0c"),
    check=check,
    waiver="never",
)
