"""A fallback storage whose path does not end with a slash."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a fallbackStorage that Spark would refuse."""
    storage = x.job.executor.decommission.fallback_storage
    if storage is not None and not storage.text.endswith("/"):
        yield Problem(
            Place(x.owner, ("executor", "decommission", "fallbackStorage")),
            f"fallback storage `{storage}` of job `{x.job.name}` does not end with `/`",
            "no slash at the end",
            hint=f"write {storage}/",
        )


_JOB = """\
kind: SparkJob
name: count
executor: {decommission: {fallbackStorage: "%s"}}
"""

RULE = Rule(
    id="fallback-without-slash",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="fallback storage without a slash at its end",
    why="Spark puts names behind the path as they are, and refuses to start with a path that "
    "ends in anything else.",
    hint="end it with /",
    source="https://spark.apache.org/docs/latest/configuration.html#available-properties",
    bad=_JOB % "loc://lake/blocks",
    good=_JOB % "loc://lake/blocks/",
    check=check,
    waiver="never",
)
