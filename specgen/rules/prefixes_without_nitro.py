"""Prefix delegation on machines that cannot do it."""

from collections.abc import Iterator

from specgen.facts.ec2 import instance_type
from specgen.finding import Place, Severity
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag types off the Nitro System in groups of a cluster with prefix delegation."""
    if x.cluster.network.pod_networking != "prefix-delegation":
        return
    for path, one in node_groups(x):
        for index, name in enumerate(one.instance_types):
            known = instance_type(name)
            if known is not None and not known.nitro:
                yield Problem(
                    Place(x.owner, (*path, "instanceTypes", index)),
                    f"nodes of type {name} in node group `{one.name}` get no prefixes",
                    related=((Place(x.owner, ("network", "podNetworking")), "is asked for"),),
                )


_NETWORK = "network: {podNetworking: prefix-delegation, endpoint: {publicFrom: [203.0.113.0/24]}}"

RULE = Rule(
    id="prefixes-without-nitro",
    family="eks",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="prefix delegation on machines that cannot do it",
    why="There the CNI goes back to single addresses: such a node takes as few pods as before.",
    hint="name types of the Nitro System, like m7g or m5",
    source="https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html",
    bad=created(_NETWORK, group=group("big", instanceTypes="[m4.large]")),
    good=created(_NETWORK, group=group("big", instanceTypes="[m5.large]")),
    check=check,
)
