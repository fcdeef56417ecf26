"""Settings for a claim on demand that Spark never makes."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import conf_keys
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_FAMILIES = tuple(
    f"spark.kubernetes.{role}.volumes.persistentVolumeClaim." for role in ("driver", "executor")
)
_NAME, _NEEDED = ".options.claimName", ("storageClass", "sizeLimit")


def check(x: JobOn) -> Iterator[Problem]:
    """Flag an OnDemand claim in `conf` without a storage class, or without a size."""
    given = {key: value for _, key, value in conf_keys(x)}
    for path, key, value in conf_keys(x):
        if not (key.startswith(_FAMILIES) and key.endswith(_NAME) and "OnDemand" in value):
            continue
        volume = key.removesuffix(_NAME)
        missing = [one for one in _NEEDED if not given.get(f"{volume}.options.{one}")]
        if missing:
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"job `{x.job.name}` asks for a claim on demand without "
                f"{' and '.join(missing)}: `{key}`",
                "never made",
                hint=f"set {volume}.options.{missing[0]}, too; or use shuffle: {{type: pvc}}",
            )


_JOB = """\
kind: SparkJob
name: count
conf:
  spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.claimName: OnDemand
  spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.storageClass: gp3
  spark.kubernetes.executor.volumes.persistentVolumeClaim.data.mount.path: /data
  %s
"""

RULE = Rule(
    id="unmade-claim",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="claim on demand without a class or a size",
    why="Spark names a claim in the pod and never makes it: the executors stay Pending.",
    hint="set options.storageClass and options.sizeLimit, both",
    source="measured: Spark 3.5.9 and 4.0.4",
    bad=_JOB % "spark.sql.shuffle.partitions: 4",
    good=_JOB
    % "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.sizeLimit: 5Gi",
    check=check,
)
