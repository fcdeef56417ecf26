"""Pods without a security context in a restricted namespace."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag security level `none` where admission asks for `restricted`."""
    if x.job.security.level == "none" and x.team.pod_security == "restricted":
        yield Problem(
            Place(x.owner, ("security", "level")),
            f"namespace `{x.team.home}` refuses the pods of job `{x.job.name}`",
            "no security context",
        )


_JOB = """\
kind: SparkJob
name: count
security: {level: %s}
"""

RULE = Rule(
    id="unrestricted-pod",
    family="sec",
    severity=Severity.ERROR,
    of=JobOn,
    summary="pods without a security context in a restricted namespace",
    why="Pod Security refuses the driver's pod: the submission fails, is retried, and fails again.",
    hint="remove security.level: none",
    source="measured: Spark operator 2.5.2, case restricted-namespace-default",
    bad=_JOB % "none",
    good=_JOB % "restricted",
    check=check,
    waiver="never",
)
