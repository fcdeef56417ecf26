"""A storage class that there is not."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import cluster_place, mend
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import claims
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag claims of a class that the cluster neither has nor is said to have."""
    name, known = x.job.shuffle.storage_class, x.around.storage_classes
    if name is None or name in known:
        return
    place = cluster_place(x, "storageClasses")
    yield Problem(
        Place(x.owner, ("shuffle", "storageClass")),
        f"there is no storage class `{name}` on cluster `{x.where.cluster}`",
        "no such class",
        ((place, "classes are declared here"),) if known else (),
        mend(name, sorted(known), "add it to the cluster's storageClasses or, if it is there "
             "already, to existing.storageClasses"),
    )  # fmt: skip


RULE = Rule(
    id="unknown-storage-class",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="claims of a storage class that there is not",
    why="Nobody makes volumes of a class that is not there: the claims stay Pending, and the "
    "executors with them.",
    hint="add it to the cluster's storageClasses",
    source="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1",
    bad=claims(cluster="existing: {storageClasses: [gp4]}"),
    good=claims(),
    check=check,
)
