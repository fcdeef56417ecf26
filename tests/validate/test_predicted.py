"""A pod that the API server would refuse is told at the field that would have to change."""

import copy
from typing import Any

import pytest

from specgen.paths import text
from specgen.validate.predicted import pod_misfits

SPEC: dict[str, Any] = {
    "type": "Scala",
    "mode": "cluster",
    "sparkVersion": "4.0.4",
    "image": "registry.example.com/spark:4.0.4",
    "mainApplicationFile": "local:///opt/a.jar",
    "mainClass": "org.example.A",
    "driver": {"cores": 1, "memory": "1g"},
    "executor": {"cores": 1, "memory": "1g", "instances": 1},
}


def application(spec: dict[str, Any]) -> dict[str, Any]:
    """An application of that spec, over a sound one."""
    out = copy.deepcopy(SPEC)
    for key, value in spec.items():
        out[key] = {**out[key], **value} if key in ("driver", "executor") else value
    metadata = {"name": "count", "namespace": "spark-reviews"}
    return {"kind": "SparkApplication", "metadata": metadata, "spec": out}


def mounted(*paths: str) -> dict[str, Any]:
    return {"volumeMounts": [{"name": "v", "mountPath": one} for one in paths]}


CONF = "/opt/spark/conf"
V = [{"name": "v", "emptyDir": {}}]
HELPER = {"name": "helper", "image": "a:1"}

FAULTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a port that Spark has": (
        {"driver": {"ports": [{"name": "jmx", "containerPort": 1, "protocol": "TCP"},
                              {"name": "spark-ui", "containerPort": 2, "protocol": "TCP"}]}},
        ["spec.driver.ports[1].name"],
    ),
    "a port of a helper, twice": (
        {"driver": {"sidecars": [{**HELPER, "ports": [{"name": "a", "containerPort": 1},
                                                      {"name": "a", "containerPort": 2}]}]}},
        ["spec.driver.sidecars[0].ports[1].name"],
    ),
    "a path that Spark has": (
        {"volumes": V, "executor": mounted("/x", "/opt/spark/conf")},
        ["spec.executor.volumeMounts[1].mountPath"],
    ),
    "a path of both": (
        {"volumes": V, "driver": mounted(CONF), "executor": mounted(CONF)},
        ["spec.driver.volumeMounts[0].mountPath", "spec.executor.volumeMounts[0].mountPath"],
    ),
    "a volume that Spark has": (
        {"volumes": [{"name": "spark-conf-volume-exec", "emptyDir": {}}],
         "executor": {"volumeMounts": [{"name": "spark-conf-volume-exec", "mountPath": "/x"}]}},
        ["spec.volumes[0].name"],
    ),
    "a volume that a setting makes": (
        {"volumes": V, "driver": mounted("/x"),
         "sparkConf": {"spark.kubernetes.driver.volumes.emptyDir.v.mount.path": "/y"}},
        ["spec.volumes[0].name"],
    ),
    "a path that a setting takes": (
        {"driver": {"memoryLimit": "9g"},
         "sparkConf": {"spark.kubernetes.driver.volumes.emptyDir.v.mount.path": "/opt/spark/conf"}},
        ['spec.sparkConf["spark.kubernetes.driver.volumes.emptyDir.v.mount.path"]'],
    ),
    "a volume that a helper lacks": (
        {"executor": {"sidecars": [
            {**HELPER, "volumeMounts": [{"name": "w", "mountPath": "/w"}]}]}},
        ["spec.executor.sidecars[0].volumeMounts[0].name"],
    ),
    "Spark's own container": (
        {"executor": {"sidecars": [HELPER, {**HELPER, "name": "spark-kubernetes-executor"}]}},
        ["spec.executor.sidecars[1].name"],
    ),
    "a limit of memory": (
        {"driver": {"memoryLimit": "1g"}}, ["spec.driver.memoryLimit"],
    ),
    "a limit of CPU": (
        {"driver": {"coreRequest": "2", "coreLimit": "1", "memoryLimit": "9g"}},
        ["spec.driver.coreLimit"],
    ),
    "devices in two ways": (
        {"executor": {"gpu": {"name": "nvidia.com/gpu", "quantity": 3}},
         "sparkConf": {"spark.executor.resource.gpu.amount": "1",
                       "spark.executor.resource.gpu.vendor": "nvidia.com"}},
        ["spec.executor.gpu.quantity"],
    ),
    "a limit of a helper": (
        {"driver": {"initContainers": [{**HELPER, "resources": {
            "requests": {"cpu": "2"}, "limits": {"cpu": "1"}}}]}},
        ["spec.driver.initContainers[0].resources.limits.cpu"],
    ),
    "disk that a template asks for above its limit": (
        {"driver": {"template": {"spec": {"containers": [{"name": "spark-kubernetes-driver",
            "resources": {"requests": {"ephemeral-storage": "2Gi"},
                          "limits": {"ephemeral-storage": "1Gi"}}}]}}}},
        ["spec.driver"],
    ),
    "what Spark cannot read": (
        {"driver": {"memoryLimit": "9g"},
         "sparkConf": {"spark.executor.minMemoryOverhead": "lots"}},
        ["spec.sparkConf"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_placed_at_the_field_that_meets_another(name: str) -> None:
    spec, places = FAULTS[name]
    found = pod_misfits(application(spec))
    assert [text(one.path) for one in found] == places
    assert all(one.mend and not one.unknown for one in found)


@pytest.mark.parametrize("name", FAULTS)
def test_the_same_is_told_of_what_a_schedule_runs(name: str) -> None:
    spec, places = FAULTS[name]
    body = {"kind": "ScheduledSparkApplication", "spec": {"template": application(spec)["spec"]}}
    wanted = [one.replace("spec", "spec.template", 1) for one in places]
    assert [text(one.path) for one in pod_misfits(body)] == wanted


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"volumes": V, "driver": mounted("/x", "/y"), "executor": mounted("/x")},
        {"driver": {"memoryLimit": "2g", "sidecars": [HELPER]}, "executor": {"sidecars": [HELPER]}},
        {"driver": {"ports": [{"name": "jmx", "containerPort": 7078, "protocol": "TCP"}]}},
    ],
)
def test_a_sound_pod_is_let_through(spec: dict[str, Any]) -> None:
    assert pod_misfits(application(spec)) == []


def test_other_kinds_have_no_such_pods() -> None:
    assert pod_misfits({"kind": "Namespace", "metadata": {"name": "a"}}) == []


def test_the_application_is_left_as_it_is() -> None:
    body = application(FAULTS["a path of both"][0])
    before = copy.deepcopy(body)
    pod_misfits(body)
    assert body == before
