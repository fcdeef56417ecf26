"""A cluster, and the pools of nodes that jobs name."""

from typing import Annotated, Literal

from pydantic import Field

from specgen.spec.allow import Allow
from specgen.spec.base import (
    LabelKey,
    Labels,
    LabelValue,
    Name,
    NamedSeq,
    Overrides,
    Seq,
    SpecModel,
    Text,
    matching,
)
from specgen.spec.environment import ClusterDefaults, MirrorList, Region
from specgen.spec.image import Arch
from specgen.units.addresses import Root

Runs = Literal["system", "drivers", "executors", "services", "any"]
CapacityType = Literal["on-demand", "spot"]
Identity = Literal["pod-identity", "irsa", "node-role", "none"]
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


class Taint(SpecModel):
    """A taint of nodes; pods that name the pool tolerate it."""

    key: LabelKey
    """The taint's key."""

    value: LabelValue | None = None
    """The taint's value; absent: none."""

    effect: Literal["NoSchedule", "NoExecute", "PreferNoSchedule"] = "NoSchedule"
    """What it does to pods that do not tolerate it."""


class DeclaredPool(SpecModel):
    """Nodes that somebody else runs, described as far as jobs need it."""

    name: Name
    """What jobs call it, the same in every cluster that offers it."""

    runs: Runs
    """What it is for; a driver is not put on an executors' pool, nor the reverse."""

    selector: Annotated[Labels, Field(min_length=1)]
    """Labels of its nodes; becomes the node selector of its pods."""

    taints: Seq[Taint] = ()
    """Taints of its nodes; its pods tolerate them."""

    arch: Seq[Arch] | None = None
    """Architectures of its nodes; absent: unknown, and taken for amd64."""

    capacity_type: Annotated[Seq[CapacityType], Field(min_length=1)] = ("on-demand",)
    """`spot` nodes are cheap and may vanish at two minutes' notice."""

    zones: Seq[Zone] | None = None
    """Zones of its nodes; by default the cluster's."""

    @property
    def may_be_spot(self) -> bool:
        """Whether a pod of it may lose its node at two minutes' notice."""
        return "spot" in self.capacity_type


class Existing(SpecModel):
    """The cluster was created elsewhere, and this is what is known of it."""

    installed: Seq[Literal["sparkOperator", "podIdentityAgent"]] = ()
    """Add-ons that somebody else installs."""


class Cluster(SpecModel):
    """One Kubernetes cluster."""

    kind: Literal["Cluster"]
    """Always `Cluster`."""

    name: Name
    """Folder of its rendered tree, part of event-log prefixes."""

    provider: Literal["eks"]
    """The cloud's kind of cluster."""

    existing: Existing
    """What is known of a cluster that was created elsewhere."""

    region: Region | None = None
    """By default the Environment's `cloud.region`."""

    zones: Annotated[Seq[Zone], Field(min_length=1)]
    """Zones that its nodes may stand in."""

    identity: Identity = "pod-identity"
    """How pods get cloud rights: EKS Pod Identity, IRSA, the node's role, or not at all."""

    pools: NamedSeq[DeclaredPool] = ()
    """Nodes that jobs may name."""

    locations: dict[Name, Root] = {}
    """Over the Environment's `locations`."""

    image_mirrors: MirrorList = ()
    """Over the Environment's `imageMirrors`, by `from`."""

    defaults: ClusterDefaults = ClusterDefaults()
    """What teams and jobs on this cluster say when they say nothing: `zone`, say."""

    allow: Seq[Allow] = ()
    """Waivers for this cluster."""

    overrides: Overrides = {}
    """Patches of objects rendered for it, by kind or `Kind/name`; merged last, checked."""

    def pool(self, name: Text) -> DeclaredPool | None:
        """The pool of that name, or None."""
        return next((pool for pool in self.pools if pool.name == name), None)
