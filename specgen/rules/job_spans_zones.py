"""A job whose executors may stand in several zones."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import executor_zones
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag zone `any` where the executors' pool has nodes in several zones.

    Where shuffle lies on volumes of one zone, that is worse, and told by another rule.
    """
    zones = executor_zones(x)
    if x.job.zone == "any" and len(zones) > 1 and not x.job.shuffle.zonal:
        yield Problem(
            Place(x.owner, ("zone",)),
            f"executors of job `{x.job.name}` may stand in {' and '.join(zones)}",
            "any zone",
            hint=f"set zone: {zones[0]} (or another), perhaps in the cluster's defaults.SparkJob",
        )


_JOB = """\
kind: SparkJob
name: count
zone: %s
"""

RULE = Rule(
    id="job-spans-zones",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="executors that may stand in several zones",
    why="Shuffle between zones is billed by the gigabyte, in both directions, and is slower.",
    hint="set zone",
    source="https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer",
    bad=_JOB % "any",
    good=_JOB % "us-east-1b",
    check=check,
)
