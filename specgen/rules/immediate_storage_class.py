"""Claims on demand of a class that makes volumes before pods have a place."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import cluster_place
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import claims
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a `shuffle.storageClass` that binds at once, where there are several zones."""
    found = x.around.storage_classes.get(x.job.shuffle.storage_class or "")
    if found is None or found.binding_mode != "Immediate" or len(x.around.zones) == 1:
        return
    yield Problem(
        Place(x.owner, ("shuffle", "storageClass")),
        f"volumes of class `{found.name}` are made in any zone of cluster `{x.where.cluster}`, "
        f"before the executors of job `{x.job.name}` have a node",
        "bound at once",
        ((cluster_place(x, "storageClasses"), "its bindingMode is Immediate"),),
    )


_CLASS = "storageClasses: [{name: gp3, bindingMode: %s}]"

RULE = Rule(
    id="immediate-storage-class",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="shuffle on volumes of a class that binds at once",
    why="The volume may be made in a zone where the pod cannot go: the pod stays Pending.",
    hint="choose a class with bindingMode: WaitForFirstConsumer",
    source="https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode",
    bad=claims(cluster=_CLASS % "Immediate"),
    good=claims(cluster=_CLASS % "WaitForFirstConsumer"),
    check=check,
)
