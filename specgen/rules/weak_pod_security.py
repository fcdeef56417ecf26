"""A namespace that lets pods do more than Spark needs."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag a level below `restricted`."""
    if x.team.pod_security != "restricted":
        yield Problem(
            Place(x.owner, ("podSecurity",)),
            f"namespace `{x.team.home}` of team `{x.team.name}` admits pods of level "
            f"`{x.team.pod_security}`",
            "below restricted",
        )


_TEAM = """\
kind: Team
name: reviews
podSecurity: %s
"""

RULE = Rule(
    id="weak-pod-security",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="Pod Security below restricted",
    why="A job of the team may run as root, and under `privileged` take over its node with "
    "everything else that runs there.",
    hint="remove podSecurity: Spark's pods need no more than restricted",
    source="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    bad=_TEAM % "baseline",
    good=_TEAM % "restricted",
    check=check,
    waiver="environment",
)
