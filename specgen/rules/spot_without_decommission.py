"""Executors on Spot that do not move their blocks away in time."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import pool_place
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag executors that may be on Spot with decommissioning switched off."""
    pool = x.executor_pool
    if pool is None or not pool.may_be_spot or x.decommissions:
        return
    yield Problem(
        Place(x.owner, ("executor", "decommission", "enabled")),
        f"job `{x.job.name}` loses its shuffle data with every Spot node of `{pool.name}`",
        "blocks are not moved away",
        ((pool_place(x, pool, "capacityType"), "may be reclaimed"),),
    )


_JOB = """\
kind: SparkJob
name: count
executor: {decommission: {enabled: %s}}
"""

RULE = Rule(
    id="spot-without-decommission",
    family="job",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=JobOn,
    summary="Spot executors without decommissioning",
    why="When a Spot node goes, its shuffle and cached blocks go with it, and Spark computes "
    "the stages that made them again.",
    hint="remove decommission.enabled: false",
    source="https://spark.apache.org/docs/latest/configuration.html#available-properties",
    bad=_JOB % "false",
    good=_JOB % "true",
    check=check,
)
