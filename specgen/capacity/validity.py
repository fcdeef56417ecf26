"""Why the API server would refuse a pod, where fields, conf and template meet in one.

k8s.io/kubernetes, pkg/apis/core/validation; measured with 1.36. Only what the parts cannot show: a
value that is wrong by itself is for schemas and rules to find.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from specgen import names
from specgen.capacity.body import items, part
from specgen.capacity.quantity import amount

_OVERCOMMITTED = ("cpu", "memory", "ephemeral-storage")
"""Resources that may be asked for below their limit; of others the two are equal."""
_LONGEST = 63


class Fault(NamedTuple):
    """Why a pod is refused."""

    what: str
    """As a clause."""
    kind: Literal["volume", "container", "path", "mount", "port", "resource"]
    """What is at fault."""
    name: str
    """Of that; of a mount its volume's."""
    container: str = ""
    """Where it is; empty: in the pod itself."""


def faults(pod: Mapping[str, Any]) -> Iterator[str]:
    """Each reason as a clause; nothing for a pod that is taken."""
    return (one.what for one in found(pod))


def found(pod: Mapping[str, Any]) -> Iterator[Fault]:
    """Each reason, and what is at fault."""
    spec = part(pod, "spec")
    containers = [*items(spec, "initContainers"), *items(spec, "containers")]
    volumes = [one["name"] for one in items(spec, "volumes")]
    for name, count in _twice(volumes):
        yield Fault(f"{count} volumes are called `{name}`", "volume", name)
    for name, count in _twice([one["name"] for one in containers]):
        yield Fault(f"{count} containers are called `{name}`", "container", name)
    for name in volumes:
        if not _is_label(name):
            yield Fault(f"`{name}` is not a volume's name", "volume", name)
    for container in containers:
        name = container["name"]
        for one in _of_container(container, volumes):
            yield one._replace(what=f"{one.what} in container `{name}`", container=name)


def _is_label(name: str) -> bool:
    """A label of DNS, which may begin with a digit, as an application's name may not."""
    return names.is_subdomain(name) and "." not in name and len(name) <= _LONGEST


def _of_container(container: Mapping[str, Any], volumes: Sequence[str]) -> Iterator[Fault]:
    mounts = items(container, "volumeMounts")
    for path, count in _twice([one["mountPath"] for one in mounts]):
        yield Fault(f"{count} volumes are mounted at `{path}`", "path", path)
    for name in dict.fromkeys(one["name"] for one in mounts):
        if name not in volumes:
            yield Fault(f"volume `{name}` is mounted, and there is none,", "mount", name)
    ports = [one["name"] for one in items(container, "ports") if one.get("name")]
    for name, count in _twice(ports):
        yield Fault(f"{count} ports are called `{name}`", "port", name)
    yield from _of_resources(part(container, "resources"))


def _twice(found: Sequence[str]) -> Iterator[tuple[str, int]]:
    return ((name, count) for name, count in Counter(found).items() if count > 1)


def _of_resources(resources: Mapping[str, Any]) -> Iterator[Fault]:
    limits, requests = part(resources, "limits"), part(resources, "requests")
    for key in sorted(requests.keys() & limits.keys()):
        asked, most = amount(str(requests[key])), amount(str(limits[key]))
        if asked > most or (asked != most and key not in _OVERCOMMITTED):
            what = f"{key} `{requests[key]}` is asked for, and its limit is `{limits[key]}`,"
            yield Fault(what, "resource", key)
