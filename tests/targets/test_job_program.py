"""What a job runs: its program, its image, and what happens when it fails."""

from pathlib import Path

import pytest

from tests.targets.applications import Expected, check, table
from tests.targets.rendered import job


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
