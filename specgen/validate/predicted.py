"""What the API server would refuse of the pods that come of an application, as misfits of it.

Fields that each fit their schema meet in a pod with those that Spark and the operator add.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from specgen.capacity.body import items, part
from specgen.facts.spark_pods import DRIVER_CONTAINER, EXECUTOR_CONTAINER
from specgen.paths import Path
from specgen.refusal import Refused
from specgen.validate.misfit import Misfit

if TYPE_CHECKING:
    from specgen.capacity.validity import Fault

_TEMPLATE: dict[str, tuple[str, ...]] = {
    "SparkApplication": ("spec",),
    "ScheduledSparkApplication": ("spec", "template"),
}
"""Where an application stands in the document of a kind."""

_OF_SPEC = (
    "type", "mode", "sparkVersion", "image", "mainApplicationFile", "mainClass", "sparkConf",
    "memoryOverheadFactor", "volumes", "monitoring", "hadoopConfigMap", "sparkConfigMap",
    "dynamicAllocation", "driver", "executor",
)  # fmt: skip
_MEETING = frozenset(
    (
        "memoryLimit", "gpu", "volumeMounts", "configMaps", "secrets", "ports", "initContainers",
        "sidecars", "template",
    )
)  # fmt: skip
"""Fields of a role that meet others in its pod; without them a pod is as Spark makes it."""
_OF_ROLE = (
    "cores", "coreRequest", "coreLimit", "memory", "memoryOverhead", "image", *sorted(_MEETING)
)  # fmt: skip
_OF_CONF = ("spark.kubernetes.", "spark.driver.", "spark.executor.", "spark.memory.")
"""What names, paths, ports and sizes in a pod depend on. Jobs that say the same share a verdict."""


def pod_misfits(body: Mapping[str, Any]) -> list[Misfit]:
    """What is at fault in the application's pods, each at the field that would have to change.

    `body` fits its schema.
    """
    base = _TEMPLATE.get(str(body.get("kind")))
    if base is None:
        return []
    spec = part(body, *base)
    if not any(_MEETING & part(spec, role).keys() for role in ("driver", "executor")):
        return []
    return [_misfit(spec, base, one) for one in _verdict(json.dumps(_reduced(spec)))]


class _Told(NamedTuple):
    """A fault and the pod that it is in; of no kind where there is no pod at all."""

    role: str
    what: str
    mend: str = ""
    fault: "Fault | None" = None


def _reduced(spec: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: spec[key] for key in _OF_SPEC if key in spec}
    for role in ("driver", "executor"):
        fields = part(spec, role)
        kept[role] = {key: fields[key] for key in _OF_ROLE if key in fields}
    conf = part(spec, "sparkConf")
    kept["sparkConf"] = {key: one for key, one in conf.items() if key.startswith(_OF_CONF)}
    return kept


@lru_cache(4096)
def _verdict(reduced: str) -> tuple[_Told, ...]:
    from specgen.capacity.pods import pods  # noqa: PLC0415 - most runs need none
    from specgen.capacity.validity import found  # noqa: PLC0415

    application = {
        "apiVersion": "sparkoperator.k8s.io/v1beta2",
        "kind": "SparkApplication",
        "metadata": {"name": "job", "namespace": "jobs"},
        "spec": json.loads(reduced),
    }
    try:
        made = pods(application)
    except Refused as error:
        return (_Told("", f"no pod can be made of it: {error.what}", error.mend),)
    return tuple(
        _Told(role, f"the API server would refuse the {role}'s pod: {fault.what}", "", fault)
        for role, pod in made._asdict().items()
        for fault in found(pod)
    )


# --- where it is said -----------------------------------------------------------------------------

_SPARKS = (DRIVER_CONTAINER, EXECUTOR_CONTAINER)
_KINDS = ("initContainers", "sidecars")
_LIMITS = {"memory": ("memoryLimit",), "cpu": ("coreLimit",)}
_MENDS = {
    "volume": "give it another name",
    "container": "give it another name",
    "path": "mount it elsewhere",
    "mount": "declare the volume, or mount another",
    "port": "give it another name",
    "resource": "raise the limit to the request, or remove it",
}


def _misfit(spec: Mapping[str, Any], base: Path, told: _Told) -> Misfit:
    path: Path = ("sparkConf",) if told.fault is None else _place(spec, told.role, told.fault)
    mend = told.mend if told.fault is None else _MENDS[told.fault.kind]
    return Misfit((*base, *path), told.what, unknown=False, mend=mend)


def _place(spec: Mapping[str, Any], role: str, fault: "Fault") -> Path:
    """The last field that says what is at fault; else the setting, else the role."""
    said = [path for path, value in _said(spec, role, fault) if value == fault.name]
    if said:
        return said[-1]
    mark = f".{fault.name}."
    conf = (key for key, one in part(spec, "sparkConf").items() if mark in key or one == fault.name)
    key = next(conf, None)
    return (role,) if key is None else ("sparkConf", key)


def _said(spec: Mapping[str, Any], role: str, fault: "Fault") -> Iterator[tuple[Path, object]]:
    """Fields of the kind that is at fault, and their values."""
    fields = part(spec, role)
    if fault.kind == "volume":
        yield from _values(spec, (), "volumes", "name")
    elif fault.kind == "container":
        for kind in _KINDS:
            yield from _values(fields, (role,), kind, "name")
    elif fault.kind == "resource":
        yield from _limits(fields, role, fault)
    else:
        for owner, above in _containers(fields, role, fault.container):
            yield from _values(owner, above, *_LISTS[fault.kind])


_LISTS = {
    "path": ("volumeMounts", "mountPath"),
    "mount": ("volumeMounts", "name"),
    "port": ("ports", "name"),
}


def _values(
    owner: Mapping[str, Any], above: Path, field: str, key: str
) -> Iterator[tuple[Path, object]]:
    for index, one in enumerate(items(owner, field)):
        yield (*above, field, index, key), one.get(key)


def _containers(
    fields: Mapping[str, Any], role: str, name: str
) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """What says something of a container: the role itself of Spark's."""
    if name in _SPARKS:
        yield fields, (role,)
    for kind in _KINDS:
        for index, one in enumerate(items(fields, kind)):
            if one.get("name") == name:
                yield one, (role, kind, index)


def _limits(fields: Mapping[str, Any], role: str, fault: "Fault") -> Iterator[tuple[Path, object]]:
    for owner, above in _containers(fields, role, fault.container):
        if above != (role,):
            yield (*above, "resources", "limits", fault.name), fault.name
        elif part(fields, "gpu").get("name") == fault.name:
            yield (role, "gpu", "quantity"), fault.name
        elif fault.name in _LIMITS and _LIMITS[fault.name][0] in owner:
            yield (role, *_LIMITS[fault.name]), fault.name
