"""Files in memory that nobody made room for."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag shuffle in memory without overhead for it, or with less than its size."""
    shuffle, executor = x.job.shuffle, x.job.executor
    if shuffle.type != "tmpfs":
        return
    overhead = executor.memory_overhead
    if overhead is None and x.job.memory_overhead_factor is None:
        yield Problem(
            Place(x.owner, ("shuffle", "type")),
            f"job `{x.job.name}` keeps shuffle data in memory, and its executors have no more of "
            "it than without",
            "counts as the executor's memory",
            hint="set executor.memoryOverhead to what Spark needs and what is to lie there",
        )
    elif overhead is not None and shuffle.size and shuffle.size.amount > overhead.kib * 1024:
        yield Problem(
            Place(x.owner, ("shuffle", "size")),
            f"an executor of job `{x.job.name}` may keep {shuffle.size} in memory, and has "
            f"{overhead} beside its heap",
            "more than its memoryOverhead",
            ((Place(x.owner, ("executor", "memoryOverhead")), "all that is beside the heap"),),
            "raise executor.memoryOverhead above it, or lower it",
        )


_JOB = """\
kind: SparkJob
name: count
shuffle: {type: tmpfs, size: 4Gi}
executor: {memoryOverhead: %s}
"""

RULE = Rule(
    id="tmpfs-without-overhead",
    family="job",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=JobOn,
    summary="shuffle in memory without memory for it",
    why="Files in memory count as the container's memory: when they and the rest exceed its limit, "
    "the kernel ends the executor.",
    hint="raise executor.memoryOverhead",
    source="https://spark.apache.org/docs/latest/running-on-kubernetes.html"
    "#using-ram-for-local-storage",
    bad=_JOB % "2g",
    good=_JOB % "6g",
    check=check,
)
