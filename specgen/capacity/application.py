"""A SparkApplication as it is stored: with what the defaulting webhook writes into it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from specgen.capacity.body import Body, part
from specgen.capacity.placeholders import RUN_TIME
from specgen.facts.spark_operator import API_VERSION, SCHEDULE

_INSTANCES = "spark.executor.instances"


class Application(NamedTuple):
    """What pods depend on of an application."""

    name: str
    namespace: str
    labels: Mapping[str, str]
    spec: Body

    @property
    def reference(self) -> Body:
        """How executors name it: as one that they belong to."""
        return {"apiVersion": API_VERSION, "kind": "SparkApplication", "name": self.name}

    @property
    def owner(self) -> Body:
        """How the driver names it: as the one that controls it."""
        return {**self.reference, "blockOwnerDeletion": True, "controller": True}


def stored(application: Mapping[str, Any]) -> Application:
    """A SparkApplication, or a run of a ScheduledSparkApplication, with the webhook's defaults."""
    metadata, spec = part(application, "metadata"), part(application, "spec")
    name, labels = metadata.get("name") or "", part(metadata, "labels")
    if application.get("kind") == "ScheduledSparkApplication":
        labels = {**labels, SCHEDULE: name}
        name, spec = f"{name}-{RUN_TIME}", part(spec, "template")
    return Application(name, metadata.get("namespace") or "default", labels, _defaulted(spec))


def _defaulted(spec: Mapping[str, Any]) -> Body:
    driver, executor = dict(part(spec, "driver")), dict(part(spec, "executor"))
    conf = part(spec, "sparkConf")
    for role, fields in (("driver", driver), ("executor", executor)):
        for field, default in (("cores", 1), ("memory", "1g")):
            if fields.get(field) is None and not conf.get(f"spark.{role}.{field}"):
                fields[field] = default
    dynamic = part(spec, "dynamicAllocation").get("enabled")
    if executor.get("instances") is None and not dynamic and not conf.get(_INSTANCES):
        executor["instances"] = 1
    return {**spec, "driver": driver, "executor": executor}
