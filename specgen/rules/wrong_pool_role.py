"""A driver on a pool of executors, or the reverse."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import pool_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role on a pool that is there for something else."""
    for field, _, pool in roles(x):
        if pool.runs not in ("any", f"{field}s"):
            yield Problem(
                Place(x.owner, (field, "pool")),
                f"job `{x.job.name}` puts its {field} on pool `{pool.name}`, "
                f"which is there for {pool.runs}",
                "another purpose",
                ((pool_place(x, pool, "runs"), "what it is for"),),
                f"choose a pool with runs: {field}s, or set runs: any on `{pool.name}`",
            )


_CLUSTER = """\
kind: Cluster
name: one
pools: [{name: drivers, runs: %s}]
"""

RULE = Rule(
    id="wrong-pool-role",
    family="pool",
    severity=Severity.ERROR,
    of=JobOn,
    summary="driver on a pool of executors, or the reverse",
    why="Pools for executors are scaled down and consolidated as executors can bear; a driver "
    "there is evicted with its job, and executors on a drivers' pool keep its nodes from "
    "their drivers.",
    hint="choose a pool whose runs fits the role, or set runs: any on it",
    source="https://karpenter.sh/docs/concepts/disruption/",
    bad=_CLUSTER % "executors",
    good=_CLUSTER % "any",
    check=check,
)
