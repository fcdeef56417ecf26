"""The published cases: which manifests each brings, and the projects that express them."""

import functools
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from specgen.pipeline.outcome import Outcome
from tests.cases.semantic import Leaves, leaves
from tests.projects import outcome
from tests.shared import shared_file, shared_yaml

HERE = Path(__file__).parent
ROLES = ("driver", "executor")
REAL = "cases/real"
_DATA_ON_EKS = f"{REAL}/awslabs__data-on-eks/data-stacks/spark-on-eks/examples"
_OPERATOR = f"{REAL}/kubeflow__spark-operator/examples"
_LABS = f"{REAL}/awslabs__ec2-spot-labs/cost-optimized-spark-on-kubernetes"


class Pair(NamedTuple):
    """One published manifest and the file that we render for it."""

    name: str
    """`Kind/name`; of what is no object `argv`, `values` or `policy` for the kind."""

    ours: str
    """The file, below the environment's folder."""

    published: str = ""
    """The file of the reference data; "" where `published.yaml` of the case carries its values."""

    filled: Mapping[str, str] = {}
    """Placeholders of the published text, and what the spec writes for them."""

    templates: Mapping[str, str] = {}
    """Files of the reference data with the pod templates of a call of spark-submit, by role."""


class Case(NamedTuple):
    """A case as tests/cases/<name> holds it: specgen.yaml, environments, and its differences."""

    name: str
    pairs: tuple[Pair, ...]
    environment: str = "test"


_BUCKET = {"$S3_BUCKET": "my-bucket"}
_S3_EXPRESS = {
    "<S3_DIRECTORY_BUCKET_REGION>": "us-west-2",
    "<S3_DIRECTORY_BUCKET_NAME>": "my-express-bucket--usw2-az1--x-s3",
    "<S3_DIRECTORY_BUCKET_AZ>": "us-west-2a",
}
_ON = "eks-medium-spot-cluster"

CASES = (
    Case("C02", (
        Pair("SparkApplication/medium-pyspark-pi", f"{_ON}/jobs/default/medium-pyspark-pi.yaml"),
        Pair("ServiceAccount/spark", f"{_ON}/teams/default/serviceaccount-spark.yaml"),
        Pair("Role/spark-role", f"{_ON}/teams/default/role-spark.yaml"),
        Pair("RoleBinding/spark-role-binding", f"{_ON}/teams/default/rolebinding-spark.yaml"),
    )),
    Case("C03", (
        Pair("argv/spark-pi", f"{_ON}/submit/default/spark-pi/submit.sh"),
        Pair("values/cluster-autoscaler", f"{_ON}/addons/cluster-autoscaler/values.yaml"),
        Pair("CronJob/spark-schedule", f"{_ON}/jobs/default/spark-schedule.yaml"),
        Pair("ConfigMap/spark-submit-script",
             f"{_ON}/jobs/default/configmap-spark-schedule-submit.yaml"),
    )),
    Case("C04", (
        Pair("ClusterConfig/sparkonk8", "sparkonk8/infra/eksctl/cluster.yaml",
             f"{_LABS}/managedNodeGroups.yml",
             {"<<Policy ARN>>": "arn:aws:iam::111122223333:policy/spark-s3-policy"}),
        Pair("policy/spark-s3", "sparkonk8/infra/iam/default-spark.json", f"{_LABS}/spark-s3.json",
             {"<<output folder>>": "my-output"}),
        Pair("argv/job-name", "sparkonk8/submit/default/job-name/submit.sh",
             templates={role: f"{_LABS}/{role}_pod_template.yml" for role in ROLES}),
    )),
    Case("C05", (
        Pair("SparkApplication/wordcount-ack", "ack/jobs/default/wordcount.yaml"),
        Pair("SparkApplication/wordcount-ask", "ask/jobs/default/wordcount.yaml"),
    )),
    Case("C07", (
        Pair("SparkApplication/taxi-trip-ebs-pvc",
             "doe/jobs/spark-team-a/taxi-trip-ebs-pvc.yaml",
             f"{_DATA_ON_EKS}/ebs-storage-dynamic-pvc.yaml", _BUCKET),
    )),
    Case("C08", (
        Pair("SparkApplication/taxi-trip-graviton",
             "doe/jobs/spark-team-a/taxi-trip-graviton.yaml",
             f"{_DATA_ON_EKS}/nvme-storage-graviton.yaml", _BUCKET),
    )),
    Case("C14", (
        Pair("ScheduledSparkApplication/spark-pi-scheduled",
             "one/jobs/default/spark-pi-scheduled.yaml", f"{_OPERATOR}/spark-pi-scheduled.yaml"),
        Pair("SparkApplication/spark-pi-dynamic-allocation",
             "one/jobs/default/spark-pi-dynamic-allocation.yaml",
             f"{_OPERATOR}/spark-pi-dynamic-allocation.yaml"),
    )),
    Case("C15", (
        Pair("SparkApplication/order-graviton", "doe/jobs/spark-s3-express/order-graviton.yaml",
             f"{_DATA_ON_EKS}/spark-app-graviton.yaml"),
        Pair("SparkApplication/spark-pi", "doe/jobs/default/spark-pi.yaml",
             f"{REAL}/aws-samples__eks-spark-benchmark/examples/node-selector.yaml"),
    )),
)  # fmt: skip

