"""What runs the script in the cluster: a CronJob, or a Job for each run, and what they need.

The pod of either waits until the driver has ended, as spark-submit does by itself: so a run lasts
as long as the Spark application, and the next one can be kept from starting beside it.
"""

from typing import Any

from specgen.facts.spark_pods import NETWORK_POLICY_SINCE
from specgen.manifests import batch, core, rbac
from specgen.manifests.document import TextOf
from specgen.manifests.meta import Metadata
from specgen.manifests.pod import ConfigMapSource, SecurityContext
from specgen.spec.job import Schedule
from specgen.spec.platform import JobOn
from specgen.spec.submit import Submitter
from specgen.targets.common import labels
from specgen.targets.spark.application import pulled
from specgen.targets.spark.identity import RUN
from specgen.targets.spark.protection import AUTOSCALER, KARPENTER
from specgen.targets.spark.target import parked
from specgen.targets.submit.script import HOME, SCRIPT, SERVER
from specgen.targets.team.access import API

API_SERVER = "https://kubernetes.default.svc"
"""https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/."""

_MOUNT = "/opt/submit"
_VOLUME = "submit"
_EXECUTABLE = 0o555
_CREATED = ["get", "watch", "create", "delete"]
_APPLIED = ["create", "patch"]
"""What spark-submit calls: it creates the driver's pod and watches it, applies the rest by
server-side apply, and deletes the pod if that fails (KubernetesClientApplication of apache/spark;
held against what it really calls by tests/real_spark)."""


def config_map(x: JobOn, metadata: Metadata, files: dict[str, str]) -> core.ConfigMap:
    """Script and templates; `files` has the file of the tree behind each name."""
    data: Any = {name: TextOf(file) for name, file in files.items()}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": _named(x, metadata), "data": data}


def cron_job(x: JobOn, part: dict[str, Any], schedule: Schedule) -> batch.CronJob:
    """The schedule; Kubernetes knows no other than that of its own clock and `timeZone`."""
    zone = schedule.time_zone or x.around.time_zone
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": part["metadata"],
        "spec": {
            "schedule": schedule.cron.text,
            "timeZone": zone.text if zone else "",
            "concurrencyPolicy": schedule.concurrency_policy,
            "suspend": parked(x),
            "successfulJobsHistoryLimit": schedule.successful_history,
            "failedJobsHistoryLimit": schedule.failed_history,
            "jobTemplate": {"metadata": {"labels": _labels(x)}, "spec": _task(x, part)},
        },
    }


def job(x: JobOn, part: dict[str, Any], run: str) -> batch.Job:
    """One run. It is called after the run: the pods of a Job cannot be changed, nor run again."""
    metadata: Metadata = part["metadata"]
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {**metadata, "name": f"{x.job.name}-{run}"},
        "spec": {"suspend": parked(x), **_task(x, part)},
    }


def role(x: JobOn, metadata: Metadata) -> rbac.Role:
    """What submitting takes; the rights of the driver are its team's to give."""
    claims = ["persistentvolumeclaims"] if "driver" in x.job.claims else []
    rules: list[rbac.PolicyRule] = [
        {"apiGroups": [""], "resources": ["pods"], "verbs": _CREATED},
        {"apiGroups": [""], "resources": ["services", "configmaps", *claims], "verbs": _APPLIED},
    ]
    version = x.job.spark_version or x.image.spark_version
    if version is None or version.parts[:2] >= NETWORK_POLICY_SINCE:
        group, resource = "networking.k8s.io", "networkpolicies"
        rules.append({"apiGroups": [group], "resources": [resource], "verbs": _APPLIED})
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "Role",
        "metadata": _named(x, metadata),
        "rules": rules,
    }


def role_binding(x: JobOn, metadata: Metadata) -> rbac.RoleBinding:
    """To the account that the submitter's pod has."""
    account: rbac.Subject = {
        "kind": "ServiceAccount",
        "name": _account(x),
        "namespace": x.team.home,
    }
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": _named(x, metadata),
        "roleRef": {"apiGroup": API, "kind": "Role", "name": helper_name(x)},
        "subjects": [account],
    }


def helper_name(x: JobOn) -> str:
    """Of what stands beside the Job or CronJob."""
    return f"{x.job.name}-submit"


def _named(x: JobOn, metadata: Metadata) -> Metadata:
    return {**metadata, "name": helper_name(x)}


def _labels(x: JobOn) -> dict[str, str]:
    return {**labels(x.where, x.team.name), "specgen.dev/job": x.job.name}


def _task(x: JobOn, part: dict[str, Any]) -> batch.JobSpec:
    """A pod, again if the submission failed; not again if it was driven away while it waited.

    The driver that it waits for goes on by itself, and another pod would start a second one.
    """
    policy, ttl = x.job.restart_policy, x.job.time_to_live
    disrupted: list[batch.PodCondition] = [{"type": "DisruptionTarget"}]
    return {
        "backoffLimit": 0 if policy.type == "Never" else policy.on_submission_failure_retries,
        "podFailurePolicy": {"rules": [{"action": "FailJob", "onPodConditions": disrupted}]},
        "ttlSecondsAfterFinished": None if ttl is None else ttl.seconds,
        "template": {
            "metadata": {"labels": _labels(x), "annotations": _annotations(x) or None},
            "spec": _pod(x, part["spec"]),
        },
    }


def _annotations(x: JobOn) -> dict[str, str]:
    run = {} if x.job.run is None else {RUN: x.job.run}
    return {**run, **({} if x.job.driver.protect is False else {**KARPENTER, **AUTOSCALER})}


def _pod(x: JobOn, spec: dict[str, Any]) -> batch.PodSpec:
    """Where the driver goes, and under the same security context."""
    driver, pull = spec["driver"], x.around.pull
    files: ConfigMapSource = {"name": helper_name(x), "defaultMode": _EXECUTABLE}
    return {
        "serviceAccountName": _account(x),
        "imagePullSecrets": [{"name": secret} for secret in pull.secrets] or None,
        "restartPolicy": "Never",
        "priorityClassName": driver.get("priorityClassName"),
        "nodeSelector": driver.get("nodeSelector"),
        "affinity": driver.get("affinity"),
        "tolerations": driver.get("tolerations"),
        "containers": [_container(x, driver.get("securityContext"))],
        "volumes": [{"name": _VOLUME, "configMap": files}],
    }


def _container(x: JobOn, context: SecurityContext | None) -> batch.PodContainer:
    """The script is an argument: the entry point of Spark's images makes their user known."""
    own = x.job.submitter
    return {
        "name": "spark-submit",
        "image": pulled(x, x.named(own.image)),
        "imagePullPolicy": x.around.pull.policy,
        "args": [f"{_MOUNT}/{SCRIPT}"],
        "env": [{"name": SERVER, "value": API_SERVER}, {"name": HOME, "value": own.spark_home}],
        "resources": _resources(own),
        "securityContext": context,
        "volumeMounts": [{"name": _VOLUME, "mountPath": _MOUNT, "readOnly": True}],
    }


def _resources(own: Submitter) -> Any:
    memory = own.memory.text
    return {"requests": {"cpu": own.cpu.text, "memory": memory}, "limits": {"memory": memory}}


def _account(x: JobOn) -> str:
    driver, _ = x.team.accounts(x.job.identity) or ("", "")
    return x.job.submitter.service_account or driver
