"""A service account that two identities share."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import identities
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag each identity that names an account of an earlier one."""
    first: dict[str, tuple[str, Path]] = {}
    for under, identity in identities(x):
        for role, account in zip(_ROLES, x.team.accounts(identity.name) or (), strict=False):
            other, there = first.setdefault(account, (identity.name, under))
            if other != identity.name:
                yield Problem(
                    Place(x.owner, (*under, "serviceAccounts", role)),
                    f"identities `{other}` and `{identity.name}` of team `{x.team.name}` have one "
                    f"account, `{account}`",
                    f"also identity `{other}`'s",
                    ((Place(x.owner, (*there, "serviceAccounts")), f"identity `{other}`"),),
                )


_ROLES = ("driver", "executor")

_TEAM = """\
kind: Team
name: reviews
identities:
  - {name: writer, serviceAccounts: {driver: %s}}
"""

RULE = Rule(
    id="account-of-two-identities",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="one service account for two identities",
    why="An account has one role: EKS refuses a second association of it, and jobs of the one "
    "identity would run with the rights of the other.",
    hint="give each identity accounts of its own, or leave them out for NAME-driver and "
    "NAME-executor",
    source="https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
    bad=_TEAM % "spark-driver",
    good=_TEAM % "writer-driver",
    check=check,
    waiver="never",
)
