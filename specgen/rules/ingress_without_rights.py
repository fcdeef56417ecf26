"""An ingress for a driver's UI, which the operator has no right to look for."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import installed_place
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag an ingress where specgen does not install the operator, and so gives no Role."""
    if x.around.operator_home is not None or x.job.ui.ingress is None:
        return
    yield Problem(
        Place(x.owner, ("ui", "ingress")),
        f"job `{x.job.name}` has an ingress, and the operator of cluster `{x.where.cluster}` is "
        "not known to have the right to see it",
        "made by the operator",
        ((installed_place(x), "somebody else installs the operator"),),
        f"let the operator list and watch ingresses in namespace {x.team.home}, and allow this",
    )


_JOB = """\
kind: SparkJob
name: count
ui: {ingress: {host: count.spark.example.com}}
---
kind: Team
name: reviews
networkPolicy: {ingressFrom: [ingress]}
"""

RULE = Rule(
    id="ingress-without-rights",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="a UI's ingress, without a right of the operator to see ingresses",
    why="The chart's Role lets the operator make ingresses and not list them: a worker of it is "
    "held, and the job stays SUBMITTED while its driver runs.",
    hint="remove ui.ingress",
    source="measured: Spark operator 2.5.2, case ui-and-ingress",
    bad=_JOB,
    good=f"{created()}---\n{_JOB}",
    check=check,
)
