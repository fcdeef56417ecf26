"""When Karpenter takes nodes away, and how many at a time."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import Seq, SpecModel
from specgen.spec.machine import Percent
from specgen.units.cron import Cron
from specgen.units.times import Duration

_MOST = 50
"""Budgets of a pool.

https://github.com/kubernetes-sigs/karpenter/blob/main/pkg/apis/crds/karpenter.sh_nodepools.yaml
"""


def _duration_or_never(value: object) -> object:
    if value == "Never":
        return value
    return Duration.read(value).text


Lifetime = Annotated[str, BeforeValidator(_duration_or_never, json_schema_input_type=str)]
"""A duration, or `Never`."""


def _share(nodes: str) -> str:
    if nodes.endswith("%") and int(nodes[:-1]) > 100:  # noqa: PLR2004
        raise Refused(f"`{nodes}` is more than all nodes", "write 100% at most")
    return nodes


def _in_minutes(duration: Duration) -> Duration:
    if re.fullmatch("([0-9]+[hm]|[0-9]+h[0-9]+m)(0s)?", duration.text) is None:
        raise Refused(
            f"`{duration}` is no duration of a budget: Karpenter counts in minutes",
            "write hours and minutes, like 8h, 90m or 1h30m",
        )
    return duration


def _at_times(schedule: Cron) -> Cron:
    if schedule.text.startswith("@every"):
        raise Refused(
            f"`{schedule}` is no schedule of a budget: Karpenter must know when it begins",
            "write five fields, like 0 9 * * 1-5, or @daily",
        )
    return schedule


def _few(budgets: "tuple[Budget, ...]") -> "tuple[Budget, ...]":
    if len(budgets) > _MOST:
        raise Refused(f"these are {len(budgets)} budgets", f"write at most {_MOST}")
    return budgets


class Budget(SpecModel):
    """How many nodes may be disrupted at a time."""

    nodes: Annotated[Percent, AfterValidator(_share)]
    """`10%`, or a number."""

    reasons: Seq[Literal["Empty", "Underutilized", "Drifted"]] = ()
    """For these reasons only; absent: all."""

    schedule: Annotated[Cron, AfterValidator(_at_times)] | None = None
    """When it begins to hold, in UTC; with `duration`."""

    duration: Annotated[Duration, AfterValidator(_in_minutes)] | None = None
    """How long it holds; hours and minutes."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.schedule is None) != (self.duration is None):
            raise Contradiction("schedule and duration go together", "set both, or none")
        return self


class Disruption(SpecModel):
    """When nodes are taken away."""

    consolidation_policy: Literal["WhenEmpty", "WhenEmptyOrUnderutilized"] | None = None
    """By default `WhenEmpty`: nobody's executors are moved for a few cents."""

    consolidate_after: Lifetime | None = None
    """How long a node must be empty: by default 3m, 5m for drivers. Longer than executors idle."""

    budgets: Annotated[Seq[Budget], AfterValidator(_few)] = ()
    """How many at a time; by default 10%."""

    expire_after: Lifetime | None = None
    """The longest life of a node: by default 168h; `Never` for drivers."""

    termination_grace_period: Duration | None = None
    """Time for pods of a node that goes, whatever protects them."""
