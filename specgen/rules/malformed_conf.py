"""A Spark setting with a value that Spark refuses."""

from collections.abc import Iterator

from specgen.finding import Severity
from specgen.rules.places import conf_faults, release
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn
from specgen.units.spark_values import expected


def check(x: JobOn) -> Iterator[Problem]:
    """Flag values that are none of the setting's type, or outside what it takes."""
    for place, key, value, found in conf_faults(x, "malformed"):
        if found.setting is not None:
            takes = expected(found.setting.type, found.setting.values)
            yield Problem(
                place,
                f"`{key}` of job `{x.job.name}` is `{value}`, which Spark {release(found.spark)} "
                "refuses",
                "not what it takes",
                hint=f"write {takes}",
            )


_JOB = """\
kind: SparkJob
name: count
conf: {%s}
"""

RULE = Rule(
    id="malformed-conf",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="value that Spark refuses",
    why="Settings of SQL are read when the session starts, others when they are used: the job "
    "fails, some hours later at worst.",
    hint="write a value of its type",
    source="measured: Spark 3.5.9 and 4.0.5, sessions with such values",
    bad=_JOB % "spark.network.timeout: 2 min",
    good=_JOB % "spark.network.timeout: 2min",
    check=check,
)
