"""A schedule that no time zone is known for."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a schedule where neither it nor the Environment names a time zone."""
    schedule = x.job.schedule
    if schedule is not None and schedule.time_zone is None and x.around.time_zone is None:
        yield Problem(
            Place(x.owner, ("schedule", "cron")),
            f"job `{x.job.name}` is scheduled by no known clock",
            "in which time zone?",
        )


_SCHEDULED = """\
kind: Environment
name: sample
timeZone: null
---
kind: SparkJob
name: count
run: null
schedule: {cron: "0 2 * * *"%s}
"""

RULE = Rule(
    id="schedule-without-zone",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="schedule without a time zone",
    why="The operator would take the zone of its own container, which is nobody's decision "
    "and may change with its image.",
    hint="set schedule.timeZone, or timeZone in the Environment",
    source="https://github.com/kubeflow/spark-operator/blob/v2.5.2/internal/controller/scheduledsparkapplication/controller.go",
    bad=_SCHEDULED % "",
    good=_SCHEDULED % ", timeZone: UTC",
    check=check,
    waiver="never",
)
