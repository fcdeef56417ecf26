"""A volume on demand for a driver, which the operator may not make."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import installed_place
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import claims
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a driver's claims where specgen does not install the operator, and so gives no Role."""
    if x.around.operator_home is not None or "driver" not in x.job.claims:
        return
    by_field = x.job.shuffle.type == "pvc" and "driver" in x.job.shuffle.roles
    yield Problem(
        Place(x.owner, ("shuffle", "roles") if by_field else ("conf",)),
        f"a volume is made for the driver of job `{x.job.name}`, and the operator of cluster "
        f"`{x.where.cluster}` is not known to have the right to claim one",
        "made by the operator",
        ((installed_place(x), "somebody else installs the operator"),),
        "leave the driver out; or let the operator create, patch and delete persistentvolumeclaims "
        f"in namespace {x.team.home}, and allow this",
    )


RULE = Rule(
    id="driver-claim-without-rights",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="a driver's volume on demand, without a right of the operator to claim it",
    why="The chart gives the operator no right to persistentvolumeclaims: the submission fails, is "
    "retried, and fails again.",
    hint="leave the driver out of shuffle.roles",
    source="measured: Spark operator 2.5.2, case driver-pvc-on-demand",
    bad=claims(", roles: [driver, executor]"),
    good=claims(", roles: [executor]"),
    check=check,
)
