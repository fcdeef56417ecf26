"""The batch scheduler of a job, its queue, and what it must know to start pods together."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Any, cast

from specgen.capacity.demand import Amounts, requested
from specgen.capacity.quantity import canonical
from specgen.facts.schedulers import (
    KUEUE_QUEUE,
    PLACEHOLDER_TIMEOUT,
    VOLCANO_QUEUE,
    YUNIKORN_PARAMETERS,
)
from specgen.facts.spark_operator import YUNIKORN_QUEUE
from specgen.manifests.spark_operator import BatchSchedulerOptions, Part, RolePart
from specgen.merging import without_none
from specgen.refusal import Refused
from specgen.spec.platform import JobOn


def scheduler(x: JobOn) -> Part:
    """What a batch scheduler is told.

    YuniKorn's task groups are not: the operator writes its own over any, by the same sizes.
    """
    wanted = x.job.scheduler
    if wanted.name == "kueue":
        return _kueue(x)
    if wanted.name == "default":
        return {}
    if not wanted.gangs(submitted=x.job.submitted):
        return {"spec": {"driver": _alone(x), "executor": _alone(x)}}
    return {
        "spec": {
            "batchScheduler": wanted.name,
            "batchSchedulerOptions": _options(x) or None,
            "driver": {"annotations": _parameters(x)},
        }
    }


def _options(x: JobOn) -> BatchSchedulerOptions:
    said = {"queue": queue(x), "priorityClassName": x.job.scheduler.priority_class}
    return cast("BatchSchedulerOptions", {key: one for key, one in said.items() if one})


def queue(x: JobOn) -> str | None:
    """The job's, or else its team's."""
    return x.job.scheduler.queue or x.team.queue


def _kueue(x: JobOn) -> Part:
    """Held back until Kueue starts it; without the label where it is not to start.

    Kueue would start it there, too: what bears the label it suspends and resumes as it sees fit.
    """
    waits = x.active and not x.job.suspend
    label = queue(x) if waits else None
    return {
        "metadata": {"labels": {KUEUE_QUEUE: label} if label else {}},
        "spec": {"suspend": True},
    }


def _alone(x: JobOn) -> RolePart:
    """A pod that its scheduler takes by itself, in the queue that it names."""
    wanted, name = x.job.scheduler.name, queue(x)
    if wanted == "yunikorn":
        return {"schedulerName": wanted, "labels": {YUNIKORN_QUEUE: name} if name else None}
    return {"schedulerName": wanted, "annotations": {VOLCANO_QUEUE: name} if name else None}


def _parameters(x: JobOn) -> dict[str, str] | None:
    timeout = x.job.scheduler.placeholder_timeout
    return None if timeout is None else {
        YUNIKORN_PARAMETERS: f"{PLACEHOLDER_TIMEOUT}={timeout.seconds}"
    }  # fmt: skip


def counted(x: JobOn) -> bool:
    """Whether its gang is one of Volcano's, which asks how much room it takes."""
    wanted = x.job.scheduler
    return wanted.name == "volcano" and wanted.gangs(submitted=x.job.submitted)


def room(application: Any, count: int) -> dict[str, str]:
    """What the driver of an application and so many executors ask for together.

    Nothing if Spark cannot read a value of it: then there are no pods, and others tell why.
    """
    from specgen.capacity.pods import pods  # noqa: PLC0415 - most jobs have no gang

    try:
        made = pods(without_none(application))
    except Refused:
        return {}
    return dict(_texts(requested(made.driver), requested(made.executor), count))


def _texts(driver: Amounts, executor: Amounts, count: int) -> Iterator[tuple[str, str]]:
    for name in sorted(driver | executor):
        total = Fraction(driver.get(name, 0) + count * executor.get(name, 0))
        yield name, canonical(_bytes(total) if name in _IN_BYTES else f"{ceil(total * 1000)}m")


_IN_BYTES = ("memory", "ephemeral-storage")


def _bytes(total: Fraction) -> str:
    return f"{total / 1024}Ki" if total % 1024 == 0 else str(ceil(total))
