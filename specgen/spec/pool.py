"""What a pool of nodes is to a job, whoever makes the nodes."""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from specgen.paths import Path
from specgen.spec.base import LabelKey, LabelValue, SpecModel, matching
from specgen.spec.image import Arch

Runs = Literal["system", "drivers", "executors", "services", "any"]
CapacityType = Literal["on-demand", "spot"]
_ZONE = r"[a-z]{2}(-[a-z]+)+-[0-9][a-z]"
Zone = Annotated[
    str,
    matching(_ZONE, "the full name of a zone", "write it whole, like us-east-1a"),
    Field(json_schema_extra={"pattern": f"^{_ZONE}$"}),
]
"""A zone's full name: `us-east-1a`."""

ZoneOrAny = Annotated[
    str,
    matching(f"any|{_ZONE}", "the full name of a zone", "write it whole, like us-east-1a, or any"),
    Field(json_schema_extra={"pattern": f"^(any|{_ZONE})$"}),
]
"""A zone, or `any` of the cluster's."""

LABEL = "specgen.dev/pool"
"""Label and taint of the nodes of a pool that specgen makes."""

UNTAINTED: tuple[Runs, ...] = ("system", "any")
"""Pools that take any pod."""


class Taint(SpecModel):
    """A taint of nodes; pods that name the pool tolerate it."""

    key: LabelKey
    """The taint's key."""

    value: LabelValue | None = None
    """The taint's value; absent: none."""

    effect: Literal["NoSchedule", "NoExecute", "PreferNoSchedule"] = "NoSchedule"
    """What it does to pods that do not tolerate it."""

    startup: bool = False
    """Only until a node is ready; pods need not tolerate it."""


class Pool(NamedTuple):
    """A pool as jobs see it: what their pods must carry, and what they may expect of the nodes."""

    name: str
    runs: Runs
    selector: dict[str, str]
    """Labels that every node of it has."""
    taints: tuple[Taint, ...]
    """Taints that its pods tolerate."""
    arch: tuple[Arch, ...] | None
    """None: unknown."""
    capacity_type: tuple[CapacityType, ...]
    zones: tuple[str, ...] | None
    """None: the cluster's."""
    declared: Path
    """Where the cluster's spec declares it; empty for `any`."""

    @property
    def may_be_spot(self) -> bool:
        """Whether a pod of it may lose its node at two minutes' notice."""
        return "spot" in self.capacity_type


ANY_POOL = Pool("any", "any", {}, (), None, ("on-demand",), None, ())
"""The pool that is always there: no selector, no toleration."""


def own_taints(name: str, runs: Runs, *, wanted: bool | None) -> tuple[Taint, ...]:
    """The taint by which specgen keeps other pods away; by default from all but open pools."""
    if not (runs not in UNTAINTED if wanted is None else wanted):
        return ()
    return (Taint.model_construct(key=LABEL, value=name, effect="NoSchedule", startup=False),)
