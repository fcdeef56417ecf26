"""A job that spark-submit submits: its script and pod templates, and what runs them."""

from collections.abc import Iterator, Mapping
from typing import Any

from specgen.manifests.document import Document
from specgen.merging import without_none
from specgen.spec.platform import JobOn
from specgen.targets.spark.target import composed, parked
from specgen.targets.submit import in_cluster
from specgen.targets.submit.script import SCRIPT, dependencies, script
from specgen.targets.target import Target

SUBMIT = "submit"
"""Folder of a cluster's tree that nobody syncs."""


def render(x: JobOn) -> Iterator[Document]:
    """Files of the submission; what runs it in the cluster, where that is asked for."""
    if not x.job.submitted:
        return
    part = composed(x)
    application = without_none({"kind": "SparkApplication", **part})
    folder = f"{x.where.cluster}/{SUBMIT}/{x.team.name}/{x.job.name}"
    files = {f"{folder}/{name}": body for name, body in _files(x, application)}
    for file, body in files.items():
        yield Document(file, body, x.owner)
    if x.job.synced:
        yield from _synced(x, part, {file.rpartition("/")[2]: file for file in files})


def _files(x: JobOn, application: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    from specgen.capacity.plain import plain  # noqa: PLC0415 - most jobs go by the operator

    call = plain(application)
    deps = dependencies(application)
    yield SCRIPT, script(call, deps, x.around.api_server, _reason(x))
    for role, template in (("driver", call.driver_template), ("executor", call.executor_template)):
        yield f"{role}.yaml", _pod(x, role, template or {})


def _reason(x: JobOn) -> str | None:
    """Why the script does nothing."""
    if not parked(x):
        return None
    where = "" if x.job.suspend else f" on cluster {x.where.cluster}, where it is not active"
    return f"job {x.job.name} is suspended{where}: nothing is submitted"


def _pod(x: JobOn, role: str, template: Mapping[str, Any]) -> dict[str, Any]:
    """A whole pod, which Spark calls otherwise; by its name here overrides find it."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {**template["metadata"], "name": f"{x.job.name}-{role}"},
        "spec": template["spec"],
    }


def _synced(x: JobOn, part: dict[str, Any], files: dict[str, str]) -> Iterator[Document]:
    """Rights and files first, then what uses them."""
    folder, name = f"{x.where.cluster}/jobs/{x.team.name}", in_cluster.helper_name(x)
    for body in (
        in_cluster.role(x, part["metadata"]),
        in_cluster.role_binding(x, part["metadata"]),
        in_cluster.config_map(x, part["metadata"], files),
    ):
        yield Document(f"{folder}/{body['kind'].lower()}-{name}.yaml", body, x.owner)
    yield Document(f"{folder}/{x.job.name}.yaml", _runner(x, part), x.owner)


def _runner(x: JobOn, part: dict[str, Any]) -> Any:
    if x.job.schedule is not None:
        return in_cluster.cron_job(x, part, x.job.schedule)
    return in_cluster.job(x, part, x.job.run or "")


TARGET = Target(
    "spark-submit",
    "Script and pod templates of a job for spark-submit, and the Job or CronJob that runs them",
    JobOn,
    render,
)
