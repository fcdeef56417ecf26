"""A pod without a CPU limit where the namespace bounds the limit by the request."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn
from specgen.spec.team import LimitRangeItem


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role without coreLimit under a ratio for CPU that brings no limit of its own."""
    if not any(map(_wants_a_limit, x.team.limit_range)):
        return
    for field, role, _ in roles(x):
        if role.core_limit is None:
            yield Problem(
                Place(x.owner, (field, "cores")),
                f"{field} of job `{x.job.name}` has no CPU limit, and the limitRange of team "
                f"`{x.team.name}` has maxLimitRequestRatio for cpu: its pods are refused",
                "no limit",
            )


def _wants_a_limit(item: LimitRangeItem) -> bool:
    """The API server takes `max` for a default limit where there is none."""
    brought = {*item.default, *item.max}
    return item.type == "Container" and "cpu" in item.max_limit_request_ratio.keys() - brought


_TEAM = """\
kind: Team
name: reviews
limitRange: [{type: Container, %smaxLimitRequestRatio: {cpu: 4}}]
"""

RULE = Rule(
    id="cpu-without-limit",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="no CPU limit where the namespace bounds it by the request",
    why="Spark sets no CPU limit by itself, and the API server refuses a container that has none "
    "under such a LimitRange: the job never starts.",
    hint="add default: {cpu: …} to that item of limitRange, or coreLimit to the role",
    source="measured: kube-apiserver 1.36.3; plugin/pkg/admission/limitranger/admission.go",
    bad=_TEAM % "",
    good=_TEAM % "default: {cpu: 4}, ",
    check=check,
)
