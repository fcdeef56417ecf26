"""An image built for no architecture of its pool."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import called, image_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.image import Arch
from specgen.spec.platform import JobOn
from specgen.spec.pool import Pool
from specgen.spec.volume import RoleName


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role whose nodes the image has no build for; a pool of unknown nodes is amd64."""
    for field, role, pool in roles(x):
        built = x.built_for(field)
        nodes = (role.only.arch,) if role.only.arch else pool.arch or _taken_for(pool)
        if built is not None and nodes and not set(nodes) & set(built):
            yield Problem(
                Place(x.owner, (field, "pool")),
                f"job `{x.job.name}`: nodes of {called(role, pool)} are {' and '.join(nodes)}, "
                f"and its image is built for {' and '.join(built) or 'nothing'}",
                f"{' and '.join(nodes)} nodes",
                tuple(_declared(x, field, nodes)),
            )


def _declared(x: JobOn, role: RoleName, nodes: tuple[Arch, ...]) -> Iterator[tuple[Place, str]]:
    """Where the images of a pod say what they are built for, of those that do not run anywhere."""
    for used in x.used_images():
        built = used.image.platforms
        if role in used.roles and built is not None and not set(nodes) <= set(built):
            yield image_place(x, "platforms", of=used), "what the image is built for"


def _taken_for(pool: Pool) -> tuple[Arch, ...]:
    """Of unknown nodes; types that only a newer table has are not guessed at."""
    return () if pool.declared[:1] == ("nodeGroups",) else ("amd64",)


_SPECS = """\
kind: Environment
name: sample
images: {spark-py: {platforms: [%s]}}
---
kind: Cluster
name: one
pools: [{name: drivers, arch: [arm64]}, {name: executors, arch: [arm64]}]
"""

RULE = Rule(
    id="image-fits-no-node",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="image built for no architecture of its pool",
    why="The containers end at once with `exec format error`, and the job is retried until "
    "its retries are used up.",
    hint="build the image for that architecture and add it to platforms, or choose another pool",
    source="https://kubernetes.io/docs/concepts/containers/images/#multi-architecture-images-with-image-indexes",
    bad=_SPECS % "amd64",
    good=_SPECS % "arm64",
    check=check,
)
