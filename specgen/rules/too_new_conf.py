"""A setting that a later Spark than the job's has."""

from collections.abc import Iterator

from specgen.facts.spark import OPERATOR_READS
from specgen.finding import Severity
from specgen.rules.places import conf_faults, release
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag keys that only later releases of Spark have."""
    for place, key, _, found in conf_faults(x, "too-new"):
        since = found.setting.since if found.setting else ""
        operators = key in OPERATOR_READS and not x.job.submitted
        reader = "the operator's, which makes the driver's pod," if operators else "the job's"
        yield Problem(
            place,
            f"`{key}` of job `{x.job.name}` came with Spark {since}; {reader} is "
            f"{release(found.spark)}",
            "too new",
            hint="remove it; the operator has a Spark of its own" if operators else "",
        )


_JOB = """\
kind: SparkJob
name: count
conf: {%s}
"""

RULE = Rule(
    id="too-new-conf",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="setting that is too new for the job's Spark",
    why="Spark drops a setting that it does not know without a word: the job runs as if it were "
    "not there.",
    hint="remove it, or use an image with that Spark",
    source="measured: operator 2.5.2, executor.terminationGracePeriodSeconds in conf on 4.0.4",
    bad=_JOB % "spark.kubernetes.allocation.maximum: 100",
    good=_JOB % "spark.kubernetes.allocation.batch.delay: 2s",
    check=check,
)
