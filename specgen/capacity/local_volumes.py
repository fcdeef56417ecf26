"""Typed volumes that the operator hands to Spark as configuration: those called spark-local-dir-*.

Spark makes them itself, so that it knows them for its local directories.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from specgen.capacity.body import items
from specgen.facts.spark_pods import LOCAL_DIR
from specgen.refusal import Refused

_OPTIONS: dict[str, tuple[str, ...]] = {
    "emptyDir": ("sizeLimit", "medium"),
    "hostPath": ("path", "type"),
    "nfs": ("path", "server", "readOnly"),
    "persistentVolumeClaim": ("claimName", "readOnly"),
}
"""What is handed on, by type of volume."""


def local_volumes(spec: Mapping[str, Any], role: str) -> Iterator[tuple[str, str]]:
    """Keys and values for the local directories that a role mounts.

    Refused as by the controller: a mount of no volume, and a volume of another type.
    """
    mounts = [one for one in items(spec[role], "volumeMounts") if one["name"].startswith(LOCAL_DIR)]
    if not mounts:
        return
    volumes = {one["name"]: one for one in items(spec, "volumes")}
    if not any(name.startswith(LOCAL_DIR) for name in volumes):
        return
    for mount in mounts:
        yield from _volume(role, mount, volumes.get(mount["name"]))


def _volume(
    role: str, mount: Mapping[str, Any], volume: Mapping[str, Any] | None
) -> Iterator[tuple[str, str]]:
    name = mount["name"]
    if volume is None:
        raise Refused(f"{role} mounts volume `{name}`, which is not declared", "declare it")
    kind = next((kind for kind in _OPTIONS if volume.get(kind) is not None), None)
    if kind is None:
        raise Refused(
            f"volume `{name}` is of a type that Spark cannot use as a local directory",
            f"use one of {', '.join(_OPTIONS)}, or a name without {LOCAL_DIR}",
        )
    prefix = f"spark.kubernetes.{role}.volumes.{kind}.{name}."
    yield from _values(f"{prefix}mount.", _mount(mount))
    yield from _values(f"{prefix}options.", {key: volume[kind].get(key) for key in _OPTIONS[kind]})


def _mount(mount: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "path": mount.get("mountPath"),
        "subPath": mount.get("subPath"),
        "readOnly": mount.get("readOnly"),
    }


def _values(prefix: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if value:
            yield prefix + key, "true" if value is True else str(value)
