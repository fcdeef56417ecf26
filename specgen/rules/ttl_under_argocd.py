"""A one-shot or a stream that deletes itself, and that Argo CD makes anew."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag timeToLive on a job without a schedule."""
    if x.job.time_to_live is not None and x.job.schedule is None and x.job.synced:
        yield Problem(
            Place(x.owner, ("timeToLive",)),
            f"job `{x.job.name}` is deleted {x.job.time_to_live} after its end, and runs again",
            "deletes what Argo CD keeps",
        )


_JOB = """\
kind: SparkJob
name: count
timeToLive: 24h
%s
"""

RULE = Rule(
    id="ttl-under-argocd",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="time to live on a job without a schedule",
    why="The operator deletes the ended application, Argo CD sees it missing and makes it "
    "anew: the job runs for ever.",
    hint="remove timeToLive; the object of an ended job costs nothing",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-self-healing",
    bad=_JOB % "",
    good=_JOB % 'run: null\nschedule: {cron: "0 2 * * *"}',
    check=check,
)
