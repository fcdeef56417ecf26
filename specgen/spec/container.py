"""Containers beside and before Spark's, and what containers have: ports, devices."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import Name, Seq, SpecModel, Text
from specgen.spec.env import Env
from specgen.spec.image import ImageRef
from specgen.spec.resources import ContainerResources
from specgen.spec.volume import BOTH, SHUFFLE, JobVolume, MountPath, RoleName, Roles
from specgen.units.unit import shown

_LONGEST_PORT = 15
_PORT = re.compile("(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*")
"""https://www.rfc-editor.org/rfc/rfc6335#section-5.1"""


def _service_name(name: str) -> str:
    if len(name) > _LONGEST_PORT or _PORT.fullmatch(name) is None:
        raise Refused(
            f"`{shown(name)}` is not the name of a port",
            f"write at most {_LONGEST_PORT} lower-case letters, digits and single `-`",
        )
    return name


class Port(SpecModel):
    """A port that Spark's container listens on, beside those that Spark declares."""

    name: Annotated[Text, AfterValidator(_service_name)]
    """Told apart by it, also from Spark's `driver-rpc-port`, `blockmanager` and `spark-ui`."""

    port: Annotated[int, Field(ge=1, le=65535)]
    """Its number."""

    protocol: Literal["TCP", "UDP"] = "TCP"
    """What is spoken on it."""


class Gpu(SpecModel):
    """Devices of a pod. What Spark does with them (`spark.plugins`) is for `conf` to say."""

    name: Text = "nvidia.com/gpu"
    """The resource's name, as its device plugin calls it."""

    quantity: Annotated[int, Field(ge=1)]
    """How many a pod gets; where `conf` sets `spark.executor.resource.gpu.amount`, the same."""


class Mount(SpecModel):
    """A volume of the job at a path of a container."""

    volume: Name
    """One of the job's `volumes`, or `shuffle` for Spark's own."""

    path: MountPath
    """Where the container sees it."""

    read_only: bool | None = None
    """By default as the volume says."""


_SPARKS = ("spark-kubernetes-driver", "spark-kubernetes-executor", "executor")
"""Names by which the operator's webhook finds Spark's own container."""


def _not_sparks(name: str) -> str:
    if name in _SPARKS:
        raise Refused(f"`{name}` is the name of Spark's own container", "choose another name")
    return name


class Container(SpecModel):
    """A container of a job's pods. Its security context is that of Spark's."""

    name: Annotated[Name, AfterValidator(_not_sparks)]
    """Told apart by it."""

    image: ImageRef
    """A name of the Environment's `images`, a registry reference, or an Image."""

    command: Seq[Text] = ()
    """What is run instead of the image's own entry point."""

    args: Seq[Text] = ()
    """Its arguments."""

    env: Env = {}
    """Its environment variables; the job's are Spark's alone."""

    mounts: Seq[Mount] = ()
    """The volumes that it sees."""

    resources: ContainerResources = ContainerResources.as_built_in()
    """What it asks for beside Spark's container. In production a quota may need it."""

    run_as_user: Annotated[int, Field(ge=0)] | None = None
    """User of its processes; by default `security.runAsUser`. Level restricted refuses 0."""

    roles: Roles = BOTH
    """Which pods have it."""

    @model_validator(mode="after")
    def _paths_apart(self) -> Self:
        paths = [mount.path for mount in self.mounts]
        for index, path in enumerate(paths):
            if path in paths[:index]:
                raise Contradiction(
                    f"container `{self.name}` mounts two volumes at `{path}`",
                    "give one of them another path",
                    ("mounts", index, "path"),
                )
        return self


Kinds = Mapping[str, Sequence[Container]]
"""Containers by the field that they stand in."""


def refuse_shared_name(kinds: Kinds) -> None:
    """That no two containers of a role have one name; Contradiction if they do."""
    seen: dict[tuple[RoleName, str], str] = {}
    for field, containers in kinds.items():
        for index, one in enumerate(containers):
            for role in one.roles:
                other = seen.setdefault((role, one.name), field)
                if other != field:
                    raise Contradiction(
                        f"the {role} has a container `{one.name}` in {other} and in {field}",
                        "give one of them another name",
                        (field, index, "name"),
                    )


def refuse_lost_mount(kinds: Kinds, volumes: Sequence[JobVolume]) -> None:
    """That each mounted volume is in the pod; Contradiction if one is not."""
    there = {volume.name: volume.roles for volume in volumes} | {SHUFFLE: BOTH}
    for field, containers in kinds.items():
        for index, one in enumerate(containers):
            for at, mount in enumerate(one.mounts):
                lacking = [role for role in one.roles if role not in there.get(mount.volume, ())]
                if lacking:
                    raise Contradiction(
                        f"container `{one.name}` mounts `{mount.volume}`, and the "
                        f"{lacking[0]} has no such volume",
                        f"add {lacking[0]} to the volume's roles"
                        if mount.volume in there
                        else f"name one of {', '.join(there)}",
                        (field, index, "mounts", at, "volume"),
                    )
