"""Containers before and beside Spark's, and what Spark's own listens on."""

from collections.abc import Sequence

from specgen.manifests.pod import Container as Body
from specgen.manifests.pod import ContainerPort, ResourceRequirements, VolumeMount
from specgen.manifests.spark_operator import Part, RolePart
from specgen.spec.container import Container, Mount
from specgen.spec.platform import JobOn
from specgen.spec.pods import Role
from specgen.spec.resources import ContainerResources
from specgen.spec.volume import SHUFFLE, RoleName
from specgen.targets.spark.application import pulled
from specgen.targets.spark.conf import variables
from specgen.targets.spark.security import context

_LOCAL_DIR = "spark-local-dir-1"
"""The volume of shuffle and spill: Spark's own, or the one that the job makes of it."""


def containers(x: JobOn) -> Part:
    """The containers of each role, by the order in which they are written."""
    return {"spec": {"driver": _of_role(x, "driver"), "executor": _of_role(x, "executor")}}


def listening(x: JobOn) -> Part:
    """What Spark's containers listen on beside Spark's own ports."""
    return {
        "spec": {
            "driver": {"ports": _ports(x.job.driver)},
            "executor": {"ports": _ports(x.job.executor)},
        }
    }


def _ports(role: Role) -> list[ContainerPort] | None:
    return [
        {"name": one.name, "containerPort": one.port, "protocol": one.protocol}
        for one in role.ports
    ] or None


def _of_role(x: JobOn, role: RoleName) -> RolePart:
    return {
        "initContainers": _those_of(x, x.job.init_containers, role),
        "sidecars": _those_of(x, x.job.sidecars, role),
    }


def _those_of(x: JobOn, given: Sequence[Container], role: RoleName) -> list[Body] | None:
    return [_container(x, one) for one in given if role in one.roles] or None


def _container(x: JobOn, one: Container) -> Body:
    return {
        "name": one.name,
        "image": pulled(x, x.named(one.image)),
        "imagePullPolicy": x.around.pull.policy,
        "command": list(one.command) or None,
        "args": list(one.args) or None,
        "env": variables(one.env),
        "resources": _resources(one.resources),
        "volumeMounts": [_mount(x, mount) for mount in one.mounts] or None,
        "securityContext": context(x.job.security, one.run_as_user),
    }


def _mount(x: JobOn, mount: Mount) -> VolumeMount:
    volume = next((one for one in x.job.volumes if one.name == mount.volume), None)
    by_default = volume is not None and volume.is_read_only
    return {
        "name": _LOCAL_DIR if mount.volume == SHUFFLE else mount.volume,
        "mountPath": mount.path,
        "readOnly": (by_default if mount.read_only is None else mount.read_only) or None,
    }


def _resources(given: ContainerResources) -> ResourceRequirements | None:
    out: ResourceRequirements = {
        "requests": {key: value.text for key, value in given.requests.items()} or None,
        "limits": {key: value.text for key, value in given.limits.items()} or None,
    }
    return out if any(out.values()) else None
