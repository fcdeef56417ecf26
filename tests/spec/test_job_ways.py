"""What metrics, a UI and a scheduler may say of a job, and what contradicts itself."""

from pathlib import Path

import pytest

from tests.projects import outcome, sample_project

_JMX = "metrics: {exporter: jmx, jmxExporterJar: /opt/jmx/agent.jar}"
_HOST = "ui: {ingress: {host: '%s'}}"
_GRANTED = "\nallow: [{rule: ingress-without-rights, because: it has the right}]"
_SCHEDULE = "\nrun: null\nschedule: {cron: '@hourly'}"
_PLAIN = "\nsubmit: spark-submit"
_INSTALLED = (
    "kind: Cluster\nname: one\n"
    "existing: {installed: [sparkOperator, podIdentityAgent, yunikorn, volcano, kueue]}\n---\n"
)


def errors(root: Path, fragment: str) -> list[tuple[str, str]]:
    """Id and mend of each error of the sample's job with a fragment laid over it."""
    project = sample_project(root, f"{_INSTALLED}kind: SparkJob\nname: count\n{fragment}\n")
    out = outcome(project, checks_only=True)
    return [(one.rule, one.help) for one in out.findings if one.severity == "error"]


@pytest.mark.parametrize(
    ("fragment", "mend"),
    [
        ("metrics: {exporter: jmx}", "set jmxExporterJar"),
        ("metrics: {jmxExporterJar: /a.jar}", "set exporter: jmx"),
        ("metrics: {port: 9404}", "set exporter: jmx"),
        ("metrics: {exporter: none, port: 9404}", "set exporter: jmx"),
        ("metrics: {exporter: none, annotations: true}", "remove annotations"),
        (_JMX.replace("}", ", annotations: true}"), "remove annotations"),
        ("scheduler: {queue: etl}", "remove it"),
        ("scheduler: {name: kueue, queue: etl, gang: true}", "remove it"),
        ("scheduler: {name: volcano, placeholderTimeout: 1m}", "remove it"),
        ("scheduler: {name: yunikorn, priorityClass: high}", "remove it"),
        ("scheduler: {name: yunikorn, gang: false, placeholderTimeout: 1m}", "remove it"),
        (_HOST % "spark.example.com" + _SCHEDULE, 'write host: "{{$appName}}.spark.example.com"'),
        (_JMX + _PLAIN, "set submit: operator"),
        ("ui: {servicePort: 80}" + _PLAIN, "set submit: operator"),
        (_HOST % "spark.example.com" + _PLAIN, "set submit: operator"),
        ("scheduler: {name: kueue, queue: etl}" + _PLAIN, "set submit: operator"),
        ("scheduler: {name: volcano, gang: true}" + _PLAIN, "set submit: operator"),
    ],
)
def test_a_contradiction_says_what_to_do(tmp_path: Path, fragment: str, mend: str) -> None:
    [(rule, help_)] = errors(tmp_path, fragment)
    assert rule == "contradiction"
    assert help_.startswith(mend)


@pytest.mark.parametrize(
    ("fragment", "mend"),
    [
        ("metrics: {exporter: jmx, jmxExporterJar: agent.jar}", "write its path"),
        ("metrics: {exporter: jmx, jmxExporterJar: '/opt/a b.jar'}", "write its path"),
        (_HOST % "Spark.example.com", "write spark.example.com"),
        (_HOST % "spark.example.com/ui", "write spark.example.com"),
        (_HOST % "{{$appId}}.example.com", "write spark.example.com"),
        (_HOST % "ui.{{$appName}}.example.com", "write {{$appName}}.spark.example.com"),
        (_HOST % "{{$appName}}", "write spark.example.com"),
        ("scheduler: {name: yunikorn, queue: 'root etl'}", "write it like"),
        ("scheduler: {name: yunikorn, queue: ''}", "write it like"),
    ],
)
def test_a_wrong_value_says_how_to_write_it(tmp_path: Path, fragment: str, mend: str) -> None:
    [(rule, help_)] = errors(tmp_path, fragment)
    assert rule == "wrong-value"
    assert help_.startswith(mend)


@pytest.mark.parametrize(
    "fragment",
    [
        _JMX,
        "metrics: {exporter: none}",
        "metrics: {annotations: true}",
        _HOST % "spark.example.com" + _GRANTED,
        _HOST % "{{$appName}}.spark.example.com" + _SCHEDULE + _GRANTED,
        "scheduler: {name: yunikorn, queue: root.etl, gang: true, placeholderTimeout: 1m}",
        "scheduler: {name: volcano, gang: false}",
        "scheduler: {name: kueue, queue: etl}\nexecutor: {instances: 2}",
        "scheduler: {name: yunikorn}" + _PLAIN,
        "scheduler: {name: volcano}" + _PLAIN,
        "colocation: node",
    ],
)
def test_what_agrees_with_itself_is_taken(tmp_path: Path, fragment: str) -> None:
    assert errors(tmp_path, fragment) == []
