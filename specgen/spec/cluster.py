"""A cluster, and the pools of nodes that jobs name."""

from typing import Annotated, Literal

from pydantic import Field

from specgen.paths import Path
from specgen.spec.allow import Allow
from specgen.spec.argocd import ClusterArgo, Versions
from specgen.spec.base import Labels, Name, NamedSeq, Overrides, Seq, SpecModel, Text
from specgen.spec.environment import ClusterDefaults, MirrorList, Region
from specgen.spec.image import Arch
from specgen.spec.karpenter import Karpenter
from specgen.spec.pool import ANY_POOL, CapacityType, Pool, Runs, Taint, Zone
from specgen.spec.storage import StorageClass
from specgen.units.addresses import Root

Identity = Literal["pod-identity", "irsa", "node-role", "none"]


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

    def as_pool(self, declared: Path) -> Pool:
        """What it is to a job."""
        return Pool(
            self.name,
            self.runs,
            self.selector,
            self.taints,
            self.arch,
            self.capacity_type,
            self.zones,
            declared,
        )


class Existing(SpecModel):
    """The cluster was created elsewhere, and this is what is known of it."""

    installed: Seq[Literal["sparkOperator", "podIdentityAgent"]] = ()
    """Add-ons that somebody else installs."""

    node_role: Text | None = None
    """IAM role of the nodes that Karpenter makes; needed with `karpenter`."""

    interruption_queue: Text | None = None
    """Queue of Spot notices; needed with `karpenter.interruption`."""

    subnets: dict[Text, Text] = {}
    """Tags of the subnets for Karpenter's nodes; by default the discovery tag."""

    security_groups: dict[Text, Text] = {}
    """Tags of the security groups for Karpenter's nodes; by default the discovery tag."""


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
    """Nodes that somebody else runs and jobs may name."""

    karpenter: Karpenter | None = None
    """Karpenter, and the pools of nodes that it makes."""

    storage_classes: NamedSeq[StorageClass] = ()
    """How volumes are made."""

    tags: dict[Text, Text] = {}
    """Over the Environment's `tags`."""

    versions: Versions = Versions()
    """Over the Environment's `versions`: one cluster is upgraded first."""

    argocd: ClusterArgo = ClusterArgo()
    """The cluster as Argo CD knows it."""

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

    def all_pools(self) -> dict[str, Pool]:
        """Every pool that a job may name, whoever makes its nodes."""
        out = {"any": ANY_POOL}
        for index, declared in enumerate(self.pools):
            out.setdefault(declared.name, declared.as_pool(("pools", index)))
        for index, pool in enumerate(self.karpenter.node_pools if self.karpenter else ()):
            place: Path = ("karpenter", "nodePools", index)
            out.setdefault(pool.name, pool.as_pool(place))
        return out
