"""A label that belongs to Spark, the operator, Kubernetes or specgen."""

from collections.abc import Iterator

from specgen.facts.spark import RESERVED_LABELS
from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn, TeamOn

_OURS = ("specgen.dev/",)
_OF_OBJECTS = ("app.kubernetes.io/managed-by", "app.kubernetes.io/part-of")
_OF_PODS = ("sparkoperator.k8s.io/", *_OURS)
_OF_NAMESPACES = ("pod-security.kubernetes.io/", "kubernetes.io/", *_OF_OBJECTS, *_OURS)


def check(x: JobOn | TeamOn) -> Iterator[Problem]:
    """Flag labels of jobs, roles, applications and namespaces that are set by others."""
    if isinstance(x, TeamOn):
        yield from _problems(x, ("labels",), x.team.labels, _OF_NAMESPACES)
        return
    job = x.job
    yield from _problems(x, ("labels",), job.labels, _OF_PODS)
    yield from _problems(x, ("driver", "labels"), job.driver.labels, _OF_PODS)
    yield from _problems(x, ("executor", "labels"), job.executor.labels, _OF_PODS)
    own = (*_OF_OBJECTS, *_OF_PODS)
    yield from _problems(x, ("metadata", "labels"), job.metadata.labels, own)


def _problems(
    x: JobOn | TeamOn, path: Path, labels: dict[str, str], reserved: tuple[str, ...]
) -> Iterator[Problem]:
    for key in labels:
        if key.startswith(reserved) or (isinstance(x, JobOn) and key in RESERVED_LABELS):
            yield Problem(
                Place(x.owner, (*path, key), on_key=True),
                f"{x.owner.kind} `{x.owner.name}` sets the reserved label `{key}`",
                "set by others",
            )


_JOB = """\
kind: SparkJob
name: count
labels: {%s: driver}
"""

RULE = Rule(
    id="reserved-label",
    family="job",
    severity=Severity.ERROR,
    of=(JobOn, TeamOn),
    summary="label that Spark, the operator, Kubernetes or specgen sets",
    why="Spark refuses to submit with a label of its own; a label of the operator's or of "
    "specgen's that says something else makes services and policies miss the pods, or is "
    "dropped.",
    hint="remove the label, or use a key of your own, like example.com/tier",
    source="measured: Spark operator 2.5.2, case conf-reserved-label and metadata-label-reserved",
    bad=_JOB % "spark-role",
    good=_JOB % "tier",
    check=check,
    waiver="never",
)
