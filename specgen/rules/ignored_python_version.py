"""A choice of Python that the job's Spark does not offer."""

from collections.abc import Iterator

from specgen.facts.spark import NO_PYTHON_CHOICE
from specgen.finding import Place, Severity
from specgen.rules.places import release, spark
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `application.pythonVersion` from Spark 4 on."""
    if x.job.application.python_version is not None and spark(x) >= NO_PYTHON_CHOICE:
        yield Problem(
            Place(x.owner, ("application", "pythonVersion")),
            f"job `{x.job.name}` chooses a Python, and Spark `{release(spark(x))}` has no choice",
            "without effect",
        )


_JOB = """\
kind: SparkJob
name: count
sparkVersion: %s
image: {repository: registry.example.com/spark-py, tag: "1", platforms: [amd64, arm64]}
application: {pythonVersion: "3"}
"""

RULE = Rule(
    id="ignored-python-version",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="pythonVersion with Spark 4 or later",
    why="Spark 4 runs the Python 3 that is in the image, and nothing reads the field.",
    hint="remove it",
    source="https://spark.apache.org/docs/3.5.8/running-on-kubernetes.html#spark-properties",
    bad=_JOB % "4.0.5",
    good=_JOB % "3.5.9",
    check=check,
)
