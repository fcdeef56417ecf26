"""A scaled node group that spans zones."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import SPARKS, node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag groups for Spark that Cluster Autoscaler scales across several zones."""
    for path, one in node_groups(x) if x.cluster.cluster_autoscaler else ():
        zones = one.zones or x.cluster.zones
        scales = one.size.min < one.size.max and one.runs in SPARKS
        if scales and not one.per_zone and len(zones) > 1:
            yield Problem(
                Place(x.owner, (*path, "zones" if one.zones else "name")),
                f"node group `{one.name}` is scaled across {' and '.join(zones)}",
                related=((Place(x.owner, ("clusterAutoscaler",), on_key=True), "scaled by it"),),
            )


_GROUP = group("mine", runs="drivers", size="{max: 4}", zones="[%s]")
_JOB = "---\nkind: SparkJob\nname: count\ndriver: {pool: mine}\n"
_CREATED = created("pools: [{name: drivers, remove: true}]\n", _GROUP) + _JOB

RULE = Rule(
    id="zone-spanning-group",
    family="ca",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="node group for Spark that is scaled across zones",
    why="Cluster Autoscaler expects the next node in the group's first zone. A job that is pinned "
    "to another zone, or has a volume there, does not make an empty group grow, and a group that "
    "grows may do so in the wrong zone.",
    hint="set perZone: true, which makes a group of each zone",
    source="https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/aws_manager.go",
    bad=_CREATED % "us-east-1a, us-east-1b",
    good=_CREATED % "us-east-1a",
    check=check,
)
