"""A fallback storage for shuffle blocks that no executor has."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import remote
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a fallbackStorage beside a remote shuffle service."""
    shuffle, storage = x.job.shuffle, x.job.executor.decommission.fallback_storage
    if shuffle.remote and storage is not None:
        yield Problem(
            Place(x.owner, ("executor", "decommission", "fallbackStorage")),
            f"job `{x.job.name}` has a fallback storage for shuffle blocks, and they are with "
            f"{shuffle.type}",
            "nothing falls back",
            ((Place(x.owner, ("shuffle", "type")), "the blocks are here"),),
        )


RULE = Rule(
    id="fallback-with-remote-shuffle",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="fallback storage beside a remote shuffle service",
    why="What falls back are shuffle blocks of executors that go, and they have none: the folder "
    "and the right to it are for nothing.",
    hint="remove fallbackStorage (null, where a profile sets it)",
    source="https://spark.apache.org/docs/latest/configuration.html#available-properties",
    bad=remote("executor: {decommission: {fallbackStorage: loc://lake/blocks/}}\n"),
    good=remote("executor: {decommission: {enabled: true}}\n"),
    check=check,
)
