"""The edges of rules about shuffle and Spot: what is just wrong, and what is just right."""

from pathlib import Path

import pytest

from specgen.rules.sample import ON_DEMAND, claims, created, group, karpenter, remote
from tests.projects import broken, outcome, sample_project
from tests.shared import REPOSITORY

_JOB = "kind: SparkJob\nname: count\n"
_TEAM = "kind: Team\nname: reviews\n"
_CLUSTER = "kind: Cluster\nname: one\n"
_NVME = "shuffle: {type: nvme, size: 100Gi}\n"
_WITHOUT_OWN = "pools: [{name: executors, remove: true}, {name: drivers, arch: [arm64]}]\n"
_ROLL = "conf: {spark.kubernetes.executor.rollInterval: %s%s}\n"
_PLUGIN = ", spark.plugins: 'a.B,org.apache.spark.scheduler.cluster.k8s.ExecutorRollPlugin'"
_STEADY = f"{_CLUSTER}pools: [{{name: executors, capacityType: [on-demand]}}]\n---\n"
_UNIFFLE = ("celeborn, endpoints: ['celeborn.example.com:9097']", "uniffle, endpoints: ['u:19999']")
_CLAIM = "spark.kubernetes.%s.volumes.persistentVolumeClaim.d.options."


def on_karpenter(pool: str, disks: str = "", shuffle: str = _NVME) -> str:
    """The job's executors on a pool of Karpenter, with its own wish for shuffle."""
    made_of = f"ami: {{version: v20260715}}{disks}"
    said = f"mine, runs: executors, arch: [amd64], {ON_DEMAND}{pool}"
    return karpenter(said, made_of, role="executor") + shuffle


def on_groups(*groups: str) -> str:
    """The same on node groups of a cluster that specgen creates."""
    cluster = created(_WITHOUT_OWN, "\n".join(groups))
    return f"{cluster}---\n{_JOB}executor: {{pool: mine}}\n{_NVME}"


def mine(name: str, **said: str) -> str:
    """A group of the pool `mine`."""
    return group(name, pool="mine", runs="executors", **said)


_DISKS = {"instanceStore": "raid0", "instanceTypes": "[m7gd.4xlarge]"}
_RAID = ", instanceStore: raid0"


