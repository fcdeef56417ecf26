"""Helm values of the Spark operator's chart, 2.5.2.

https://github.com/kubeflow/spark-operator/blob/v2.5.2/charts/spark-operator-chart/values.yaml
"""

import math
from collections.abc import Iterator
from typing import Any

from specgen.manifests.document import Document
from specgen.merging import PLAIN, merge
from specgen.spec.addons import SparkOperator
from specgen.spec.image import mirrored
from specgen.spec.platform import ClusterOn
from specgen.spec.resources import ContainerResources
from specgen.targets.common import values_file
from specgen.targets.platform.charts import OPERATOR, placement, system_pool
from specgen.targets.target import Target

IMAGE = "ghcr.io/kubeflow/spark-operator/controller"
"""Of the controller and the webhook; the chart adds the tag."""

LEAST_TRACKED = 1000
"""Executors of one application that the chart itself provides for."""

_CPU = "1"
_LEAST_GIB, _GIB_EACH = 2, 0.375
"""Memory of the controller, in which each submission starts a JVM: as many at a time as `workers`.
Our own figures, some 400 MiB each. https://github.com/kubeflow/spark-operator/issues/1287"""

_WEBHOOK = {"requests": {"cpu": "100m", "memory": "300Mi"}, "limits": {"memory": "300Mi"}}
"""Without the webhook pods get none of their placement, so it is not the first to go."""


def render(x: ClusterOn) -> Iterator[Document]:
    """The values; the operator's CRDs, its jobs' accounts and their Roles come from elsewhere."""
    operator = x.cluster.installs.spark_operator
    if operator is None:
        return
    values = merge(_values(x, operator), operator.values, PLAIN)
    yield Document(values_file(x.where, OPERATOR.name), values, x.owner)


def _values(x: ClusterOn, operator: SparkOperator) -> dict[str, Any]:
    return {
        "image": _image(x),
        "hook": {"upgradeCrd": False},
        "controller": {
            "workers": operator.workers,
            "maxTrackedExecutorPerApp": operator.max_tracked_executors
            or max(LEAST_TRACKED, x.most_executors),
            "kubeAPIQPS": operator.api_qps,
            "kubeAPIBurst": operator.api_burst,
            "featureGates": [{"name": one, "enabled": True} for one in operator.feature_gates]
            or None,
            "resources": resources(operator.resources, memory(operator.workers)),
            "batchScheduler": {"enable": True} if x.gangs else None,
            **_copies(x, operator),
        },
        "webhook": {
            "enable": True,
            "failurePolicy": operator.failure_policy,
            "resources": _WEBHOOK,
            **_copies(x, operator),
        },
        "spark": {
            "jobNamespaces": namespaces(x, operator),
            "serviceAccount": {"create": False},
            "rbac": {"create": False},
        },
        "prometheus": {"podMonitor": {"create": True}} if operator.pod_monitor else None,
        "certManager": {"enable": True} if operator.cert_manager else None,
    }


def _image(x: ClusterOn) -> dict[str, str] | None:
    """Registry and repository, which the chart joins; nothing where no mirror applies."""
    pulled = mirrored(IMAGE, x.around.mirrors)
    registry, _, repository = pulled.partition("/")
    return None if pulled == IMAGE else {"registry": registry, "repository": repository}


def _copies(x: ClusterOn, operator: SparkOperator) -> dict[str, Any]:
    """How many, where, and that not all go at once; the chart refuses a budget for one alone."""
    replicas = operator.replicas or (2 if x.where.production else 1)
    pool = x.pools.get(operator.pool) if operator.pool else system_pool(x)
    return {
        "replicas": replicas,
        **placement(pool),
        "podDisruptionBudget": {"enable": True} if replicas > 1 else None,
    }


def namespaces(x: ClusterOn, operator: SparkOperator) -> list[str]:
    """Those of the teams. None at all would mean every one to the chart: then its own stands in."""
    return list(dict.fromkeys(one.team.home for one in x.teams)) or [operator.namespace]


def memory(workers: int | None) -> str:
    """Enough for that many submissions at a time; the chart's own number makes do with least."""
    return f"{max(_LEAST_GIB, math.ceil(0.5 + _GIB_EACH * (workers or 0)))}Gi"


def resources(given: ContainerResources, memory: str) -> dict[str, dict[str, str]]:
    """What is given, and the rest so that no request is above its limit."""
    limits = {name: str(amount) for name, amount in given.limits.items()}
    requests = {
        "cpu": limits.get("cpu", _CPU),
        "memory": limits.get("memory", memory),
        **{name: str(amount) for name, amount in given.requests.items()},
    }
    return {"requests": requests, "limits": {"memory": requests["memory"], **limits}}


TARGET = Target("operator-values", "Helm values of the Spark operator's chart", ClusterOn, render)
