"""A CPU limit below the CPU request."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role whose coreLimit is below its coreRequest, or else its cores."""
    for field, role, _ in roles(x):
        asked = role.core_request.millis if role.core_request else role.cores * 1000
        if role.core_limit is not None and role.core_limit.millis < asked:
            request = str(role.core_request or role.cores)
            yield Problem(
                Place(x.owner, (field, "coreLimit")),
                f"{field} of job `{x.job.name}`: CPU limit `{role.core_limit}` is below "
                f"its request `{request}`",
                "below the request",
                hint=f"write coreLimit: {request} or more, or remove it",
            )


_JOB = """\
kind: SparkJob
name: count
driver: {coreLimit: %s}
"""

RULE = Rule(
    id="limit-below-request",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="CPU limit below the request",
    why="The API server refuses the pod: the submission fails, is retried, and fails again.",
    hint="raise or remove coreLimit",
    source="measured: Spark operator 2.5.2, case limit-below-request",
    bad=_JOB % "500m",
    good=_JOB % "1500m",
    check=check,
)
