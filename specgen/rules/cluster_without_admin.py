"""A cluster that nobody may administer."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster without a cluster-admin in all namespaces."""
    admins = [one for one in x.cluster.access if one.policy == "cluster-admin"]
    if x.cluster.is_created and all(one.namespaces for one in admins):
        yield Problem(
            Place(x.owner, ("access",), on_key=True),
            f"nobody would administer cluster `{x.cluster.name}`: no cluster-admin in all of it",
        )


_ACCESS = 'access: [{principal: "arn:aws:iam::111122223333:role/PlatformAdmin"%s}]'

RULE = Rule(
    id="cluster-without-admin",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="cluster that nobody may administer",
    why="Whoever creates a cluster gets no right by that, so nobody could ever log in to it, and "
    "eksctl stops half way.",
    hint="add the principal of an IAM role to access; cluster-admin everywhere is its default",
    source="https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html",
    bad=created(_ACCESS % ", policy: view"),
    good=created(_ACCESS % ""),
    check=check,
    waiver="environment",
)
