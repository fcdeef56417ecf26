"""Where shuffle data and spilled data of a job lie."""

import re
from typing import Annotated, Literal, Self

from pydantic import model_validator
from pydantic.alias_generators import to_camel

from specgen.refusal import Contradiction
from specgen.spec.base import Name, Seq, SpecModel, matching
from specgen.spec.volume import Roles
from specgen.units.amounts import Quantity

ShuffleType = Literal["emptyDir", "nvme", "tmpfs", "pvc", "lustre", "celeborn", "uniffle"]

Directory = Annotated[
    str,
    matching(
        r"(/[A-Za-z0-9._-]+)+",
        "the path of a directory",
        "begin it with /, without a comma, a colon or a space in it, like /data/local-1",
    ),
]
"""An absolute path that a list of Spark's can hold."""

Endpoint = Annotated[
    str,
    matching(
        r"[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:[1-9][0-9]{0,4}",
        "an endpoint",
        "write host:port, like celeborn-master-0.celeborn-master-svc.celeborn:9097",
    ),
]

_VOLUMES: tuple[ShuffleType, ...] = ("emptyDir", "nvme", "tmpfs", "pvc", "lustre")
_BELONGS: dict[str, tuple[ShuffleType, ...]] = {
    "size": ("emptyDir", "nvme", "tmpfs", "pvc"),
    "mount_path": _VOLUMES,
    "roles": _VOLUMES,
    "host_path": ("nvme",),
    "host_path_type": ("nvme",),
    "storage_class": ("pvc",),
    "reuse": ("pvc",),
    "recovery": ("pvc",),
    "access_mode": ("pvc",),
    "claim": ("lustre",),
    "endpoints": ("celeborn", "uniffle"),
    "replication": ("celeborn",),
}
"""The types that each field is for."""

_NEEDED: dict[ShuffleType, dict[str, str]] = {
    "pvc": {
        "size": "without a size Spark names a claim in the pod, and never makes it",
        "storage_class": "without a class Spark names a claim in the pod, and never makes it",
    },
    "lustre": {"claim": "the claim that is mounted is not named"},
}
"""Fields that a type cannot do without, and why. Measured with Spark 3.5.9 and 4.0.4: the size and
the class of a claim on demand."""

_PATH, _RECOVERABLE = "/var/data/local-1", "/var/data/spark-local/executor-1"
_FOUND_AGAIN = re.compile(r"(/[^/]+)+/spark-[^/]+/[^/]+")
"""Spark looks for what an earlier executor left two directories up, in those called `spark-*`.

KubernetesLocalDiskShuffleExecutorComponents.recoverDiskStore of apache/spark; its documentation has
`/data/spark-x/executor-x`. Read 2026-11-21.
"""


