"""A grace period on Spot that does not fit the notice."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

LEAST, MOST = 60, 115
"""Seconds: blocks need time to move, and EC2 takes the node 120 s after its notice."""


def check(x: JobOn) -> Iterator[Problem]:
    """Flag executors' terminationGracePeriod on Spot below 60 s or above 115 s."""
    grace, pool = x.job.executor.termination_grace_period, x.executor_pool
    if grace is None or pool is None or not pool.may_be_spot or LEAST <= grace.seconds <= MOST:
        return
    yield Problem(
        Place(x.owner, ("executor", "terminationGracePeriod")),
        f"job `{x.job.name}` gives executors `{grace}` on the Spot pool `{pool.name}`",
        "too short to move blocks" if grace.seconds < LEAST else "longer than EC2's notice",
        hint="write 110s, or remove it: that is the default on Spot",
    )


_JOB = """\
kind: SparkJob
name: count
executor: {terminationGracePeriod: %s}
"""

RULE = Rule(
    id="grace-outside-notice",
    family="job",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=JobOn,
    summary="grace period on Spot outside of 60s to 115s",
    why="A Spot node is gone two minutes after its notice. Less than a minute is too short to "
    "move blocks away; more than 115 s is cut off by the end of the node.",
    hint="write a grace period between 60s and 115s",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html",
    bad=_JOB % "30s",
    good=_JOB % "90s",
    check=check,
)
