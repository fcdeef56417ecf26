"""Private nodes in a VPC without a way out."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a VPC that eksctl makes without NAT for nodes without public addresses."""
    network = x.cluster.network
    private = any(one.private_networking for one in x.cluster.node_groups)
    if x.cluster.is_created and network.nat_gateway == "none" and private:
        yield Problem(
            Place(x.owner, ("network", "natGateway")),
            f"private nodes of cluster `{x.cluster.name}` have no way out of their VPC",
        )


_NETWORK = "network: {natGateway: %s, endpoint: {publicFrom: [203.0.113.0/24]}}"

RULE = Rule(
    id="private-nodes-without-nat",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="private nodes in a VPC without a way out",
    why="They reach neither registries nor AWS, so they never become ready, and NAT cannot be "
    "added later.",
    hint="set natGateway to single or highly-available, or bring a VPC with endpoints of its own",
    source="https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html",
    bad=created(_NETWORK % "none"),
    good=created(_NETWORK % "single"),
    check=check,
)
