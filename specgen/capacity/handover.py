"""An application as the operator hands it to its spark-submit: monitored, and for its scheduler.

Only a copy is changed: the webhook of pods sees the application as stored.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from specgen.capacity.application import Application
from specgen.capacity.body import Body, part
from specgen.capacity.conf import Conf
from specgen.capacity.memory import Language, Sizes, driver_sizes, executor_sizes
from specgen.facts.spark_operator import (
    BUNDLED_SPARK,
    EXPORTER_FILE,
    EXPORTER_PORT,
    METRICS_DIR,
    METRICS_FILE,
    POD_GROUP_ANNOTATION,
    POD_GROUP_LABEL,
    TASK_GROUP,
    TASK_GROUPS,
    YUNIKORN_QUEUE,
)
from specgen.facts.spark_pods import line_of


def submitted(app: Application) -> Application:
    """The application that the arguments of spark-submit are made of."""
    spec = app.spec
    changed = spec.get("monitoring") or spec.get("batchScheduler")
    if not changed:
        return app
    roles = {"driver": dict(spec["driver"]), "executor": dict(spec["executor"])}
    out = app._replace(spec={**spec, **roles})
    scheduler = _SCHEDULERS.get(spec.get("batchScheduler") or "")
    if scheduler is not None:
        out = scheduler(out)
    if spec.get("monitoring"):
        _monitored(out)
    return out


def _monitored(app: Application) -> None:
    """Annotations for Prometheus, the exporter as an agent, and Spark's metrics (these win)."""
    monitoring = app.spec["monitoring"]
    conf = app.spec["sparkConf"] = dict(app.spec.get("sparkConf") or {})
    conf["spark.metrics.namespace"] = f"{app.namespace}.{app.name}"
    conf["spark.metrics.conf"] = (
        monitoring.get("metricsPropertiesFile") or f"{METRICS_DIR}/{METRICS_FILE}"
    )
    for role in ("driver", "executor"):
        if monitoring.get(f"expose{role.capitalize()}Metrics"):
            _exposed(app.spec[role], part(monitoring, "prometheus"))


def _exposed(fields: Body, prometheus: Mapping[str, Any]) -> None:
    port = prometheus.get("port") or EXPORTER_PORT
    fields["annotations"] = {
        **part(fields, "annotations"),
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(port),
        "prometheus.io/path": "/metrics",
    }
    jar, file = prometheus.get("jmxExporterJar"), prometheus.get("configFile")
    agent = f"-javaagent:{jar}={port}:{file or f'{METRICS_DIR}/{EXPORTER_FILE}'}" if jar else ""
    given = fields.get("javaOptions")
    fields["javaOptions"] = agent if given is None else f"{given} {agent}"


# --- batch schedulers -----------------------------------------------------------------------------


def _volcano(app: Application) -> Application:
    """Both pods name their group, unless the driver does so already."""
    if POD_GROUP_ANNOTATION not in part(app.spec, "driver", "annotations"):
        for role in ("driver", "executor"):
            _add(app.spec[role], "annotations", POD_GROUP_ANNOTATION, f"spark-{app.name}-pg")
    return app


def _kube_scheduler(app: Application) -> Application:
    return app._replace(labels={**app.labels, POD_GROUP_LABEL: f"{app.name}-pg"})


def _yunikorn(app: Application) -> Application:
    """Both pods name their task group, the driver defines the two; a queue is a label."""
    spec = app.spec
    count = _first_executors(spec)
    groups = [_task_group(spec, "driver", 1, driver_sizes)]
    if count:
        groups.append(_task_group(spec, "executor", count, executor_sizes))
    queue = part(spec, "batchSchedulerOptions").get("queue")
    for role in ("driver", "executor"):
        _add(spec[role], "annotations", TASK_GROUP, f"spark-{role}")
        if queue is not None:
            _add(spec[role], "labels", YUNIKORN_QUEUE, queue)
    _add(spec["driver"], "annotations", TASK_GROUPS, json.dumps(groups, separators=(",", ":")))
    return app


def _first_executors(spec: Mapping[str, Any]) -> int:
    dynamic = part(spec, "dynamicAllocation")
    counts = (
        spec["executor"].get("instances"),
        dynamic.get("minExecutors"),
        dynamic.get("initialExecutors"),
    )
    return max(count or 0 for count in counts)


def _task_group(
    spec: Body, role: str, count: int, sizes: Callable[[Conf, Language], Sizes]
) -> Body:
    """One group; YuniKorn is told of fields, and of off-heap and PySpark's memory in conf."""
    fields = spec[role]
    memory = sizes(_told(spec, role), _TYPES.get(spec.get("type") or "", "java"))
    group = {
        "name": f"spark-{role}",
        "minMember": count,
        "minResource": {
            "cpu": str(fields.get("coreRequest") or fields.get("cores") or 1),
            "memory": f"{memory.total}Mi",
        },
        "nodeSelector": {**part(spec, "nodeSelector"), **part(fields, "nodeSelector")},
        "tolerations": [_in_order(one) for one in fields.get("tolerations") or ()],
        "affinity": fields.get("affinity"),
        "labels": dict(part(fields, "labels")),
    }
    return {key: value for key, value in group.items() if value}


_TYPES: dict[str, Language] = {"Python": "python", "R": "r"}
_TOLD = (
    "spark.memory.offHeap.enabled",
    "spark.memory.offHeap.size",
    "spark.executor.pyspark.memory",
)


def _told(spec: Body, role: str) -> Conf:
    conf, fields = part(spec, "sparkConf"), spec[role]
    values = {
        **{key: conf.get(key) for key in _TOLD},
        f"spark.{role}.memory": fields.get("memory"),
        f"spark.{role}.memoryOverhead": fields.get("memoryOverhead"),
        "spark.kubernetes.memoryOverheadFactor": spec.get("memoryOverheadFactor"),
    }
    said = {key: value for key, value in values.items() if value is not None}
    return Conf(said, line_of(BUNDLED_SPARK))


_TOLERATION = ("key", "operator", "value", "effect", "tolerationSeconds")


def _in_order(toleration: Mapping[str, Any]) -> Body:
    """As Go writes it: fields in the order of their declaration."""
    return {key: toleration[key] for key in _TOLERATION if toleration.get(key) is not None}


def _add(fields: Body, key: str, name: str, value: str) -> None:
    fields[key] = {**part(fields, key), name: value}


_SCHEDULERS = {"volcano": _volcano, "kube-scheduler": _kube_scheduler, "yunikorn": _yunikorn}
