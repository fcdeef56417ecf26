"""A batch job that is started again when it has succeeded."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag restart policy `Always` on a job that is no stream."""
    if x.job.restart_policy.type == "Always" and not x.job.streaming:
        yield Problem(
            Place(x.owner, ("restartPolicy", "type")),
            f"job `{x.job.name}` starts again whenever it ends, also after success",
            "for streams only",
        )


_JOB = """\
kind: SparkJob
name: count
restartPolicy: {type: %s}
"""

RULE = Rule(
    id="always-restarted-batch",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="restart policy Always on a batch job",
    why="The operator runs it again after every success, without end.",
    hint="write type: OnFailure, or streaming: true if it is a stream",
    source="https://www.kubeflow.org/docs/components/spark-operator/user-guide/working-with-sparkapplication/",
    bad=_JOB % "Always",
    good=_JOB % "OnFailure",
    check=check,
)
