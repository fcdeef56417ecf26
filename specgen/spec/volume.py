"""Volumes of a job's pods: data that is there already, and room of their own."""

import posixpath
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import Name, RawMap, Seq, SpecModel, Text
from specgen.spec.env import Key
from specgen.units.amounts import Quantity
from specgen.units.unit import shown

RoleName = Literal["driver", "executor"]
BOTH: tuple[RoleName, ...] = ("driver", "executor")
Roles = Annotated[Seq[RoleName], Field(min_length=1)]
"""Which pods of a job."""

SHUFFLE = "shuffle"
"""What a container calls the volume that holds shuffle and spill."""

_LOCAL_DIRS = "spark-local-dir-"
_MOST_MODE = 0o777


def _absolute(path: str) -> str:
    """A path as the API server takes it; written in one way, so that two can be told apart."""
    if not path.startswith("/") or ":" in path or posixpath.normpath(path) != path or path == "/":
        raise Refused(
            f"`{shown(path)}` is not a path in a container",
            "write it whole, without `..`, `:` and a `/` at the end, like /opt/job/conf",
        )
    return path


def _relative(path: str) -> str:
    if path.startswith("/") or posixpath.normpath(path) != path or path.partition("/")[0] == "..":
        raise Refused(
            f"`{shown(path)}` is not a path inside a volume",
            "write it without `..` and a `/` at its ends, like conf/log4j2.properties",
        )
    return path


MountPath = Annotated[Text, AfterValidator(_absolute)]
SubPath = Annotated[Text, AfterValidator(_relative)]


def _own_name(name: str) -> str:
    if name == SHUFFLE or name.startswith(_LOCAL_DIRS):
        raise Refused(
            f"`{name}` is a volume that Spark keeps shuffle and spill in",
            "choose another name",
        )
    return name


def _mode(mode: int) -> int:
    if not 0 <= mode <= _MOST_MODE:
        octal = str(mode)
        meant = int(octal, 8) if set(octal) <= set("01234567") else None
        raise Refused(
            f"{mode} is no mode of a file: it is decimal, and {_MOST_MODE} (0777) is the most",
            f"write {meant}, which is 0{octal}"
            if meant is not None and meant <= _MOST_MODE
            else "write it in decimal: 420 is 0644, 288 is 0440",
        )
    return mode


class EmptyDir(SpecModel):
    """Room of the pod's own that goes with it."""

    size: Quantity
    """A pod that fills more is evicted."""

    memory: bool = False
    """In memory instead of on the node's disk; what is written counts into the memory limit."""


class HostPath(SpecModel):
    """A directory of the node; namespaces of level restricted or baseline refuse it."""

    path: MountPath
    """Where it is on the node."""

    type: (
        Literal["DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice",
                "BlockDevice"]
        | None
    ) = None  # fmt: skip
    """What must be there, as Kubernetes calls it. Absent: nothing is checked."""


class JobVolume(SpecModel):
    """A volume, and where Spark's containers mount it. Exactly one source."""

    name: Annotated[Name, AfterValidator(_own_name)]
    """Told apart by it; not `shuffle` and `spark-local-dir-…`."""

    mount_path: MountPath
    """Where Spark's container sees it; no two volumes of a role share a path."""

    sub_path: SubPath | None = None
    """Mounts only this path inside the volume."""

    read_only: bool | None = None
    """By default true for `secret` and `configMap`, else false."""

    roles: Roles = BOTH
    """Which pods have it."""

    config_map: Name | None = None
    """A ConfigMap of the namespace; its keys are files."""

    secret: Name | None = None
    """A Secret of the namespace; its keys are files."""

    persistent_volume_claim: Name | None = None
    """A claim of the namespace. Executors share it, so it needs many writers or `readOnly`."""

    empty_dir: EmptyDir | None = None
    """Room of the pod's own."""

    host_path: HostPath | None = None
    """A directory of the node."""

    csi: RawMap | None = None
    """An ephemeral volume of a CSI driver, as Kubernetes takes it: `driver`, `volumeAttributes`."""

    items: dict[Key, SubPath] = {}
    """Of a ConfigMap or Secret: the keys that become files, and their paths. Absent: all keys."""

    default_mode: Annotated[int, AfterValidator(_mode)] | None = None
    """Mode of a ConfigMap's or Secret's files, in decimal: 288 is 0440. Absent: 420, 0644."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [name for name in _SOURCES if getattr(self, name) is not None]
        if len(given) != 1:
            raise Contradiction(
                f"volume `{self.name}` has {len(given) or 'no'} source{'s'[: len(given) != 1]}",
                f"keep one of {', '.join(_SOURCES.values())}",
            )
        return self

    @model_validator(mode="after")
    def _files_of_keys(self) -> Self:
        for name, alias in (("items", "items"), ("default_mode", "defaultMode")):
            if not self.of_keys and getattr(self, name) not in (None, {}):
                raise Contradiction(
                    f"volume `{self.name}` has no keys to make files of",
                    f"remove {alias}",
                    (alias,),
                )
        return self

    @property
    def of_keys(self) -> bool:
        """Whether its files are the keys of a ConfigMap or Secret."""
        return self.config_map is not None or self.secret is not None

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written to it."""
        return self.of_keys if self.read_only is None else self.read_only


_SOURCES = {
    "config_map": "configMap",
    "secret": "secret",
    "persistent_volume_claim": "persistentVolumeClaim",
    "empty_dir": "emptyDir",
    "host_path": "hostPath",
    "csi": "csi",
}


def refuse_shared_path(volumes: Sequence[JobVolume]) -> None:
    """That no two volumes of a role are mounted at one path; Contradiction if they are."""
    seen: dict[tuple[str, str], str] = {}
    for index, volume in enumerate(volumes):
        for role in volume.roles:
            other = seen.setdefault((role, volume.mount_path), volume.name)
            if other != volume.name:
                raise Contradiction(
                    f"`{volume.name}` and `{other}` are both mounted at `{volume.mount_path}` of "
                    f"the {role}",
                    "give one of them another mountPath",
                    ("volumes", index, "mountPath"),
                )
