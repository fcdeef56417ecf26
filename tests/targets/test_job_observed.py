"""How a job is seen while it runs: metrics, the UI; and what its team lets in for that."""

from pathlib import Path
from typing import Any

import pytest

from specgen.capacity.pods import Pods, pods
from specgen.rules.sample import created
from tests.targets.applications import Expected, check, conf, table
from tests.targets.rendered import Body, job, rendered

_SERVLET = conf(
    ui__prometheus__enabled="true",
    executor__processTreeMetrics__enabled="true",
)["sparkConf"] | {
    "spark.metrics.conf.*.sink.prometheusServlet.class": (
        "org.apache.spark.metrics.sink.PrometheusServlet"
    ),
    "spark.metrics.conf.driver.sink.prometheusServlet.path": "/metrics/driver/prometheus/",
    "spark.metrics.conf.executor.sink.prometheusServlet.path": "/metrics/executors/prometheus/",
}
"""The five keys of 25 of the 62 published jobs."""

_JMX = "metrics: {exporter: jmx, jmxExporterJar: /opt/jmx/agent.jar%s}"


def predicted(root: Path, fragment: str) -> Pods:
    """The pods of the sample's job with a fragment laid over it."""
    return pods(job(root, fragment))


def marks(port: str, path: str) -> dict[str, str]:
    return {
        "prometheus.io/scrape": "true",
        "prometheus.io/path": path,
        "prometheus.io/port": port,
    }