class Shuffle(SpecModel):
    """Where shuffle data and spilled data lie. A higher layer with another type replaces it all."""

    type: ShuffleType = "emptyDir"
    """On the node's disk, or its NVMe disks; in memory; on a volume made for each executor, or one
    for all; or at a remote shuffle service."""

    size: Quantity | None = None
    """The most that a pod may keep there; needed with `pvc`. Absent: as much as the disk has, or
    the pod's memory. With `emptyDir` and `nvme` a pod that exceeds it is evicted."""

    mount_path: Directory | None = None
    """Where it is mounted: by default `/var/data/local-1`, and with recovery
    `/var/data/spark-local/executor-1`, which Spark can find again."""

    roles: Roles = ("executor",)
    """Pods that get the volume; the others keep a directory that Spark makes."""

    host_path: Directory | None = None
    """With `nvme` as a last resort: this directory of the node, which all its pods share. Absent:
    an emptyDir, which lies on the disks where the node joins them."""

    host_path_type: Literal["Directory", "DirectoryOrCreate"] | None = None
    """What must be there already; executors read it from Spark 4.0. Absent: not looked at."""

    storage_class: Name | None = None
    """With `pvc`: the class of the claims; it binds when a pod comes (`WaitForFirstConsumer`)."""

    reuse: bool = True
    """With `pvc`: the driver owns the claims and gives those of lost executors to new ones; from
    Spark 3.4. `false`: a claim goes with its executor."""

    recovery: bool | None = None
    """With `pvc`: a new executor takes up the shuffle data that it finds. By default as `reuse`, if
    Spark can find it at `mountPath`: two directories up it looks into those called `spark-*`."""

    access_mode: Literal["ReadWriteOnce", "ReadWriteOncePod"] | None = None
    """With `pvc`: who may mount a claim at a time, a node or a pod. By default Spark's own: a node
    in 3.5, a pod from 4.0."""

    claim: Name | None = None
    """With `lustre`: a claim in the team's namespace that all pods mount, ReadWriteMany."""

    endpoints: Seq[Endpoint] = ()
    """With `celeborn` its masters, with `uniffle` its coordinators: `host:port`."""

    replication: bool | None = None
    """With `celeborn`: each block is kept by two workers. By default `true`; a service of one
    worker needs `false`."""

    @property
    def remote(self) -> bool:
        """Whether it is at a remote shuffle service."""
        return self.type in ("celeborn", "uniffle")

    @property
    def zonal(self) -> bool:
        """Whether it is a volume that lies in one zone."""
        return self.type in ("pvc", "lustre")

    @property
    def on_nodes(self) -> bool:
        """Whether it takes room on the disks of nodes, as far as the kubelet counts."""
        return self.type in ("emptyDir", "nvme") and self.host_path is None

    @property
    def is_volume(self) -> bool:
        """Whether a volume is declared; else Spark makes an emptyDir of its own."""
        said = self.size or self.mount_path or self.host_path or self.roles != ("executor",)
        return self.zonal or bool(said)

    @property
    def recovers(self) -> bool:
        """Whether new executors take up shuffle data that they find."""
        if self.type != "pvc" or "executor" not in self.roles:
            return False
        return (self.reuse and self._findable) if self.recovery is None else self.recovery

    @property
    def _findable(self) -> bool:
        """Whether Spark would find data again where it is mounted."""
        return self.mount_path is None or _FOUND_AGAIN.fullmatch(self.mount_path) is not None

    @property
    def path(self) -> str:
        """Where the volume is mounted."""
        return self.mount_path or (_RECOVERABLE if self.recovers else _PATH)

    def keeps(self, spark: tuple[int, ...]) -> bool:
        """Whether Spark of that release knows that the data outlives executors (SPARK-42689)."""
        return self.remote and spark >= (3, 5)

    @model_validator(mode="after")
    def _fields_of_its_type(self) -> Self:
        for name, types in _BELONGS.items():
            said = getattr(self, name) != type(self).model_fields[name].default
            if said and self.type not in types:
                raise Contradiction(
                    f"`{to_camel(name)}` is for shuffle of type {' or '.join(types)}, and this is "
                    f"{self.type}",
                    f"remove it, or set type: {types[0]}",
                    (to_camel(name),),
                )
        return self

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for name, why in _NEEDED.get(self.type, {}).items():
            if getattr(self, name) is None:
                raise Contradiction(
                    f"shuffle of type {self.type} needs `{to_camel(name)}`: {why}",
                    f"set shuffle.{to_camel(name)}",
                    ("type",),
                )
        return self

    @model_validator(mode="after")
    def _host_path_alone(self) -> Self:
        if self.host_path is None and self.host_path_type is not None:
            raise Contradiction(
                "hostPathType says what hostPath must be, and there is none",
                "remove it, or set hostPath: /mnt/k8s-disks/0",
                ("hostPathType",),
            )
        if self.host_path is not None and self.size is not None:
            raise Contradiction(
                "a directory of the node has no size that is held", "remove size", ("size",)
            )
        return self

    @model_validator(mode="after")
    def _recoverable(self) -> Self:
        if self.recovers and not self.reuse:
            raise Contradiction(
                "a new executor finds no data in a claim that went with the old one",
                "remove recovery, or set reuse: true",
                ("recovery",),
            )
        if self.recovers and not self._findable:
            raise Contradiction(
                f"Spark would not find shuffle data again in `{self.path}`: it looks two "
                "directories up, in those called spark-*",
                "write mountPath: /data/spark-local/executor-1, or set recovery: false",
                ("mountPath",),
            )
        return self
