"""A Spark setting that is deprecated."""

from collections.abc import Iterator

from specgen.finding import Severity
from specgen.rules.places import conf_faults, release
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag keys that the job's Spark still takes, and advises against."""
    for place, key, _, found in conf_faults(x, "deprecated"):
        instead = found.setting.instead if found.setting else ""
        yield Problem(
            place,
            f"`{key}` of job `{x.job.name}` is deprecated in Spark {release(found.spark)}",
            "deprecated",
            hint=f"set `{instead}` instead" if instead else "",
        )


_JOB = """\
kind: SparkJob
name: count
conf: {%s}
"""

RULE = Rule(
    id="deprecated-conf",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="setting that Spark has deprecated",
    why="A later release drops it, without a word in most cases.",
    hint="remove it",
    source="https://github.com/apache/spark/blob/v4.0.0/core/src/main/scala/org/apache/spark/SparkConf.scala",
    bad=_JOB % "spark.blacklist.enabled: true",
    good=_JOB % "spark.excludeOnFailure.enabled: true",
    check=check,
)
