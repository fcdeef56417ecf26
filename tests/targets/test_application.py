"""What each field of a job becomes in its SparkApplication, feature by feature.

Expected parts are written from the operator's API reference and Spark's configuration page.
"""

from pathlib import Path
from typing import Any

import pytest

from specgen.facts.spark import TYPED_CONF
from specgen.targets.spark.features import FEATURES
from tests.targets.rendered import Body, job, part

Expected = dict[str, Any]
_V2 = "software.amazon.awssdk.auth.credentials."
_V1 = "com.amazonaws.auth."
_S3A = "spark.hadoop.fs.s3a."


def conf(**settings: str | None) -> Expected:
    """A part of `sparkConf`; `__` stands for a dot."""
    return {"sparkConf": {f"spark.{key.replace('__', '.')}": v for key, v in settings.items()}}


def s3a(**settings: str | None) -> Expected:
    return {"sparkConf": {_S3A + key.replace("__", "."): v for key, v in settings.items()}}


def check(root: Path, fragment: str, expected: Expected, more: str = "") -> Body:
    body = job(root, fragment, more)
    assert part(body["spec"], expected) == expected
    return body


table = (
    pytest.mark.parametrize
)  # each table: a fragment of a job, and the part of the spec it makes


@table(
    ("fragment", "expected"),
    [
        pytest.param("", {"type": "Python", "mode": "cluster"}, id="Python, told by the suffix"),
        pytest.param(
            "application: {file: 'local:///a.R'}", {"type": "R"}, id="R, told by the suffix"
        ),
        pytest.param(
            "application: {type: Java, file: 'local:///a.jar', class: com.acme.Main}",
            {"type": "Java", "mainClass": "com.acme.Main", "mainApplicationFile": "local:///a.jar"},
            id="a jar and its class",
        ),
        pytest.param(
            "",
            {"mainApplicationFile": "s3a://acme-lake/jobs/count.py"},
            id="a location, for Hadoop",
        ),
        pytest.param(
            "application: {file: 's3://b/x.py'}",
            {"mainApplicationFile": "s3a://b/x.py"},
            id="s3 is s3a",
        ),
        pytest.param(
            "application: {file: 'https://x.example/x.py'}",
            {"mainApplicationFile": "https://x.example/x.py"},
            id="another scheme stays",
        ),
        pytest.param(
            "application: {arguments: [a, 1, true, 'loc://lake/in/', '--out=loc://lake/out/']}",
            {"arguments": ["a", "1", "true", "s3a://acme-lake/in/", "--out=s3a://acme-lake/out/"]},
            id="arguments, with locations in them",
        ),
        pytest.param(
            "application: {arguments: ['s3://b/x', '--a=s3://b/y', 'hdfs://n/?q=s3://z/']}",
            {"arguments": ["s3a://b/x", "--a=s3a://b/y", "hdfs://n/?q=s3://z/"]},
            id="S3 in arguments, but not inside another address",
        ),
        pytest.param(
            "", {"arguments": None, "deps": None, "mainClass": None}, id="what is unset is absent"
        ),
        pytest.param(
            "application: {jars: ['loc://lake/a.jar'], files: ['local:///b'], pyFiles: ['s3://b/c.zip']}",
            {
                "deps": {
                    "jars": ["s3a://acme-lake/a.jar"],
                    "files": ["local:///b"],
                    "pyFiles": ["s3a://b/c.zip"],
                }
            },
            id="files beside the main one",
        ),
        pytest.param(
            "application: {jars: ['local:///a.jar']}",
            {"deps": {"jars": ["local:///a.jar"], "files": None, "pyFiles": None}},
            id="only those that are there",
        ),
        pytest.param("", {"sparkVersion": "4.0.5"}, id="Spark's version, from the image"),
        pytest.param("sparkVersion: 3.5.9", {"sparkVersion": "3.5.9"}, id="from the job itself"),
        pytest.param("sparkVersion: v3.5.9", {"sparkVersion": "3.5.9"}, id="without its v"),
        pytest.param(
            "timeToLive: 24h", {"timeToLiveSeconds": 86400}, id="a time to live, in seconds"
        ),
        pytest.param("timeToLive: 0s", {"timeToLiveSeconds": 0}, id="a time to live of nothing"),
        pytest.param(
            "", {"timeToLiveSeconds": None, "suspend": None}, id="neither, unless asked for"
        ),
        pytest.param("suspend: true", {"suspend": True}, id="parked"),
    ],
)
def test_the_program(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


_IMAGE = "registry.example.com/spark-py"
_DIGEST = "sha256:" + "1" * 64


@table(
    ("fragment", "image"),
    [
        pytest.param("", f"{_IMAGE}:4.0.5-1@{_DIGEST}", id="from the catalogue, tag and digest"),
        pytest.param(
            f"image: 'r.example/a@{_DIGEST}'\nsparkVersion: 4.0.5",
            f"r.example/a@{_DIGEST}",
            id="a reference",
        ),
        pytest.param(
            "image: {repository: r.example/a, tag: '1', sparkVersion: 4.0.5}",
            "r.example/a:1",
            id="written out",
        ),
    ],
)
def test_the_image(tmp_path: Path, fragment: str, image: str) -> None:
    check(tmp_path, fragment, {"image": image, "imagePullPolicy": "IfNotPresent"})


@table(
    ("mirrors", "image"),
    [
        pytest.param(
            "[{from: registry.example.com/, to: mirror.local/x/}]",
            "mirror.local/x/spark-py",
            id="one",
        ),
        pytest.param(
            (
                "[{from: registry.example.com/, to: short/}, {from: registry.example.com/spark, "
                "to: long/s}]"
            ),
            "long/s-py",
            id="the longest prefix counts",
        ),
        pytest.param("[{from: docker.io/, to: mirror.local/}]", _IMAGE, id="another registry's"),
        pytest.param(
            "[{from: example.com/, to: mirror.local/}]", _IMAGE, id="no prefix, only inside"
        ),
    ],
)
def test_an_image_is_pulled_from_its_mirror_and_keeps_its_digest(
    tmp_path: Path, mirrors: str, image: str
) -> None:
    more = f"kind: Environment\nname: sample\nimageMirrors: {mirrors}\n"
    spec = job(tmp_path, more=more)["spec"]
    assert spec["image"] == f"{image}:4.0.5-1@{_DIGEST}"


def test_a_clusters_mirror_replaces_the_environments_of_the_same_prefix(tmp_path: Path) -> None:
    more = """\
kind: Environment
name: sample
imageMirrors: [{from: registry.example.com/, to: environment/}]
---
kind: Cluster
name: one
imageMirrors: [{from: registry.example.com/, to: cluster/}]
"""
    assert job(tmp_path, more=more)["spec"]["image"].startswith("cluster/spark-py:")


def test_pull_policy_and_secrets_come_from_the_environment(tmp_path: Path) -> None:
    more = "kind: Environment\nname: sample\nimagePull: {policy: Always, secrets: [a, b]}\n"
    check(tmp_path, "", {"imagePullPolicy": "Always", "imagePullSecrets": ["a", "b"]}, more)


@table(
    ("fragment", "policy"),
    [
        pytest.param(
            "",
            {
                "type": "OnFailure",
                "onFailureRetries": 2,
                "onFailureRetryInterval": 30,
                "onSubmissionFailureRetries": 3,
                "onSubmissionFailureRetryInterval": 20,
            },
            id="by default, every count set",
        ),
        pytest.param("restartPolicy: {type: Never}", {"type": "Never"}, id="never"),
        pytest.param(
            "restartPolicy: {onFailureRetries: 5, onFailureRetryInterval: 2m,"
            " onSubmissionFailureRetries: 0, onSubmissionFailureRetryInterval: 1s}",
            {
                "type": "OnFailure",
                "onFailureRetries": 5,
                "onFailureRetryInterval": 120,
                "onSubmissionFailureRetries": 0,
                "onSubmissionFailureRetryInterval": 1,
            },
            id="all counts given",
        ),
        pytest.param(
            "run: null\nstreaming: true",
            {
                "type": "Always",
                "onFailureRetryInterval": 30,
                "onSubmissionFailureRetries": 3,
                "onSubmissionFailureRetryInterval": 20,
            },
            id="a stream, always and without a count",
        ),
    ],
)
def test_the_restart_policy(tmp_path: Path, fragment: str, policy: Expected) -> None:
    assert job(tmp_path, fragment)["spec"]["restartPolicy"] == policy


@table(
    ("fragment", "expected"),
    [
        pytest.param(
            (
                "driver: {cores: 3, coreRequest: 2800m, coreLimit: 4, memory: 5g, "
                "memoryOverhead: 600m}"
            ),
            {
                "driver": {
                    "cores": 3,
                    "coreRequest": "2800m",
                    "coreLimit": "4",
                    "memory": "5g",
                    "memoryOverhead": "600m",
                }
            },
            id="the driver, as written",
        ),
        pytest.param(
            (
                "executor: {cores: 4, coreRequest: 3800m, memory: 12288m, javaOptions: -Xss4m, "
                "instances: 7}"
            ),
            {
                "executor": {
                    "cores": 4,
                    "coreRequest": "3800m",
                    "coreLimit": None,
                    "memory": "12288m",
                    "memoryOverhead": None,
                    "javaOptions": "-Xss4m",
                    "instances": 7,
                }
            },
            id="executors, and nothing derived",
        ),
        pytest.param(
            'memoryOverheadFactor: "0.25"',
            {"memoryOverheadFactor": "0.25"},
            id="a factor stays text",
        ),
        pytest.param(
            "executor: {batchSize: 50}",
            conf(kubernetes__allocation__batch__size="50"),
            id="executors at a time",
        ),
    ],
)
def test_sizes(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


def test_dynamic_allocation_is_the_typed_block_and_sets_no_instances(tmp_path: Path) -> None:
    spec = check(
        tmp_path,
        "executor: {instances: {min: 2, max: 9, initial: 3}}",
        {"executor": {"instances": None}} | conf(dynamicAllocation__executorIdleTimeout="60s"),
    )["spec"]
    assert spec["dynamicAllocation"] == {
        "enabled": True,
        "initialExecutors": 3,
        "minExecutors": 2,
        "maxExecutors": 9,
        "shuffleTrackingEnabled": True,
        "shuffleTrackingTimeout": 30 * 60 * 1000,  # milliseconds
    }


@table(
    ("instances", "expected"),
    [
        pytest.param(
            "{min: 0, max: 5}",
            {"dynamicAllocation": {"minExecutors": 0, "initialExecutors": 0}},
            id="from none",
        ),
        pytest.param(
            "{max: 5, shuffleTracking: false}",
            {
                "dynamicAllocation": {
                    "shuffleTrackingEnabled": False,
                    "shuffleTrackingTimeout": None,
                }
            },
            id="without tracking, and without its timeout",
        ),
        pytest.param(
            "{max: 5, idleTimeout: 2m, cachedIdleTimeout: 1h, backlogTimeout: 3s,"
            " sustainedBacklogTimeout: 5s, allocationRatio: '0.5'}",
            conf(
                dynamicAllocation__executorIdleTimeout="120s",
                dynamicAllocation__cachedExecutorIdleTimeout="3600s",
                dynamicAllocation__schedulerBacklogTimeout="3s",
                dynamicAllocation__sustainedSchedulerBacklogTimeout="5s",
                dynamicAllocation__executorAllocationRatio="0.5",
            ),
            id="what the CRD does not know is conf",
        ),
        pytest.param(
            "{max: 5}",
            conf(
                dynamicAllocation__enabled=None, dynamicAllocation__cachedExecutorIdleTimeout=None
            ),
            id="and is not there unless asked for",
        ),
    ],
)
def test_dynamic_allocation(tmp_path: Path, instances: str, expected: Expected) -> None:
    check(tmp_path, f"executor: {{instances: {instances}}}", expected)


def test_a_fixed_number_has_no_dynamic_allocation(tmp_path: Path) -> None:
    check(tmp_path, "executor: {instances: 1}", {"dynamicAllocation": None})


_AT = "topology.kubernetes.io/zone"
_TOLERATION = {"key": "pool", "operator": "Equal", "value": "executors", "effect": "NoSchedule"}


@table(
    ("fragment", "expected"),
    [
        pytest.param(
            "",
            {
                "driver": {
                    "nodeSelector": {"pool": "drivers", _AT: "us-east-1a"},
                    "tolerations": None,
                },
                "executor": {
                    "nodeSelector": {"pool": "executors", _AT: "us-east-1a"},
                    "tolerations": [_TOLERATION],
                },
                "nodeSelector": None,
            },
            id="a pool's labels and taints, by role",
        ),
        pytest.param(
            "zone: any",
            {"driver": {"nodeSelector": {"pool": "drivers", _AT: None}}},
            id="any zone",
        ),
        pytest.param(
            "zone: any\ndriver: {pool: any}\nexecutor: {pool: any}",
            {
                "driver": {"nodeSelector": None, "tolerations": None, "affinity": None},
                "executor": {"nodeSelector": None, "tolerations": None, "affinity": None},
            },
            id="any pool",
        ),
        pytest.param(
            "executor: {only: {arch: arm64}}",
            {
                "executor": {"nodeSelector": {"kubernetes.io/arch": "arm64"}},
                "driver": {"nodeSelector": {"kubernetes.io/arch": None}},
            },
            id="one architecture",
        ),
        pytest.param(
            "executor: {only: {types: [r6g.xlarge]}}",
            {
                "executor": {
                    "nodeSelector": {"node.kubernetes.io/instance-type": "r6g.xlarge"},
                    "affinity": None,
                }
            },
            id="one instance type is a selector",
        ),
        pytest.param(
            "executor: {only: {types: [r6g.xlarge, r7g.xlarge]}}",
            {
                "executor": {
                    "nodeSelector": {"node.kubernetes.io/instance-type": None},
                    "affinity": {
                        "nodeAffinity": {
                            "requiredDuringSchedulingIgnoredDuringExecution": {
                                "nodeSelectorTerms": [
                                    {
                                        "matchExpressions": [
                                            {
                                                "key": "node.kubernetes.io/instance-type",
                                                "operator": "In",
                                                "values": ["r6g.xlarge", "r7g.xlarge"],
                                            }
                                        ]
                                    }
                                ]
                            }
                        }
                    },
                }
            },
            id="several instance types are an affinity",
        ),
        pytest.param(
            "image: {repository: r.example/a, tag: '1', platforms: [amd64], sparkVersion: 4.0.5}",
            {
                "driver": {"nodeSelector": {"kubernetes.io/arch": "amd64"}},
                "executor": {"nodeSelector": {"kubernetes.io/arch": "amd64"}},
            },
            id="an image for one architecture on a pool of two",
        ),
    ],
)
def test_placement(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


@table(
    ("taint", "toleration"),
    [
        pytest.param(
            "{key: a}",
            {"key": "a", "operator": "Exists", "effect": "NoSchedule"},
            id="without a value",
        ),
        pytest.param(
            "{key: a, value: b, effect: NoExecute}",
            {"key": "a", "operator": "Equal", "value": "b", "effect": "NoExecute"},
            id="with one",
        ),
    ],
)
def test_a_taint_is_tolerated_exactly(tmp_path: Path, taint: str, toleration: Expected) -> None:
    more = f"kind: Cluster\nname: one\npools: [{{name: drivers, taints: [{taint}]}}]\n"
    assert job(tmp_path, more=more)["spec"]["driver"]["tolerations"] == [toleration]


_KARPENTER = "karpenter.sh/do-not-disrupt"
_AUTOSCALER = "cluster-autoscaler.kubernetes.io/safe-to-evict"


@table(
    ("fragment", "driver", "executor"),
    [
        pytest.param(
            "",
            {_KARPENTER: "true", _AUTOSCALER: "false"},
            {_AUTOSCALER: "false", _KARPENTER: None},
            id="by default",
        ),
        pytest.param(
            "driver: {protect: false}\nexecutor: {protect: true}",
            {_KARPENTER: None, _AUTOSCALER: None},
            {_KARPENTER: "true", _AUTOSCALER: "false"},
            id="the other way round",
        ),
    ],
)
def test_protection(tmp_path: Path, fragment: str, driver: Expected, executor: Expected) -> None:
    check(
        tmp_path,
        fragment,
        {"driver": {"annotations": driver}, "executor": {"annotations": executor}},
    )


_DECOMMISSION = conf(
    decommission__enabled="true",
    storage__decommission__enabled="true",
    storage__decommission__shuffleBlocks__enabled="true",
    storage__decommission__rddBlocks__enabled="true",
    executor__decommission__forceKillTimeout="100s",
    storage__decommission__fallbackStorage__path=None,
)


@table(
    ("fragment", "expected"),
    [
        pytest.param("", _DECOMMISSION, id="decommissioning where the pool may be Spot"),
        pytest.param(
            "",
            {
                "executor": {"terminationGracePeriodSeconds": 110},
                "driver": {"terminationGracePeriodSeconds": None},
            },
            id="and time for it, within the notice of two minutes",
        ),
        pytest.param(
            "executor: {pool: drivers}",
            {
                **conf(decommission__enabled=None),
                "executor": {"terminationGracePeriodSeconds": None},
            },
            id="not elsewhere",
        ),
        pytest.param(
            "executor: {decommission: {enabled: false}}",
            conf(decommission__enabled=None),
            id="unless it is switched off",
        ),
        pytest.param(
            (
                "executor: {decommission: {forceKillTimeout: 90s, fallbackStorage: "
                "'loc://lake/d/'}, terminationGracePeriod: 100s}"
            ),
            {
                **conf(
                    executor__decommission__forceKillTimeout="90s",
                    storage__decommission__fallbackStorage__path="s3a://acme-lake/d/",
                    storage__decommission__fallbackStorage__cleanUp="true",
                ),
                "executor": {"terminationGracePeriodSeconds": 100},
            },
            id="with a storage to fall back to",
        ),
        pytest.param(
            "driver: {terminationGracePeriod: 1m}",
            {"driver": {"terminationGracePeriodSeconds": 60}},
            id="a driver's own",
        ),
    ],
)
def test_spot(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


_PINNED = conf(driver__port="7078", driver__blockManager__port="7079", blockManager__port="7079")


def test_ports_are_pinned_where_a_network_policy_names_them(tmp_path: Path) -> None:
    check(tmp_path, "", _PINNED)


def test_ports_are_spark_s_own_without_a_network_policy(tmp_path: Path) -> None:
    more = "kind: Team\nname: reviews\nnetworkPolicy: {enabled: false}\n"
    check(tmp_path, "", conf(driver__port=None, blockManager__port=None), more)


@table(
    ("fragment", "dns"),
    [
        pytest.param("", {"options": [{"name": "ndots", "value": "2"}]}, id="by default"),
        pytest.param(
            "dnsNdots: 5", {"options": [{"name": "ndots", "value": "5"}]}, id="another number"
        ),
        pytest.param("dnsNdots: 0", None, id="left as it is"),
    ],
)
def test_dns(tmp_path: Path, fragment: str, dns: Expected | None) -> None:
    check(tmp_path, fragment, {"driver": {"dnsConfig": dns}, "executor": {"dnsConfig": dns}})


def _context(user: int, group: int) -> Expected:
    return {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "runAsGroup": group,
        "runAsNonRoot": True,
        "runAsUser": user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


@table(
    ("fragment", "context"),
    [
        pytest.param("", _context(185, 185), id="restricted"),
        pytest.param(
            "security: {runAsUser: 1000, runAsGroup: 2000}",
            _context(1000, 2000),
            id="as somebody else",
        ),
        pytest.param("security: {level: none}", None, id="none"),
    ],
)
def test_security(tmp_path: Path, fragment: str, context: Expected | None) -> None:
    spec = job(tmp_path, fragment)["spec"]
    assert spec["driver"].get("securityContext") == context
    assert spec["executor"].get("securityContext") == context


_CLOUD = "org.apache.spark.internal.io.cloud."
_MAGIC = {
    _S3A + "committer.name": "magic",
    _S3A + "committer.magic.enabled": "true",
    "spark.sql.sources.commitProtocolClass": _CLOUD + "PathOutputCommitProtocol",
    "spark.sql.parquet.output.committer.class": _CLOUD + "BindingParquetOutputCommitter",
}
_NO_COMMITTER = dict.fromkeys(_MAGIC)


@table(
    ("fragment", "expected"),
    [
        pytest.param(
            "",
            s3a(aws__credentials__provider=_V2 + "ContainerCredentialsProvider"),
            id="SDK v2 with Hadoop 3.4",
        ),
        pytest.param(
            "",
            s3a(endpoint__region="us-east-1", endpoint=None, path__style__access=None),
            id="the cluster's region",
        ),
        pytest.param(
            "sparkVersion: 3.5.9",
            s3a(aws__credentials__provider=_V1 + "EC2ContainerCredentialsProviderWrapper"),
            id="SDK v1 with Hadoop 3.3",
        ),
        pytest.param(
            "image: {repository: r.example/a, tag: '1', sparkVersion: 3.5.9, hadoop: 3.4.1}",
            s3a(aws__credentials__provider=_V2 + "ContainerCredentialsProvider"),
            id="SDK v2 with an image's own Hadoop 3.4",
        ),
        pytest.param(
            "s3: {credentials: irsa}",
            s3a(aws__credentials__provider=_V2 + "WebIdentityTokenFileCredentialsProvider"),
            id="IRSA",
        ),
        pytest.param(
            "s3: {credentials: irsa}\nsparkVersion: 3.5.9",
            s3a(aws__credentials__provider=_V1 + "WebIdentityTokenCredentialsProvider"),
            id="IRSA with SDK v1",
        ),
        pytest.param(
            "s3: {credentials: environment}",
            s3a(aws__credentials__provider=_V2 + "EnvironmentVariableCredentialsProvider"),
            id="variables",
        ),
        pytest.param(
            "s3: {credentials: instance-profile}",
            s3a(
                aws__credentials__provider="org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider"
            ),
            id="the node's role",
        ),
        pytest.param("", {"sparkConf": _MAGIC}, id="the magic committer, by default"),
        pytest.param(
            "sparkVersion: 3.4.4", {"sparkConf": _NO_COMMITTER}, id="none before Spark 3.5"
        ),
        pytest.param(
            "s3: {committer: none}", {"sparkConf": _NO_COMMITTER}, id="none, if asked for"
        ),
        pytest.param(
            "s3: {committer: directory}",
            {
                "sparkConf": {
                    **_MAGIC,
                    _S3A + "committer.name": "directory",
                    _S3A + "committer.magic.enabled": None,
                }
            },
            id="the directory committer",
        ),
        pytest.param(
            (
                "s3: {endpoint: 'https://minio.example', region: eu-west-1, pathStyle: true, "
                "s3Scheme: true}"
            ),
            {
                "sparkConf": {
                    _S3A + "endpoint": "https://minio.example",
                    _S3A + "endpoint.region": "eu-west-1",
                    _S3A + "path.style.access": "true",
                    "spark.hadoop.fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
                }
            },
            id="another server",
        ),
    ],
)
def test_s3(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


@table(
    ("identity", "provider"),
    [
        pytest.param("irsa", _V2 + "WebIdentityTokenFileCredentialsProvider", id="IRSA"),
        pytest.param(
            "node-role",
            "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider",
            id="the node's role",
        ),
        pytest.param("none", None, id="Hadoop's own chain"),
    ],
)
def test_credentials_follow_the_clusters_identity(
    tmp_path: Path, identity: str, provider: str | None
) -> None:
    more = f"kind: Cluster\nname: one\nidentity: {identity}\n"
    check(tmp_path, "", s3a(aws__credentials__provider=provider), more)


@table(
    ("application", "more", "named"),
    [
        pytest.param("", "", False, id="no S3 at all"),
        pytest.param("pyFiles: ['s3://b/x.zip']", "", True, id="a Python file"),
        pytest.param("arguments: ['--out=s3://b/x/']", "", True, id="an argument"),
        pytest.param(
            "",
            "executor: {decommission: {fallbackStorage: 's3://b/x/'}}",
            True,
            id="fallback storage",
        ),
        pytest.param("", "eventLog: {enabled: true, dir: 's3://b/x/'}", True, id="the event log"),
    ],
)
def test_s3_is_set_up_only_for_jobs_that_name_it(
    tmp_path: Path,
    application: str,
    more: str,
    named: bool,  # noqa: FBT001
) -> None:
    log = "" if "eventLog" in more else "eventLog: {enabled: false}"
    fragment = f"application: {{file: 'local:///opt/count.py', {application}}}\n{log}\n{more}"
    conf_of = job(tmp_path, fragment)["spec"]["sparkConf"]
    assert any(key.startswith(_S3A) for key in conf_of) is named


@table(
    ("fragment", "expected"),
    [
        pytest.param(
            "",
            conf(
                eventLog__enabled="true",
                eventLog__dir="s3a://acme-logs/events/one/",
                eventLog__rolling__enabled="true",
                eventLog__rolling__maxFileSize="128m",
            ),
            id="below the environment's, in a folder of the cluster's own",
        ),
        pytest.param(
            "eventLog: {enabled: false}",
            conf(eventLog__enabled=None, eventLog__dir=None),
            id="none",
        ),
        pytest.param(
            "eventLog: {dir: 'loc://lake/log/'}",
            conf(eventLog__dir="s3a://acme-lake/log/"),
            id="a place of its own",
        ),
        pytest.param(
            "eventLog: {rolling: false}",
            conf(eventLog__rolling__enabled="false", eventLog__rolling__maxFileSize=None),
            id="in one piece",
        ),
        pytest.param(
            "eventLog: {maxFileSize: 64m}",
            conf(eventLog__rolling__maxFileSize="64m"),
            id="in smaller pieces",
        ),
    ],
)
def test_the_event_log(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


def test_there_is_no_event_log_where_there_is_no_place_for_it(tmp_path: Path) -> None:
    more = "kind: Environment\nname: sample\neventLogs: null\n"
    check(tmp_path, "", conf(eventLog__enabled=None), more)


def test_conf_and_hadoop_conf_are_rendered_as_they_are(tmp_path: Path) -> None:
    check(
        tmp_path,
        "conf: {spark.sql.shuffle.partitions: 400, spark.sql.ansi.enabled: true, spark.x: 'no'}\n"
        "hadoopConf: {fs.s3a.threads.max: 64}",
        {
            "sparkConf": {
                "spark.sql.shuffle.partitions": "400",
                "spark.sql.ansi.enabled": "true",
                "spark.x": "no",
            },
            "hadoopConf": {"fs.s3a.threads.max": "64"},
        },
    )


@table(
    ("fragment", "driver", "executor"),
    [
        pytest.param(
            "env: {A: 1}", [{"name": "A", "value": "1"}], [{"name": "A", "value": "1"}], id="both"
        ),
        pytest.param(
            "env: {A: k, B: l}\ndriver: {env: {A: m}}",
            [{"name": "A", "value": "m"}, {"name": "B", "value": "l"}],
            [{"name": "A", "value": "k"}, {"name": "B", "value": "l"}],
            id="a role's own win",
        ),
        pytest.param(
            "executor: {env: {S: {secretKeyRef: {name: s, key: k.txt}}, C: "
            "{configMapKeyRef: {name: c, key: k}},"
            " F: {fieldRef: status.podIP}}}",
            None,
            [
                {"name": "S", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k.txt"}}},
                {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}},
                {"name": "F", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
            ],
            id="from elsewhere",
        ),
        pytest.param("", None, None, id="none"),
    ],
)
def test_environment_variables(
    tmp_path: Path, fragment: str, driver: list[Expected] | None, executor: list[Expected] | None
) -> None:
    check(tmp_path, fragment, {"driver": {"env": driver}, "executor": {"env": executor}})


_PODS = {"specgen.dev/team": "reviews", "specgen.dev/job": "count"}


def test_who_the_application_is(tmp_path: Path) -> None:
    body = job(
        tmp_path,
        "metadata: {labels: {slo: gold}, annotations: {note: x}}\n"
        "labels: {a: '1', b: '1'}\nannotations: {c: '1', d: '1'}\n"
        "driver: {labels: {b: '2'}, annotations: {d: '2'}, protect: false}\n"
        "executor: {labels: {e: '3'}, annotations: {f: '3'}, protect: false}\n",
    )
    assert body["metadata"] == {
        "name": "count",
        "namespace": "spark-reviews",
        "labels": {
            "app.kubernetes.io/managed-by": "specgen",
            "app.kubernetes.io/part-of": "acme",
            "slo": "gold",
            "specgen.dev/environment": "sample",
            "specgen.dev/team": "reviews",
        },
        "annotations": {"argocd.argoproj.io/sync-wave": "10", "note": "x"},
    }
    driver, executor = body["spec"]["driver"], body["spec"]["executor"]
    assert (driver["serviceAccount"], executor["serviceAccount"]) == (
        "spark-driver",
        "spark-executor",
    )
    assert driver["labels"] == {**_PODS, "a": "1", "b": "2"}
    assert executor["labels"] == {**_PODS, "a": "1", "b": "1", "e": "3"}
    assert driver["annotations"] == {"c": "1", "d": "2", "specgen.dev/run": "1"}
    assert executor["annotations"] == {"c": "1", "d": "1", "f": "3"}


def test_a_job_runs_as_the_identity_it_names(tmp_path: Path) -> None:
    more = (
        "kind: Team\nname: reviews\n"
        "identities: [{name: writer, serviceAccounts: {executor: hands}}]\n"
    )
    expected = {
        "driver": {"serviceAccount": "writer-driver"},
        "executor": {"serviceAccount": "hands"},
    }
    check(tmp_path, "identity: writer", expected, more)


def test_the_run_stands_on_the_driver_alone_so_that_a_new_one_invalidates(tmp_path: Path) -> None:
    spec = job(tmp_path, 'run: "2026-11-21"')["spec"]
    assert spec["driver"]["annotations"]["specgen.dev/run"] == "2026-11-21"
    assert "specgen.dev/run" not in spec["executor"]["annotations"]


_SCHEDULE = "run: null\nschedule: {cron: '0 2 * * *'%s}"


def test_a_schedule_wraps_the_application_as_its_template(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    plain = job(tmp_path / "a", "run: null")
    scheduled = job(tmp_path, _SCHEDULE % "")
    assert scheduled["kind"] == "ScheduledSparkApplication"
    assert scheduled["metadata"]["annotations"] == {"argocd.argoproj.io/sync-wave": "5"}
    assert scheduled["spec"].pop("template") == plain["spec"]
    assert scheduled["spec"] == {
        "schedule": "0 2 * * *",
        "timeZone": "Europe/Berlin",
        "concurrencyPolicy": "Forbid",
        "successfulRunHistoryLimit": 3,
        "failedRunHistoryLimit": 3,
    }


@table(
    ("more", "expected"),
    [
        pytest.param(
            ", timeZone: Asia/Tokyo", {"timeZone": "Asia/Tokyo"}, id="a time zone of its own"
        ),
        pytest.param(
            ", concurrencyPolicy: Replace, successfulHistory: 0, failedHistory: 9",
            {
                "concurrencyPolicy": "Replace",
                "successfulRunHistoryLimit": 0,
                "failedRunHistoryLimit": 9,
            },
            id="history and policy",
        ),
    ],
)
def test_a_schedules_fields(tmp_path: Path, more: str, expected: Expected) -> None:
    check(tmp_path, _SCHEDULE % more, expected)


def test_a_suspended_schedule_is_suspended_itself_and_not_its_template(tmp_path: Path) -> None:
    check(
        tmp_path,
        _SCHEDULE % "" + "\nsuspend: true",
        {"suspend": True, "template": {"suspend": None}},
    )


def test_a_stream_is_deleted_only_when_somebody_confirms(tmp_path: Path) -> None:
    body = job(tmp_path, "run: null\nstreaming: true")
    assert body["metadata"]["annotations"] == {
        "argocd.argoproj.io/sync-options": "Prune=confirm",
        "argocd.argoproj.io/sync-wave": "10",
    }


@table("name", [pytest.param(feature.__name__, id=feature.__name__) for feature in FEATURES])
def test_each_feature_is_a_function_of_its_own_name(name: str) -> None:
    """`two-values` names features; two of one name would be a riddle."""
    assert [feature.__name__ for feature in FEATURES].count(name) == 1


def test_no_feature_sets_a_conf_key_that_the_typed_table_does_not_know(tmp_path: Path) -> None:
    """A key that a feature sets and `conf` may set, too, would only meet as `two-values`."""
    body = job(
        tmp_path,
        "executor: {batchSize: 9, instances: {max: 5, cachedIdleTimeout: 1h, backlogTimeout: 1s,"
        " sustainedBacklogTimeout: 1s, allocationRatio: '0.5'}, decommission: {fallbackStorage: 's3://b/'}}\n"
        "s3: {endpoint: 'https://x.example', pathStyle: true, s3Scheme: true}\n",
    )
    unknown = body["spec"]["sparkConf"].keys() - TYPED_CONF.keys()
    assert unknown == {
        "spark.blockManager.port",
        "spark.driver.blockManager.port",
        "spark.driver.port",
        "spark.hadoop.fs.s3a.committer.magic.enabled",
        "spark.sql.parquet.output.committer.class",
        "spark.sql.sources.commitProtocolClass",
        "spark.storage.decommission.fallbackStorage.cleanUp",
    }, (
        "a feature's key is neither in facts.spark.TYPED_CONF nor listed here as free "
        "to be clashed with"
    )
