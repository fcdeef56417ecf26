"""What the operator's webhook makes of a pod, by the fields of the application as stored.

internal/webhook/sparkpod_defaulter.go of the operator. It appends to lists, merges node selectors
and replaces all else; typed fields so win over conf and template.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from specgen.capacity.admission import with_requests
from specgen.capacity.application import Application
from specgen.capacity.body import Body, extend, items, part
from specgen.capacity.draft import checked_template
from specgen.facts.spark_operator import (
    EXPORTER_PORT,
    EXPORTER_PORT_NAME,
    HADOOP_CONF_DIR,
    MEMORY_LIMIT_UNITS,
    METRICS_DIR,
    SPARK_CONF_DIR,
)
from specgen.facts.spark_pods import DRIVER_CONTAINER, EXECUTOR_CONTAINER, LOCAL_DIR
from specgen.refusal import Refused

_NAMES = {"driver": (DRIVER_CONTAINER,), "executor": ("executor", EXECUTOR_CONTAINER)}
_LONGEST_VOLUME = 63


class Pod(NamedTuple):
    """One pod under mutation, and what tells how."""

    metadata: Body
    spec: Body
    container: Body
    """Spark's."""
    app: Application
    role: str
    fields: Mapping[str, Any]
    """The role's part of the application."""


def mutate(body: Body, app: Application, role: str) -> None:
    """Change a pod that is one's own as the webhook does, in its order."""
    pod = _pod(body, app, role)
    for step in (_owner, *_FIELDS, _exporter, _replaced):
        step(pod)


def typed_template(app: Application, role: str) -> Body:
    """A pod template with what the webhook would write into the role's pod by its typed fields.

    Laid over the template that the role itself has. Without what only the operator can do: its
    ConfigMap for Prometheus' exporter, and the application as an owner.
    """
    bare = {"spec": {"containers": [{"name": _NAMES[role][-1]}]}}
    template = checked_template(app.spec[role].get("template") or bare)
    pod = _pod(template, app, role)
    for step in (*_FIELDS, _replaced):
        step(pod)
    return template


def _pod(body: Body, app: Application, role: str) -> Pod:
    spec: Body = body["spec"]
    return Pod(body["metadata"], spec, _container(spec, role), app, role, app.spec[role])


def _container(spec: Body, role: str) -> Body:
    """Spark's container by its name; the first one if a template calls it otherwise."""
    containers: list[Body] = spec["containers"]
    names = [one["name"] in _NAMES[role] for one in containers]
    number = names.index(True) if True in names else 0
    containers[number] = dict(containers[number])
    return containers[number]


def _owner(pod: Pod) -> None:
    """The application controls its driver, also where a template has lost that."""
    if pod.role == "driver" and pod.app.owner not in items(pod.metadata, "ownerReferences"):
        extend(pod.metadata, "ownerReferences", [pod.app.owner])


def _environment(pod: Pod) -> None:
    for key in ("env", "envFrom"):
        extend(pod.container, key, items(pod.fields, key))


def _config_maps(pod: Pod) -> None:
    """Hadoop's and Spark's with a variable each, and those of the role."""
    for field, volume, path, variable in (
        ("hadoopConfigMap", "hadoop-configmap-volume", HADOOP_CONF_DIR, "HADOOP_CONF_DIR"),
        ("sparkConfigMap", "spark-configmap-volume", SPARK_CONF_DIR, "SPARK_CONF_DIR"),
    ):
        name = pod.app.spec.get(field)
        if name is not None:
            _config_map(pod, volume, name, path)
            extend(pod.container, "env", [{"name": variable, "value": path}])
    for one in items(pod.fields, "configMaps"):
        _config_map(pod, f"{one['name']}-vol"[:_LONGEST_VOLUME], one["name"], one["path"])


def _config_map(pod: Pod, volume: str, name: str, path: str) -> None:
    extend(pod.spec, "volumes", [{"name": volume, "configMap": {"name": name}}])
    mount = {"name": volume, "readOnly": True, "mountPath": path}
    extend(pod.container, "volumeMounts", [mount])


def _volumes(pod: Pod) -> None:
    """Volumes that are declared and mounted; without a word neither one without the other."""
    declared = {one["name"]: one for one in items(pod.app.spec, "volumes")}
    mounts = [
        one
        for one in items(pod.fields, "volumeMounts")
        if one["name"] in declared and not one["name"].startswith(LOCAL_DIR)
    ]
    names = dict.fromkeys(one["name"] for one in mounts)
    extend(pod.spec, "volumes", [declared[name] for name in names])
    extend(pod.container, "volumeMounts", mounts)


