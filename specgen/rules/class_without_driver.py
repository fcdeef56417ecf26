"""A storage class of EBS on a cluster without its driver."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn

_DRIVER = "ebs.csi.aws.com"


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag storage classes of EBS on a created cluster that does not install the EBS driver."""
    if not x.cluster.is_created or x.cluster.installs.ebs_csi_driver is not None:
        return
    for index, one in enumerate(x.cluster.storage_classes):
        if one.provisioner == _DRIVER:
            yield Problem(
                Place(x.owner, ("storageClasses", index, "name")),
                f"storage class `{one.name}` is made by {_DRIVER}, which cluster "
                f"`{x.cluster.name}` does not install",
                "nobody makes its volumes",
            )


_CLASSES = "storageClasses: [{name: fast, provisioner: %s}]"

RULE = Rule(
    id="class-without-driver",
    family="eks",
    severity=Severity.WARNING,
    of=ClusterOn,
    check=check,
    summary="storage class of EBS on a cluster without the EBS driver",
    why="A claim of the class stays Pending, and the pod with it.",
    hint="set addons.ebsCsiDriver: {}, and its version in versions.ebsCsiDriver",
    source="https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html",
    bad=created(_CLASSES % _DRIVER),
    good=created(_CLASSES % "efs.csi.aws.com"),
)
