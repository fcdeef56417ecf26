"""Names of pods that jobs share without meaning to."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from specgen.spec.job import SparkJob
from specgen.spec.platform import Twins


class PodName(NamedTuple):
    """How pods of a job are called."""

    team: str
    role: str
    name: str
    """Of the driver's pod, or what those of executors begin with."""
    given: bool
    """Its author says so."""
    job: str


def pod_names(job: SparkJob) -> Iterator[PodName]:
    """The names that can be told before a run; those of runs of a schedule cannot."""
    driver, executors = job.driver.pod_name, job.executor.pod_name_prefix
    if driver is not None:
        yield PodName(job.team, "driver", driver, True, job.name)  # noqa: FBT003
    elif job.schedule is None and not job.submitted:
        yield PodName(job.team, "driver", f"{job.name}-driver", False, job.name)  # noqa: FBT003
    if executors is not None:
        yield PodName(job.team, "executor", executors, True, job.name)  # noqa: FBT003


def twins(names: Iterable[PodName]) -> tuple[Twins, ...]:
    """The names that several jobs of a team have, and who wrote them."""
    same = itemgetter(0, 1, 2)
    out = []
    for (_, role, name), group in groupby(sorted(names), same):
        alike = list(group)
        if len(alike) > 1:
            by = tuple(one.job for one in alike if one.given)
            out.append(Twins(role, name, by, tuple(one.job for one in alike)))
    return tuple(out)
