"""The program: language, image, file, arguments, and what happens when it fails."""

from specgen.manifests.spark_operator import Part, RestartPolicy
from specgen.spec.image import mirrored
from specgen.spec.platform import JobOn
from specgen.targets.spark.locations import argument, uri


def application(x: JobOn) -> Part:
    """Everything that says what runs."""
    job, app = x.job, x.job.application
    version = job.spark_version or x.image.spark_version
    ttl = job.time_to_live
    return {
        "spec": {
            "type": app.language,
            "mode": "cluster",
            "sparkVersion": version.text.removeprefix("v") if version else "",
            "image": mirrored(x.image.reference, x.around.mirrors),
            "imagePullPolicy": x.around.pull.policy,
            "imagePullSecrets": list(x.around.pull.secrets) or None,
            "mainClass": app.class_,
            "mainApplicationFile": uri(x, app.file),
            "arguments": [argument(text, x.around.locations) for text in app.arguments] or None,
            "deps": {
                "jars": [uri(x, one) for one in app.jars] or None,
                "files": [uri(x, one) for one in app.files] or None,
                "pyFiles": [uri(x, one) for one in app.py_files] or None,
            }
            if app.jars or app.files or app.py_files
            else None,
            "restartPolicy": restart_policy(x),
            "timeToLiveSeconds": None if ttl is None else ttl.seconds,
        }
    }


def restart_policy(x: JobOn) -> RestartPolicy:
    """The operator's restart policy; where a count is unset it never retries, so all are set."""
    policy = x.job.restart_policy
    kind = "Always" if x.job.streaming else policy.type
    if kind == "Never":
        return {"type": "Never"}
    return {
        "type": kind,
        "onFailureRetries": policy.on_failure_retries if kind == "OnFailure" else None,
        "onFailureRetryInterval": policy.on_failure_retry_interval.seconds,
        "onSubmissionFailureRetries": policy.on_submission_failure_retries,
        "onSubmissionFailureRetryInterval": policy.on_submission_failure_retry_interval.seconds,
    }
