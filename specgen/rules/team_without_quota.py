"""A team in production that may use a whole cluster."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import PRODUCTION
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag a team without `quota`, in production only."""
    if x.where.production and not x.team.quota:
        yield Problem(
            Place(x.owner, ("name",)),
            f"team `{x.team.name}` has no quota on cluster `{x.where.cluster}`",
            "no limit",
        )


_TEAM = (
    PRODUCTION
    + """\
kind: Team
name: reviews
quota: %s
"""
)

RULE = Rule(
    id="team-without-quota",
    family="team",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="team in production without a quota",
    why="One job with a wrong max takes the nodes of all teams, and autoscalers buy more "
    "until their own limits.",
    hint="set quota: {cpu: …, memory: …}",
    source="https://kubernetes.io/docs/concepts/policy/resource-quotas/",
    bad=_TEAM % "null",
    good=_TEAM % "{cpu: 50}",
    check=check,
    waiver="environment",
)
