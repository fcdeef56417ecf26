"""A priority that no autoscaler looks at."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import by_priority, node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag priorities of node groups where the expander `priority` is not used."""
    scaler = x.cluster.cluster_autoscaler
    for path, one in () if by_priority(x) else node_groups(x):
        if one.priority is not None:
            yield Problem(
                Place(x.owner, (*path, "priority")),
                f"nothing looks at the priority of node group `{one.name}`",
                "never read",
                ((Place(x.owner, ("clusterAutoscaler",)), "how it chooses"),) if scaler else (),
                _ADD if scaler else _REMOVE,
            )


_ADD = "set clusterAutoscaler.expander: [priority, least-waste], or remove the priority"
_REMOVE = "remove it, or add clusterAutoscaler: {expander: [priority, least-waste]}"

_CREATED = created(
    "clusterAutoscaler: {expander: [%s]}\n", group("big", size="{max: 4}", priority="10")
)

RULE = Rule(
    id="idle-priority",
    family="ca",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="priority of a node group that no autoscaler looks at",
    why="Spot before on demand, say, is written down and does not happen: the list of priorities "
    "is not even rendered.",
    hint="set clusterAutoscaler.expander: [priority, least-waste], or remove the priority",
    source="https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md",
    bad=_CREATED % "least-waste",
    good=_CREATED % "priority, least-waste",
    check=check,
)
