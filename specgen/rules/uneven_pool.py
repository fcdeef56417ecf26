"""Node groups of one pool that are not alike to a job."""

from collections.abc import Callable, Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.nodegroup import NodeGroup
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a group that differs from the first of its pool in purpose, selector or taints."""
    first: dict[str, tuple[Path, NodeGroup]] = {}
    for path, one in node_groups(x):
        where, other = first.setdefault(one.serves, (path, one))
        for field in (name for name, said in _SAID.items() if said(one) != said(other)):
            yield Problem(
                Place(x.owner, (*path, field)),
                f"node groups `{other.name}` and `{one.name}` serve pool `{one.serves}` "
                f"and differ in `{field}`",
                related=((Place(x.owner, (*where, field)), "what the first one says"),),
            )


_SAID: dict[str, Callable[[NodeGroup], object]] = {
    "runs": lambda one: one.runs,
    "selector": lambda one: one.selects,
    "taints": lambda one: set(one.all_taints),
}

_GROUPS = group("a", pool="both") + "\n" + group("b", pool="both", runs="%s")

RULE = Rule(
    id="uneven-pool",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="node groups of one pool with different purposes, selectors or taints",
    why="A job's pods select what the first group says, so no pod comes to a group that says "
    "something else, and they tolerate the taints of all, so one that has fewer takes other pods.",
    hint="say the same of both groups, or give one of them a pool of its own",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
    bad=created(group=_GROUPS % "system, taint: true"),
    good=created(group=_GROUPS % "services"),
    check=check,
    waiver="never",
)
