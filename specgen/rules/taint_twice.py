"""Two taints of one key and effect."""

from collections import Counter
from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups, node_pools
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn
from specgen.spec.pool import Taint


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag node groups and pools whose taints, startup ones too, are not told apart."""
    for who, path, taints in _tainted(x):
        pairs = Counter((one.key, one.effect) for one in taints)
        for (key, effect), number in pairs.items():
            if number > 1:
                yield Problem(
                    Place(x.owner, (*path, "taints")),
                    f"{who} has {number} taints `{key}` with the effect {effect}",
                )


def _tainted(x: ClusterOn) -> Iterator[tuple[str, Path, tuple[Taint, ...]]]:
    for path, one in node_groups(x):
        yield f"node group `{one.name}`", path, one.all_taints
    for path, pool in node_pools(x):
        yield f"pool `{pool.name}`", path, pool.all_taints


_GROUP = group(
    "big",
    taints="[{key: example.com/a, value: one, effect: NoSchedule}, "
    "{key: example.com/a, value: two, effect: %s}]",
)

RULE = Rule(
    id="taint-twice",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="two taints of one key and effect",
    why="The API server refuses such a node, so it never joins; a NodePool of Karpenter is not "
    "ready.",
    hint="remove one of them; the taint of the pool itself is specgen.dev/pool",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
    bad=created(group=_GROUP % "NoSchedule"),
    good=created(group=_GROUP % "NoExecute"),
    check=check,
    waiver="never",
)
