"""A directory of the node in a job's pods."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import conf_keys
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_FAMILIES = tuple(f"spark.kubernetes.{role}.volumes.hostPath." for role in ("driver", "executor"))


def check(x: JobOn) -> Iterator[Problem]:
    """Flag volumes of type hostPath, in `shuffle`, `volumes` and `conf`."""
    if x.job.shuffle.host_path is not None:
        yield Problem(
            Place(x.owner, ("shuffle", "hostPath")),
            f"job `{x.job.name}` keeps shuffle data in a directory of the node: "
            f"`{x.job.shuffle.host_path}`",
            "hostPath",
            hint="remove hostPath: an emptyDir lies on the disks that nodes join (instanceStore: "
            "raid0)",
        )
    for index, volume in enumerate(x.job.volumes):
        if volume.host_path is not None:
            yield Problem(
                Place(x.owner, ("volumes", index, "hostPath"), on_key=True),
                f"job `{x.job.name}` mounts a directory of the node: `{volume.host_path.path}`",
                "hostPath",
            )
    for path, key, _ in conf_keys(x):
        if key.startswith(_FAMILIES):
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"job `{x.job.name}` mounts a directory of the node: `{key}`",
                "hostPath",
            )


_JOB = """\
kind: SparkJob
name: count
conf: {spark.kubernetes.executor.volumes.%s.data.mount.path: /data}
"""

RULE = Rule(
    id="host-path-volume",
    family="sec",
    severity=Severity.ERROR,
    of=JobOn,
    summary="hostPath volume",
    why="A directory of the node is everybody's on that node, and a namespace of level "
    "restricted or baseline refuses the pods.",
    hint="use emptyDir; on nodes with NVMe disks it lies on them",
    source="https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    bad=_JOB % "hostPath",
    good=_JOB % "emptyDir",
    check=check,
    waiver="environment",
)
