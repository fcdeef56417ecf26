"""What a job's spec says of its pods, in the application and in the pods that come of it."""

from pathlib import Path
from typing import Any

import pytest

from specgen.capacity.demand import requested
from specgen.capacity.pods import Pods, pods
from specgen.capacity.validity import faults
from specgen.spec.volume import BOTH
from tests.shared import shared_file
from tests.targets.applications import Expected, check, conf, table
from tests.targets.rendered import Body, job

MIB = 1 << 20
SCALA = "application: {file: 'local:///a.jar', type: Scala, class: org.example.A}\n"


def made(root: Path, fragment: str) -> Pods:
    """The pods of the sample's job with a fragment laid over it; each is one that is taken."""
    out = pods(job(root, fragment))
    assert [list(faults(pod)) for pod in out] == [[], []]
    return out


def container(pod: Body, name: str = "", kind: str = "containers") -> Any:
    """A container by its name; Spark's."""
    names = [name] if name else ["spark-kubernetes-driver", "spark-kubernetes-executor"]
    return next(one for one in pod["spec"].get(kind, ()) if one["name"] in names)


# --- sizes ----------------------------------------------------------------------------------------


def measured(title: str, role: str) -> dict[str, str]:
    """What Spark itself made of such sizes."""
    text = shared_file("facts/spark-memory-4.3.0.txt").read_text(encoding="utf-8")
    start = f"{title} | {'EXEC' if role == 'executor' else 'DRIVER'} "
    row = next(one for one in text.splitlines() if one.startswith(start))
    return dict(one.split("=") for one in row.partition("req={")[2].partition("}")[0].split(", "))


@table(
    ("title", "role", "fragment"),
    [
        ("mem=1g default", "executor", SCALA + "executor: {cores: 1, memory: 1g}"),
        ("mem=8g default", "executor", SCALA + "executor: {cores: 1, memory: 8g}"),
        (
            "mem=8g cores=4 reqcores=3600m",
            "executor",
            SCALA + "executor: {cores: 4, coreRequest: 3600m, memory: 8g}",
        ),
        (
            "mem=8g overhead=2g",
            "executor",
            SCALA + "executor: {cores: 1, memory: 8g, memoryOverhead: 2g}",
        ),
        (
            "mem=8g k8sFactor .4",
            "executor",
            SCALA + "memoryOverheadFactor: '0.4'\nexecutor: {cores: 1, memory: 8g}",
        ),
        (
            "mem=8g offheap 4g",
            "executor",
            SCALA + "executor: {cores: 1, memory: 8g, offHeapMemory: 4g}",
        ),
        (
            "mem=8g pysparkmem 2g py",
            "executor",
            "executor: {cores: 1, memory: 8g, pysparkMemory: 2g}",
        ),
        ("mem=1g jvm", "driver", SCALA + "driver: {memory: 1g}"),
        ("mem=8g py", "driver", "driver: {memory: 8g}"),
    ],
)
def test_a_pod_asks_for_what_spark_itself_asked_for(
    tmp_path: Path, title: str, role: str, fragment: str
) -> None:
    pod = getattr(made(tmp_path, fragment), role)
    asked = container(pod)["resources"]["requests"]
    wanted = measured(title, role)
    assert _mib(asked["memory"]) == _mib(wanted["memory"])
    assert asked["cpu"] == wanted["cpu"]


def _mib(quantity: str) -> int:
    number, unit = int(quantity[:-2]), quantity[-2:]
    return number * {"Mi": 1, "Gi": 1024}[unit]


def test_off_heap_memory_is_an_executors_alone(tmp_path: Path) -> None:
    plain, more = (
        made(tmp_path / name, fragment)
        for name, fragment in (("plain", ""), ("more", "executor: {offHeapMemory: 3g}"))
    )
    assert requested(more.driver) == requested(plain.driver)
    assert requested(more.executor)["memory"] - requested(plain.executor)["memory"] == 3072 * MIB


def test_limits_devices_and_disk_reach_the_containers(tmp_path: Path) -> None:
    both = made(
        tmp_path,
        "driver: {memoryLimit: 6g, ephemeralStorage: 4Gi}\n"
        "executor: {coreLimit: 3, gpu: {quantity: 2}, ephemeralStorage: 1.5Gi, memoryLimit: 9g}",
    )
    driver, executor = (container(pod)["resources"] for pod in both)
    assert driver["limits"]["memory"] == "6Gi"
    assert requested(both.driver)["memory"] < 6 * 1024 * MIB
    assert driver["requests"]["ephemeral-storage"] == "4Gi"
    assert executor["limits"] == {"cpu": "3", "memory": "9Gi", "nvidia.com/gpu": "2"}
    assert executor["requests"]["nvidia.com/gpu"] == "2"
    assert executor["requests"]["ephemeral-storage"] == "1536Mi"


