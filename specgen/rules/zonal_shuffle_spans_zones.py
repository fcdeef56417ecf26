"""Volumes of one zone for executors that may stand in several."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import executor_zones
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import claims
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag zone `any` where shuffle lies on volumes and executors may stand in several zones."""
    zones = executor_zones(x)
    if x.job.shuffle.zonal and x.job.zone == "any" and len(zones) > 1:
        yield Problem(
            Place(x.owner, ("zone",)),
            f"job `{x.job.name}` keeps shuffle data on volumes of one zone, and its executors may "
            f"stand in {' and '.join(zones)}",
            "any zone",
            ((Place(x.owner, ("shuffle", "type")), "a volume lies in one zone"),),
            f"set zone: {zones[0]} (or another), perhaps in the cluster's defaults.SparkJob",
        )


RULE = Rule(
    id="zonal-shuffle-spans-zones",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="shuffle on volumes of one zone, with executors in several",
    why="A volume is attached in its own zone only: an executor that takes over a claim stays "
    "Pending where that zone has no room, and one elsewhere never sees a file system of that zone.",
    hint="set zone",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-attaching-volume.html",
    bad=claims(job="zone: any\n"),
    good=claims(job="zone: us-east-1b\n"),
    check=check,
)
