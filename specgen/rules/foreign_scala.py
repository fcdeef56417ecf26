"""A library for a Scala that the job's Spark is not built with."""

import re
from collections.abc import Iterator

from specgen.facts.spark import ONE_SCALA
from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import release, spark
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_SCALA = re.compile(r"_(?P<scala>2\.1[0-9])(?=[:\-.])")
"""As artifacts are called: `spark-avro_2.12:3.5.9`, `spark-avro_2.12-3.5.9.jar`."""


def check(x: JobOn) -> Iterator[Problem]:
    """Flag packages and jars whose name says another Scala than Spark's only one."""
    since, own = ONE_SCALA
    for path, text in _libraries(x) if spark(x) >= since else ():
        found = _SCALA.search(text.rpartition("/")[2])
        if found is not None and found["scala"] != own:
            yield Problem(
                Place(x.owner, path),
                f"`{text}` is for Scala {found['scala']}, and Spark `{release(spark(x))}` of job "
                f"`{x.job.name}` is built with {own}",
                "another Scala",
            )


def _libraries(x: JobOn) -> Iterator[tuple[Path, str]]:
    app = x.job.application
    for index, package in enumerate(app.packages):
        yield ("application", "packages", index), package
    for index, jar in enumerate(app.jars):
        yield ("application", "jars", index), jar.text
    if app.language == "Scala":
        yield ("application", "file"), app.file.text


_JOB = """\
kind: SparkJob
name: count
application: {packages: ["org.apache.spark:spark-avro_%s:4.0.5"]}
"""

RULE = Rule(
    id="foreign-scala",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="library for another Scala than Spark's",
    why="Classes of one minor release of Scala do not link with those of another: the job ends "
    "with NoSuchMethodError or NoClassDefFoundError at the first call.",
    hint="name the library for Scala 2.13",
    source="https://github.com/apache/spark/pull/43158",
    bad=_JOB % "2.12",
    good=_JOB % "2.13",
    check=check,
)
