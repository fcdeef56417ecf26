"""What the API server itself writes into a pod, where it matters to others.

k8s.io/kubernetes, pkg/apis/core/v1/defaults.go and the admission plug-in ServiceAccount; measured
with 1.36. Left out: what PriorityClasses and LimitRanges of a cluster say, token volumes, and
defaults that no one asks about (tolerations of node conditions, termination messages).
"""

from collections.abc import Callable, Mapping
from typing import Any

from specgen.capacity.body import Body, items, part
from specgen.capacity.quantity import canonical

_GRACE = 30
_READABLE = 0o644
_FALSE_IS_NOTHING = ("readOnly", "subPath")
_REMADE = ("volumeMounts", "ports", "env", "resources")


def admit(pod: Body) -> None:
    """Change a pod that is one's own as the API server does that takes it.

    Refused if a quantity is none.
    """
    spec = pod["spec"]
    spec.setdefault("terminationGracePeriodSeconds", _GRACE)
    old_name = spec.pop("serviceAccount", None)
    spec["serviceAccountName"] = spec.get("serviceAccountName") or old_name or "default"
    spec["volumes"] = [_volume(one) for one in items(spec, "volumes")]
    on_host = bool(spec.get("hostNetwork"))
    for key in ("initContainers", "containers"):
        if spec.get(key):
            spec[key] = [_container(one, on_host) for one in spec[key]]


def _volume(volume: Body) -> Body:
    """A volume with what its type has by default."""
    for kind, default in _VOLUMES.items():
        if kind in volume:
            return {**volume, kind: default(part(volume, kind))}
    return volume


def _readable(source: Mapping[str, Any]) -> Body:
    return {"defaultMode": _READABLE, **source}


def _empty_dir(source: Mapping[str, Any]) -> Body:
    limit = source.get("sizeLimit")
    return dict(source) if limit is None else {**source, "sizeLimit": canonical(str(limit))}


def _host_path(source: Mapping[str, Any]) -> Body:
    return {"type": "", **source}


def _ephemeral(source: Mapping[str, Any]) -> Body:
    claim = part(source, "volumeClaimTemplate")
    spec = {"volumeMode": "Filesystem", **part(claim, "spec")}
    return {**source, "volumeClaimTemplate": {"metadata": {}, **claim, "spec": spec}}


_VOLUMES: dict[str, Callable[[Mapping[str, Any]], Body]] = {
    "configMap": _readable,
    "secret": _readable,
    "projected": _readable,
    "downwardAPI": _readable,
    "emptyDir": _empty_dir,
    "hostPath": _host_path,
    "ephemeral": _ephemeral,
}


def _container(container: Mapping[str, Any], on_host: bool) -> Body:  # noqa: FBT001
    out = {
        "imagePullPolicy": _pull_policy(container.get("image") or ""),
        **container,
        "volumeMounts": [_mount(one) for one in items(container, "volumeMounts")],
        "ports": [_port(one, on_host) for one in items(container, "ports")],
        "env": [_variable(one) for one in items(container, "env")],
        "resources": with_requests(part(container, "resources")),
    }
    out |= {key: {**_PROBE, **container[key]} for key in _PROBES if container.get(key)}
    return {key: value for key, value in out.items() if value or key not in _REMADE}


_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_PROBE = {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}


def _pull_policy(image: str) -> str:
    """Always for `latest` and for no tag at all."""
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    return "IfNotPresent" if digest or (tag and tag != "latest") else "Always"


def _mount(mount: Mapping[str, Any]) -> Mapping[str, Any]:
    if mount.keys().isdisjoint(_FALSE_IS_NOTHING):
        return mount
    return {key: one for key, one in mount.items() if one or key not in _FALSE_IS_NOTHING}


def _port(port: Mapping[str, Any], on_host: bool) -> Body:  # noqa: FBT001
    out = {"protocol": "TCP", **port}
    return {**out, "hostPort": port["containerPort"]} if on_host else out


def _variable(variable: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without an empty value; a field of the pod is one of v1."""
    if variable.get("value") == "":
        return {"name": variable["name"]}
    source = variable.get("valueFrom") or {}
    if "fieldRef" not in source:
        return variable
    field = {"apiVersion": "v1", **source["fieldRef"]}
    return {**variable, "valueFrom": {**source, "fieldRef": field}}


def with_requests(resources: Mapping[str, Any]) -> Body:
    """Quantities in their shortest form; a limit is a request, too, where none is."""
    limits = _quantities(part(resources, "limits"))
    requests = {**limits, **_quantities(part(resources, "requests"))}
    given = {"limits": limits} if limits else {}
    return {**resources, **given, **({"requests": requests} if requests else {})}


def _quantities(values: Mapping[str, Any]) -> dict[str, str]:
    return {key: canonical(str(value)) for key, value in values.items()}
