"""A jar whose main class nobody can read."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import resolved
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_READABLE = ("http", "https", "hdfs", "dfs")
"""Schemes that spark-submit reads a jar's manifest from, in the operator's pod."""


def check(x: JobOn) -> Iterator[Problem]:
    """Flag Java and Scala without a class, unless the operator can look into the jar."""
    app = x.job.application
    scheme = resolved(x, app.file.text).partition("://")[0]
    if app.language in ("Java", "Scala") and app.class_ is None and scheme not in _READABLE:
        yield Problem(
            Place(x.owner, ("application", "file")),
            f"job `{x.job.name}` does not say which class of `{app.file}` to run",
            "main class unknown",
        )


_JOB = """\
kind: SparkJob
name: count
application:
  type: Scala
  file: local:///opt/count.jar
%s
"""

RULE = Rule(
    id="main-class-missing",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="jar without a main class",
    why="spark-submit cannot read the jar in the operator's pod to find its main class, and "
    "the submission fails.",
    hint="set application.class",
    source="measured: Spark operator 2.5.2, case no-main-class",
    bad=_JOB % "",
    good=_JOB % "  class: org.example.Count",
    check=check,
)
