"""A job whose Spark release is not known, or told in two ways."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import image_place
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn
from specgen.units.times import Version


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a job with no Spark version at all, and one that contradicts its image."""
    mine, image = x.job.spark_version, x.image.spark_version
    if mine is None and image is None:
        yield Problem(
            image_place(x),
            f"nobody says which Spark is in image `{x.image.reference}` of job `{x.job.name}`",
            "unknown Spark release",
        )
    elif mine is not None and image is not None and not _agree(mine, image):
        yield Problem(
            Place(x.owner, ("sparkVersion",)),
            f"job `{x.job.name}` takes its image for Spark `{mine}`, and the image has `{image}`",
            "not what is in the image",
            ((image_place(x, "sparkVersion"), "what the image declares"),),
            hint=f"remove sparkVersion from the job, or write {image}",
        )
    else:
        yield from _of_roles(x, mine or image)


def _of_roles(x: JobOn, version: Version | None) -> Iterator[Problem]:
    """Flag a role whose own image has another Spark."""
    for used in x.used_images():
        other = used.image.spark_version if used.path[-1:] == ("image",) else None
        of_spark = used.path[0] in ("driver", "executor")
        if of_spark and other is not None and version is not None and not _agree(version, other):
            yield Problem(
                Place(x.owner, used.path),
                f"the {used.path[0]} of job `{x.job.name}` has Spark `{other}`, and the job is of "
                f"Spark `{version}`",
                "another Spark",
                ((image_place(x, "sparkVersion", of=used), "what the image declares"),),
                hint=f"name an image with Spark {version}",
            )


def _agree(one: Version, two: Version) -> bool:
    """Equal as far as both go: 4.0 agrees with 4.0.5."""
    return all(a == b for a, b in zip(one.parts, two.parts, strict=False))


_JOB = """\
kind: SparkJob
name: count
sparkVersion: %s
"""

RULE = Rule(
    id="spark-version-unclear",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="Spark release unknown or contradictory",
    why="The release decides which settings exist, which classes reach S3 and what the "
    "operator submits with; a wrong one fails at run time.",
    hint="set sparkVersion on the image (or on the job)",
    source="measured: Spark operator 2.5.2, case no-spark-version and template-spark-2",
    bad=_JOB % "4.0.4",
    good=_JOB % "4.0.5",
    check=check,
)
