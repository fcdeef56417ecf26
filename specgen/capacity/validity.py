"""Why the API server would refuse a pod, where fields, conf and template meet in one.

k8s.io/kubernetes, pkg/apis/core/validation; measured with 1.36. Only what the parts cannot show: a
value that is wrong by itself is for schemas and rules to find.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from specgen import names
from specgen.capacity.body import items, part
from specgen.capacity.quantity import amount

_OVERCOMMITTED = ("cpu", "memory", "ephemeral-storage")
"""Resources that may be asked for below their limit; of others the two are equal."""
_LONGEST = 63


def faults(pod: Mapping[str, Any]) -> Iterator[str]:
    """Each reason as a clause; nothing for a pod that is taken."""
    spec = part(pod, "spec")
    containers = [*items(spec, "initContainers"), *items(spec, "containers")]
    volumes = [one["name"] for one in items(spec, "volumes")]
    yield from _twice("volumes are called", volumes)
    yield from _twice("containers are called", [one["name"] for one in containers])
    for name in volumes:
        if not _is_label(name):
            yield f"`{name}` is not a volume's name"
    for container in containers:
        for fault in _of_container(container, volumes):
            yield f"{fault} in container `{container['name']}`"


def _is_label(name: str) -> bool:
    """A label of DNS, which may begin with a digit, as an application's name may not."""
    return names.is_subdomain(name) and "." not in name and len(name) <= _LONGEST


def _of_container(container: Mapping[str, Any], volumes: Sequence[str]) -> Iterator[str]:
    mounts = items(container, "volumeMounts")
    yield from _twice("volumes are mounted at", [one["mountPath"] for one in mounts])
    for name in dict.fromkeys(one["name"] for one in mounts):
        if name not in volumes:
            yield f"volume `{name}` is mounted, and there is none,"
    ports = [one["name"] for one in items(container, "ports") if one.get("name")]
    yield from _twice("ports are called", ports)
    yield from _of_resources(part(container, "resources"))


def _twice(what: str, found: Sequence[str]) -> Iterator[str]:
    for name, count in Counter(found).items():
        if count > 1:
            yield f"{count} {what} `{name}`"


def _of_resources(resources: Mapping[str, Any]) -> Iterator[str]:
    limits, requests = part(resources, "limits"), part(resources, "requests")
    for key in requests.keys() & limits.keys():
        asked, most = amount(str(requests[key])), amount(str(limits[key]))
        if asked > most or (asked != most and key not in _OVERCOMMITTED):
            yield f"{key} `{requests[key]}` is asked for, and its limit is `{limits[key]}`,"
