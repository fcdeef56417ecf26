"""A setting whose name has an equals sign in it."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag keys of `conf` and `hadoopConf` that spark-submit reads as others."""
    for field, given in (("conf", x.job.conf), ("hadoopConf", x.job.hadoop_conf)):
        for key in given:
            name, equals, _ = key.partition("=")
            if equals:
                yield Problem(
                    Place(x.owner, (field, key), on_key=True),
                    f"Spark reads `{key}` of job `{x.job.name}` as `{name}`",
                    "read as another key",
                )


_JOB = """\
kind: SparkJob
name: count
hadoopConf: {"%s": "x"}
"""

RULE = Rule(
    id="split-conf-key",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="setting with an equals sign in its name",
    why="Settings are handed over as --conf key=value, which is split at the first equals sign: "
    "another setting is set, to a value that nobody wrote.",
    hint="write the name of the setting alone before the colon",
    source="https://github.com/apache/spark/blob/v4.0.0/core/src/main/scala/org/apache/spark/deploy/SparkSubmitArguments.scala",
    bad=_JOB % "fs.s3a.a=b",
    good=_JOB % "fs.s3a.a",
    check=check,
    waiver="never",
)
