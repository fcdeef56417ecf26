"""A node group that the expander `priority` passes over."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import by_priority, node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag groups that may grow and have no priority, where priorities decide."""
    for path, one in node_groups(x) if by_priority(x) else ():
        if one.priority is None and one.runs != "system" and one.size.min < one.size.max:
            yield Problem(
                Place(x.owner, (*path, "name")),
                f"node group `{one.name}` has no priority, and grows only where no other group can",
                related=((Place(x.owner, ("clusterAutoscaler", "expander")), "priorities decide"),),
            )


_CREATED = "clusterAutoscaler: {expander: [priority]}\n"

RULE = Rule(
    id="group-without-priority",
    family="ca",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="node group without a priority where priorities decide",
    why="Cluster Autoscaler leaves out a group that the list of priorities does not name, as long "
    "as any other group would do.",
    hint="set priority; a higher one is tried first",
    source="https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md",
    bad=created(_CREATED, group("big", size="{max: 4}")),
    good=created(_CREATED, group("big", size="{max: 4}", priority="10")),
    check=check,
)
