"""What the objects of a team must know of its jobs, to let others reach them."""

from collections.abc import Iterable, Iterator
from functools import reduce

from specgen.facts.spark import ui_port
from specgen.spec.job import SparkJob
from specgen.spec.platform import Opening, Outside


def outside(job: SparkJob) -> Outside:
    """What others reach of a job."""
    exporter = job.metrics.exporter
    return Outside(
        frozenset(_openings(job)),
        frozenset({exporter}),
        frozenset() if exporter == "servlet" else frozenset({job.name}),
        job.ui.ingress is not None,
    )


def united(parts: Iterable[Outside]) -> Outside:
    """What others reach of several."""
    return reduce(_both, parts, Outside())


def _both(one: Outside, other: Outside) -> Outside:
    return Outside(
        one.openings | other.openings,
        one.exporters | other.exporters,
        one.silent | other.silent,
        one.shown or other.shown,
    )


def _openings(job: SparkJob) -> Iterator[Opening]:
    """The UI, the agents, and what the roles declare."""
    yield Opening("TCP", ui_port(job.conf))
    if job.metrics.exporter == "jmx":
        yield Opening("TCP", job.metrics.agents_port)
    for role in (job.driver, job.executor):
        for one in role.ports:
            yield Opening(one.protocol, one.port)
