"""An image that can use only a part of its pool."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import image_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role whose image is built for some architectures of the pool and not for all."""
    for field, role, pool in roles(x):
        built = x.built_for(field) or ()
        nodes = set(pool.arch or ()) if role.only.arch is None else set()
        used = sorted(nodes & set(built))
        if used and len(used) < len(nodes):
            yield Problem(
                Place(x.owner, (field, "pool")),
                f"job `{x.job.name}` uses only the {used[0]} nodes of pool `{pool.name}`",
                "pods are confined",
                tuple(
                    (image_place(x, "platforms", of=one), "what the image is built for")
                    for one in x.used_images()
                    if field in one.roles and not nodes <= set(one.image.platforms or nodes)
                ),
                f"build it for {' and '.join(sorted(nodes - set(built)))} too, "
                f"or say {field}.only.arch: {used[0]}",
            )


_SPECS = """\
kind: Environment
name: sample
images: {spark-py: {platforms: [%s]}}
"""

RULE = Rule(
    id="confined-by-image",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="image that can use only a part of its pool",
    why="The pods are confined to the architectures that the image covers, so a pool that was "
    "made wide for capacity and price is used in part.",
    hint="build the image for every architecture of the pool, or set only.arch",
    source="https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch",
    bad=_SPECS % "amd64",
    good=_SPECS % "amd64, arm64",
    check=check,
)
