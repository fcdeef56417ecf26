"""A job on a Spark release that specgen has no list of settings of."""

from collections.abc import Iterator

from specgen.facts.spark_conf import LINES, line_of
from specgen.finding import Place, Severity
from specgen.rules.places import image_place, release
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a Spark outside the lines that the table has."""
    version = x.job.spark_version or x.image.spark_version
    if version is None or version.parts[:2] in LINES:
        return
    nearest = release(line_of(version.parts))
    own = x.job.spark_version is not None
    yield Problem(
        Place(x.owner, ("sparkVersion",)) if own else image_place(x, "sparkVersion"),
        f"specgen does not know the settings of Spark `{version}` of job `{x.job.name}`: its conf "
        f"is held against Spark {nearest}",
        "no list of its settings",
        hint=f"use a Spark from {release(LINES[0])} to {release(LINES[-1])}",
    )


_IMAGE = """\
kind: Environment
name: sample
images: {spark-py: {sparkVersion: %s}}
"""

RULE = Rule(
    id="uncatalogued-spark",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="Spark release whose settings are not known",
    why="A setting that this release lacks is not found, nor one that only it has: one of the "
    "two is told as a fault, or none.",
    hint="use a Spark that the table has",
    source="https://spark.apache.org/versioning-policy.html",
    bad=_IMAGE % "3.4.4",
    good=_IMAGE % "4.1.2",
    check=check,
)
