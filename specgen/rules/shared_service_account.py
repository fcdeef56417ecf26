"""One service account for driver and executors."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag identities whose two accounts are one."""
    for index, identity in enumerate(x.team.all_identities):
        driver, executor = x.team.accounts(identity.name) or ("", " ")
        if driver == executor:
            yield Problem(
                Place(x.owner, (*_at(index), "serviceAccounts", "executor")),
                f"identity `{identity.name}` of team `{x.team.name}` has one account for both "
                f"roles, `{driver}`",
                "also the driver's",
                hint=f"remove one of the two names, or write executor: {identity.name}-executor",
            )


def _at(index: int) -> Path:
    """Where an identity stands; the first is the team's own."""
    return ("identities", index - 1) if index else ()


_TEAM = """\
kind: Team
name: reviews
serviceAccounts: {driver: spark, executor: %s}
"""

RULE = Rule(
    id="shared-service-account",
    family="sec",
    severity=Severity.WARNING,
    of=TeamOn,
    summary="one service account for driver and executors",
    why="Executors run the data's code and ask the API server for nothing; with the driver's "
    "account they may make and delete pods in the namespace.",
    hint="give driver and executors accounts of their own",
    source="https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
    bad=_TEAM % "spark",
    good=_TEAM % "spark-executor",
    check=check,
)
