"""Which pods of a team Prometheus asks for metrics, and where in them: one object for all jobs."""

from collections.abc import Iterator

from specgen.facts.spark import DRIVER_METRICS, EXECUTOR_METRICS, UI_PORT_NAME
from specgen.facts.spark_operator import EXPORTER_PATH, EXPORTER_PORT_NAME
from specgen.manifests import monitoring
from specgen.manifests.document import Document
from specgen.spec.platform import TeamOn
from specgen.targets.common import ACCESS_WAVE, WAVE, labels, team_file
from specgen.targets.spark.identity import JOB, TEAM
from specgen.targets.target import Target

NAME = "spark"

_JOB_OF_POD = "__meta_kubernetes_pod_label_specgen_dev_job"
"""https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod"""


def render(x: TeamOn) -> Iterator[Document]:
    """The PodMonitor, where its kind is there and a job of the team has metrics.

    A pod without a port of the name is not asked, so one object serves both kinds of exporter.
    """
    endpoints = list(_endpoints(x))
    if not x.around.prometheus or not endpoints:
        return
    body: monitoring.PodMonitor = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PodMonitor",
        "metadata": {
            "name": NAME,
            "namespace": x.team.home,
            "labels": labels(x.where, x.team.name),
            "annotations": {WAVE: ACCESS_WAVE},
        },
        "spec": {
            "selector": {"matchLabels": {TEAM: x.team.name}},
            "podTargetLabels": [JOB],
            "podMetricsEndpoints": endpoints,
        },
    }
    yield Document(team_file(x.where, x.team.name, "PodMonitor", NAME), body, x.owner)


def _endpoints(x: TeamOn) -> Iterator[monitoring.PodMetricsEndpoint]:
    """Every driver has a UI; jobs that serve no metrics there are left out by their names."""
    if "servlet" in x.outside.exporters:
        for path in (DRIVER_METRICS, EXECUTOR_METRICS):
            yield {"port": UI_PORT_NAME, "path": path, "relabelings": _without(x.outside.silent)}
    if "jmx" in x.outside.exporters:
        yield {"port": EXPORTER_PORT_NAME, "path": EXPORTER_PATH}


def _without(silent: frozenset[str]) -> list[monitoring.Relabeling] | None:
    """Names of jobs are labels of DNS: each stands for itself in a pattern."""
    if not silent:
        return None
    return [{"action": "drop", "sourceLabels": [_JOB_OF_POD], "regex": "|".join(sorted(silent))}]


TARGET = Target("pod-monitor", "PodMonitor of a team's Spark pods", TeamOn, render)
