"""An image that may change under its name."""

from collections.abc import Iterator

from specgen.finding import Severity
from specgen.rules.places import image_place
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `latest` and absent tags without a digest; in production any image without one."""
    found = {image_place(x, of=used): used.image for used in x.used_images()}
    for place, image in found.items():
        moving = image.tag in (None, "latest")
        if image.digest is None and (moving or x.where.production):
            yield Problem(
                place,
                f"image `{image.reference}` has no digest and may change under its name",
                "not pinned",
            )


_JOB = """\
kind: SparkJob
name: count
image:
  repository: registry.example.com/spark-py
  tag: %s
  platforms: [amd64, arm64]
  sparkVersion: 4.0.5
"""

RULE = Rule(
    id="mutable-image",
    family="job",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=JobOn,
    summary="image by `latest`, without a tag, or (in production) without a digest",
    why="Driver and executors, or today's run and tomorrow's, may get different programs, and "
    "no commit says when that changed.",
    hint="set digest, and keep tag for people",
    source="https://kubernetes.io/docs/concepts/containers/images/#image-names",
    bad=_JOB % "latest",
    good=_JOB % "4.0.5-1",
    check=check,
)
