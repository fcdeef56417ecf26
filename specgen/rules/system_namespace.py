"""A team in a namespace of Kubernetes' own."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn

_TAKEN = ("default", "argocd", "karpenter", "spark-operator")


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag namespaces that exist before any team."""
    home = x.team.home
    if home.startswith("kube-") or home in _TAKEN:
        yield Problem(
            Place(x.owner, ("namespace",)),
            f"team `{x.team.name}` would take over namespace `{home}`",
            "not a team's",
            hint=f"set namespace: {x.team.name}-jobs",
        )


_TEAM = """\
kind: Team
name: reviews
namespace: %s
"""

RULE = Rule(
    id="system-namespace",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="team in a namespace of the system",
    why="Its quota, Pod Security level and network policies would bind the cluster's own "
    "components, and pruning the team would delete them.",
    hint="choose a namespace of the team's own",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces",
    bad=_TEAM % "kube-system",
    good=_TEAM % "reviews-jobs",
    check=check,
    waiver="environment",
)
