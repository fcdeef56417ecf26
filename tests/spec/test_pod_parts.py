"""What a job may say of volumes, containers, ports and its program, and how the rest is refused."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import TypeAdapter, ValidationError

from specgen.refusal import Refused
from specgen.spec.application import Application
from specgen.spec.container import Container, Gpu, Port
from specgen.spec.env import EnvFrom
from specgen.spec.volume import JobVolume
from tests.projects import outcome, sample_project

VOLUME = {"name": "v", "mountPath": "/v"}
FILES = {**VOLUME, "configMap": "c"}
HELPER = {"name": "a", "image": "tools"}
PORT = {"name": "jmx", "port": 9404}
PROGRAM = {"file": "local:///opt/a.py"}


class Wrong(NamedTuple):
    """A part, and what is said of it."""

    model: Any
    value: dict[str, Any]
    mend: str


WRONG = {
    "spark's own volume": Wrong(
        JobVolume, {**FILES, "name": "spark-local-dir-3"}, "choose another name"
    ),
    "the word for it": Wrong(JobVolume, {**FILES, "name": "shuffle"}, "choose another name"),
    "a path that is not whole": Wrong(JobVolume, {**FILES, "mountPath": "opt/a"}, "write it whole"),
    "a path that ends with /": Wrong(JobVolume, {**FILES, "mountPath": "/a/"}, "write it whole"),
    "a path with ..": Wrong(JobVolume, {**FILES, "mountPath": "/a/../b"}, "write it whole"),
    "a path with two /": Wrong(JobVolume, {**FILES, "mountPath": "/a//b"}, "write it whole"),
    "a path with a colon": Wrong(JobVolume, {**FILES, "mountPath": "/a:b"}, "write it whole"),
    "the root": Wrong(JobVolume, {**FILES, "mountPath": "/"}, "write it whole"),
    "a whole path inside": Wrong(JobVolume, {**FILES, "subPath": "/a"}, "write it without"),
    "a path to outside": Wrong(JobVolume, {**FILES, "subPath": "../a"}, "write it without"),
    "no source": Wrong(JobVolume, VOLUME, "keep one of configMap, secret"),
    "two sources": Wrong(JobVolume, {**FILES, "secret": "s"}, "keep one of configMap, secret"),
    "keys of a claim": Wrong(
        JobVolume,
        {**VOLUME, "persistentVolumeClaim": "c", "items": {"a": "b"}},
        "remove items",
    ),
    "modes of a claim": Wrong(
        JobVolume, {**VOLUME, "persistentVolumeClaim": "c", "defaultMode": 0}, "remove defaultMode"
    ),
    "a mode that looks octal": Wrong(
        JobVolume, {**FILES, "defaultMode": 644}, "write 420, which is 0644"
    ),
    "a mode that is none": Wrong(JobVolume, {**FILES, "defaultMode": 999}, "write it in decimal"),
    "a mode below none": Wrong(JobVolume, {**FILES, "defaultMode": -1}, "write it in decimal"),
    "a key that is the folder": Wrong(
        JobVolume, {**FILES, "items": {"..": "c"}}, "write letters, digits, `-_.`"
    ),
    "a key that is a path": Wrong(
        JobVolume, {**FILES, "items": {"a/b": "c"}}, "write letters, digits, `-_.`"
    ),
    "spark's own container": Wrong(
        Container, {**HELPER, "name": "spark-kubernetes-executor"}, "choose another name"
    ),
    "the operator's word for it": Wrong(
        Container, {**HELPER, "name": "executor"}, "choose another name"
    ),
    "two volumes at one path": Wrong(
        Container,
        {**HELPER, "mounts": [{"volume": "a", "path": "/x"}, {"volume": "b", "path": "/x"}]},
        "give one of them another path",
    ),
    "a long port": Wrong(Port, {**PORT, "name": "p" * 16}, "write at most 15"),
    "a port of digits": Wrong(Port, {**PORT, "name": "9404"}, "write at most 15"),
    "a port of two words": Wrong(Port, {**PORT, "name": "a--b"}, "write at most 15"),
    "variables from nowhere": Wrong(EnvFrom, {"prefix": "A_"}, "keep one of secretRef"),
    "variables from two": Wrong(
        EnvFrom, {"secretRef": "a", "configMapRef": "b"}, "keep one of secretRef"
    ),
    "client mode": Wrong(Application, {**PROGRAM, "mode": "client"}, "remove mode"),
    "a Python for Scala": Wrong(
        Application,
        {"type": "Scala", "file": "local:///a.jar", "pythonVersion": "3"},
        "remove pythonVersion",
    ),
    "repositories of nothing": Wrong(
        Application, {**PROGRAM, "repositories": ["https://m.example/"]}, "name packages"
    ),
    "no coordinates": Wrong(
        Application, {**PROGRAM, "packages": ["spark-avro_2.13"]}, "write group:artifact:version"
    ),
    "two coordinates": Wrong(
        Application, {**PROGRAM, "packages": ["a:b:1,c:d:2"]}, "write group:artifact:version"
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused_with_a_mend(name: str) -> None:
    model, value, mend = WRONG[name]
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(value)
    (error,) = caught.value.errors()
    cause = error["ctx"]["error"]
    assert isinstance(cause, Refused)
    assert cause.mend.startswith(mend)


RIGHT = [
    (JobVolume, {**FILES, "defaultMode": 511, "items": {".x_y-z": "a/b"}, "subPath": "a"}),
    (JobVolume, {**VOLUME, "emptyDir": {"size": "1Gi"}, "name": "shuffled"}),
    (Container, {**HELPER, "runAsUser": 0, "mounts": [{"volume": "shuffle", "path": "/x"}]}),
    (Port, {"name": "a-1", "port": 65535}),
    (Port, {"name": "driver-rpc-port", "port": 1}),
    (Gpu, {"quantity": 1, "name": "amd.com/gpu"}),
    (EnvFrom, {"configMapRef": "a"}),
    (Application, {**PROGRAM, "packages": ["org.apache.spark:spark-avro_2.13:4.0.5"]}),
    (Application, {**PROGRAM, "mode": "cluster", "pythonVersion": "3"}),
]


@pytest.mark.parametrize(("model", "value"), RIGHT)
def test_what_is_right_is_taken(model: Any, value: dict[str, Any]) -> None:
    TypeAdapter(model).validate_python(value)


@pytest.mark.parametrize(("port", "fits"), [(0, False), (1, True), (65535, True), (65536, False)])
def test_the_bounds_of_ports(port: int, fits: bool) -> None:  # noqa: FBT001
    if fits:
        assert Port.model_validate({**PORT, "port": port}).port == port
    else:
        with pytest.raises(ValidationError):
            Port.model_validate({**PORT, "port": port})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"configMap": "c"}, True),
        ({"secret": "c"}, True),
        ({"persistentVolumeClaim": "c"}, False),
        ({"secret": "c", "readOnly": False}, False),
        ({"persistentVolumeClaim": "c", "readOnly": True}, True),
    ],
)
def test_files_of_keys_are_read_only_unless_told(source: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    assert JobVolume.model_validate({**VOLUME, **source}).is_read_only is expected


# --- within a job ---------------------------------------------------------------------------------

HOLDER = "volumes: [{name: v, mountPath: /v, configMap: c%s}]\n"
TWO = """\
volumes:
- {name: a, mountPath: /x, configMap: c%s}
- {name: b, mountPath: /x, secret: s, roles: [%s]}
"""
IMAGE = "image: spark-py"

JOBS = {
    "one path in a role": (
        TWO % ("", "driver"),
        ("volumes", 1, "mountPath"),
    ),
    "one name for two kinds": (
        f"initContainers: [{{name: a, {IMAGE}}}]\nsidecars: [{{name: a, {IMAGE}}}]",
        ("sidecars", 0, "name"),
    ),
    "a volume that is not there": (
        f"sidecars: [{{name: a, {IMAGE}, mounts: [{{volume: w, path: /w}}]}}]",
        ("sidecars", 0, "mounts", 0, "volume"),
    ),
    "a volume of the other role": (
        HOLDER % ", roles: [driver]"
        + f"sidecars: [{{name: a, {IMAGE}, mounts: [{{volume: v, path: /w}}]}}]",
        ("sidecars", 0, "mounts", 0, "volume"),
    ),
    "memory for Python of R": (
        "application: {file: 'local:///a.R'}\nexecutor: {pysparkMemory: 1g}",
        ("executor", "pysparkMemory"),
    ),
    "one name for every run": (
        "run: null\nschedule: {cron: '@hourly'}\ndriver: {podName: x}",
        ("driver", "podName"),
    ),
    "one prefix for every run": (
        "run: null\nschedule: {cron: '@hourly'}\nexecutor: {podNamePrefix: x}",
        ("executor", "podNamePrefix"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", JOBS)
def test_parts_that_do_not_go_together_are_told_at_one_of_them(name: str, tmp_path: Path) -> None:
    fragment, path = JOBS[name]
    job = f"kind: SparkJob\nname: count\n{fragment}\n"
    (found,) = outcome(sample_project(tmp_path, job), checks_only=True).findings
    assert found.rule == "contradiction"
    line = found.spot.excerpt[-1]
    said = line[found.spot.column - 1 :]
    assert str(path[-1]) in line
    assert said
    assert found.help


@pytest.mark.parametrize(
    "fragment",
    [
        TWO % (", roles: [executor]", "driver"),
        (
            f"initContainers: [{{name: a, {IMAGE}, roles: [driver]}}]\n"
            f"sidecars: [{{name: a, {IMAGE}, roles: [executor]}}]"
        ),
        HOLDER % ", roles: [driver]"
        + f"sidecars: [{{name: a, {IMAGE}, roles: [driver], mounts: [{{volume: v, path: /w}}]}}]",
        "driver: {podName: x}\nexecutor: {podNamePrefix: x, pysparkMemory: 1g}",
    ],
)
def test_roles_keep_them_apart(fragment: str, tmp_path: Path) -> None:
    job = f"kind: SparkJob\nname: count\n{fragment}\n"
    assert not outcome(sample_project(tmp_path, job), checks_only=True).findings


def test_volumes_of_a_higher_layer_are_laid_over_those_of_their_name(tmp_path: Path) -> None:
    """A profile brings a volume, and the job only moves it."""
    specs = (
        "kind: SparkProfile\nname: logging\n"
        "volumes: [{name: v, mountPath: /v, configMap: c}]\n---\n"
        "kind: SparkJob\nname: count\nprofiles: [logging]\nvolumes: [{name: v, mountPath: /w}]\n"
    )
    out = outcome(sample_project(tmp_path, specs))
    assert not out.findings
    (body,) = [
        text for name, text in out.files.items() if name.endswith("/jobs/reviews/count.yaml")
    ]
    assert b"mountPath: /w" in body
    assert b"mountPath: /v" not in body
    assert b"name: c" in body
