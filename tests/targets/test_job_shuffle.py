"""Where a job's shuffle lies: in its object, and in the pods that come of it."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from specgen.capacity.placeholders import LOCAL_DIR_ID, RANDOM
from specgen.capacity.pods import pods
from tests.shared import shared_yaml
from tests.targets.applications import Expected, check, conf, table
from tests.targets.rendered import Body, job, rendered

_GP3 = "kind: Cluster\nname: one\nstorageClasses: [{name: gp3}]\n"
PVC = "shuffle: {type: pvc, size: 100Gi, storageClass: gp3%s}"
NAME = "spark-local-dir-1"
CLAIM = f"spark.kubernetes.%s.volumes.persistentVolumeClaim.{NAME}."
_DRIVER = "spark.kubernetes.driver."
_PLUGIN = "spark.shuffle.sort.io.plugin.class"
_OLD = "image: {repository: registry.example.com/s, tag: 3.4.4, sparkVersion: 3.4.4}\n"


class Seen(NamedTuple):
    """What Spark sees of its local directories in a pod."""

    dirs: str
    """The variable SPARK_LOCAL_DIRS."""
    volume: Body
    """The volume that is mounted there."""


def local(pod: Body) -> Seen:
    """Of a predicted pod."""
    spark = next(one for one in pod["spec"]["containers"] if one["name"].startswith("spark-kub"))
    dirs = next(one["value"] for one in spark["env"] if one["name"] == "SPARK_LOCAL_DIRS")
    mount = next(one for one in spark["volumeMounts"] if one["mountPath"] == dirs)
    assert mount["name"] == NAME
    assert not mount.get("readOnly")
    volume = next(one for one in pod["spec"]["volumes"] if one["name"] == NAME)
    return Seen(dirs, {key: value for key, value in volume.items() if key != "name"})


UNSAID = f"/var/data/spark-{LOCAL_DIR_ID}"
_OWN = Seen(UNSAID, {"emptyDir": {}})
"""What Spark makes where nobody says anything."""

HERE = "/var/data/local-1"


@table(
    ("fragment", "driver", "executor"),
    [
        pytest.param("", _OWN, _OWN, id="nothing said"),
        pytest.param("shuffle: {type: nvme}", _OWN, _OWN, id="on the node's NVMe disks"),
        pytest.param("shuffle: {type: celeborn, endpoints: ['a:9097']}", _OWN, _OWN, id="remote"),
        pytest.param(
            "shuffle: {size: 50Gi}",
            _OWN,
            Seen(HERE, {"emptyDir": {"sizeLimit": "50Gi"}}),
            id="a size",
        ),
        pytest.param(
            "shuffle: {type: nvme, size: 400Gi, roles: [driver, executor], mountPath: /fast}",
            Seen("/fast", {"emptyDir": {"sizeLimit": "400Gi"}}),
            Seen("/fast", {"emptyDir": {"sizeLimit": "400Gi"}}),
            id="both roles",
        ),
        pytest.param(
            "shuffle: {mountPath: /data1}", _OWN, Seen("/data1", {"emptyDir": {}}), id="a path only"
        ),
        pytest.param(
            "shuffle: {type: nvme, hostPath: /mnt/k8s-disks/0, hostPathType: Directory}",
            _OWN,
            Seen(HERE, {"hostPath": {"path": "/mnt/k8s-disks/0", "type": "Directory"}}),
            id="a directory of the node",
        ),
        pytest.param(
            "shuffle: {type: tmpfs}",
            Seen(UNSAID, {"emptyDir": {"medium": "Memory"}}),
            Seen(UNSAID, {"emptyDir": {"medium": "Memory"}}),
            id="memory",
        ),
        pytest.param(
            "shuffle: {type: tmpfs, size: 4Gi}",
            _OWN,
            Seen(HERE, {"emptyDir": {"medium": "Memory", "sizeLimit": "4Gi"}}),
            id="so much memory",
        ),
        pytest.param(
            "shuffle: {type: lustre, claim: fast}",
            _OWN,
            Seen(HERE, {"persistentVolumeClaim": {"claimName": "fast"}}),
            id="a shared claim",
        ),
        pytest.param(
            PVC % "",
            _OWN,
            Seen(
                "/var/data/spark-local/executor-1",
                {"persistentVolumeClaim": {"claimName": f"count-{RANDOM}-exec-1-pvc-0"}},
            ),
            id="a claim for each executor",
        ),
        pytest.param(
            PVC % ", roles: [driver]",
            Seen(HERE, {"persistentVolumeClaim": {"claimName": f"count-{RANDOM}-driver-pvc-0"}}),
            _OWN,
            id="a claim for the driver",
        ),
    ],
)
def test_the_directories_that_spark_will_use(
    tmp_path: Path, fragment: str, driver: Seen, executor: Seen
) -> None:
    made = pods(job(tmp_path, fragment, _GP3))
    assert (local(made.driver), local(made.executor)) == (driver, executor)


def test_a_job_that_says_nothing_has_not_a_word_of_it(tmp_path: Path) -> None:
    spec = job(tmp_path)["spec"]
    assert "volumes" not in spec
    assert not any(".volumes." in key or "shuffle.sort" in key for key in spec["sparkConf"])
    assert all("volumeMounts" not in spec[role] for role in ("driver", "executor"))


# --- claims on demand -----------------------------------------------------------------------------


@table(
    ("more", "expected"),
    [
        pytest.param(
            "",
            {
                f"{CLAIM % 'executor'}options.claimName": "OnDemand",
                f"{CLAIM % 'executor'}options.storageClass": "gp3",
                f"{CLAIM % 'executor'}options.sizeLimit": "100Gi",
                f"{CLAIM % 'executor'}mount.path": "/var/data/spark-local/executor-1",
                f"{CLAIM % 'executor'}mount.readOnly": "false",
                f"{CLAIM % 'driver'}options.claimName": None,
                f"{_DRIVER}ownPersistentVolumeClaim": "true",
                f"{_DRIVER}reusePersistentVolumeClaim": "true",
                f"{_DRIVER}waitToReusePersistentVolumeClaim": "true",
                _PLUGIN: "org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO",
                "spark.kubernetes.legacy.useReadWriteOnceAccessMode": None,
            },
            id="owned, reused, waited for, recovered",
        ),
        pytest.param(
            ", reuse: false",
            {
                f"{_DRIVER}ownPersistentVolumeClaim": "false",
                f"{_DRIVER}reusePersistentVolumeClaim": "false",
                f"{_DRIVER}waitToReusePersistentVolumeClaim": None,
                _PLUGIN: None,
            },
            id="each goes with its executor",
        ),
        pytest.param(", recovery: false", {_PLUGIN: None}, id="reused, and not read"),
        pytest.param(
            ", accessMode: ReadWriteOnce",
            {"spark.kubernetes.legacy.useReadWriteOnceAccessMode": "true"},
            id="a node at a time",
        ),
        pytest.param(
            ", accessMode: ReadWriteOncePod",
            {"spark.kubernetes.legacy.useReadWriteOnceAccessMode": "false"},
            id="a pod at a time",
        ),
        pytest.param(
            ", roles: [driver]",
            {
                f"{CLAIM % 'driver'}options.claimName": "OnDemand",
                f"{CLAIM % 'executor'}options.claimName": None,
                f"{_DRIVER}ownPersistentVolumeClaim": None,
            },
            id="the driver's alone has no next executor",
        ),
    ],
)
def test_settings_of_claims(tmp_path: Path, more: str, expected: dict[str, str | None]) -> None:
    check(tmp_path, PVC % more, {"sparkConf": expected}, _GP3)


def test_claims_are_asked_for_as_the_recorded_application_does(tmp_path: Path) -> None:
    """And by name for what it leaves to Spark: recovery reads the setting on the executor."""
    recorded = shared_yaml("facts/operator/applications/pvc-on-demand.yaml")["spec"]
    path = "/data/spark-local"
    ours = job(tmp_path, PVC % f", mountPath: {path}/executor-1, recovery: true", _GP3)["spec"]
    wanted = {
        key: f"{path}/executor-1" if value == path else value
        for key, value in recorded["sparkConf"].items()
    }
    assert wanted.items() <= ours["sparkConf"].items()
    assert ours["executor"]["podSecurityContext"] == recorded["executor"]["podSecurityContext"]


@table(
    ("fragment", "driver", "executor"),
    [
        pytest.param(PVC % "", None, 185, id="executors"),
        pytest.param(PVC % ", roles: [driver, executor]", 185, 185, id="both"),
        pytest.param(
            f"{PVC % ''}\nsecurity: {{runAsGroup: 2000}}", None, 2000, id="the processes' group"
        ),
        pytest.param("shuffle: {type: lustre, claim: a}", None, 185, id="a shared claim"),
        pytest.param("shuffle: {size: 1Gi}", None, None, id="an emptyDir is open to all"),
    ],
)
def test_a_volume_is_given_to_the_group_that_writes_to_it(
    tmp_path: Path, fragment: str, driver: int | None, executor: int | None
) -> None:
    spec = job(tmp_path, fragment, _GP3)["spec"]
    contexts = (spec[role].get("podSecurityContext", {}) for role in ("driver", "executor"))
    assert [one.get("fsGroup") for one in contexts] == [driver, executor]


# --- remote shuffle services ----------------------------------------------------------------------

CELEBORN = "shuffle: {type: celeborn, endpoints: ['m0.celeborn:9097', 'm1.celeborn:9097']%s}\n"
UNIFFLE = "shuffle: {type: uniffle, endpoints: ['c0.uniffle:19999']}\n"
_COMMON = {
    "spark.serializer": "org.apache.spark.serializer.KryoSerializer",
    "spark.shuffle.service.enabled": "false",
    "spark.sql.adaptive.localShuffleReader.enabled": "false",
}


@table(
    ("fragment", "expected"),
    [
        pytest.param(
            CELEBORN % "",
            {
                **_COMMON,
                "spark.shuffle.manager": "org.apache.spark.shuffle.celeborn.SparkShuffleManager",
                "spark.celeborn.master.endpoints": "m0.celeborn:9097,m1.celeborn:9097",
                "spark.celeborn.client.push.replicate.enabled": "true",
                _PLUGIN: "org.apache.spark.shuffle.celeborn.CelebornShuffleDataIO",
                "spark.storage.decommission.shuffleBlocks.enabled": "false",
            },
            id="celeborn",
        ),
        pytest.param(
            CELEBORN % ", replication: false",
            {"spark.celeborn.client.push.replicate.enabled": "false"},
            id="one worker",
        ),
        pytest.param(CELEBORN % "" + _OLD, {**_COMMON, _PLUGIN: None}, id="before Spark asked"),
        pytest.param(
            UNIFFLE,
            {
                **_COMMON,
                "spark.shuffle.manager": "org.apache.spark.shuffle.RssShuffleManager",
                "spark.rss.coordinator.quorum": "c0.uniffle:19999",
                "spark.celeborn.client.push.replicate.enabled": None,
                _PLUGIN: "org.apache.spark.shuffle.RssShuffleDataIo",
            },
            id="uniffle",
        ),
    ],
)
def test_settings_of_a_remote_service(
    tmp_path: Path, fragment: str, expected: dict[str, str | None]
) -> None:
    check(tmp_path, fragment, {"sparkConf": expected})


@table(
    ("fragment", "tracking", "timeout"),
    [
        pytest.param(CELEBORN % "", False, None, id="celeborn"),
        pytest.param(UNIFFLE, False, None, id="uniffle"),
        pytest.param(CELEBORN % "" + _OLD, True, 1_800_000, id="before Spark asked"),
        pytest.param(PVC % "", True, 1_800_000, id="volumes are not everywhere"),
    ],
)
def test_what_a_service_keeps_is_not_tracked(
    tmp_path: Path, fragment: str, tracking: bool, timeout: int | None  # noqa: FBT001
) -> None:  # fmt: skip
    dynamic = {"shuffleTrackingEnabled": tracking, "shuffleTrackingTimeout": timeout}
    check(tmp_path, fragment, {"dynamicAllocation": dynamic}, _GP3)


# --- decommissioning ------------------------------------------------------------------------------

_ON_DEMAND = "kind: Cluster\nname: one\npools: [{name: executors, capacityType: [on-demand]}]\n"
_ON = conf(decommission__enabled="true") | {"executor": {"terminationGracePeriodSeconds": 110}}
_OFF = conf(decommission__enabled=None) | {"executor": {"terminationGracePeriodSeconds": None}}


@table(
    ("fragment", "more", "expected"),
    [
        pytest.param("", "", _ON, id="on Spot"),
        pytest.param("", _ON_DEMAND, _OFF, id="on demand"),
        pytest.param(
            "executor: {decommission: {enabled: true}}", _ON_DEMAND, _ON, id="for rolling executors"
        ),
        pytest.param(
            "executor: {decommission: {enabled: false}}",
            "",
            conf(decommission__enabled=None),
            id="unwanted on Spot",
        ),
    ],
)
def test_where_executors_are_decommissioned(
    tmp_path: Path, fragment: str, more: str, expected: Expected
) -> None:
    check(tmp_path, fragment, expected, more)


# --- rights ---------------------------------------------------------------------------------------

_ROLE = "one/teams/reviews/role-%s.yaml"
_IDENTITIES = "kind: Team\nname: reviews\nidentities: [{name: writer}]\n---\n"
_BY_HAND = "conf: {spark.kubernetes.executor.volumes.persistentVolumeClaim.d.options.%s: OnDemand}"


def claiming(found: dict[str, Body], role: str) -> list[str]:
    """Verbs on claims that a Role gives."""
    file = _ROLE % role
    rules: list[dict[str, Any]] = found[file]["rules"] if file in found else []
    return [
        v for one in rules if "persistentvolumeclaims" in one["resources"] for v in one["verbs"]
    ]


@table(
    ("fragment", "roles"),
    [
        pytest.param("", set(), id="none"),
        pytest.param("shuffle: {type: lustre, claim: a}", set(), id="a claim that is there"),
        pytest.param(PVC % "", {"spark-driver"}, id="the job's identity"),
        pytest.param(f"{PVC % ''}\nidentity: writer", {"writer-driver"}, id="another identity"),
        pytest.param(PVC % ", roles: [driver]", set(), id="a driver's is not made by the driver"),
        pytest.param(_BY_HAND % "claimName", {"spark-driver"}, id="in conf"),
        pytest.param(_BY_HAND % "other", set(), id="another setting"),
    ],
)
def test_a_driver_may_claim_volumes_only_where_its_job_does(
    tmp_path: Path, fragment: str, roles: set[str]
) -> None:
    found = rendered(tmp_path, f"{_IDENTITIES}{_GP3}---\nkind: SparkJob\nname: count\n{fragment}\n")
    every = ("spark-driver", "writer-driver", "spark-operator-claims")
    assert {role for role in every if claiming(found, role)} == roles
    for role in roles:
        assert claiming(found, role) == [
            "get", "list", "create", "delete", "deletecollection", "patch",
        ]  # fmt: skip


def test_the_operator_that_we_install_may_claim_volumes_for_drivers(tmp_path: Path) -> None:
    """The recorded refusal names the account that lacks the right."""
    cluster = (
        "kind: Environment\nname: sample\nversions: {sparkOperator: 2.5.2}\n---\n"
        f"{_GP3}existing: {{installed: [podIdentityAgent]}}\naddons: {{sparkOperator: {{}}}}\n"
    )
    fragment = PVC % ", roles: [driver]"
    found = rendered(tmp_path, f"{cluster}---\nkind: SparkJob\nname: count\n{fragment}\n")
    assert claiming(found, "spark-operator-claims") == ["create", "patch", "delete"]
    binding = found["one/teams/reviews/rolebinding-spark-operator-claims.yaml"]
    assert binding["roleRef"]["name"] == "spark-operator-claims"
    assert binding["subjects"] == [
        {
            "kind": "ServiceAccount",
            "name": "spark-operator-controller",
            "namespace": "spark-operator",
        }
    ]
