"""SparkApplication and ScheduledSparkApplication: the features united, and wrapped if scheduled."""

from collections.abc import Iterator
from typing import Any

from specgen.manifests.document import Document
from specgen.paths import Path
from specgen.spec.job import Schedule
from specgen.spec.platform import JobOn
from specgen.targets.compose import compose, setters
from specgen.targets.spark.features import FEATURES
from specgen.targets.target import Target

API = "sparkoperator.k8s.io/v1beta2"


def render(x: JobOn) -> Iterator[Document]:
    """One object a job and cluster; none of a job that spark-submit submits."""
    if x.job.submitted:
        return
    part = composed(x)
    schedule = x.job.schedule
    if schedule is None:
        spec = {**part["spec"], "suspend": parked(x) or part["spec"].get("suspend")}
        body = {
            "apiVersion": API,
            "kind": "SparkApplication",
            "metadata": part["metadata"],
            "spec": spec,
        }
    else:
        body = _scheduled(x, part, schedule)
    yield Document(f"{x.where.cluster}/jobs/{x.team.name}/{x.job.name}.yaml", body, x.owner)


def composed(x: JobOn) -> dict[str, Any]:
    """Metadata and spec of the application: what all features say."""
    return compose(feature(x) for feature in FEATURES)


def parked(x: JobOn) -> bool | None:
    """Suspended by its author, or because another cluster runs it."""
    return True if x.job.suspend or not x.active else None


def _scheduled(x: JobOn, part: dict[str, Any], schedule: Schedule) -> dict[str, Any]:
    """The application as the template of a schedule."""
    zone = schedule.time_zone or x.around.time_zone
    return {
        "apiVersion": API,
        "kind": "ScheduledSparkApplication",
        "metadata": part["metadata"],
        "spec": {
            "schedule": schedule.cron.text,
            "timeZone": zone.text if zone else None,
            "concurrencyPolicy": schedule.concurrency_policy,
            "suspend": parked(x),
            "successfulRunHistoryLimit": schedule.successful_history,
            "failedRunHistoryLimit": schedule.failed_history,
            "template": part["spec"],
        },
    }


def features_that_say(x: JobOn, path: Path, values: tuple[object, ...]) -> list[str]:
    """Names of the features that set `path` to one of `values`; asked when two do not agree."""
    return setters(((feature.__name__, feature(x)) for feature in FEATURES), path, values)


TARGET = Target(
    "spark-application", "SparkApplication or ScheduledSparkApplication of a job", JobOn, render
)
