"""An API server that answers the whole Internet."""

from collections.abc import Iterator
from ipaddress import IPv4Network, collapse_addresses

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a public endpoint that is open to any address."""
    network = x.cluster.network
    blocks = [IPv4Network(one.text) for one in network.endpoint.public_from]
    everything = any(one.prefixlen == 0 for one in collapse_addresses(blocks))
    if x.cluster.is_created and network.is_public and (everything or not blocks):
        yield Problem(
            Place(x.owner, ("network", "endpoint", "publicFrom" if blocks else "public")),
            f"anybody reaches the API server of cluster `{x.cluster.name}`",
        )


_NETWORK = "network: {endpoint: {publicFrom: [%s]}}"

RULE = Rule(
    id="open-endpoint",
    family="eks",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=ClusterOn,
    summary="API server that answers the whole Internet",
    why="Nothing but credentials stands between the cluster and everybody on the Internet.",
    hint="name in network.endpoint.publicFrom who may come from outside, or set public: false",
    source="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    bad=created(_NETWORK % "0.0.0.0/0"),
    good=created(_NETWORK % "203.0.113.0/24, 198.51.100.0/24"),
    check=check,
)
