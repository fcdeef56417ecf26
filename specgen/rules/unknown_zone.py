"""A zone that the cluster, or the pool, has no nodes in."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import called, cluster_place, mend, pool_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a zone that is not among the cluster's, or else not among a pool's."""
    zone = x.job.zone
    if zone != "any" and zone not in x.around.zones:
        whose = f"cluster `{x.where.cluster}`"
        yield _problem(x, whose, x.around.zones, cluster_place(x, "zones"))
    elif zone != "any":
        for _, role, pool in roles(x):
            if pool.zones and zone not in pool.zones:
                yield _problem(x, called(role, pool), pool.zones, pool_place(x, pool, "zones"))


def _problem(x: JobOn, whose: str, zones: tuple[str, ...], declared: Place) -> Problem:
    return Problem(
        Place(x.owner, ("zone",)),
        f"{whose} has no nodes in `{x.job.zone}`, where job `{x.job.name}` is to run",
        "no nodes there",
        ((declared, "its zones"),),
        mend(x.job.zone, list(zones), f"name one of {', '.join(zones)}"),
    )


_JOB = """\
kind: SparkJob
name: count
zone: %s
"""

RULE = Rule(
    id="unknown-zone",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="zone without nodes",
    why="The pods carry a selector for a zone that no node is in, and stay Pending for ever.",
    hint="name a zone of the cluster and of both pools",
    source="https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone",
    bad=_JOB % "us-east-1c",
    good=_JOB % "us-east-1b",
    check=check,
)