@table(
    ("fragment", "expected"),
    [
        pytest.param("", {"sparkConf": _SERVLET, "monitoring": None}, id="servlet"),
        pytest.param(
            "metrics: {exporter: none}",
            {"sparkConf": dict.fromkeys(_SERVLET), "monitoring": None},
            id="none",
        ),
        pytest.param(
            _JMX % "",
            {
                "sparkConf": dict.fromkeys(_SERVLET),
                "monitoring": {
                    "exposeDriverMetrics": True,
                    "exposeExecutorMetrics": True,
                    "prometheus": {"jmxExporterJar": "/opt/jmx/agent.jar", "port": 8090},
                },
            },
            id="jmx",
        ),
        pytest.param(
            _JMX % ", port: 9404",
            {
                "monitoring": {
                    "exposeDriverMetrics": True,
                    "exposeExecutorMetrics": True,
                    "prometheus": {"jmxExporterJar": "/opt/jmx/agent.jar", "port": 9404},
                }
            },
            id="jmx elsewhere",
        ),
        pytest.param(
            "ui: {servicePort: 80}",
            {"sparkUIOptions": {"servicePort": 80}, "driverIngressOptions": None},
            id="a service's port",
        ),
        pytest.param(
            "ui: {ingress: {host: count.example.com}}",
            {
                "sparkUIOptions": None,
                "driverIngressOptions": [
                    {
                        "servicePort": 4040,
                        "servicePortName": "spark-ui",
                        "ingressURLFormat": "count.example.com",
                    }
                ],
            },
            id="an ingress",
        ),
        pytest.param(
            'conf: {spark.ui.port: 4041}\nui: {ingress: {host: "{{$appName}}.example.com", '
            "annotations: {example.com/a: b}, tlsSecret: spark-tls}}",
            {
                "sparkUIOptions": {
                    "ingressAnnotations": {"example.com/a": "b"},
                    "ingressTLS": [{"hosts": ["*.example.com"], "secretName": "spark-tls"}],
                },
                "driverIngressOptions": [
                    {
                        "servicePort": 4041,
                        "servicePortName": "spark-ui",
                        "ingressURLFormat": "{{$appName}}.example.com",
                    }
                ],
            },
            id="an ingress for each run, with all about it",
        ),
    ],
)
def test_what_the_operator_is_told(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


def test_annotations_lead_to_both_paths_of_the_drivers_ui(tmp_path: Path) -> None:
    driver = job(tmp_path, "metrics: {annotations: true}\nconf: {spark.ui.port: 4041}")["spec"][
        "driver"
    ]
    given = driver["annotations"].items()
    assert marks("4041", "/metrics/executors/prometheus/").items() <= given
    assert driver["serviceAnnotations"] == marks("4041", "/metrics/driver/prometheus/")


def test_the_ui_that_serves_metrics_is_a_port_of_the_driver_alone(tmp_path: Path) -> None:
    """What the PodMonitor relies on: a pod without a port of that name is not asked."""
    made = predicted(tmp_path, "")
    assert {"spark-ui"} <= ports_of(made.driver).keys()
    assert "spark-ui" not in ports_of(made.executor)


def ports_of(pod: Body) -> dict[str, int]:
    container = pod["spec"]["containers"][-1]
    return {one["name"]: one["containerPort"] for one in container["ports"]}


def test_the_agent_is_in_both_jvms_and_at_a_port_of_its_own(tmp_path: Path) -> None:
    for pod in predicted(tmp_path, _JMX % ", port: 9404" + "\ndriver: {javaOptions: -Dmine=1}"):
        assert ports_of(pod)["jmx-exporter"] == 9404
        assert pod["metadata"]["annotations"].items() >= marks("9404", "/metrics").items()


# --- what the team lets in ------------------------------------------------------------------------

_TEAM = "kind: Team\nname: reviews\nnetworkPolicy: {ingressFrom: [monitoring]}\n---\n"
_PROMETHEUS = (
    "kind: Cluster\nname: one\n"
    "existing: {installed: [sparkOperator, podIdentityAgent, prometheus]}\n---\n"
)
_FOLDER = "one/teams/reviews/"


def team(root: Path, fragment: str, before: str = "", more: str = "") -> dict[str, Body]:
    found = rendered(root, f"{before}{_TEAM}kind: SparkJob\nname: count\n{fragment}\n---\n{more}")
    return {file.removeprefix(_FOLDER): body for file, body in found.items() if _FOLDER in file}


def another(name: str, fragment: str) -> str:
    return (
        f"kind: SparkJob\nname: {name}\nteam: reviews\nimage: spark-py\nrun: '1'\n"
        "application: {file: loc://lake/jobs/count.py}\n"
        f"driver: {{pool: drivers}}\nexecutor: {{pool: executors}}\n{fragment}\n---\n"
    )


@table(
    ("fragment", "more", "opened"),
    [
        pytest.param("", "", [4040], id="the UI"),
        pytest.param("metrics: {exporter: none}", "", [4040], id="also without metrics"),
        pytest.param(_JMX % "", "", [4040, 8090], id="the agent"),
        pytest.param("conf: {spark.ui.port: 4041}", "", [4041], id="a UI elsewhere"),
        pytest.param("conf: {spark.ui.port: x}", "", [4040], id="a UI nowhere"),
        pytest.param(
            "executor: {ports: [{name: debug, port: 5005}]}", "", [4040, 5005], id="a declared one"
        ),
        pytest.param(
            "conf: {spark.ui.port: 4041}",
            another("other", _JMX % ", port: 9404"),
            [4040, 4041, 9404],
            id="of all jobs",
        ),
    ],
)
def test_the_policy_opens_what_jobs_show(
    tmp_path: Path, fragment: str, more: str, opened: list[int]
) -> None:
    policy = team(tmp_path, fragment, more=more)["networkpolicy-spark-pods.yaml"]["spec"]
    _, shown = policy["ingress"]
    assert shown["ports"] == [{"protocol": "TCP", "port": port} for port in opened]
    assert shown["from"] == [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    ]


def endpoint(port: str, path: str, without: str = "") -> dict[str, Any]:
    drop = {
        "action": "drop",
        "sourceLabels": ["__meta_kubernetes_pod_label_specgen_dev_job"],
        "regex": without,
    }
    return {"port": port, "path": path, **({"relabelings": [drop]} if without else {})}


def of_ui(without: str = "") -> list[dict[str, Any]]:
    return [
        endpoint("spark-ui", "/metrics/driver/prometheus/", without),
        endpoint("spark-ui", "/metrics/executors/prometheus/", without),
    ]


_AGENT = endpoint("jmx-exporter", "/metrics")


@table(
    ("fragment", "more", "endpoints"),
    [
        pytest.param("", "", of_ui(), id="servlet"),
        pytest.param(_JMX % "", "", [_AGENT], id="agents alone"),
        pytest.param(
            "",
            another("other", _JMX % "") + another("mute", "metrics: {exporter: none}"),
            [*of_ui("mute|other"), _AGENT],
            id="all kinds",
        ),
    ],
)
def test_one_pod_monitor_serves_all_jobs(
    tmp_path: Path, fragment: str, more: str, endpoints: list[dict[str, Any]]
) -> None:
    spec = team(tmp_path, fragment, _PROMETHEUS, more)["podmonitor-spark.yaml"]["spec"]
    assert spec == {
        "selector": {"matchLabels": {"specgen.dev/team": "reviews"}},
        "podTargetLabels": ["specgen.dev/job"],
        "podMetricsEndpoints": endpoints,
    }


def test_the_pod_monitor_selects_the_pods(tmp_path: Path) -> None:
    for pod in predicted(tmp_path, ""):
        assert pod["metadata"]["labels"]["specgen.dev/team"] == "reviews"
        assert pod["metadata"]["labels"]["specgen.dev/job"] == "count"


@table(
    ("before", "fragment"),
    [
        pytest.param("", "", id="nobody says that its kind is there"),
        pytest.param(_PROMETHEUS, "metrics: {exporter: none}", id="there are no metrics"),
        pytest.param(created() + "---\n", "", id="an operator without a PodMonitor of its own"),
    ],
)
def test_there_is_no_pod_monitor(tmp_path: Path, before: str, fragment: str) -> None:
    assert "podmonitor-spark.yaml" not in team(tmp_path, fragment, before)


def test_an_operator_with_a_pod_monitor_says_that_the_kind_is_there(tmp_path: Path) -> None:
    before = created("addons: {sparkOperator: {podMonitor: true}}") + "---\n"
    assert "podmonitor-spark.yaml" in team(tmp_path, "", before)


_SHOWN = "ui: {ingress: {host: count.example.com}}"
_INGRESSES = {f"{kind}-spark-operator-ingresses.yaml" for kind in ("role", "rolebinding")}


def test_the_operator_that_we_install_may_see_ingresses(tmp_path: Path) -> None:
    found = team(tmp_path, _SHOWN, created("addons: {sparkOperator: {namespace: ops}}") + "---\n")
    assert found.keys() >= _INGRESSES
    assert found["role-spark-operator-ingresses.yaml"]["rules"] == [
        {
            "apiGroups": ["networking.k8s.io"],
            "resources": ["ingresses"],
            "verbs": ["list", "watch"],
        }
    ]
    assert found["rolebinding-spark-operator-ingresses.yaml"]["subjects"] == [
        {"kind": "ServiceAccount", "name": "spark-operator-controller", "namespace": "ops"}
    ]


@table(
    ("before", "fragment"),
    [
        pytest.param(created() + "---\n", "", id="no job has an ingress"),
        pytest.param("", _SHOWN, id="somebody else's operator"),
    ],
)
def test_nobody_else_gets_that_right(tmp_path: Path, before: str, fragment: str) -> None:
    assert not _INGRESSES & team(tmp_path, fragment, before).keys()
