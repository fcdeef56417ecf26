"""A pool that the cluster does not have."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.names import nearest
from specgen.paths import Path
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role whose pool is not among the cluster's."""
    roles = (("driver", x.job.driver, x.driver_pool), ("executor", x.job.executor, x.executor_pool))
    for role, wanted, pool in roles:
        if pool is None:
            yield _problem(x, role, wanted.pool)


def _problem(x: JobOn, role: str, name: str) -> Problem:
    cluster = Owner("Cluster", x.where.cluster)
    near = nearest(name, x.pools)
    own = [pool for pool in x.pools if pool != "any"]
    place = Place(cluster, ("pools",), on_key=True)
    label = f"the cluster's pools: {', '.join(own) or 'none'}"
    if near is not None and near != "any":
        place, label = (
            Place(cluster, (*x.pools[near], _name_field(x.pools[near]))),
            "this pool exists",
        )
    return Problem(
        Place(x.owner, (role, "pool")),
        f"cluster `{x.where.cluster}` has no pool `{name}`",
        "not a pool of the cluster",
        ((place, label),),
        f"did you mean `{near}`?" if near else f"name one of {', '.join(x.pools)}, or add the pool",
    )


def _name_field(declared: Path) -> str:
    """Where a pool is named; a node group without `pool` is found by itself."""
    return "pool" if declared[0] == "nodeGroups" else "name"


_JOB = """\
kind: SparkJob
name: count
executor: {pool: %s}
"""

RULE = Rule(
    id="unknown-pool",
    family="pool",
    severity=Severity.ERROR,
    of=JobOn,
    summary="pool that the cluster does not have",
    why="Its pods would carry a node selector that no node has, and stay Pending for ever.",
    hint="name a pool of every cluster that the job runs on, or say perCluster which",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
    bad=_JOB % "executor",
    good=_JOB % "executors",
    check=check,
    waiver="never",
)
