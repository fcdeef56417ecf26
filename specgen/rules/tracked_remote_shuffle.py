"""Executors kept for shuffle data that they do not have."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import remote
from specgen.spec.platform import JobOn
from specgen.spec.pods import Instancing


def check(x: JobOn) -> Iterator[Problem]:
    """Flag shuffleTracking true with a remote shuffle service that Spark knows of."""
    wanted = x.job.executor.instances
    if not isinstance(wanted, Instancing) or not x.job.shuffle.keeps(x.spark):
        return
    if wanted.shuffle_tracking:
        yield Problem(
            Place(x.owner, ("executor", "instances", "shuffleTracking")),
            f"job `{x.job.name}` keeps idle executors for shuffle data that {x.job.shuffle.type} "
            "has",
            "tracked for nothing",
            ((Place(x.owner, ("shuffle", "type")), "the data is here"),),
        )


_TRACKING = "executor: {instances: {shuffleTracking: %s}}\n"

RULE = Rule(
    id="tracked-remote-shuffle",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="shuffle tracking beside a remote shuffle service",
    why="Executors that wrote shuffle data are not given back before the data is unneeded, though "
    "none of it is on them.",
    hint="remove shuffleTracking; its default is false here",
    source="https://celeborn.apache.org/docs/latest/deploy/#spark-configuration",
    bad=remote(_TRACKING % "true"),
    good=remote(_TRACKING % "false"),
    check=check,
)
