"""A pod in the making: Spark's own container stands apart until its steps are done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from specgen.capacity.body import Body, extend, items, part


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
    """A pod as its template says. Spark's container is the one called `name`, or else the first."""
    body = template or {}
    metadata, spec = dict(part(body, "metadata")), dict(part(body, "spec"))
    containers = list(items(spec, "containers"))
    named = [n for n, one in enumerate(containers) if one.get("name") == name]
    chosen = named[0] if len(named) == 1 else 0
    container = containers.pop(chosen) if containers else {}
    spec["containers"] = containers
    return Draft(metadata, spec, {**container, "name": container.get("name") or name})
