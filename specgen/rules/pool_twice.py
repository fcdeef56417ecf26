"""One name for two pools."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups, node_pools
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import LIMITS, ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a pool that two of the three make: somebody else, node groups, Karpenter."""
    first: dict[str, tuple[str, Path]] = {}
    for name, maker, path in _made(x):
        other, where = first.setdefault(name, (maker, path))
        if maker != other:
            yield Problem(
                Place(x.owner, path),
                f"cluster `{x.cluster.name}` has two pools `{name}`: {other}, and {maker}",
                related=((Place(x.owner, where), "the other one"),),
            )


def _made(x: ClusterOn) -> Iterator[tuple[str, str, Path]]:
    for index, one in enumerate(x.cluster.pools):
        yield one.name, "one of `pools`", ("pools", index, "name")
    for path, group in node_groups(x):
        yield group.serves, "one of node groups", (*path, "pool" if group.pool else "name")
    for path, pool in node_pools(x):
        yield pool.name, "one of Karpenter's", (*path, "name")


RULE = Rule(
    id="pool-twice",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.ERROR,
    summary="two pools of one name",
    why="A job that names it would go to the one or the other. Where Cluster Autoscaler and "
    "Karpenter both make the nodes of a pool, each answers the same pending pods, and twice the "
    "machines are bought.",
    hint="give one of them another name",
    source="https://karpenter.sh/docs/concepts/nodepools/",
    bad=karpenter(f"executors, runs: executors, {LIMITS}, capacityType: [spot]"),
    good=karpenter(f"big, runs: services, {ON_DEMAND}"),
    waiver="never",
)
