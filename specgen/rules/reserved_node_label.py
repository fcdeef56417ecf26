"""A label of nodes that is somebody else's."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from specgen.facts.nodes import kept_from_groups, kept_from_pools
from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups, node_pools
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.rules.sample import group as a_group
from specgen.spec.platform import ClusterOn
from specgen.spec.pool import LABEL


class _Labelled(NamedTuple):
    """Who labels nodes, of which pool, and what is kept from it."""

    who: str
    path: Path
    pool: str
    labels: dict[str, str]
    kept: Callable[[str], str | None]


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag labels and selectors in reserved domains, and the label of another pool."""
    for one in _labelled(x):
        for key, value in one.labels.items():
            place, whose = Place(x.owner, (*one.path, key), on_key=True), one.kept(key)
            if whose is not None:
                what = f"{one.who} sets the label `{key}`: {whose}"
                yield Problem(place, what, "not to be set")
            elif key == LABEL and value != one.pool:
                what = f"{one.who} is of pool `{one.pool}`, and its label says `{value}`"
                yield Problem(place, what, "another pool", hint=f"remove it, or write {one.pool}")


def _labelled(x: ClusterOn) -> Iterator[_Labelled]:
    for path, group in node_groups(x):
        who, mine, kept = f"node group `{group.name}`", group.serves, kept_from_groups
        yield _Labelled(who, (*path, "labels"), mine, group.labels, kept)
        yield _Labelled(who, (*path, "selector"), mine, group.selector or {}, kept)
    for path, pool in node_pools(x):
        who, mine, kept = f"pool `{pool.name}`", pool.name, kept_from_pools
        yield _Labelled(who, (*path, "labels"), mine, pool.labels, kept)
        yield _Labelled(who, (*path, "selector"), mine, pool.selector or {}, kept)


_GROUP = a_group("big", labels="{%s: x}")

RULE = Rule(
    id="reserved-node-label",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="label of nodes that is somebody else's",
    why="eksctl and Karpenter's schema refuse such a label, a kubelet does not start with it, or "
    "somebody writes over it; then no node has what the pods select.",
    hint="choose a key in a domain of your own, like example.com/tier",
    source="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction",
    bad=created(group=_GROUP % "node-role.kubernetes.io/spark"),
    good=created(group=_GROUP % "node.kubernetes.io/spark"),
    check=check,
    waiver="never",
)
