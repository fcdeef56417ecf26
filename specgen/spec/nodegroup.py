"""A managed node group: like machines that an autoscaler adds and takes away."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from specgen.refusal import Contradiction
from specgen.spec.base import Labels, LabelValue, Name, Seq, SpecModel, Tags, Text
from specgen.spec.image import Arch
from specgen.spec.machine import Ami, Percent, Volume
from specgen.spec.pool import (
    LABEL,
    CapacityType,
    Offer,
    Pool,
    Runs,
    Taint,
    Zones,
    all_zones,
    arches,
    capacities,
    own_taints,
)

LONGEST = 63
"""Characters of a group's name: it becomes a label of its nodes."""

MOST_UPDATED = 100
"""Nodes, or per cent of them, that EKS replaces at a time; at least 1.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-eks-nodegroup-updateconfig.html
eksctl 0.230 takes no number above the group's size.
"""


class Size(SpecModel):
    """How many nodes, in each of its zones where the group is made `perZone`."""

    min: Annotated[int, Field(ge=0)] = 0
    """Nodes kept when idle; 0 lets the group scale from nothing."""

    max: Annotated[int, Field(ge=1, le=450)]
    """Hard ceiling: the bill's upper bound."""

    desired: Annotated[int, Field(ge=0)] | None = None
    """Nodes to begin with; absent: the autoscaler decides."""

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.min > self.max:
            raise Contradiction(f"min {self.min} is above max {self.max}", "raise max", ("min",))
        if self.desired is not None and not self.min <= self.desired <= self.max:
            raise Contradiction(
                f"desired {self.desired} is not between min {self.min} and max {self.max}",
                "leave it out: the autoscaler decides",
                ("desired",),
            )
        return self


class Part(NamedTuple):
    """One group as EKS knows it: all of a declared group, or its part in one zone."""

    name: str
    zones: tuple[str, ...]


