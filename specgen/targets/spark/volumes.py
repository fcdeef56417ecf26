"""Volumes of the pods, and where Spark's containers mount them."""

from typing import cast

from specgen.manifests.pod import CsiSource, KeyToPath, Volume, VolumeMount
from specgen.manifests.spark_operator import Part, RolePart
from specgen.spec.platform import JobOn
from specgen.spec.volume import JobVolume, RoleName


def volumes(x: JobOn) -> Part:
    """Each volume, and a mount in each of its roles: the operator drops one without the other."""
    if not x.job.volumes:
        return {}
    return {
        "spec": {
            "volumes": [_volume(one) for one in x.job.volumes],
            "driver": _mounts(x, "driver"),
            "executor": _mounts(x, "executor"),
        }
    }


def _mounts(x: JobOn, role: RoleName) -> RolePart:
    return {"volumeMounts": [_mount(one) for one in x.job.volumes if role in one.roles] or None}


def _mount(volume: JobVolume) -> VolumeMount:
    return {
        "name": volume.name,
        "mountPath": volume.mount_path,
        "subPath": volume.sub_path,
        "readOnly": volume.is_read_only or None,
    }


def _volume(volume: JobVolume) -> Volume:
    """One of the sources; the others are None."""
    room, host, claim = volume.empty_dir, volume.host_path, volume.persistent_volume_claim
    items: list[KeyToPath] = [{"key": key, "path": path} for key, path in volume.items.items()]
    files, mode = items or None, volume.default_mode
    return {
        "name": volume.name,
        "configMap": {"name": volume.config_map, "items": files, "defaultMode": mode}
        if volume.config_map
        else None,
        "secret": {"secretName": volume.secret, "items": files, "defaultMode": mode}
        if volume.secret
        else None,
        "persistentVolumeClaim": {"claimName": claim} if claim else None,
        "emptyDir": {"sizeLimit": room.size.text, "medium": "Memory" if room.memory else None}
        if room
        else None,
        "hostPath": {"path": host.path, "type": host.type} if host else None,
        "csi": cast("CsiSource | None", volume.csi),
    }
