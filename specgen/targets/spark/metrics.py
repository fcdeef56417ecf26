"""Metrics for Prometheus: from the driver's UI, or from an agent in each JVM."""

from specgen.facts.spark import (
    DRIVER_METRICS,
    EXECUTOR_METRICS,
    PROMETHEUS_SERVLET,
    ui_port,
)
from specgen.manifests.spark_operator import Part, RolePart
from specgen.spec.platform import JobOn

_SINK = "spark.metrics.conf.{}.sink.prometheusServlet.{}"
_SERVLET = {
    "spark.ui.prometheus.enabled": "true",
    "spark.executor.processTreeMetrics.enabled": "true",
    _SINK.format("*", "class"): PROMETHEUS_SERVLET,
    _SINK.format("driver", "path"): DRIVER_METRICS,
    _SINK.format("executor", "path"): EXECUTOR_METRICS,
}
"""The UI serves what executors report with their heartbeats, the sink what the driver counts.

An executor has no UI: its sink is there and serves nothing. Processes' memory, Python's too, is
counted where it is asked for. https://spark.apache.org/docs/latest/monitoring.html#metrics
"""


def metrics(x: JobOn) -> Part:
    """Spark's settings for the servlet; for the agent what the operator makes settings of."""
    wanted = x.job.metrics
    if wanted.exporter == "servlet":
        return {"spec": {"sparkConf": _SERVLET, "driver": _marked(x)}}
    if wanted.exporter == "none":
        return {}
    return {
        "spec": {
            "monitoring": {
                "exposeDriverMetrics": True,
                "exposeExecutorMetrics": True,
                "prometheus": {
                    "jmxExporterJar": wanted.jmx_exporter_jar or "",
                    "port": wanted.agents_port,
                },
            }
        }
    }


def _marked(x: JobOn) -> RolePart:
    """One place has two paths: the pod is marked with that of executors, its Service with its own.

    A Prometheus that looks at annotations asks once for each pod and once for each Service.
    """
    if not x.job.metrics.annotations:
        return {}
    port = ui_port(x.job.conf)
    return {
        "annotations": _marks(port, EXECUTOR_METRICS),
        "serviceAnnotations": _marks(port, DRIVER_METRICS),
    }


def _marks(port: int, path: str) -> dict[str, str]:
    return {
        "prometheus.io/scrape": "true",
        "prometheus.io/path": path,
        "prometheus.io/port": str(port),
    }
