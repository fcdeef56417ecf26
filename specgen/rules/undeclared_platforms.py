"""A pool of several architectures, and an image that says nothing about its own."""

from collections.abc import Iterator

from specgen.finding import Severity
from specgen.rules.places import image_place, pool_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag an image without platforms where a role may land on several architectures."""
    for field, role, pool in roles(x):
        several = role.only.arch is None and len(set(pool.arch or ())) > 1
        for used in x.used_images() if several else ():
            if field in used.roles and used.image.platforms is None:
                yield Problem(
                    image_place(x, of=used),
                    f"pool `{pool.name}` has {' and '.join(pool.arch or ())} nodes, "
                    f"and image `{used.image.reference}` does not say what it is built for",
                    "platforms unknown",
                    ((pool_place(x, pool, "arch"), "several architectures"),),
                )


_JOB = """\
kind: SparkJob
name: count
image:
  repository: registry.example.com/spark-py
  tag: 4.0.5-1
  sparkVersion: 4.0.5
%s
"""

RULE = Rule(
    id="undeclared-platforms",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="pool of several architectures, and an image without platforms",
    why="If the image was built for one of them, pods end with `exec format error` on the "
    "others: the same job works today and fails after the next scale-up.",
    hint="set platforms on the image, or only.arch on driver and executor",
    source="https://kubernetes.io/docs/concepts/containers/images/#multi-architecture-images-with-image-indexes",
    bad=_JOB % "",
    good=_JOB % "  platforms: [amd64, arm64]",
    check=check,
)