def test_what_is_not_said_leaves_no_template(tmp_path: Path) -> None:
    check(tmp_path, "", {"driver": {"template": None, "gpu": None}, "executor": {"template": None}})


# --- volumes --------------------------------------------------------------------------------------

SOURCES: dict[str, Expected] = {
    "configMap: settings": {"configMap": {"name": "settings", "defaultMode": 420}},
    "configMap: settings, items: {a: b/c}, defaultMode: 256": {
        "configMap": {
            "name": "settings",
            "items": [{"key": "a", "path": "b/c"}],
            "defaultMode": 256,
        }
    },
    "secret: keys": {"secret": {"secretName": "keys", "defaultMode": 420}},
    "persistentVolumeClaim: data": {"persistentVolumeClaim": {"claimName": "data"}},
    "emptyDir: {size: 2Gi}": {"emptyDir": {"sizeLimit": "2Gi"}},
    "emptyDir: {size: 2Gi, memory: true}": {"emptyDir": {"sizeLimit": "2Gi", "medium": "Memory"}},
    "hostPath: {path: /data}": {"hostPath": {"path": "/data", "type": ""}},
    "hostPath: {path: /data, type: Directory}": {
        "hostPath": {"path": "/data", "type": "Directory"}
    },
    "csi: {driver: csi.example.com, volumeAttributes: {a: b}}": {
        "csi": {"driver": "csi.example.com", "volumeAttributes": {"a": "b"}}
    },
}


@pytest.mark.parametrize("roles", [BOTH, ("driver",), ("executor",)], ids=" and ".join)
@pytest.mark.parametrize("source", SOURCES)
def test_a_volume_is_mounted_in_its_roles_and_nowhere_else(
    tmp_path: Path, source: str, roles: tuple[str, ...]
) -> None:
    named = f"roles: [{', '.join(roles)}]"
    both = made(tmp_path, f"volumes: [{{name: v, mountPath: /mnt/v, {source}, {named}}}]")
    for role, pod in both._asdict().items():
        volumes = [one for one in pod["spec"]["volumes"] if one["name"] == "v"]
        mounts = [one for one in container(pod)["volumeMounts"] if one["name"] == "v"]
        assert volumes == ([{"name": "v", **SOURCES[source]}] if role in roles else [])
        assert [one["mountPath"] for one in mounts] == ["/mnt/v"] * (role in roles)


@table(
    ("volume", "mount"),
    [
        ("secret: s", {"mountPath": "/v", "readOnly": True}),
        ("configMap: s, readOnly: false", {"mountPath": "/v"}),
        ("persistentVolumeClaim: s", {"mountPath": "/v"}),
        (
            "persistentVolumeClaim: s, readOnly: true, subPath: in/a",
            {"mountPath": "/v", "readOnly": True, "subPath": "in/a"},
        ),
    ],
)
def test_how_a_volume_is_mounted(tmp_path: Path, volume: str, mount: Expected) -> None:
    pod = made(tmp_path, f"volumes: [{{name: v, mountPath: /v, {volume}}}]").driver
    assert {"name": "v", **mount} in container(pod)["volumeMounts"]


# --- containers -----------------------------------------------------------------------------------

RESTRICTED = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsGroup": 185,
    "runAsNonRoot": True,
    "runAsUser": 185,
    "seccompProfile": {"type": "RuntimeDefault"},
}


@pytest.mark.parametrize(
    ("field", "kind"), [("initContainers", "initContainers"), ("sidecars", "containers")]
)
def test_a_container_is_in_the_pods_of_its_roles(tmp_path: Path, field: str, kind: str) -> None:
    both = made(
        tmp_path,
        "volumes: [{name: logs, mountPath: /logs, emptyDir: {size: 1Gi}}]\n"
        f"{field}: [{{name: helper, image: spark-py, roles: [executor], command: [sh], args: [-c],"
        " env: {A: {secretKeyRef: {name: x, key: k}}}, mounts: [{volume: logs, path: /in},"
        " {volume: shuffle, path: /out}], resources: {requests: {cpu: 50m}}}]",
    )
    assert "helper" not in str(both.driver)
    found = container(both.executor, "helper", kind)
    assert found["securityContext"] == RESTRICTED
    assert found["image"].startswith("registry.example.com/spark-py:4.0.5-1@sha256:")
    assert (found["command"], found["args"]) == (["sh"], ["-c"])
    assert found["env"] == [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "x", "key": "k"}}}]
    assert found["volumeMounts"] == [
        {"name": "logs", "mountPath": "/in"},
        {"name": "spark-local-dir-1", "mountPath": "/out"},
    ]
    assert found["resources"] == {"requests": {"cpu": "50m"}}


