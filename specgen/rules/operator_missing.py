"""Jobs on a cluster without the Spark operator."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import installed_place
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag the cluster of a job where nobody runs the operator; one finding for all its jobs."""
    if not x.around.operator and not x.job.submitted:
        yield Problem(
            installed_place(x),
            f"cluster `{x.where.cluster}` has jobs and no Spark operator",
            "sparkOperator is not installed",
            ((Place(x.owner, ("name",)), "this job is rendered for it"),),
        )


_CLUSTER = """\
kind: Cluster
name: one
existing: {installed: [%spodIdentityAgent]}
"""

RULE = Rule(
    id="operator-missing",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="job on a cluster without the Spark operator",
    why="Without the operator's CRDs Argo CD cannot sync the application; with the CRDs alone "
    "it is there and never runs.",
    hint="install the operator and list sparkOperator in existing.installed, or set submit: "
    "spark-submit on the jobs",
    source="https://www.kubeflow.org/docs/components/spark-operator/getting-started/",
    bad=_CLUSTER % "",
    good=_CLUSTER % "sparkOperator, ",
    check=check,
)