@pytest.mark.parametrize(
    ("example", "rules"),
    [
        # --- NVMe disks ---------------------------------------------------------------------------
        pytest.param(on_groups(mine("a", **_DISKS)), set(), id="a group that joins its disks"),
        pytest.param(
            on_groups(mine("a", **_DISKS), mine("b")),
            {"shuffle-without-nvme", "scratch-larger-than-disk"},
            id="one of two groups does not",
        ),
        pytest.param(
            on_karpenter(", instances: {localNvme: {min: 400}}"), set(), id="machines with disks"
        ),
        pytest.param(
            on_karpenter(", instances: {localNvme: {min: 400}}", ", instanceStore: none"),
            {"shuffle-without-nvme", "scratch-larger-than-disk"},
            id="a class that does not join them",
        ),
        pytest.param(
            on_karpenter(", instances: {types: [m7gd.4xlarge]}", _RAID),
            set(),
            id="types with disks",
        ),
        pytest.param(
            on_karpenter(", instances: {families: [m7g]}", _RAID),
            {"shuffle-without-nvme"},
            id="a family without",
        ),
        pytest.param(on_karpenter("", _RAID), {"shuffle-without-nvme"}, id="any machine at all"),
        pytest.param(
            _JOB + "executor: {pool: any}\n" + _NVME,
            {"shuffle-without-nvme", "orphan-pool"},
            id="any node",
        ),
        # --- room on the disk ---------------------------------------------------------------------
        pytest.param(
            on_karpenter("", shuffle="shuffle: {size: 89Gi}\n"), set(), id="all of the root disk"
        ),
        pytest.param(
            on_karpenter("", shuffle="shuffle: {size: 90Gi}\n"),
            {"scratch-larger-than-disk"},
            id="what the kubelet keeps free",
        ),
        pytest.param(
            on_karpenter(", instances: {localNvme: {min: 100}}"),
            {"scratch-larger-than-disk"},
            id="100 GB are less than 100Gi",
        ),
        pytest.param(
            on_karpenter("", shuffle="shuffle: {type: tmpfs, size: 900Gi}\n")
            + f"---\n{_TEAM}defaults: {{SparkJob: {{executor: {{memoryOverhead: 901g}}}}}}\n",
            set(),
            id="memory is no disk",
        ),
        pytest.param(_JOB + "shuffle: {size: 90Ti}\n", set(), id="nobody says how large it is"),
        # --- memory -------------------------------------------------------------------------------
        pytest.param(
            _JOB + "shuffle: {type: tmpfs}\n", {"tmpfs-without-overhead"}, id="no room in memory"
        ),
        pytest.param(
            _JOB + 'shuffle: {type: tmpfs}\nmemoryOverheadFactor: "0.5"\n', set(), id="a factor"
        ),
        pytest.param(
            _JOB + "shuffle: {type: tmpfs, size: 4Gi}\nexecutor: {memoryOverhead: 4g}\n",
            set(),
            id="just enough of it",
        ),
        # --- volumes ------------------------------------------------------------------------------
        pytest.param(
            _JOB + "shuffle: {type: lustre, claim: a}\nzone: any\n",
            {"zonal-shuffle-spans-zones"},
            id="a file system of one zone",
        ),
        pytest.param(
            claims(cluster="zones: [us-east-1a]\nstorageClasses: "
                   "[{name: gp3, bindingMode: Immediate}]"),
            set(),
            id="one zone only",
        ),
        pytest.param(
            claims(cluster="storageClasses: [{name: gp2}]"), {"unknown-storage-class"}, id="another"
        ),
        pytest.param(
            f"{_STEADY}{_JOB}conf: {{{_CLAIM % 'driver'}claimName: OnDemand, "
            f"{_CLAIM % 'driver'}storageClass: a, {_CLAIM % 'driver'}sizeLimit: 1Gi}}\n",
            {"driver-claim-without-rights"},
            id="a driver's claim in conf",
        ),
        pytest.param(
            f"{_JOB}conf: {{{_CLAIM % 'executor'}claimName: shared}}\n", set(), id="a claim by name"
        ),
        pytest.param(
            claims(", mountPath: /data1"), {"unreused-claims"}, id="where Spark does not look"
        ),
        pytest.param(claims(", mountPath: /data1, recovery: false"), set(), id="meant so"),
        # --- remote services ----------------------------------------------------------------------
        pytest.param(
            remote().replace(*_UNIFFLE), {"closed-remote-shuffle"}, id="the policy opens another"
        ),
        pytest.param(
            remote().replace('networkPolicy: {egress: ["celeborn.example.com:9097"]}',
                             "networkPolicy: {enabled: false}"),
            set(),
            id="no policy",
        ),
        pytest.param(
            remote().replace('"celeborn.example.com:9097"', '"10.0.0.0/8:9097"'),
            set(),
            id="the port of a block of addresses",
        ),
        pytest.param(
            remote("executor: {decommission: {enabled: false}, "
                   "instances: {shuffleTracking: false}}\n"),
            {"spot-without-decommission"},
            id="it keeps what is not tracked",
        ),
        # --- rolling executors --------------------------------------------------------------------
        pytest.param(
            _JOB + _ROLL % ("1h", ""), {"rolling-without-plugin"}, id="nobody rolls"
        ),
        pytest.param(_JOB + _ROLL % ("0s", ""), set(), id="switched off"),
        pytest.param(_JOB + _ROLL % ("1h", _PLUGIN), set(), id="one of two plugins"),
        pytest.param(
            _STEADY + _JOB + _ROLL % ("1h", _PLUGIN),
            {"rolling-without-plugin"},
            id="not decommissioned",
        ),
        pytest.param(
            f"{_STEADY}{_JOB}executor: {{decommission: {{enabled: true}}}}\n"
            + _ROLL % ("1h", _PLUGIN),
            set(),
            id="decommissioned on demand",
        ),
        # --- many executors -----------------------------------------------------------------------
        pytest.param(_JOB + "executor: {instances: {max: 200}}\n", set(), id="200 executors"),
        pytest.param(
            _JOB + "executor: {instances: 201}\n", {"small-allocation-batch"}, id="a fixed 201"
        ),
        # --- by field and by hand -----------------------------------------------------------------
        pytest.param(
            _JOB + "conf: {spark.kubernetes.local.dirs.tmpfs: true}\n",
            {"conf-with-field"},
            id="a setting of a field",
        ),
        pytest.param(
            remote("conf: {spark.serializer: org.apache.spark.serializer.JavaSerializer}\n"),
            {"two-values"},
            id="what a service cannot bear",
        ),
        pytest.param(
            remote("conf: {spark.serializer: org.apache.spark.serializer.KryoSerializer}\n"),
            set(),
            id="the same said twice",
        ),
        pytest.param(
            f"{_JOB}shuffle: {{size: 1Gi}}\n"
            "volumes: [{name: a, mountPath: /var/data/local-1, emptyDir: {size: 1Gi}}]\n",
            {"contradiction"},
            id="another volume there",
        ),
        pytest.param(
            f"{_JOB}shuffle: {{size: 1Gi}}\nvolumes: [{{name: a, mountPath: /var/data/local-1, "
            "emptyDir: {size: 1Gi}, roles: [driver]}]\n",
            set(),
            id="of another pod",
        ),
    ],
)  # fmt: skip
def test_edges(tmp_path: Path, example: str, rules: set[str]) -> None:
    out = outcome(sample_project(tmp_path, example))
    assert broken(out) == rules, [one.message for one in out.findings]


def test_a_pool_without_disks_is_named_with_what_to_set(tmp_path: Path) -> None:
    (found,) = outcome(sample_project(tmp_path, on_karpenter("", _RAID))).findings
    assert found.help == ("set instances.localNvme: {min: 1} in the pool, or choose another pool")
    assert [one.label for one in found.related] == ["the pool"]


# --- the profiles of the example ------------------------------------------------------------------

_PROFILES = (REPOSITORY / "environments/base/profiles/profiles.yaml").read_text(encoding="utf-8")
_SOUND = (
    "kind: Environment\nname: sample\nlocations: {scratch: s3://acme-scratch/}\n---\n"
    "kind: Cluster\nname: one\nstorageClasses: [{name: spark-gp3}]\n"
    "pools: [{name: executors, localNvme: true}]\n---\n"
    f"{_TEAM}networkPolicy: {{egress: ['celeborn-master-0.celeborn-master-svc.celeborn:9097']}}\n"
    f"---\n{_JOB}profiles: [%s]\n---\n{_PROFILES}"
)


@pytest.mark.parametrize("profiles", ["nvme", "ebs-reuse", "celeborn", "pyspark-etl"])
@pytest.mark.parametrize("below", ["", "spot-batch, "])
def test_a_profile_is_sound_by_itself_and_over_spot(
    tmp_path: Path, profiles: str, below: str
) -> None:
    out = outcome(sample_project(tmp_path, _SOUND % f"{below}{profiles}"))
    assert out.findings == []
    assert out.files