@table(
    ("security", "user", "context"),
    [
        ("{}", "", RESTRICTED),
        ("{runAsUser: 7}", "", RESTRICTED | {"runAsUser": 7}),
        ("{}", "runAsUser: 7", RESTRICTED | {"runAsUser": 7}),
        (
            "{}",
            "runAsUser: 0",
            {key: one for key, one in RESTRICTED.items() if key != "runAsNonRoot"}
            | {"runAsUser": 0},
        ),
        ("{level: none}", "", None),
        ("{level: none}", "runAsUser: 0", {"runAsUser": 0}),
    ],
)
def test_who_a_container_runs_as(
    tmp_path: Path, security: str, user: str, context: Expected | None
) -> None:
    pod = pods(
        job(tmp_path, f"security: {security}\nsidecars: [{{name: a, image: spark-py, {user}}}]")
    ).driver
    assert container(pod, "a").get("securityContext") == context


def test_a_mount_is_read_only_as_its_volume_unless_it_says_itself(tmp_path: Path) -> None:
    pod = made(
        tmp_path,
        "volumes: [{name: s, mountPath: /s, secret: s}]\n"
        "sidecars: [{name: a, image: spark-py, mounts: [{volume: s, path: /a},"
        " {volume: s, path: /b, readOnly: false}]}]",
    ).driver
    assert container(pod, "a")["volumeMounts"] == [
        {"name": "s", "mountPath": "/a", "readOnly": True},
        {"name": "s", "mountPath": "/b"},
    ]


# --- images, variables, ports, names --------------------------------------------------------------

OTHER = "{repository: docker.io/acme/gpu, tag: '1', platforms: [amd64, arm64], sparkVersion: 4.0.5}"


def test_a_role_may_have_an_image_of_its_own(tmp_path: Path) -> None:
    both = made(tmp_path, f"executor: {{image: {OTHER}}}")
    images = [container(pod)["image"] for pod in both]
    assert images[0].startswith("registry.example.com/spark-py:")
    assert images[1] == "docker.io/acme/gpu:1"


def test_an_image_of_a_role_or_container_comes_from_the_mirror(tmp_path: Path) -> None:
    mirror = (
        "kind: Environment\nname: sample\n"
        "imageMirrors: [{from: docker.io/, to: mirror.example.com/hub/}]\n"
    )
    body = job(
        tmp_path,
        f"driver: {{image: {OTHER}}}\nsidecars: [{{name: a, image: docker.io/b/c:1}}]",
        mirror,
    )
    driver = body["spec"]["driver"]
    assert driver["image"] == "mirror.example.com/hub/acme/gpu:1"
    assert driver["sidecars"][0]["image"] == "mirror.example.com/hub/b/c:1"


@table(
    ("fragment", "driver", "executor"),
    [
        ("", None, None),
        ("image: {platforms: [amd64]}", "amd64", "amd64"),
        ("driver: {image: {platforms: [arm64]}}", "arm64", None),
        (
            "sidecars: [{name: a, image: {platforms: [amd64]}, roles: [executor]}]",
            None,
            "amd64",
        ),
    ],
)
def test_pods_are_confined_to_what_all_their_images_are_built_for(
    tmp_path: Path, fragment: str, driver: str | None, executor: str | None
) -> None:
    whole = "{repository: r/s, tag: '1', sparkVersion: 4.0.5, platforms"
    body = job(tmp_path, fragment.replace("{platforms", whole))
    found = [
        body["spec"][role].get("nodeSelector", {}).get("kubernetes.io/arch")
        for role in ("driver", "executor")
    ]
    assert found == [driver, executor]


def test_variables_of_whole_objects_come_to_both_and_then_to_their_role(tmp_path: Path) -> None:
    both = made(
        tmp_path,
        "envFrom: [{secretRef: warehouse, prefix: W_}]\nexecutor: {envFrom: [{configMapRef: x}]}",
    )
    common = {"prefix": "W_", "secretRef": {"name": "warehouse"}}
    assert [container(pod)["envFrom"] for pod in both] == [
        [common],
        [common, {"configMapRef": {"name": "x"}}],
    ]


