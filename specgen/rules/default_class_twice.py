"""Two storage classes for claims that name none."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag each default storage class after the first."""
    found = [(i, one.name) for i, one in enumerate(x.cluster.storage_classes) if one.default]
    for index, name in found[1:]:
        first, other = found[0]
        yield Problem(
            Place(x.owner, ("storageClasses", index, "default")),
            f"storage classes `{other}` and `{name}` of cluster `{x.cluster.name}` are both the "
            "default",
            "the second default",
            ((Place(x.owner, ("storageClasses", first, "default")), "the first"),),
        )


_CLASSES = """\
kind: Cluster
name: one
storageClasses: [{name: fast, default: true}, {name: plain, default: %s}]
"""

RULE = Rule(
    id="default-class-twice",
    family="spec",
    severity=Severity.ERROR,
    of=ClusterOn,
    check=check,
    summary="two default storage classes",
    why="Kubernetes takes the one that was made last, so that claims without a class change when a "
    "cluster is made anew.",
    hint="leave default: true to one of them",
    source="https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass",
    bad=_CLASSES % "true",
    good=_CLASSES % "false",
    waiver="never",
)
