"""A job of changing size in a queue of Kueue, which counts it once."""

from collections.abc import Iterator

from specgen.facts.schedulers import KUEUE_ELASTIC
from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag dynamic allocation with Kueue, unless the application bears the mark of elastic jobs.

    Annotations of a schedule do not reach its runs (measured), so the mark is no help there.
    """
    marked = x.job.metadata.annotations.get(KUEUE_ELASTIC) == "true" and x.job.schedule is None
    if x.job.scheduler.name == "kueue" and x.job.dynamic and not marked:
        yield Problem(
            Place(x.owner, ("executor", "instances")),
            f"Kueue refuses job `{x.job.name}`: the number of its executors changes",
            "changes while it runs",
            ((Place(x.owner, ("scheduler", "name")), "counts it when it starts"),),
        )


_SAMPLE = """\
kind: Cluster
name: one
existing: {installed: [sparkOperator, podIdentityAgent, kueue]}
---
kind: SparkJob
name: count
scheduler: {name: kueue, queue: etl}
executor: {instances: %s}
"""

RULE = Rule(
    id="kueue-with-dynamic-allocation",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="dynamic allocation under Kueue",
    why="Kueue's webhook refuses the application, unless Kueue has its gate for elastic jobs and "
    "the application the annotation of one.",
    hint="set executor.instances to a number; or, where Kueue has the gate "
    f'ElasticJobsViaWorkloadSlices, metadata.annotations to {{{KUEUE_ELASTIC}: "true"}}',
    source="https://github.com/kubernetes-sigs/kueue/blob/main/pkg/controller/jobs/sparkapplication/sparkapplication_webhook.go",
    bad=_SAMPLE % "{min: 1, max: 10}",
    good=_SAMPLE % "4",
    check=check,
)
