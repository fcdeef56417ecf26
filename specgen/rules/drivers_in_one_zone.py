"""All jobs in one zone, on a cluster whose work may be moved out of a zone."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag zonal shift where every job is pinned to the same zone."""
    if x.cluster.zonal_shift and len(x.job_zones) == 1 and "any" not in x.job_zones:
        (zone,) = x.job_zones
        yield Problem(
            Place(x.owner, ("zonalShift",)),
            f"a shift out of {zone} stops every job of cluster `{x.cluster.name}`: all are pinned "
            "to it",
        )


_CLUSTER = "kind: Cluster\nname: one\nzonalShift: true\n"
_SECOND = """\
---
kind: SparkJob
name: second
team: reviews
zone: us-east-1b
image: spark-py
run: "1"
application: {file: loc://lake/jobs/second.py}
driver: {pool: drivers}
executor: {pool: executors}
"""

RULE = Rule(
    id="drivers-in-one-zone",
    family="job",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="zonal shift while all jobs are pinned to one zone",
    why="During a shift no node is made in the zone, and pods that may stand nowhere else stay "
    "Pending until it ends.",
    hint="pin jobs to different zones, or change their zone when a shift begins",
    source="https://docs.aws.amazon.com/eks/latest/userguide/zone-shift.html",
    bad=_CLUSTER,
    good=_CLUSTER + _SECOND,
    check=check,
)
