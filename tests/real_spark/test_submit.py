"""The real spark-submit makes of a rendered script the driver's pod that specgen predicts.

Spark 3.5 and 4.0 from their pyspark packages (tools/pyspark.py), Java 17, and a stand-in for the
API server that records. The API server's own defaults are laid over what was recorded by
specgen.capacity.admission, which other tests hold against a real one.
"""

import json
import re
from copy import deepcopy
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.capacity.admission import admit
from specgen.capacity.pods import submitted_pods
from tests.real_spark.recorder import Body
from tests.real_spark.sparks import VERSIONS, Real, submitted, text_of, worded

WAIT = "spark.kubernetes.submission.waitAppCompletion"
HOSTILE = [
    "$(touch x)",
    "a'b\"c",
    "`x`",
    "tab\there",
    "line\nspark.evil=1",
    "é\u202ex",
    "--conf",
    "",
]

EVERYTHING = f"""
conf: {{{WAIT}: false, spark.x.hostile: "a\\nspark.evil=$(x)`y` 'z' \\u202e"}}
application:
  type: Scala
  class: com.acme.Main
  file: local:///opt/count.jar
  arguments: {json.dumps(HOSTILE)}
driver:
  cores: 2
  coreRequest: 1500m
  coreLimit: 3
  memory: 3g
  memoryOverhead: 700m
  ephemeralStorage: 10Gi
  gpu: {{quantity: 1}}
  javaOptions: -XX:+UseG1GC -Dx="a b"
  only: {{arch: amd64, types: [m6i.xlarge, m7i.xlarge]}}
  env: {{ROLE: driver, SECRET: {{secretKeyRef: {{name: catalog, key: token}}}}}}
  labels: {{tier: gold}}
  annotations: {{example.com/note: "a: b, 'c'"}}
  terminationGracePeriod: 90s
executor: {{only: {{arch: amd64}}}}
env: {{FIELD: {{fieldRef: status.hostIP}}, HOSTILE: "$(x)`y`"}}
volumes:
  - {{name: conf, configMap: job-conf, mountPath: /etc/job}}
  - {{name: scratch, emptyDir: {{size: 1Gi}}, mountPath: /scratch}}
initContainers:
  - {{name: fetch, image: "docker.io/busybox:1.36", mounts: [{{volume: scratch, path: /scratch}}]}}
sidecars:
  - {{name: proxy, image: "docker.io/envoy:1.30"}}
memoryOverheadFactor: "0.2"
"""
"""A fragment of a job that has all about its driver's pod, and does not wait for it."""

every_spark = pytest.mark.parametrize("version", VERSIONS)


def differences(one: Any, other: Any, path: str = "") -> dict[str, tuple[Any, Any]]:
    """Values that differ by path; items of lists by their names, otherwise in order."""
    if isinstance(one, list) and isinstance(other, list):
        one, other = _named(one), _named(other)
    if isinstance(one, dict) and isinstance(other, dict):
        out: dict[str, tuple[Any, Any]] = {}
        for key in one.keys() | other.keys():
            out |= differences(one.get(key), other.get(key), f"{path}/{key}")
        return out
    return {} if one == other else {path: (one, other)}


def _named(items: list[Any]) -> dict[str, Any]:
    """By name, mount path or place; of two of one name both count."""
    out: dict[str, Any] = {}
    for number, item in enumerate(items):
        name = item.get("name", number) if isinstance(item, dict) else number
        if isinstance(item, dict) and "mountPath" in item:
            name = item["mountPath"]
        assert str(name) not in out, name
        out[str(name)] = item
    return out


def asked(pod: Body) -> Any:
    """A recorded pod as the API server stores it, without a status."""
    body = deepcopy(pod)
    body.pop("status", None)
    admit(body)
    return worded(body)


def as_predicted(made: Real) -> None:
    """The driver's pod is, its settings are, and the executors' template is handed on."""
    assert made.status == 0, made.said
    assert differences(asked(made.driver), worded(submitted_pods(made.call).driver)) == {}
    settings = properties(made.file("spark.properties"))
    assert made.call.conf.items() <= settings.items()
    assert "spark.evil" not in settings
    assert yaml.safe_load(made.file("podspec-configmap-key")) == text_of(made, "executor.yaml")


@every_spark
def test_a_plain_job_is_submitted_with_the_rights_it_has(tmp_path: Path, version: str) -> None:
    """It waits for its driver and ends well even if that has failed: docs/why/spark-submit.md."""
    made = submitted(tmp_path, version, "", "Failed")
    as_predicted(made)
    assert "exit code: 1" in made.said
    used = {(one.group, one.resource, one.verb) for one in made.recorded.calls}
    assert used - rights(made) == set()
    assert {("", "pods", "create"), ("", "pods", "watch"), ("", "services", "patch")} <= used


def rights(made: Real) -> set[tuple[str, str, str]]:
    """What the Role gives that is rendered beside the job."""
    role = yaml.safe_load(made.files["one/jobs/reviews/role-count-submit.yaml"])
    return {
        each
        for rule in role["rules"]
        for each in product(rule["apiGroups"], rule["resources"], rule["verbs"])
    }


@every_spark
def test_all_about_a_pod_arrives_as_it_is_written(tmp_path: Path, version: str) -> None:
    made = submitted(tmp_path, version, EVERYTHING)
    as_predicted(made)
    (container,) = (
        one for one in made.driver["spec"]["containers"] if one["name"] == "spark-kubernetes-driver"
    )
    assert container["args"][-len(HOSTILE) :] == HOSTILE
    assert not any(one.verb == "watch" for one in made.recorded.calls)


def test_a_submission_that_fails_is_told_and_leaves_no_pod(tmp_path: Path) -> None:
    """So a Job submits once more."""
    made = submitted(tmp_path, VERSIONS[-1], "", refused="services")
    assert made.status != 0
    used = [(one.group, one.resource, one.verb) for one in made.recorded.calls]
    assert set(used) - rights(made) == set()
    assert used[-1] == ("", "pods", "delete")


_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


def properties(text: str) -> dict[str, str]:
    """A properties file as java.util.Properties stores it."""
    out = {}
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            key, value = re.split(r"(?<!\\)=", line, maxsplit=1)
            out[_unescaped(key)] = _unescaped(value)
    return out


def _unescaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code[1:], 16)) if len(code) > 1 else _CONTROLS.get(code, code)

    return _ESCAPE.sub(one, text)


def test_a_pod_and_its_prediction_are_told_apart() -> None:
    """The comparison finds what differs: else the tests above would prove nothing."""
    one = {"spec": {"containers": [{"name": "a", "image": "x"}], "nodeSelector": {"k": "v"}}}
    other = {"spec": {"containers": [{"name": "a", "image": "y"}], "tolerations": [{"key": "k"}]}}
    assert differences(one, other).keys() == {
        "/spec/containers/a/image", "/spec/nodeSelector", "/spec/tolerations",
    }  # fmt: skip
