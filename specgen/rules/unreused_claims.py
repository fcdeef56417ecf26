"""Volumes whose shuffle data no later executor takes up."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import claims
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag claims that are not reused or, by where they are mounted, not recovered."""
    shuffle = x.job.shuffle
    if shuffle.type != "pvc" or "executor" not in shuffle.roles or x.spark < (3, 4):
        return
    if shuffle.reuse and shuffle.recovery is None and not shuffle.recovers:
        yield Problem(
            Place(x.owner, ("shuffle", "mountPath")),
            f"executors of job `{x.job.name}` will not find the shuffle data of those before them "
            f"in `{shuffle.path}`",
            "Spark looks in .../spark-*/*",
            hint="remove mountPath, or write one like /data/spark-local/executor-1; if it is "
            "meant so, set recovery: false",
        )
    if not shuffle.reuse:
        yield Problem(
            Place(x.owner, ("shuffle", "reuse")),
            f"executors of job `{x.job.name}` leave no shuffle data to those after them",
            "a claim goes with its executor",
        )


RULE = Rule(
    id="unreused-claims",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="claims on demand that are not reused, or not recovered",
    why="Each new executor computes again what the lost one had written; without reuse it waits "
    "for a volume of its own, too.",
    hint="remove reuse: false",
    source="https://aws.github.io/aws-emr-containers-best-practices/storage/docs/spark/ebs/",
    bad=claims(", reuse: false"),
    good=claims(", reuse: true"),
    check=check,
)
