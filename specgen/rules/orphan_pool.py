"""A pool that nobody uses."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.names import nearest
from specgen.paths import Path
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn

_OF_OTHERS = ("system", "services")
"""Nothing that specgen renders runs there."""


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag pools that no job names, nor means by a name that does not exist."""
    meant = {nearest(name, x.pools) for name in x.used_pools}
    for pool in x.pools.values():
        if pool.declared and pool.runs not in _OF_OTHERS and pool.name not in x.used_pools | meant:
            field = _name_field(x, pool.declared)
            near = nearest(pool.name, x.used_pools - {"any"})
            meant_so = near is not None and (field == "pool" or near not in x.pools)
            yield Problem(
                Place(x.owner, (*pool.declared, field)),
                f"nobody uses pool `{pool.name}` of cluster `{x.cluster.name}`",
                "no job names it",
                hint=f"did you mean `{near}`?" if meant_so else "",
            )


def _name_field(x: ClusterOn, declared: Path) -> str:
    """Where the pool is named; of a node group that may be `pool`."""
    named = [path for path, group in node_groups(x) if group.pool is not None]
    return "pool" if declared in named else "name"


_CLUSTER = """\
kind: Cluster
name: one
pools: [{name: large, runs: %s, selector: {pool: large}}]
"""

RULE = Rule(
    id="orphan-pool",
    family="pool",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=ClusterOn,
    summary="pool that nobody uses",
    why="Either its nodes are paid for and idle, or jobs that were meant for it run elsewhere "
    "because of a name.",
    hint="remove the pool, or name it in the jobs that are meant for it",
    source="https://karpenter.sh/docs/concepts/nodepools/",
    bad=_CLUSTER % "executors",
    good=_CLUSTER % "system",
    check=check,
)
