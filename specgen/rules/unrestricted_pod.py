"""Pods whose security context a restricted namespace refuses."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a lower security level, and root, where admission asks for `restricted`."""
    if x.team.pod_security != "restricted":
        return
    level = x.job.security.level
    if level != "restricted":
        yield Problem(
            Place(x.owner, ("security", "level")),
            f"namespace `{x.team.home}` refuses the pods of job `{x.job.name}`",
            "no security context" if level == "none" else "a part of what it asks for",
        )
    yield from _of_root(x)


def _of_root(x: JobOn) -> Iterator[Problem]:
    """Flag containers that run as root."""
    kinds = (("initContainers", x.job.init_containers), ("sidecars", x.job.sidecars))
    for field, containers in kinds:
        for index, one in enumerate(containers):
            if one.run_as_user == 0:
                yield Problem(
                    Place(x.owner, (field, index, "runAsUser")),
                    f"namespace `{x.team.home}` refuses container `{one.name}` of job "
                    f"`{x.job.name}`: it runs as root",
                    "root",
                    hint="remove runAsUser; what is to be written to belongs to security.fsGroup",
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
    summary="pods without the whole security context in a restricted namespace",
    why="Pod Security refuses the driver's pod: the submission fails, is retried, and fails again.",
    hint="remove security.level, or lower podSecurity of the team",
    source="measured: Spark operator 2.5.2, case restricted-namespace-default",
    bad=_JOB % "none",
    good=_JOB % "restricted",
    check=check,
    waiver="never",
)
