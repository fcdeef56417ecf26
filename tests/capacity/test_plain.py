"""A plain spark-submit makes the pods that the operator makes, and where not, that is known."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from specgen.capacity.plain import plain
from specgen.capacity.pods import pods, submitted_pods
from specgen.facts.spark_operator import APP_NAME, LAUNCHED, MUTATED, SUBMISSION_ID
from tests.capacity.records import SUBMITTED, application
from tests.shared import REPOSITORY

Body = dict[str, Any]
OPERATORS = {APP_NAME, LAUNCHED, MUTATED, SUBMISSION_ID, "spark-version"}
"""Labels by which the operator finds its pods; the submitter's Spark makes the driver."""

OTHERWISE: dict[str, set[str]] = {
    "monitoring-jmx": {"containers", "volumes"},  # the exporter's ConfigMap is the operator's
    "cores-memory": {"containers"},  # Spark writes over a memory limit of a template
    "gpu-mismatch": {"containers"},  # and over a number of devices
    "spot-decommission": {"containers"},  # and over a hook, where it decommissions
    "placement-roles": {"nodeSelector", "schedulerName"},  # conf wins over a template
    "pod-template-and-fields": {"nodeSelector"},
}
"""Recorded applications whose pods differ in a field of their spec. Rules refuse the fields, or
conf beside them, for each of these reasons."""


def told_apart(made: Body, other: Body) -> set[str]:
    """Fields of the spec that differ, whatever the order of lists; labels, annotations."""
    out = {key for key in (*made["spec"], *other["spec"])
           if _sorted(made["spec"].get(key)) != _sorted(other["spec"].get(key))}  # fmt: skip
    for key in ("labels", "annotations"):
        one, two = (_own(each["metadata"].get(key) or {}) for each in (made, other))
        if one != two:
            out.add(key)
    return out


def _own(labels: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in labels.items() if key not in OPERATORS}


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(one) for one in value), key=repr)
    return value


@pytest.mark.parametrize("name", SUBMITTED)
def test_a_recorded_application_gets_the_same_pods(name: str) -> None:
    body = application(name)
    differing = set[str]()
    for one, other in zip(pods(body), submitted_pods(plain(body)), strict=True):
        differing |= told_apart(one, other)
    assert differing == OTHERWISE.get(name, set())


def rendered() -> Iterator[Any]:
    for path in sorted(REPOSITORY.glob("**/rendered/*/*/jobs/*/*.yaml")):
        body = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        if body["kind"] == "SparkApplication":
            yield pytest.param(body, id=path.relative_to(REPOSITORY).as_posix())


@pytest.mark.parametrize("body", list(rendered()))
def test_so_does_every_application_that_we_render(body: Body) -> None:
    differing = set[str]()
    for one, other in zip(pods(body), submitted_pods(plain(body)), strict=True):
        differing |= told_apart(one, other)
    assert differing == (OTHERWISE["monitoring-jmx"] if "monitoring" in body["spec"] else set())


def executors_grace(version: str) -> int:
    """Of the executor's pod, where the application says 110 seconds."""
    role = {"cores": 1, "memory": "1g"}
    spec = {"type": "Python", "sparkVersion": version, "image": "spark", "driver": role,
            "mainApplicationFile": "local:///opt/job.py",
            "executor": {**role, "terminationGracePeriodSeconds": 110}}  # fmt: skip
    call = plain({"kind": "SparkApplication", "metadata": {"name": "x"}, "spec": spec})
    return int(submitted_pods(call).executor["spec"]["terminationGracePeriodSeconds"])


@pytest.mark.parametrize("version", ["3.5.9", "4.0.5", "4.1.0", "4.3.0"])
def test_executors_keep_their_grace_period_on_every_line(version: str) -> None:
    assert executors_grace(version) == 110


def test_a_name_of_the_drivers_pod_and_waiting_are_ones_own_choice() -> None:
    role = {"cores": 1, "memory": "1g"}
    wait = "spark.kubernetes.submission.waitAppCompletion"
    spec = {"image": "spark", "driver": role, "executor": role, "mainApplicationFile": "local:///x"}
    body = {"kind": "SparkApplication", "metadata": {"name": "x"}, "spec": spec}
    assert not plain(body).conf.keys() & {wait, "spark.kubernetes.driver.pod.name"}
    said = {**spec, "sparkConf": {wait: "false"}, "driver": {**role, "podName": "boss"}}
    conf = plain({**body, "spec": said}).conf
    assert (conf[wait], conf["spark.kubernetes.driver.pod.name"]) == ("false", "boss")
