"""A team in production whose objects may lie anywhere."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import PRODUCTION
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag a team without `folder`, in production only."""
    if x.where.production and x.team.folder is None:
        yield Problem(
            Place(x.owner, ("name",)),
            f"team `{x.team.name}` has no folder of its own",
            "no folder",
            hint=f"set folder: teams/{x.team.name} and move its objects there",
        )


_TEAM = (
    PRODUCTION
    + """\
kind: Team
name: reviews
folder: %s
"""
)

RULE = Rule(
    id="team-without-folder",
    family="team",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="team in production without a folder",
    why="Without a folder nothing ties the team's objects to its reviewers: anybody's file "
    "may change what runs in its namespace.",
    hint="set folder, and move the team's objects there",
    source="https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners",
    bad=_TEAM % "null",
    good=_TEAM % "reviews",
    check=check,
    waiver="environment",
)
