"""Who calls spark-submit for a job that goes without the operator, and what that cannot do."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator

from specgen import names
from specgen.paths import Path
from specgen.refusal import Contradiction, Refused
from specgen.spec.base import Name, SpecModel, Text
from specgen.spec.image import ImageRef
from specgen.units.amounts import Cpu, Quantity
from specgen.units.unit import shown

if TYPE_CHECKING:
    from specgen.spec.job import SparkJob

Submit = Literal["operator", "spark-submit"]

_FOLDER = re.compile(r"(?:/[A-Za-z0-9_][A-Za-z0-9._+-]*)+")


def _folder(path: str) -> str:
    """A folder in letters that neither a shell nor the kubelet takes for anything else."""
    if _FOLDER.fullmatch(path) is None:
        raise Refused(f"`{shown(path)}` is not a folder of an image", "write it like /opt/spark")
    return path


_SERVER = re.compile(r"https://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?")


def _server(url: str) -> str:
    """A URL without a path, as `k8s://` takes it."""
    if _SERVER.fullmatch(url) is None:
        raise Refused(
            f"`{shown(url)}` is not the URL of an API server", "write it like https://HOST:6443"
        )
    return url


ApiServer = Annotated[Text, AfterValidator(_server)]
"""Where an API server is."""


class Submitter(SpecModel):
    """The pod in the cluster that submits the job, and waits until its driver has ended."""

    image: ImageRef | None = None
    """Has spark-submit, of the Spark in the job's image; by default that image."""

    spark_home: Annotated[Text, AfterValidator(_folder)] = "/opt/spark"
    """Folder of Spark in it."""

    service_account: Name | None = None
    """It must be there and gets the rights to submit; by default the driver's of the identity."""

    cpu: Cpu = Cpu("250m")
    """CPU request."""

    memory: Quantity = Quantity("1Gi")
    """Memory request and limit. A quarter of it is the heap of spark-submit."""


# --- what spark-submit cannot do ------------------------------------------------------------------

WAIT = "spark.kubernetes.submission.waitAppCompletion"
_RETRIES = {
    "on_failure_retries": ("onFailureRetries", "its driver is never started again"),
    "on_failure_retry_interval": ("onFailureRetryInterval", "its driver is never started again"),
    "on_submission_failure_retry_interval": (
        "onSubmissionFailureRetryInterval",
        "Kubernetes itself chooses the time between submissions",
    ),
}
_LONGEST_NAME = 63

Unkept = tuple[Path, str, str]
"""Where it is said, why it cannot be, and the mend."""


def refuse_unsubmittable(job: "SparkJob") -> None:
    """That spark-submit can do what a job asks; Contradiction, at the first field if it cannot."""
    for check in (_of_restarts, _of_schedule, _of_run, _of_pods, _of_objects):
        for path, what, mend in check(job):
            raise Contradiction(what, mend, path)


def _of_restarts(job: "SparkJob") -> Iterator[Unkept]:
    if job.streaming:
        what = "spark-submit submits this job, and nobody starts the driver of a stream again"
        yield ("streaming",), what, "set submit: operator"
    for name in sorted(job.restart_policy.model_fields_set & _RETRIES.keys()):
        alias, why = _RETRIES[name]
        yield ("restartPolicy", alias), f"spark-submit submits this job, and {why}", "remove it"


def _of_schedule(job: "SparkJob") -> Iterator[Unkept]:
    """Overlapping runs are told by the submitter's pod, which waits for its driver."""
    policy = job.schedule.concurrency_policy if job.schedule else None
    if policy == "Replace":
        what = "the last run's driver goes on when the pod that submitted it is replaced"
        yield ("schedule", "concurrencyPolicy"), what, "write Forbid, or set submit: operator"
    if policy == "Forbid" and job.conf.get(WAIT) == "false":
        what = "nobody waits for the driver, so the next run starts beside it"
        yield ("conf", WAIT), what, "remove it, or set schedule.concurrencyPolicy: Allow"


def _of_run(job: "SparkJob") -> Iterator[Unkept]:
    """Its Job is called after the run."""
    if job.run is None:
        return
    name = f"{job.name}-{job.run}"
    if len(name) > _LONGEST_NAME or "." in name or not names.is_subdomain(name):
        what = f"`{shown(name)}` is not the name of a Job, which spark-submit runs in"
        yield ("run",), what, f"write small letters, digits and `-`, {_LONGEST_NAME} with the job's"


def _of_pods(job: "SparkJob") -> Iterator[Unkept]:
    for role, fields in (("driver", job.driver), ("executor", job.executor)):
        if fields.memory_limit is not None:
            what = "spark-submit submits this job, and Spark's limit of memory is its request"
            yield (role, "memoryLimit"), what, "remove memoryLimit, or raise memoryOverhead"


def _of_objects(job: "SparkJob") -> Iterator[Unkept]:
    """A script leaves nothing in the cluster but pods."""
    if job.synced:
        return
    what = "the job is a script without schedule or run: there is no object of it in the cluster"
    if job.time_to_live is not None:
        yield ("timeToLive",), what, "remove it"
    if job.metadata.annotations:
        yield ("metadata", "annotations"), what, "remove them, or write annotations for the pods"
