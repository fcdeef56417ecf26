"""A job that waits for Kueue in no queue."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag scheduler `kueue` where neither the job nor its team names a queue."""
    wanted, team = x.job.scheduler, Owner("Team", x.team.name, x.where.cluster)
    if wanted.name == "kueue" and not (wanted.queue or x.team.queue):
        yield Problem(
            Place(x.owner, ("scheduler", "name")),
            f"job `{x.job.name}` waits for Kueue, and is in no queue",
            "starts what its queues hold",
            ((Place(team, ("name",)), "and has no queue for its jobs"),),
        )


_SAMPLE = """\
kind: Cluster
name: one
existing: {installed: [sparkOperator, podIdentityAgent, kueue]}
---
kind: SparkJob
name: count
executor: {instances: 2}
scheduler: {name: kueue%s}
"""

RULE = Rule(
    id="kueue-without-queue",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="scheduler kueue without a queue",
    why="The job is rendered suspended, for Kueue to start it, and Kueue does not know of it: it "
    "never runs.",
    hint="set scheduler.queue, or queue of the team, to a LocalQueue of its namespace",
    source="https://kueue.sigs.k8s.io/docs/concepts/local_queue/",
    bad=_SAMPLE % "",
    good=_SAMPLE % ", queue: etl",
    check=check,
)
