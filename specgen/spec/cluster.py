"""A cluster, and the pools of nodes that jobs name."""

from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel

from specgen.paths import Path
from specgen.refusal import Contradiction
from specgen.spec.addons import EKS_ADDONS, Addons
from specgen.spec.allow import Allow
from specgen.spec.argocd import ClusterArgo, Versions
from specgen.spec.autoscaler import ClusterAutoscaler
from specgen.spec.base import Labels, Name, NamedSeq, Overrides, Seq, SpecModel, Tags, Text
from specgen.spec.environment import ClusterDefaults, MirrorList, Region
from specgen.spec.image import Arch
from specgen.spec.karpenter import Karpenter
from specgen.spec.network import AccessList, Logging, Network
from specgen.spec.nodegroup import NodeGroup, united
from specgen.spec.pool import ANY_POOL, CapacityType, Pool, Runs, Taint, Zones
from specgen.spec.storage import StorageClass
from specgen.spec.submit import ApiServer
from specgen.units.addresses import KmsKey, Root
from specgen.units.times import KubernetesVersion

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

    zones: Zones | None = None
    """Zones of its nodes; by default the cluster's."""

    local_nvme: bool = False
    """Its nodes join their local NVMe disks as one, on which pods' emptyDirs lie."""

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

    installed: Seq[
        Literal["sparkOperator", "podIdentityAgent", "prometheus", "yunikorn", "volcano", "kueue"]
    ] = ()
    """What somebody else installs: add-ons, the Prometheus operator, batch schedulers. Teams get a
    PodMonitor only with `prometheus`, or where `addons.sparkOperator.podMonitor` says as much."""

    node_role: Text | None = None
    """IAM role of the nodes that Karpenter makes; needed with `karpenter`."""

    interruption_queue: Text | None = None
    """Queue of Spot notices; needed with `karpenter.interruption`."""

    subnets: dict[Text, Text] = {}
    """Tags of the subnets for Karpenter's nodes; by default the discovery tag."""

    security_groups: dict[Text, Text] = {}
    """Tags of the security groups for Karpenter's nodes; by default the discovery tag."""

    storage_classes: Seq[Name] = ()
    """Storage classes that are there and claims may name; taken for `WaitForFirstConsumer`."""


