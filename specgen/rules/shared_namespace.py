"""Two teams in one namespace."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import EnvironmentOn


def check(x: EnvironmentOn) -> Iterator[Problem]:
    """Flag each team whose namespace an earlier one has."""
    first: dict[str, str] = {}
    for team, namespace in x.namespaces:
        other = first.setdefault(namespace, team)
        if other != team:
            yield Problem(
                Place(Owner("Team", team), ("namespace",)),
                f"teams `{other}` and `{team}` have one namespace, `{namespace}`",
                "also another team's",
                ((Place(Owner("Team", other), ("namespace",)), f"team `{other}`"),),
            )


_TEAMS = """\
kind: Team
name: reviews
folder: null
---
kind: Team
name: ads
namespace: %s
"""

RULE = Rule(
    id="shared-namespace",
    family="team",
    severity=Severity.ERROR,
    of=EnvironmentOn,
    summary="two teams with one namespace",
    why="Quota, rights and network policies are those of a namespace: each team would run "
    "with the other's, and be stopped by it.",
    hint="give each team a namespace of its own, or leave it out for spark-NAME",
    source="https://kubernetes.io/docs/concepts/security/multi-tenancy/#namespaces",
    bad=_TEAMS % "spark-reviews",
    good=_TEAMS % "spark-ads",
    check=check,
    waiver="environment",
)