def test_ports_follow_sparks_own(tmp_path: Path) -> None:
    both = made(
        tmp_path,
        "driver: {ports: [{name: jmx, port: 9404}]}\n"
        "executor: {ports: [{name: stats, port: 8125, protocol: UDP}]}",
    )
    last = [container(pod)["ports"][-1] for pod in both]
    assert last == [
        {"name": "jmx", "containerPort": 9404, "protocol": "TCP"},
        {"name": "stats", "containerPort": 8125, "protocol": "UDP"},
    ]


def test_pods_are_called_as_they_are_told(tmp_path: Path) -> None:
    both = made(tmp_path, "driver: {podName: boss}\nexecutor: {podNamePrefix: hand}")
    assert both.driver["metadata"]["name"] == "boss"
    assert both.executor["metadata"]["name"].startswith("hand-exec-")


@table(
    ("fragment", "expected"),
    [
        (
            "driver: {serviceLabels: {a: b}, serviceAnnotations: {c: d}}",
            {"driver": {"serviceLabels": {"a": "b"}, "serviceAnnotations": {"c": "d"}}},
        ),
        ("executor: {deleteOnTermination: false}", {"executor": {"deleteOnTermination": False}}),
        ("executor: {deleteOnTermination: true}", {"executor": {"deleteOnTermination": None}}),
        (
            "executor: {offHeapMemory: 2g, pysparkMemory: 1g}",
            conf(
                memory__offHeap__enabled="true",
                memory__offHeap__size="2g",
                executor__pyspark__memory="1g",
            ),
        ),
        ("", conf(memory__offHeap__enabled=None, executor__pyspark__memory=None)),
        (
            (
                "application: {archives: ['local:///e.tgz#env'], packages: ['a:b_2.13:1'],"
                " repositories: ['https://m.example/']}"
            ),
            {
                "deps": {
                    "archives": ["local:///e.tgz#env"],
                    "packages": ["a:b_2.13:1"],
                    "repositories": ["https://m.example/"],
                    "jars": None,
                }
            },
        ),
        ('application: {pythonVersion: "3"}', {"pythonVersion": "3"}),
        ("writes: ['s3://acme-lake/out/']", conf(hadoop__fs__s3a__endpoint__region="us-east-1")),
    ],
)
def test_other_fields(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


def test_what_is_only_written_to_s3_has_s3_set_up(tmp_path: Path) -> None:
    fragment = "application: {file: 'local:///a.py'}\neventLog: {enabled: false}\n%s"
    key = "spark.hadoop.fs.s3a.endpoint.region"
    assert key not in str(job(tmp_path / "without", fragment % ""))
    assert key in str(job(tmp_path / "with", fragment % "writes: ['loc://lake/out/']"))


# --- nodes ----------------------------------------------------------------------------------------

FAMILY, SIZE = "karpenter.k8s.aws/instance-family", "karpenter.k8s.aws/instance-size"


@table(
    ("only", "selector", "affinity"),
    [
        ("families: [r7g]", {FAMILY: "r7g"}, {}),
        ("families: [r7g], sizes: [4xlarge]", {FAMILY: "r7g", SIZE: "4xlarge"}, {}),
        (
            "families: [r7g, r6g], sizes: [4xlarge]",
            {SIZE: "4xlarge"},
            {FAMILY: ["r7g", "r6g"]},
        ),
        (
            "families: [r7g, r6g], sizes: [4xlarge, 8xlarge]",
            {},
            {FAMILY: ["r7g", "r6g"], SIZE: ["4xlarge", "8xlarge"]},
        ),
    ],
)
def test_one_value_is_selected_and_several_hold_together_in_one_term(
    tmp_path: Path, only: str, selector: Expected, affinity: Expected
) -> None:
    spec = made(tmp_path, f"executor: {{only: {{{only}}}}}").executor["spec"]
    chosen = {key: one for key, one in spec["nodeSelector"].items() if key in (FAMILY, SIZE)}
    assert chosen == selector
    terms = (
        spec.get("affinity", {})
        .get("nodeAffinity", {})
        .get("requiredDuringSchedulingIgnoredDuringExecution", {"nodeSelectorTerms": []})
    )["nodeSelectorTerms"]
    assert len(terms) == bool(affinity)
    found = {one["key"]: one["values"] for term in terms for one in term["matchExpressions"]}
    assert found == affinity
