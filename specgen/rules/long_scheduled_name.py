"""A scheduled job whose runs get names that are too long."""

from collections.abc import Iterator

from specgen.facts.kubernetes import LONGEST_CRON_JOB_NAME
from specgen.facts.spark import LONGEST_SCHEDULED_NAME
from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a scheduled job whose name leaves no room for the stamp of a run."""
    name = x.job.name
    most = LONGEST_CRON_JOB_NAME if x.job.submitted else LONGEST_SCHEDULED_NAME
    if x.job.schedule is not None and len(name) > most:
        yield Problem(
            Place(x.owner, ("name",)),
            f"scheduled job `{name}` has a name of {len(name)} characters, and {most} is the most",
            f"{len(name) - most} too many",
            hint=f"shorten it, for instance to {name[:most].rstrip('-')}",
        )


_SCHEDULED = """\
kind: SparkJob
name: %s
team: reviews
zone: us-east-1a
image: spark-py
schedule: {cron: "0 2 * * *"}
application: {file: local:///opt/count.py}
driver: {pool: drivers}
executor: {pool: executors}
"""

RULE = Rule(
    id="long-scheduled-name",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="scheduled job with a name of more than 43 characters",
    why="Each run is named after the schedule, `-` and 19 digits, and must be a label of at "
    "most 63 characters: no run of a longer name is ever made.",
    hint="shorten the name to 43 characters",
    source="measured: Spark operator 2.5.2, case name-of-64",
    bad=_SCHEDULED % ("n" * 44),
    good=_SCHEDULED % ("n" * 43),
    check=check,
    waiver="never",
)
