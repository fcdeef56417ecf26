"""Dynamic allocation that loses shuffle data."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn
from specgen.spec.pods import Instancing

_REMOTE = ("spark.shuffle.manager", "spark.shuffle.sort.io.plugin.class")
"""Keys by which a remote shuffle service is plugged in."""


def check(x: JobOn) -> Iterator[Problem]:
    """Flag shuffleTracking false where nothing else keeps shuffle data."""
    wanted = x.job.executor.instances
    if not isinstance(wanted, Instancing) or wanted.shuffle_tracking is not False or _kept(x):
        return
    yield Problem(
        Place(x.owner, ("executor", "instances", "shuffleTracking")),
        f"job `{x.job.name}` gives executors back with the shuffle data on them",
        "nothing else keeps it",
    )


def _kept(x: JobOn) -> bool:
    """Whether blocks are moved away by decommissioning, or are on a remote shuffle service."""
    own = any(key in x.job.conf for key in _REMOTE)
    return own or x.job.shuffle.keeps(x.spark) or (x.decommissions and not x.job.shuffle.remote)


_JOB = """\
kind: Cluster
name: one
pools: [{name: executors, capacityType: [on-demand]}]
---
kind: SparkJob
name: count
executor: {instances: {shuffleTracking: %s}}
"""

RULE = Rule(
    id="untracked-shuffle",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="dynamic allocation without shuffle tracking",
    why="Spark refuses to start: dynamic allocation needs a shuffle service, shuffle "
    "tracking, or decommissioning that moves shuffle blocks; on Kubernetes there is no "
    "external shuffle service.",
    hint="remove shuffleTracking: false",
    source="https://spark.apache.org/docs/latest/job-scheduling.html#dynamic-resource-allocation",
    bad=_JOB % "false",
    good=_JOB % "true",
    check=check,
)
