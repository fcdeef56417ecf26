"""Hundreds of executors asked for a handful at a time."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_LARGE = 200
"""Executors above which a job is large. Ours: at ten a second or so they take half a minute."""


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a job of more than 200 executors that leaves the batch size to Spark."""
    executor = x.job.executor
    if executor.most > _LARGE and executor.batch_size is None:
        path = ("executor", "instances", *(("max",) if x.job.dynamic else ()))
        yield Problem(
            Place(x.owner, path),
            f"job `{x.job.name}` asks for up to {executor.most} executors, a few at a time",
            "a batch of 5 to 20, by Spark's release",
        )


_JOB = """\
kind: SparkJob
name: count
executor: {instances: {max: 400}%s}
"""

RULE = Rule(
    id="small-allocation-batch",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="more than 200 executors, and no batch size",
    why="Spark asks for 5 to 20 executors in a batch, by its release, and for the next batch when "
    "those are known: a large job starts slowly, and autoscalers see its need in slices.",
    hint="set executor.batchSize: 50",
    source="https://spark.apache.org/docs/latest/running-on-kubernetes.html#spark-properties",
    bad=_JOB % "",
    good=_JOB % ", batchSize: 50",
    check=check,
)
