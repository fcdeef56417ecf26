"""A priority class that the environment does not have."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import mend
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role or gang whose priority class is not among the environment's."""
    said = {
        "driver": x.job.driver.priority_class,
        "executor": x.job.executor.priority_class,
        "scheduler": x.job.scheduler.priority_class,
    }
    for field, name in said.items():
        if name is not None and name not in x.around.priorities:
            known = list(x.around.priorities)
            yield Problem(
                Place(x.owner, (field, "priorityClass")),
                f"there is no priority class `{name}`",
                hint=mend(name, known, "add it to the Environment's priorityClasses"),
            )


_GOOD = """\
kind: Environment
name: sample
priorityClasses: [{name: high, value: 1000}]
---
kind: SparkJob
name: count
driver: {priorityClass: high}
"""

RULE = Rule(
    id="unknown-priority-class",
    of=JobOn,
    check=check,
    family="job",
    severity=Severity.ERROR,
    summary="priority class that does not exist",
    why="The API server refuses the pod: the job never starts.",
    hint="name one of the Environment's priorityClasses",
    source="measured: facts/operator, refused priority-class-missing",
    bad="kind: SparkJob\nname: count\ndriver: {priorityClass: high}\n",
    good=_GOOD,
)