def _ports(pod: Pod) -> None:
    extend(pod.container, "ports", items(pod.fields, "ports"))


def _network(pod: Pod) -> None:
    if pod.fields.get("hostNetwork"):
        pod.spec["hostNetwork"] = True
        pod.spec["dnsPolicy"] = "ClusterFirstWithHostNet"
    extend(pod.spec, "hostAliases", items(pod.fields, "hostAliases"))


def _containers(pod: Pod) -> None:
    """Containers but those whose name and image are there already."""
    for field, key in (("initContainers", "initContainers"), ("sidecars", "containers")):
        for one in items(pod.fields, field):
            there = {(other.get("name"), other.get("image")) for other in items(pod.spec, key)}
            if (one.get("name"), one.get("image")) not in there:
                extend(pod.spec, key, [one])


_REPLACED = {
    "dnsConfig": "dnsConfig",
    "priorityClassName": "priorityClassName",
    "affinity": "affinity",
    "podSecurityContext": "securityContext",
    "terminationGracePeriodSeconds": "terminationGracePeriodSeconds",
}
_REPLACED_IN_CONTAINER = {"securityContext": "securityContext", "lifecycle": "lifecycle"}
"""Fields of a role, and what they replace in the pod and in its Spark container."""


def _replaced(pod: Pod) -> None:
    for place, table in ((pod.spec, _REPLACED), (pod.container, _REPLACED_IN_CONTAINER)):
        for field, key in table.items():
            value = pod.fields.get(field)
            if value is not None and value != "":
                place[key] = value
    if pod.fields.get("shareProcessNamespace"):
        pod.spec["shareProcessNamespace"] = True


def _scheduling(pod: Pod) -> None:
    """The batch scheduler wins over the role's; selectors merge; tolerations add up."""
    batch = pod.app.spec.get("batchScheduler")
    scheduler = pod.fields.get("schedulerName") if batch is None else batch
    if scheduler:
        pod.spec["schedulerName"] = scheduler
    selector = part(pod.fields, "nodeSelector")
    if selector:
        pod.spec["nodeSelector"] = {**part(pod.spec, "nodeSelector"), **selector}
    extend(pod.spec, "tolerations", items(pod.fields, "tolerations"))


def _limits(pod: Pod) -> None:
    """Limits alone. Requests are there by then: the API server has made them of Spark's limits."""
    limits = {}
    memory, gpu = pod.fields.get("memoryLimit"), part(pod.fields, "gpu")
    if memory is not None:
        limits["memory"] = _quantity(memory)
    if gpu.get("name") and (gpu.get("quantity") or 0) > 0:
        limits[gpu["name"]] = str(gpu["quantity"])
    if limits:
        resources = with_requests(part(pod.container, "resources"))
        pod.container["resources"] = {
            **resources,
            "limits": {**part(resources, "limits"), **limits},
        }


def _quantity(memory: str) -> str:
    """Spark's units become Kubernetes'; those in capitals it cannot read (measured)."""
    for unit, instead in MEMORY_LIMIT_UNITS.items():
        if memory.endswith(unit):
            return memory.removesuffix(unit) + instead
        if memory.lower().endswith(unit):
            raise Refused(f"memory limit `{memory}` is in capitals", f"write {memory.lower()}")
    return memory


def _exporter(pod: Pod) -> None:
    """The configuration of Prometheus' exporter, and its port."""
    monitoring = part(pod.app.spec, "monitoring")
    prometheus = part(monitoring, "prometheus")
    own_files = monitoring.get("metricsPropertiesFile") and prometheus.get("configFile")
    wanted = monitoring.get(f"expose{pod.role.capitalize()}Metrics")
    if not prometheus or own_files or not wanted:
        return
    name = f"{pod.app.name}-prom-conf"
    _config_map(pod, f"{name}-vol", name, METRICS_DIR)
    port: Mapping[str, Any] = {
        "name": prometheus.get("portName") or EXPORTER_PORT_NAME,
        "containerPort": prometheus.get("port") or EXPORTER_PORT,
        "protocol": "TCP",
    }
    extend(pod.container, "ports", [port])


_FIELDS = (
    _environment,
    _config_maps,
    _volumes,
    _ports,
    _network,
    _containers,
    _scheduling,
    _limits,
)
