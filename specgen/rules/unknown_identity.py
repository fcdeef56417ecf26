"""An identity that the team does not have."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.places import mend
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a job whose identity its team did not declare."""
    if x.team.accounts(x.job.identity) is not None:
        return
    known = [identity.name for identity in x.team.all_identities]
    team = Owner("Team", x.team.name, x.where.cluster)
    yield Problem(
        Place(x.owner, ("identity",)),
        f"team `{x.team.name}` has no identity `{x.job.identity}` for job `{x.job.name}`",
        "not declared",
        ((Place(team, ("identities",)), f"the team's identities: {', '.join(known)}"),),
        mend(x.job.identity, known, f"name one of {', '.join(known)}, or add it to the team"),
    )


_JOB = """\
kind: SparkJob
name: count
identity: %s
"""

RULE = Rule(
    id="unknown-identity",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="identity that the team does not have",
    why="The pods would name service accounts that do not exist, and the API server refuses "
    "such pods.",
    hint="name an identity of the team, or add it there",
    source="measured: Spark operator 2.5.2, case service-account-missing",
    bad=_JOB % "sparkk",
    good=_JOB % "spark",
    check=check,
    waiver="never",
)
