"""A pod in the making: Spark's own container stands apart until its steps are done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from specgen.capacity.body import Body, extend, part
from specgen.refusal import Refused


@dataclass(slots=True)
class Draft:
    """The pod and Spark's container in it. One function's own: nobody else sees it change."""

    metadata: Body
    spec: Body
    container: Body

    def append(self, key: str, values: Sequence[Any]) -> None:
        """Items after those of a list of the container's."""
        extend(self.container, key, values)

    def append_to_pod(self, key: str, values: Sequence[Any]) -> None:
        """Items after those of a list of the pod's."""
        extend(self.spec, key, values)

    def env(self, values: Mapping[str, str | None]) -> None:
        """Variables; None says nothing."""
        self.append(
            "env",
            [{"name": key, "value": value} for key, value in values.items() if value is not None],
        )

    def field_env(self, name: str, field: str) -> None:
        """A variable with a field of the pod."""
        source = {"fieldRef": {"apiVersion": "v1", "fieldPath": field}}
        self.append("env", ({"name": name, "valueFrom": source},))

    def volume(self, volume: Body, path: str) -> None:
        """A volume, mounted into Spark's container."""
        self.append_to_pod("volumes", (volume,))
        self.append("volumeMounts", ({"name": volume["name"], "mountPath": path},))

    def merge(self, key: str, values: Mapping[str, str]) -> None:
        """Labels or annotations over those that are there."""
        if values:
            self.metadata[key] = {**part(self.metadata, key), **values}

    def select(self, values: Mapping[str, str]) -> None:
        """Labels of nodes over those that are there."""
        if values:
            self.spec["nodeSelector"] = {**part(self.spec, "nodeSelector"), **values}

    def resources(self, kind: str, values: Mapping[str, str | None]) -> None:
        """`requests` or `limits` over those that are there; None leaves what is."""
        given = {key: value for key, value in values.items() if value is not None}
        resources = self.container["resources"] = dict(part(self.container, "resources"))
        if given:
            resources[kind] = {**part(resources, kind), **given}

    def finished(self) -> Body:
        """The pod, Spark's container behind the others."""
        self.append_to_pod("containers", (self.container,))
        return {"apiVersion": "v1", "kind": "Pod", "metadata": self.metadata, "spec": self.spec}


def draft(template: Mapping[str, Any] | None, name: str) -> Draft:
    """A pod as its template says. Spark's container is the one called `name`, or else the first.

    Refused if the template is none of a pod, or has no list of containers: Spark fails on that.
    """
    if template is None:
        return Draft({}, {}, {"name": name})
    body = checked_template(template)
    metadata, spec = body["metadata"], body["spec"]
    containers: list[Body] = spec["containers"]
    named = [n for n, one in enumerate(containers) if one.get("name") == name]
    chosen = named[0] if len(named) == 1 else 0
    container = containers.pop(chosen) if containers else {}
    own = {"name": container.get("name") or name, "args": list(container.get("args") or ())}
    return Draft(metadata, spec, {**container, **own})


_OF_METADATA = ("ownerReferences",)
_OF_SPEC = (
    "containers",
    "hostAliases",
    "imagePullSecrets",
    "initContainers",
    "tolerations",
    "volumes",
)
_SEE = "write it as a Pod of Kubernetes"
_OF_CONTAINER = ("env", "envFrom", "ports", "volumeMounts")


def checked_template(template: Any) -> Body:
    """Metadata and spec of a pod template, with lists of one's own.

    No schema has looked at a template, so what is read of it is checked. Refused if it is none.
    """
    if not isinstance(template, dict):
        raise Refused("the pod template is no map", _SEE)
    metadata = _with_lists(_map(template, "metadata"), _OF_METADATA)
    spec = _with_lists(_map(template, "spec"), _OF_SPEC)
    _map(spec, "nodeSelector")
    if "containers" not in spec:
        raise Refused("the pod template has no containers", "name Spark's container in it")
    spec["containers"] = [_container(one) for one in spec["containers"]]
    return {"metadata": metadata, "spec": spec}


def _container(container: Body) -> Body:
    _map(container, "resources")
    return _with_lists(container, _OF_CONTAINER)


def _map(body: Mapping[str, Any], key: str) -> Body:
    found = body.get(key) or {}
    if isinstance(found, dict):
        return found
    raise Refused(f"`{key}` in the pod template is no map", _SEE)


def _with_lists(body: Body, keys: Sequence[str]) -> Body:
    """The map, in it a copy of each list that there is."""
    return {**body, **{key: _list(body[key], key) for key in keys if body.get(key) is not None}}


def _list(found: Any, key: str) -> list[Body]:
    if isinstance(found, list) and all(isinstance(one, dict) for one in found):
        return list(found)
    raise Refused(f"`{key}` in the pod template is no list of maps", _SEE)