UNRENDERED = {
    f"{_DATA_ON_EKS}/spark-app-graviton.yaml": {"PersistentVolume", "PersistentVolumeClaim"},
}
"""What else stands in the published files, and has no kind in the language."""


# --- what was published ---------------------------------------------------------------------------


def published(case: str, pair: Pair) -> Leaves:
    """The leaves of the published manifest."""
    return leaves(document(case, pair))


def document(case: str, pair: Pair) -> Any:
    """The published manifest, with placeholders filled in."""
    if not pair.published:
        templates = {role: shared_yaml(file) for role, file in pair.templates.items()}
        whole = _values(case)[pair.name]
        return {**whole, "templates": templates} if templates else whole
    text = shared_file(pair.published).read_text(encoding="utf-8")
    for placeholder, value in pair.filled.items():
        assert placeholder in text, placeholder
        text = text.replace(placeholder, value)
    return _of_kind(pair.published, text, pair.name.partition("/")[0])


@functools.cache
def _values(case: str) -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / case / "published.yaml").read_text(encoding="utf-8")))


def _of_kind(name: str, text: str, kind: str) -> Any:
    if name.endswith(".json"):
        return json.loads(text[text.index("{") :])  # below a comment, which JSON has none of
    (found,) = (one for one in yaml.safe_load_all(text) if one and one["kind"] == kind)
    return found


# --- what we render -------------------------------------------------------------------------------


@functools.cache
def rendered(case: str, environment: str) -> Outcome:
    """What the project of a case comes to."""
    return outcome(HERE / case, environment)


def ours(case: Case, pair: Pair) -> Leaves:
    """The leaves of the file that we render."""
    data = rendered(case.name, case.environment).files[pair.ours]
    if not pair.name.startswith("argv/"):
        return leaves(yaml.safe_load(data))
    return leaves({**read_argv(argv(data)), "templates": _templates(case, pair)})


def _templates(case: Case, pair: Pair) -> dict[str, Any]:
    """The pod templates beside a script, which are part of the call."""
    files, folder = rendered(case.name, case.environment).files, pair.ours.rpartition("/")[0]
    return {role: yaml.safe_load(files[f"{folder}/{role}.yaml"]) for role in ROLES}


def argv(script: bytes) -> list[str]:
    """What a script calls spark-submit with: it is run, and spark-submit is one that tells."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "submit.sh").write_bytes(script)
        (home / "bin").mkdir()
        submit = home / "bin/spark-submit"
        submit.write_text('#!/bin/sh\nprintf "%s\\0" "$@"\n', encoding="utf-8")
        submit.chmod(0o755)
        known = {"PATH": os.environ["PATH"], "SPARK_HOME": folder}
        call = ["bash", str(home / "submit.sh")]
        done = subprocess.run(call, env=known, capture_output=True, check=True)
        return done.stdout.decode().replace(f"{home.resolve()}/", "").split("\0")[:-1]


def read_argv(words: list[str]) -> dict[str, Any]:
    """Flags with their values, settings by name, the program and its arguments."""
    out: dict[str, Any] = {"conf": {}}
    rest = list(words)
    while rest and rest[0].startswith("--"):
        flag, value, *rest = rest
        if flag == "--conf":
            key, _, text = value.partition("=")
            assert key not in out["conf"], key
            out["conf"][key] = text
        else:
            assert flag not in out, flag
            out[flag] = value
    return {**out, "file": rest[0], "arguments": rest[1:]}
