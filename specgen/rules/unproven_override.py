"""An override of where pods go or how large they are."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import patched
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn, EnvironmentOn, JobOn

_KINDS = ("SparkApplication", "ScheduledSparkApplication")
_FIELDS = frozenset(
    (
        "nodeSelector", "affinity", "tolerations", "cores", "coreRequest", "coreLimit", "memory",
        "memoryOverhead", "memoryOverheadFactor", "memoryLimit", "gpu", "instances",
        "dynamicAllocation", "template", "schedulerName", "batchScheduler",
    )
)  # fmt: skip


def check(x: JobOn | ClusterOn | EnvironmentOn) -> Iterator[Problem]:
    """Flag each such field once, wherever the override is written."""
    found = dict.fromkeys(_field(path) for path, _ in patched(x) if _is_job(path))
    for path in found:
        if path:
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"{x.owner.kind} `{x.owner.name}` overrides `{path[-1]}` of what is rendered",
                "fit and placement are not proven",
            )


def _is_job(path: Path) -> bool:
    return str(path[1]).partition("/")[0] in _KINDS


def _field(path: Path) -> Path:
    """The path as far as the first field that decides on fit; empty if it has none.

    What a schedule runs stands below `spec.template`, which is no pod's.
    """
    for end, step in enumerate(path, 1):
        if step in _FIELDS and path[2:end] != ("spec", "template"):
            return path[:end]
    return ()


_JOB = """\
kind: SparkJob
name: count
overrides:
  SparkApplication:
    %s
"""

RULE = Rule(
    id="unproven-override",
    family="ovr",
    severity=Severity.WARNING,
    of=(JobOn, ClusterOn, EnvironmentOn),
    summary="override of placement or resources",
    why="Rules look at the spec and not at overrides: that the pods fit a pool, tolerate its "
    "taints and agree with the image is no longer proven.",
    hint="set the typed field (driver, executor, zone) instead, or say why in a waiver",
    source="https://spark.apache.org/docs/latest/running-on-kubernetes.html#pod-spec",
    bad=_JOB % "spec: {executor: {cores: 3}}",
    good=_JOB % "metadata: {annotations: {example.com/note: hello}}",
    check=check,
)
