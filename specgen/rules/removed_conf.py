"""A setting that the job's Spark no longer has."""

from collections.abc import Iterator

from specgen.facts.spark_conf import Fault
from specgen.finding import Severity
from specgen.rules.places import conf_faults, release
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag keys that only earlier lines of Spark have, and those that SQL refuses."""
    for place, key, _, found in conf_faults(x, "removed"):
        yield Problem(place, _what(x, key, found), "removed", hint=_mend(found))


def _what(x: JobOn, key: str, found: Fault) -> str:
    job = f"which job `{x.job.name}` sets"
    old = found.setting
    if old is not None and old.type == "gone":
        refusal = f"no session starts unless it is `{old.values}`" if old.values else "refused"
        return f"SQL of Spark {release(found.spark)} has no `{key}` any more, {job}: {refusal}"
    last = f"; {release(old.last)} was the last to have it" if old else ""
    return f"Spark {release(found.spark)} has no `{key}` any more, {job}{last}"


def _mend(found: Fault) -> str:
    instead = found.setting.instead if found.setting else ""
    return f"set `{instead}` instead" if instead else ""


_JOB = """\
kind: SparkJob
name: count
conf: {%s}
"""

RULE = Rule(
    id="removed-conf",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="setting that Spark no longer has",
    why="Spark drops most of them without a word; with one of SQL that has not its last default "
    "a session does not start.",
    hint="remove it",
    source="measured: Spark 3.5.9 and 4.0.5, sessions with spark.sql.ansi.strictIndexOperator",
    bad=_JOB % "spark.sql.ansi.strictIndexOperator: false",
    good=_JOB % "spark.sql.ansi.enabled: false",
    check=check,
)
