"""Dynamic partition overwrite with S3A's committers."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import names_s3, spark
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_KEY = "spark.sql.sources.partitionOverwriteMode"
_BY_DEFAULT = (3, 5)
"""Jobs that name S3 commit by `magic` from this Spark release on."""


def check(x: JobOn) -> Iterator[Problem]:
    """Flag overwrite mode `dynamic` where output is committed by an S3A committer."""
    kind = x.job.s3.committer or ("magic" if spark(x) >= _BY_DEFAULT else "none")
    if x.job.conf.get(_KEY, "").lower() == "dynamic" and kind != "none" and names_s3(x):
        yield Problem(
            Place(x.owner, ("conf", _KEY)),
            f"job `{x.job.name}` overwrites partitions dynamically, and committer `{kind}` cannot",
            f"not with `{kind}`",
            hint="set s3.committer: none, or write in mode static",
        )


_JOB = """\
kind: SparkJob
name: count
conf: {spark.sql.sources.partitionOverwriteMode: dynamic}
s3: {committer: %s}
"""

RULE = Rule(
    id="committer-with-dynamic-overwrite",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="dynamic partition overwrite with an S3A committer",
    why="Spark's PathOutputCommitProtocol refuses it when the job writes: neither magic nor "
    "directory declares support for dynamic partitions.",
    hint="set s3.committer: none for this job",
    source="https://github.com/apache/spark/blob/v4.0.0/hadoop-cloud/src/main/scala/org/apache/spark/internal/io/cloud/PathOutputCommitProtocol.scala",
    bad=_JOB % "magic",
    good=_JOB % "none",
    check=check,
)
