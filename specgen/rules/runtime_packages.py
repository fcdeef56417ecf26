"""Packages that are fetched each time a job starts."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import PRODUCTION
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `application.packages` in production."""
    if x.where.production and x.job.application.packages:
        yield Problem(
            Place(x.owner, ("application", "packages")),
            f"job `{x.job.name}` fetches `{x.job.application.packages[0]}` at each start",
            "from the internet",
        )


_JOB = f"""\
{PRODUCTION}\
kind: SparkJob
name: count
application: %s
"""

RULE = Rule(
    id="runtime-packages",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="packages fetched at the start of a production job",
    why="The operator's pod resolves them with everything that they need in turn: a run depends on "
    "what a repository answers that day, and a closed network fails the submission.",
    hint="build the jars into the image, and name them as local:///… in application.jars",
    source="measured: Spark operator 2.5.2, case packages-offline",
    bad=_JOB % '{packages: ["org.apache.spark:spark-avro_2.13:4.0.5"]}',
    good=_JOB % '{jars: ["local:///opt/jars/spark-avro_2.13-4.0.5.jar"]}',
    check=check,
)
