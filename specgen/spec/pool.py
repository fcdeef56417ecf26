"""What a pool of nodes is to a job, whoever makes the nodes."""

from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field

from specgen.paths import Path
from specgen.refusal import Refused
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

_MOST_ZONES = 8
"""What eksctl 0.230 has blocks of addresses for: pkg/vpc/vpc.go."""


def _some_and_different(zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
    if len(zones) > _MOST_ZONES:
        raise Refused(f"these are {len(zones)} zones", f"name at most {_MOST_ZONES}")
    for index, zone in enumerate(zones):
        if zone in zones[:index]:
            raise Refused(f"zone `{zone}` stands twice", "remove one of the two", (index,))
    return zones


Zones = Annotated[
    tuple[Zone, ...],
    Field(
        strict=False,
        min_length=1,
        json_schema_extra={"maxItems": _MOST_ZONES, "uniqueItems": True},
    ),
    AfterValidator(_some_and_different),
]
"""One to eight zones, each once."""

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


CAPACITY_LABELS: dict[str | int, tuple[str, dict[CapacityType, str]]] = {
    "karpenter": ("karpenter.sh/capacity-type", {"spot": "spot", "on-demand": "on-demand"}),
    "nodeGroups": ("eks.amazonaws.com/capacityType", {"spot": "SPOT", "on-demand": "ON_DEMAND"}),
}
"""Label by which nodes say their capacity type, by the cluster's field that makes them.

https://karpenter.sh/docs/concepts/scheduling/#well-known-labels
https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types
"""


class Offer(NamedTuple):
    """One kind of node of a pool: what a group, or a step of `prefer`, can make."""

    arch: tuple[Arch, ...] | None
    """None: unknown."""
    capacity_type: tuple[CapacityType, ...]
    zones: tuple[str, ...] | None
    """None: the cluster's."""


class Scratch(NamedTuple):
    """The disks of nodes that emptyDirs, logs and images lie on."""

    nvme: bool
    """Every node joins its local NVMe disks for it."""
    gib: int | None
    """Of the smallest node; None: unknown."""


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
    offers: tuple[Offer, ...] = ()
    """Its kinds of nodes, where they are known: not every zone has every architecture."""
    scratch: Scratch | None = None
    """None: nothing is known of its disks."""

    @property
    def may_be_spot(self) -> bool:
        """Whether a pod of it may lose its node at two minutes' notice."""
        return "spot" in self.capacity_type

    def can_narrow(self, capacity: CapacityType) -> bool:
        """Whether pods can be confined to its nodes of one capacity type."""
        maker = self.declared[0] if self.declared else ""
        return capacity in self.capacity_type and (
            self.capacity_type == (capacity,) or maker in CAPACITY_LABELS
        )

    def narrowed(self, capacity: CapacityType | None) -> "Pool":
        """Its nodes of one capacity type, where their maker labels them; else all of it."""
        if capacity is None or self.capacity_type == (capacity,) or not self.can_narrow(capacity):
            return self
        key, values = CAPACITY_LABELS[self.declared[0]]
        selector = {**self.selector, key: values[capacity]}
        left = tuple(one for one in self.offers if capacity in one.capacity_type)
        return self._replace(
            selector=selector,
            capacity_type=(capacity,),
            arch=arches(left) if left else self.arch,
            zones=all_zones(left) if left else self.zones,
            offers=left,
        )


def arches(offers: tuple[Offer, ...]) -> tuple[Arch, ...] | None:
    """The architectures of all of them; None if one's are unknown."""
    if any(one.arch is None for one in offers):
        return None
    return tuple(dict.fromkeys(arch for one in offers for arch in one.arch or ()))


def capacities(offers: tuple[Offer, ...]) -> tuple[CapacityType, ...]:
    """The capacity types of all of them."""
    return tuple(dict.fromkeys(one for offer in offers for one in offer.capacity_type))


def all_zones(offers: tuple[Offer, ...]) -> tuple[str, ...] | None:
    """The zones of all of them; None if one stands in all of the cluster's."""
    if any(one.zones is None for one in offers):
        return None
    return tuple(dict.fromkeys(zone for one in offers for zone in one.zones or ()))


ANY_POOL = Pool("any", "any", {}, (), None, ("on-demand",), None, ())
"""The pool that is always there: no selector, no toleration."""


def own_taints(name: str, runs: Runs, *, wanted: bool | None) -> tuple[Taint, ...]:
    """The taint by which specgen keeps other pods away; by default from all but open pools."""
    if not (runs not in UNTAINTED if wanted is None else wanted):
        return ()
    return (Taint.model_construct(key=LABEL, value=name, effect="NoSchedule", startup=False),)
