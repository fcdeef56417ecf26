"""A Spark driver on Spot capacity loses the whole job with one node."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a job whose driver's pool may be Spot."""
    pool = x.driver_pool
    if pool is None or not pool.may_be_spot:
        return
    cluster = Owner("Cluster", x.where.cluster)
    yield Problem(
        Place(x.owner, ("driver", "pool")),
        f"job `{x.job.name}` runs its driver on the Spot pool `{pool.name}`",
        "this pool",
        ((Place(cluster, ("pools", x.pools.index(pool.name) - 1, "capacityType")), "may be reclaimed"),),
    )


_JOB = """\
kind: SparkJob
name: count
driver: {pool: %s}
"""

RULE = Rule(
    id="driver-on-spot",
    family="job",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=JobOn,
    summary="Spark driver on Spot capacity",
    why="A Spot node may be reclaimed at two minutes' notice. An executor is replaced; a driver "
    "takes the whole job with it.",
    hint="put the driver on an on-demand pool and keep the executors on Spot",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html",
    bad=_JOB % "executors",
    good=_JOB % "drivers",
    check=check,
)
