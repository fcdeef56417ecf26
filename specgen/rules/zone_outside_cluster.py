"""A pool in a zone that is none of the cluster's."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups, node_pools
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag zones of node groups and pools that the cluster does not have."""
    for path, what, zones in _placed(x):
        for index, zone in enumerate(zones):
            if zone not in x.cluster.zones:
                yield Problem(
                    Place(x.owner, (*path, "zones", index)),
                    f"{what} is to stand in {zone}, and cluster `{x.cluster.name}` is not there",
                    "no zone of the cluster",
                    ((Place(x.owner, ("zones",)), "its zones"),),
                    f"write one of {', '.join(x.cluster.zones)}, or add {zone} to the cluster's",
                )


def _placed(x: ClusterOn) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """What says its own zones: where it stands, what to call it, and the zones."""
    for path, one in node_groups(x):
        yield path, f"node group `{one.name}`", one.zones or ()
    for path, pool in node_pools(x):
        yield path, f"pool `{pool.name}`", pool.zones or ()
    for index, declared in enumerate(x.cluster.pools):
        yield ("pools", index), f"pool `{declared.name}`", declared.zones or ()


RULE = Rule(
    id="zone-outside-cluster",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="pool in a zone that is none of the cluster's",
    why="There is no subnet for its nodes: eksctl finds it out when the cluster is made already, "
    "and jobs cannot name the zone.",
    hint="name zones of the cluster",
    source="https://docs.aws.amazon.com/eks/latest/eksctl/vpc-configuration.html",
    bad=created(group=group("big", zones="[us-east-1f]")),
    good=created(group=group("big", zones="[us-east-1b]")),
    check=check,
    waiver="never",
)
