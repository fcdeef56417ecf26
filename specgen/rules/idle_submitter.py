"""A submitter of a job that nobody submits from inside the cluster."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `submitter` where the operator submits, or a script that others run."""
    if not x.job.submitter.model_fields_set or (x.job.submitted and x.job.synced):
        return
    by = "is a script that others run" if x.job.submitted else "is submitted by the operator"
    yield Problem(
        Place(x.owner, ("submitter",)),
        f"job `{x.job.name}` {by}, and has a submitter",
        "does nothing",
    )


_JOB = """\
kind: SparkJob
name: count
submit: %s
submitter: {memory: 2Gi}
"""

RULE = Rule(
    id="idle-submitter",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="submitter of a job that is not submitted from inside the cluster",
    why="The submitter is the pod of a Job or CronJob, which a job has only with submit: "
    "spark-submit and a run or a schedule; elsewhere what it says is lost.",
    hint="remove submitter, or set submit: spark-submit with a schedule or run",
    source="https://spark.apache.org/docs/latest/running-on-kubernetes.html#cluster-mode",
    bad=_JOB % "operator",
    good=_JOB % "spark-submit",
    check=check,
)