class NodeGroup(SpecModel):
    """One group of like machines. What cannot change in place takes a new `revision`."""

    name: Name
    """Name of the group in EKS, with the zone's letter (`perZone`) and `-r<revision>` appended."""

    pool: Name | None = None
    """The pool it serves; by default its own name. Several groups may serve one."""

    runs: Runs
    """What it is for; decides its taint and which jobs may name it."""

    selector: Labels | None = None
    """Labels that its pods select; by default `specgen.dev/pool: <pool>`."""

    taint: bool | None = None
    """Keeps other pods away: by default all but `system` and `any`."""

    capacity_type: CapacityType
    """`spot` is cheap and may vanish at two minutes' notice."""

    instance_types: Annotated[Seq[Text], Field(min_length=1)]
    """Like-sized types of one architecture, best first; a Spot group wants three or more."""

    size: Size
    """How many nodes."""

    zones: Zones | None = None
    """By default the cluster's."""

    per_zone: bool = False
    """One group for each zone, so that a zone can be chosen and drained."""

    priority: Annotated[int, Field(ge=1)] | None = None
    """Higher is tried first by Cluster Autoscaler's `priority` expander."""

    ami: Ami = Ami.as_built_in()
    """The machine image; its version in EKS's form, `1.34.1-20260715`."""

    volume: Volume = Volume.plain("100Gi")
    """The disk for pods' data: the root disk, or Bottlerocket's data disk."""

    instance_store: Literal["raid0", "none"] = "none"
    """Local NVMe disks as one, for pods' scratch space; AL2023 only."""

    labels: Labels = {}
    """Further labels of its nodes."""

    taints: Seq[Taint] = ()
    """Further taints of its nodes; pods of the pool tolerate them."""

    tags: Tags = {}
    """Further tags of its machines."""

    instance_prefix: LabelValue | None = None
    """Put before the names of its machines."""

    max_pods: Annotated[int, Field(ge=1)] | None = None
    """Pods that a node takes."""

    private_networking: bool = True
    """Nodes without public addresses."""

    update: Percent = "10%"
    """Nodes replaced at a time while it is updated: `10%` or a number."""

    repair: bool = True
    """EKS replaces nodes that are not healthy."""

    revision: Annotated[int, Field(ge=1)] | None = None
    """Raise it to replace the group: what cannot change in place takes effect in a new one."""

    @property
    def serves(self) -> str:
        """The pool it serves."""
        return self.pool or self.name

    @property
    def selects(self) -> dict[str, str]:
        """Labels that its pods select."""
        return self.selector or {LABEL: self.serves}

    @property
    def all_taints(self) -> tuple[Taint, ...]:
        """The taint that keeps other pods away, and those given."""
        return (*own_taints(self.serves, self.runs, wanted=self.taint), *self.taints)

    def parts(self, zones: tuple[str, ...]) -> Iterator[Part]:
        """The groups that it is rendered to, in a cluster with these zones."""
        end = f"-r{self.revision}" if self.revision else ""
        own = self.zones or zones
        if not self.per_zone:
            yield Part(f"{self.name}{end}", own)
        for zone in own if self.per_zone else ():
            yield Part(f"{self.name}-{zone[-1]}{end}", (zone,))

    def offer(self, arch_of: Callable[[str], Arch | None]) -> Offer:
        """What its nodes are; one type that is known tells the architecture of all."""
        known = (arch_of(one) for one in self.instance_types)
        arch = tuple(dict.fromkeys(one for one in known if one is not None))
        return Offer(arch or None, (self.capacity_type,), self.zones)

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        longest = max(len(part.name) for part in self.parts(("a",)))
        if longest > LONGEST:
            raise Contradiction(
                f"the group's whole name has {longest} characters, and its nodes' label holds "
                f"{LONGEST}",
                "shorten it",
                ("name",),
            )
        return self

    @model_validator(mode="after")
    def _no_revision_in_name(self) -> Self:
        found = re.search("-r([0-9]+)$", self.name)
        if found is not None:
            raise Contradiction(
                f"`{self.name}` reads like revision {found[1]} of another group",
                "set revision, or choose a name that does not end so",
                ("name",),
            )
        return self

    @model_validator(mode="after")
    def _types_once(self) -> Self:
        twice = [one for one, number in Counter(self.instance_types).items() if number > 1]
        if twice:
            raise Contradiction(
                f"`{twice[0]}` stands twice", "remove one of the two", ("instanceTypes",)
            )
        return self

    @model_validator(mode="after")
    def _update_in_bounds(self) -> Self:
        most, of_what = MOST_UPDATED, f"EKS takes 1 to {MOST_UPDATED}"
        if not self.update.endswith("%") and self.size.max < most:
            most, of_what = self.size.max, f"the group has no more than {self.size.max}"
        if not 1 <= int(self.update.removesuffix("%")) <= most:
            raise Contradiction(
                f"`{self.update}` nodes cannot be updated at a time: {of_what}",
                "write 10%, or 1",
                ("update",),
            )
        return self

    @model_validator(mode="after")
    def _disks(self) -> Self:
        if self.instance_store == "raid0" and self.ami.family != "AL2023":
            raise Contradiction(
                "instanceStore: raid0 of a node group is AL2023's",
                "set ami.family: AL2023, or use a Karpenter node class",
                ("instanceStore",),
            )
        if self.volume.device is not None or not self.volume.delete_on_termination:
            field = "device" if self.volume.device is not None else "deleteOnTermination"
            raise Contradiction(
                f"`{field}` cannot be set for the disk of a managed node group",
                "remove it: EKS knows the family's device, and deletes the disk with its node",
                ("volume", field),
            )
        return self


def united(groups: tuple[NodeGroup, ...], arch_of: Callable[[str], Arch | None]) -> Iterator[Pool]:
    """The pools that node groups serve: groups of one pool are one pool to a job.

    `arch_of` tells the architecture of an instance type, where it is known.
    """
    served: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        served.setdefault(group.serves, []).append(index)
    for name, indices in served.items():
        yield _one_pool(name, [groups[index] for index in indices], indices[0], arch_of)


def _one_pool(
    name: str, groups: list[NodeGroup], first: int, arch_of: Callable[[str], Arch | None]
) -> Pool:
    offers = tuple(group.offer(arch_of) for group in groups)
    return Pool(
        name,
        groups[0].runs,
        groups[0].selects,
        tuple(dict.fromkeys(taint for group in groups for taint in group.all_taints)),
        arches(offers),
        capacities(offers),
        all_zones(offers),
        ("nodeGroups", first),
        offers,
    )
