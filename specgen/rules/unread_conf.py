"""A Spark setting in one of Spark's own families that nothing is known to read."""

from collections.abc import Iterator

from specgen.finding import Severity
from specgen.rules.places import conf_faults, release
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag keys in Spark's own families that no release with a table has."""
    for place, key, _, found in conf_faults(x, "unread"):
        yield Problem(
            place,
            f"`{key}` of job `{x.job.name}` is not known to Spark {release(found.spark)}, and "
            "nothing reads it as far as specgen knows",
            "nothing reads this",
        )


_JOB = """\
kind: SparkJob
name: count
conf: {%s}
"""

RULE = Rule(
    id="unread-conf",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="setting that nothing is known to read",
    why="Spark drops a setting that it does not know without a word. A library of the job may "
    "read it all the same.",
    hint="remove it, or accept it with allow if a library of yours reads it",
    source="measured: Spark 3.5.9 and 4.0.5, sessions with such keys",
    bad=_JOB % "spark.kubernetes.executor.service.label.role: executor",
    good=_JOB % "spark.acme.lookback: 7d",
    check=check,
)