class Cluster(SpecModel):
    """One Kubernetes cluster."""

    kind: Literal["Cluster"]
    """Always `Cluster`."""

    name: Name
    """Folder of its rendered tree, part of event-log prefixes."""

    provider: Literal["eks"]
    """The cloud's kind of cluster."""

    existing: Existing | None = None
    """What is known of a cluster that was created elsewhere; absent: specgen writes what creates
    it."""

    kubernetes_version: KubernetesVersion | None = None
    """Minor release of the control plane, like `"1.34"`; required unless `existing`."""

    region: Region | None = None
    """By default the Environment's `cloud.region`."""

    zones: Zones
    """Zones that its nodes may stand in; two at least of a cluster that specgen creates."""

    network: Network = Network.as_built_in()
    """Its network."""

    access: AccessList = ()
    """Who may use it; at least one cluster-admin in all namespaces."""

    encryption_key: KmsKey | None = None
    """Key that its Secrets are encrypted with, of the cluster's region. It cannot be taken away
    again."""

    logging: Logging = Logging.as_built_in()
    """Logs of its control plane."""

    support: Literal["standard", "extended"] = "standard"
    """What happens when its release grows old: EKS upgrades it, or is paid not to."""

    zonal_shift: bool = False
    """EKS and Karpenter move work out of a zone in trouble."""

    identity: Identity = "pod-identity"
    """How pods get cloud rights: EKS Pod Identity, IRSA, the node's role, or not at all."""

    pools: NamedSeq[DeclaredPool] = ()
    """Nodes that somebody else runs and jobs may name."""

    node_groups: NamedSeq[NodeGroup] = ()
    """Managed node groups. Several may serve one pool."""

    karpenter: Karpenter | None = None
    """Karpenter, and the pools of nodes that it makes."""

    cluster_autoscaler: ClusterAutoscaler | None = None
    """Cluster Autoscaler, which adds nodes to node groups as pods need them."""

    addons: Addons = Addons.as_built_in()
    """What is installed beside Spark jobs."""

    storage_classes: NamedSeq[StorageClass] = ()
    """How volumes are made."""

    api_server: ApiServer | None = None
    """URL of its API server for scripts that submit jobs, `https://HOST:6443`. Absent: they ask for
    the variable `K8S_API_SERVER`, which wins over it."""

    tags: Tags = {}
    """Over the Environment's `tags`."""

    versions: Versions = Versions.as_built_in()
    """Over the Environment's `versions`: one cluster is upgraded first."""

    argocd: ClusterArgo = ClusterArgo.as_built_in()
    """The cluster as Argo CD knows it."""

    locations: dict[Name, Root] = {}
    """Over the Environment's `locations`."""

    image_mirrors: MirrorList = ()
    """Over the Environment's `imageMirrors`, by `from`."""

    defaults: ClusterDefaults = ClusterDefaults.as_built_in()
    """What teams and jobs on this cluster say when they say nothing: `zone`, say."""

    allow: Seq[Allow] = ()
    """Waivers for this cluster."""

    overrides: Overrides = {}
    """Patches of objects rendered for it, by kind or `Kind/name`; merged last, checked."""

    def all_pools(self, arch_of: Callable[[str], Arch | None]) -> dict[str, Pool]:
        """Every pool that a job may name, whoever makes its nodes.

        `arch_of` tells the architecture of an instance type, where it is known.
        """
        out = {"any": ANY_POOL}
        for index, declared in enumerate(self.pools):
            out.setdefault(declared.name, declared.as_pool(("pools", index)))
        for group in united(self.node_groups, arch_of):
            out.setdefault(group.name, group)
        for index, pool in enumerate(self.karpenter.node_pools if self.karpenter else ()):
            place: Path = ("karpenter", "nodePools", index)
            out.setdefault(pool.name, pool.as_pool(place))
        return out

    @property
    def is_created(self) -> bool:
        """Whether specgen writes what creates it."""
        return self.existing is None

    @property
    def installs(self) -> Addons:
        """What specgen installs: EKS's own add-ons only where the cluster is created."""
        if self.is_created:
            return self.addons
        return self.addons.model_copy(update=dict.fromkeys(EKS_ADDONS))

    @property
    def all_storage_classes(self) -> dict[str, StorageClass | None]:
        """Those that claims may name; None: somebody else made it, and no more is known."""
        elsewhere = dict.fromkeys(self.existing.storage_classes if self.existing else ())
        return {**elsewhere, **{one.name: one for one in self.storage_classes}}

    @property
    def operator(self) -> bool:
        """Whether the Spark operator runs on it."""
        elsewhere = self.existing.installed if self.existing else ()
        return self.addons.spark_operator is not None or "sparkOperator" in elsewhere

    @property
    def prometheus(self) -> bool:
        """Whether kinds of the Prometheus operator are there, as far as its spec says."""
        ours = self.addons.spark_operator
        elsewhere = self.existing.installed if self.existing else ()
        return "prometheus" in elsewhere or (ours is not None and ours.pod_monitor)

    @property
    def schedulers(self) -> frozenset[str]:
        """Batch schedulers that its spec says are there."""
        elsewhere = self.existing.installed if self.existing else ()
        return frozenset({"yunikorn", "volcano", "kueue"} & set(elsewhere))

    @property
    def agent(self) -> bool:
        """Whether the Pod Identity agent runs on its nodes."""
        elsewhere = self.existing.installed if self.existing else ()
        return self.installs.pod_identity_agent is not None or "podIdentityAgent" in elsewhere

    @model_validator(mode="after")
    def _made_by_somebody(self) -> Self:
        if self.existing is None:
            if self.kubernetes_version is None:
                raise Contradiction(
                    "a cluster that specgen creates needs a Kubernetes version",
                    'set kubernetesVersion: "1.34", or existing if it was created elsewhere',
                    ("kubernetesVersion",),
                )
            return self
        for name in (one for one in _OF_CREATION if one in self.model_fields_set):
            raise Contradiction(
                f"`{to_camel(name)}` is for a cluster that specgen creates, and this one is there",
                "declare its nodes in pools"
                if name == "node_groups"
                else "remove it (null, where a lower layer sets it), or remove existing",
                (to_camel(name),),
            )
        return self

    @model_validator(mode="after")
    def _installed_once(self) -> Self:
        if self.existing is None:
            return self
        if self.addons.spark_operator and "sparkOperator" in self.existing.installed:
            raise Contradiction(
                "the Spark operator is installed twice: here, and by somebody else",
                "remove it from existing.installed, or from addons",
                ("addons", "sparkOperator"),
            )
        for name in EKS_ADDONS:
            if name in self.addons.model_fields_set and getattr(self.addons, name) is not None:
                raise Contradiction(
                    f"EKS's add-on `{to_camel(name)}` is installed where the cluster is created",
                    "remove it (or set it to false, where a lower layer sets it)",
                    ("addons", to_camel(name)),
                )
        return self

    @model_validator(mode="after")
    def _karpenters_nodes_once(self) -> Self:
        own = f":role/KarpenterNodeRole-{self.name}".lower()
        for index, one in enumerate(self.access if self.karpenter else ()):
            if one.principal.text.lower().endswith(own):
                raise Contradiction(
                    f"`{one.principal}` is the role of Karpenter's nodes, which is let in anyway; "
                    "eksctl takes no principal twice",
                    "remove it",
                    ("access", index, "principal"),
                )
        return self


_OF_CREATION = ("network", "access", "encryption_key", "logging", "support", "node_groups")
