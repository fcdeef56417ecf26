"""An EKS add-on in whatever version is EKS's default."""

from collections.abc import Iterator

from pydantic.alias_generators import to_camel

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.addons import EKS_ADDONS
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag EKS add-ons without a version."""
    for field in x.cluster.installs.of_eks:
        if getattr(x.versions, field) is None:
            name = to_camel(field)
            yield Problem(
                Place(x.owner, ("addons", name), on_key=True),
                f"EKS's add-on {EKS_ADDONS[field]} of cluster `{x.cluster.name}` has no version",
                hint=f"set versions.{name} in the Environment or the Cluster",
            )


RULE = Rule(
    id="unpinned-addon",
    family="eks",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=ClusterOn,
    summary="EKS add-on without a version",
    why="It becomes what EKS's default is on the day: two clusters of one spec differ, and nobody "
    "reviewed the newer one.",
    hint="set its version in versions of the Environment or the Cluster",
    source="https://docs.aws.amazon.com/eks/latest/userguide/creating-an-add-on.html",
    bad=created("addons: {sparkOperator: {}, ebsCsiDriver: {}}"),
    good=created(
        "addons: {sparkOperator: {}, ebsCsiDriver: {}}\n"
        "versions: {ebsCsiDriver: v1.64.0-eksbuild.1}"
    ),
    check=check,
)
