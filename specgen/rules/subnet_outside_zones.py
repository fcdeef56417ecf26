"""A subnet in a zone that is none of the cluster's."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag subnets of zones that the cluster does not name."""
    subnets = x.cluster.network.subnets
    for kind, named in (("private", subnets.private), ("public", subnets.public)):
        for zone in named:
            if zone not in x.cluster.zones:
                path = ("network", "subnets", kind, zone)
                yield Problem(
                    Place(x.owner, path, on_key=True),
                    f"no node of cluster `{x.cluster.name}` would use the {kind} subnet in {zone}",
                    "no zone of the cluster",
                    ((Place(x.owner, ("zones",)), "its zones"),),
                    f"add {zone} to the cluster's zones, or remove it here",
                )


_NETWORK = """\
network:
  vpc: vpc-0a1b2c3d4e5f60718
  subnets: {private: {us-east-1a: subnet-0a, us-east-1b: subnet-0b%s}}
  endpoint: {publicFrom: [203.0.113.0/24]}
zones: [us-east-1a, us-east-1b]
"""

RULE = Rule(
    id="subnet-outside-zones",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="subnet in a zone that is none of the cluster's",
    why="The control plane would stand there and no node: the zone was forgotten, or misspelt.",
    hint="add the zone to zones, or remove its subnet",
    source="https://docs.aws.amazon.com/eks/latest/eksctl/vpc-configuration.html",
    bad=created(_NETWORK % ", us-east-1f: subnet-0c"),
    good=created(_NETWORK % ""),
    check=check,
)
