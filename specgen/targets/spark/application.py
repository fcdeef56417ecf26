"""The program: language, image, file, arguments, and what happens when it fails."""

from typing import cast

from specgen.manifests.spark_operator import Dependencies, Part, RestartPolicy
from specgen.spec.image import Image, ImageRef, mirrored
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
            "pythonVersion": app.python_version,
            "sparkVersion": version.text.removeprefix("v") if version else "",
            "image": pulled(x, x.image),
            "imagePullPolicy": x.around.pull.policy,
            "imagePullSecrets": list(x.around.pull.secrets) or None,
            "mainClass": app.class_,
            "mainApplicationFile": uri(x, app.file),
            "arguments": [argument(text, x.around.locations) for text in app.arguments] or None,
            "deps": _dependencies(x) or None,
            "driver": {"image": _own(x, job.driver.image)},
            "executor": {"image": _own(x, job.executor.image)},
            "restartPolicy": restart_policy(x),
            "timeToLiveSeconds": None if ttl is None else ttl.seconds,
        }
    }


def pulled(x: JobOn, image: Image) -> str:
    """The image as a kubelet pulls it, from the mirror if there is one."""
    return mirrored(image.reference, x.around.mirrors)


def _own(x: JobOn, image: ImageRef | None) -> str | None:
    return None if image is None else pulled(x, x.named(image))


def _dependencies(x: JobOn) -> Dependencies:
    """What lies beside the main file; nothing of what there is none of."""
    app = x.job.application
    uris = {
        "jars": app.jars,
        "files": app.files,
        "pyFiles": app.py_files,
        "archives": app.archives,
        "repositories": app.repositories,
    }
    out = {key: [uri(x, one) for one in listed] for key, listed in uris.items() if listed}
    if app.packages:
        out["packages"] = list(app.packages)
    return cast("Dependencies", out)


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
