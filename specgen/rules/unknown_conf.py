"""A Spark setting that is misspelt, or that spark-submit drops."""

from collections.abc import Iterator

from specgen.finding import Severity
from specgen.rules.places import conf_faults, release
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag keys that are nearly one of Spark, and those that are none of Spark at all."""
    for place, key, _, found in conf_faults(x, "unknown"):
        yield Problem(
            place,
            f"Spark {release(found.spark)} knows no `{key}`, which job `{x.job.name}` sets",
            "not a setting of Spark",
            hint=f"did you mean `{found.near}`?" if found.near else _OUTSIDE,
        )


_OUTSIDE = "spark-submit drops what does not begin with `spark.`; set it in hadoopConf or env"

_JOB = """\
kind: SparkJob
name: count
conf: {%s}
"""

RULE = Rule(
    id="unknown-conf",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="setting that Spark does not know",
    why="Spark drops a setting that it does not know without a word: the job runs as if it were "
    "not there.",
    hint="correct the key",
    source="measured: Spark 3.5.9 and 4.0.5, sessions with such keys",
    bad=_JOB % "spark.sql.shuffle.partition: 400",
    good=_JOB % "spark.sql.shuffle.partitions: 400",
    check=check,
)
