"""Less memory than a JVM of Spark starts with."""

from collections.abc import Iterator

from specgen.facts.spark import LEAST_MEMORY_MIB
from specgen.finding import Place, Severity
from specgen.rules.places import roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role with a heap of less than 450 MiB."""
    for field, role, _ in roles(x):
        if role.memory.mib < LEAST_MEMORY_MIB:
            yield Problem(
                Place(x.owner, (field, "memory")),
                f"{field} of job `{x.job.name}` has `{role.memory}` of memory, "
                f"and Spark needs {LEAST_MEMORY_MIB}m",
                "too little",
            )


_JOB = """\
kind: SparkJob
name: count
driver: {memory: %s}
"""

RULE = Rule(
    id="memory-below-floor",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="memory below what Spark needs to start",
    why="Spark keeps 300 MiB for itself and refuses to start with less than one and a half "
    "times that; the operator lets it pass.",
    hint="write 512m or more",
    source="measured: Spark operator 2.5.2, case memory-small and executor-memory-below-floor",
    bad=_JOB % "400m",
    good=_JOB % "450m",
    check=check,
)
