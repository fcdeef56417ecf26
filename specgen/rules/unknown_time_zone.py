"""A time zone that the IANA database does not have."""

from collections.abc import Iterator

from specgen.facts.time_zones import time_zones
from specgen.finding import Place, Severity
from specgen.names import nearest
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import EnvironmentOn, JobOn
from specgen.units.times import TimeZone


def check(x: JobOn | EnvironmentOn) -> Iterator[Problem]:
    """Flag the zone of a schedule, and the Environment's default."""
    if isinstance(x, EnvironmentOn):
        yield from _problem(Place(x.owner, ("timeZone",)), x.environment.time_zone)
    elif x.job.schedule is not None:
        yield from _problem(Place(x.owner, ("schedule", "timeZone")), x.job.schedule.time_zone)


def _problem(place: Place, zone: TimeZone | None) -> Iterator[Problem]:
    if zone is None or zone.text in time_zones():
        return
    near = nearest(zone.text, time_zones())
    yield Problem(
        place,
        f"there is no time zone `{zone}`",
        "not in the IANA database",
        hint=f"did you mean `{near}`?" if near else "",
    )


_SCHEDULED = """\
kind: SparkJob
name: count
run: null
schedule: {cron: "0 2 * * *", timeZone: %s}
"""

RULE = Rule(
    id="unknown-time-zone",
    family="job",
    severity=Severity.ERROR,
    of=(JobOn, EnvironmentOn),
    summary="time zone that does not exist",
    why="The operator sets the schedule to FailedValidation and never runs it again, until "
    "somebody looks.",
    hint="write a name of the IANA database, like Europe/Berlin",
    source="measured: Spark operator 2.5.2, case scheduled-bad-zone",
    bad=_SCHEDULED % "Europe/Berln",
    good=_SCHEDULED % "Europe/Berlin",
    check=check,
    waiver="never",
)
