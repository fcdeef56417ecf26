"""Pods of two jobs that are called alike."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn

_FIELDS = {"driver": "podName", "executor": "podNamePrefix"}


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag `podName` and `podNamePrefix` that another job of the team has, too."""
    for twins in x.twins:
        path = (twins.role, _FIELDS[twins.role])
        last, owners = twins.by[-1], [Owner("SparkJob", job, x.where.cluster) for job in twins.jobs]
        yield Problem(
            Place(Owner("SparkJob", last, x.where.cluster), path),
            f"{twins.role} pods of jobs {' and '.join(f'`{job}`' for job in twins.jobs)} are "
            f"called `{twins.name}`",
            "a name for two",
            tuple(
                (Place(one, path if one.name in twins.by else ("name",)), "the other")
                for one in owners
                if one.name != last
            ),
            f"remove {path[1]}, or choose another",
        )


_SPECS = """\
kind: SparkJob
name: count
driver: {podName: main}
---
kind: SparkJob
name: again
team: reviews
zone: us-east-1a
image: spark-py
run: "1"
application: {file: loc://lake/jobs/count.py}
driver: {pool: drivers, podName: %s}
executor: {pool: executors}
"""

RULE = Rule(
    id="pod-name-twice",
    family="job",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="podName or podNamePrefix of two jobs",
    why="Pods of one namespace have each a name of their own: the second submission, or each "
    "executor that it asks for, is refused as long as the other job's pods are there.",
    hint="remove it: pods are called after their job",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names",
    bad=_SPECS % "main",
    good=_SPECS % "other",
    check=check,
)
