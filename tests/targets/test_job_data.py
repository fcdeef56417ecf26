"""What a job's pods may do, the data they reach, and their settings."""

from pathlib import Path

import pytest

from tests.targets.applications import S3A, Expected, check, conf, s3a, table
from tests.targets.rendered import job

_V2 = "software.amazon.awssdk.auth.credentials."
_V1 = "com.amazonaws.auth."


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
        pytest.param(
            "security: {level: baseline}",
            {
                "runAsGroup": 185,
                "runAsUser": 185,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            id="baseline",
        ),
        pytest.param("security: {level: none}", None, id="none"),
    ],
)
def test_security(tmp_path: Path, fragment: str, context: Expected | None) -> None:
    spec = job(tmp_path, fragment)["spec"]
    assert spec["driver"].get("securityContext") == context
    assert spec["executor"].get("securityContext") == context


_CLAIM = "volumes: [{name: data, mountPath: /data, persistentVolumeClaim: shared%s}]"
_GROUP = {"fsGroup": 185, "fsGroupChangePolicy": "OnRootMismatch"}


@table(
    ("fragment", "driver", "executor"),
    [
        pytest.param("", None, None, id="no volume"),
        pytest.param(_CLAIM % "", _GROUP, _GROUP, id="a claim"),
        pytest.param(_CLAIM % ", roles: [driver]", _GROUP, None, id="a claim of one role"),
        pytest.param(_CLAIM % ", readOnly: true", None, None, id="nothing to write to"),
        pytest.param(
            f"security: {{runAsGroup: 7}}\n{_CLAIM % ''}",
            _GROUP | {"fsGroup": 7},
            _GROUP | {"fsGroup": 7},
            id="the processes' own group",
        ),
        pytest.param(
            "security: {fsGroup: 9}",
            _GROUP | {"fsGroup": 9},
            _GROUP | {"fsGroup": 9},
            id="asked for",
        ),
        pytest.param(
            "security: {fsGroup: 9}\nshuffle: {type: pvc, storageClass: gp3, size: 10Gi}",
            _GROUP | {"fsGroup": 9},
            _GROUP | {"fsGroup": 9},
            id="of shuffle's volumes, too",
        ),
    ],
)
def test_volumes_are_given_to_the_processes_group(
    tmp_path: Path, fragment: str, driver: Expected | None, executor: Expected | None
) -> None:
    spec = job(tmp_path, fragment)["spec"]
    assert spec["driver"].get("podSecurityContext") == driver
    assert spec["executor"].get("podSecurityContext") == executor


_CLOUD = "org.apache.spark.internal.io.cloud."
_MAGIC = {
    S3A + "committer.name": "magic",
    S3A + "committer.magic.enabled": "true",
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
                    S3A + "committer.name": "directory",
                    S3A + "committer.magic.enabled": None,
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
                    S3A + "endpoint": "https://minio.example",
                    S3A + "endpoint.region": "eu-west-1",
                    S3A + "path.style.access": "true",
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
    assert any(key.startswith(S3A) for key in conf_of) is named


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
