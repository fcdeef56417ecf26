"""What only the Spark operator does for a job, and spark-submit leaves undone."""

from collections.abc import Iterator

from specgen.paths import Path
from specgen.refusal import Contradiction
from specgen.spec.metrics import Metrics
from specgen.spec.scheduler import Scheduler
from specgen.spec.ui import Ui


def refuse_without_operator(metrics: Metrics, ui: Ui, scheduler: Scheduler) -> None:
    """That spark-submit is asked for nothing that the operator makes; Contradiction if it is."""
    for path, what in _asked(metrics, ui, scheduler):
        raise Contradiction(
            f"{what} by the operator, and spark-submit submits this job",
            "set submit: operator, or remove it",
            path,
        )


def _asked(metrics: Metrics, ui: Ui, scheduler: Scheduler) -> Iterator[tuple[Path, str]]:
    if metrics.exporter == "jmx":
        yield ("metrics", "exporter"), "the agent `jmx` and its configuration are set up"
    if ui.service_port is not None:
        yield ("ui", "servicePort"), "the Service of the UI is made"
    if ui.ingress is not None:
        yield ("ui", "ingress"), "the Ingress of the UI is made"
    if scheduler.name == "kueue":
        yield ("scheduler", "name"), "what Kueue holds back is started"
    if scheduler.name == "volcano" and scheduler.gang:
        yield ("scheduler", "gang"), "the PodGroup of Volcano is made"
