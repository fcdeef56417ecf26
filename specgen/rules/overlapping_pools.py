"""Two pools, and the pods of one may land on the nodes of the other."""

from collections.abc import Iterator
from typing import NamedTuple

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups, node_pools
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn
from specgen.spec.pool import CAPACITY_LABELS, Pool, Taint


class _Nodes(NamedTuple):
    """Like nodes of a pool, and where they are declared."""

    pool: str
    path: Path
    labels: dict[str, str]
    taints: tuple[Taint, ...]


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag, once for two pools, that one's nodes fit the other's pods."""
    told: set[frozenset[str]] = set()
    for pool in x.pools.values():
        for nodes in _nodes(x) if pool.declared else ():
            pair = frozenset((pool.name, nodes.pool))
            if len(pair) == 1 or pair in told or not _take(nodes, pool):
                continue
            told.add(pair)
            yield Problem(
                Place(x.owner, (*pool.declared, "selector")),
                f"pods of pool `{pool.name}` may land on the nodes of pool `{nodes.pool}`",
                "what they select",
                ((Place(x.owner, nodes.path), "these nodes have all of it"),),
            )


def _nodes(x: ClusterOn) -> Iterator[_Nodes]:
    for index, one in enumerate(x.cluster.pools):
        yield _Nodes(one.name, ("pools", index), one.selector, one.taints)
    key, values = CAPACITY_LABELS["nodeGroups"]
    for path, group in node_groups(x):
        labels = {**group.labels, **group.selects, key: values[group.capacity_type]}
        yield _Nodes(group.serves, path, labels, group.all_taints)
    for path, pool in node_pools(x):
        yield _Nodes(pool.name, path, {**pool.labels, **pool.selects}, pool.all_taints)


def _take(nodes: _Nodes, pool: Pool) -> bool:
    """Whether they have its labels, and no taint keeps its pods away for good."""
    hard = (one for one in nodes.taints if not one.startup and one.effect != "PreferNoSchedule")
    return pool.selector.items() <= nodes.labels.items() and all(
        any(_tolerates(known, one) for known in pool.taints) for one in hard
    )


def _tolerates(known: Taint, one: Taint) -> bool:
    """A taint without a value is tolerated whatever its value is."""
    same = (known.key, known.effect) == (one.key, one.effect)
    return same and known.value in (None, one.value)


_CLUSTER = """\
kind: Cluster
name: one
pools:
  - {name: large, runs: services, selector: {pool: executors, size: large}, taints: [%s]}
  - {name: executors, taints: []}
"""

RULE = Rule(
    id="overlapping-pools",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="two pools, and the pods of one may land on the nodes of the other",
    why="Which of them a pod gets is left to chance: a driver may come to Spot, or to a machine "
    "that something else needs, and two autoscalers may answer one pod.",
    hint="give each pool labels of its own, or a taint that only its pods tolerate",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodeselector",
    bad=_CLUSTER % "",
    good=_CLUSTER % "{key: size, value: large}",
    check=check,
)
