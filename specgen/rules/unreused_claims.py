"""Volumes that go with each executor, and the shuffle data on them."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import claims
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `reuse: false`, where Spark is new enough to reuse claims."""
    shuffle = x.job.shuffle
    if shuffle.type == "pvc" and not shuffle.reuse and x.spark >= (3, 4):
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
    summary="claims on demand that are not reused",
    why="Each new executor waits for a volume of its own to be made and attached, and computes "
    "again what the lost one had written.",
    hint="remove reuse: false",
    source="https://aws.github.io/aws-emr-containers-best-practices/storage/docs/spark/ebs/",
    bad=claims(", reuse: false"),
    good=claims(", reuse: true"),
    check=check,
)
