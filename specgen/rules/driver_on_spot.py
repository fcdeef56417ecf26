"""A Spark driver on Spot capacity loses the whole job with one node."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import pool_place
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a job whose driver's pool may be Spot."""
    pool = x.driver_pool
    if pool is None or not pool.may_be_spot:
        return
    yield Problem(
        Place(x.owner, ("driver", "pool")),
        f"job `{x.job.name}` runs its driver on the Spot pool `{pool.name}`",
        "this pool",
        ((pool_place(x, pool, "capacityType"), "may be reclaimed"),),
        _NARROWED if pool.can_narrow("on-demand") else "",
    )


_NARROWED = "say driver.only.capacityType: on-demand, or choose an on-demand pool"


_CLUSTER = """\
kind: Cluster
name: one
pools: [{name: drivers, capacityType: [%s]}]
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
    bad=_CLUSTER % "spot",
    good=_CLUSTER % "on-demand",
    check=check,
)
