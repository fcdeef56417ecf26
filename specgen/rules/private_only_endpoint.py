"""An API server that is reached from inside the VPC only."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster without a public endpoint."""
    if x.cluster.is_created and not x.cluster.network.is_public:
        yield Problem(
            Place(x.owner, ("network", "endpoint")),
            f"the API server of cluster `{x.cluster.name}` answers inside its VPC only",
        )


_NETWORK = "network: {endpoint: {%s}}"

RULE = Rule(
    id="private-only-endpoint",
    family="eks",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="API server that is reached from inside the VPC only",
    why="eksctl must then run inside the VPC: elsewhere it makes the control plane, and its later "
    "steps and the commands of the plan fail.",
    hint="name in network.endpoint.publicFrom where eksctl runs, or accept it and run it inside",
    source="https://docs.aws.amazon.com/eks/latest/eksctl/vpc-cluster-access.html",
    bad=created(_NETWORK % "public: false"),
    good=created(_NETWORK % "publicFrom: [203.0.113.7/32]"),
    check=check,
)
