"""Jobs for a batch scheduler that is not on the cluster."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import installed_place
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a job's scheduler that its cluster does not list.

    A cluster that specgen creates cannot list what others install on it, so it is not asked.
    """
    name = x.job.scheduler.name
    if name == "default" or x.around.created or name in x.around.schedulers:
        return
    yield Problem(
        installed_place(x),
        f"cluster `{x.where.cluster}` has jobs for {name}, and it is not installed",
        f"{name} is not installed",
        ((Place(x.owner, ("scheduler", "name")), "this job asks for it"),),
        f"install {name} and list it in existing.installed, or set scheduler.name: default",
    )


_SAMPLE = """\
kind: Cluster
name: one
existing: {installed: [sparkOperator, podIdentityAgent%s]}
---
kind: SparkJob
name: count
scheduler: {name: yunikorn}
"""

RULE = Rule(
    id="missing-scheduler",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="batch scheduler that is not installed",
    why="The pods wait for a scheduler of that name, without a word, and without end.",
    hint="install it and list it in existing.installed",
    source="https://kubernetes.io/docs/tasks/extend-kubernetes/configure-multiple-schedulers/",
    bad=_SAMPLE % "",
    good=_SAMPLE % ", yunikorn",
    check=check,
)
