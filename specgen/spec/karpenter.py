"""Karpenter: node pools that make the nodes that pods need, and the classes they are made of."""

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from specgen.paths import Path
from specgen.refusal import Contradiction
from specgen.spec.base import (
    Labels,
    Name,
    NamedSeq,
    RawMap,
    Seq,
    SpecModel,
    Tags,
    Text,
)
from specgen.spec.disruption import Disruption
from specgen.spec.image import Arch
from specgen.spec.instances import Instances
from specgen.spec.machine import DATA_DEVICE, Ami, Volume
from specgen.spec.pool import (
    LABEL,
    CapacityType,
    Offer,
    Pool,
    Runs,
    Taint,
    Zones,
    arches,
    capacities,
    own_taints,
)
from specgen.units.amounts import Quantity


class Limits(SpecModel):
    """The most that a pool may use in all."""

    cpu: Quantity | None = None
    """vCPUs."""

    memory: Quantity | None = None
    """Memory."""


class Preference(SpecModel):
    """One step of an order of preference."""

    use: Text
    """Architecture and capacity: `arm64/spot`."""

    limits: Limits | None = None
    """Its own limits instead of `limitsEach`: caps a fallback."""

    @model_validator(mode="after")
    def _two_words(self) -> Self:
        arch, _, capacity = self.use.partition("/")
        if arch not in ("amd64", "arm64") or capacity not in ("spot", "on-demand"):
            raise Contradiction(
                f"`{self.use}` is no preference", "write arm64/spot, amd64/on-demand, …", ("use",)
            )
        return self

    @property
    def arch(self) -> Arch:
        """The architecture."""
        return "arm64" if self.use.startswith("arm64") else "amd64"

    @property
    def capacity(self) -> CapacityType:
        """The capacity type."""
        return "spot" if self.use.endswith("/spot") else "on-demand"


def _preference(value: object) -> object:
    return {"use": value} if isinstance(value, str) else value


class NodePool(SpecModel):
    """A pool of nodes that Karpenter makes as pods need them."""

    name: Name
    """What jobs call it; with `prefer`, each step adds `-<arch>-<spot or od>`."""

    runs: Runs
    """What it is for."""

    prefer: Annotated[
        tuple[Annotated[Preference, BeforeValidator(_preference)], ...], Field(strict=False)
    ] = ()
    """An order of preference: one NodePool a step, by falling weight."""

    arch: Seq[Arch] = ()
    """Architectures; not beside `prefer`."""

    capacity_type: Seq[CapacityType] = ()
    """Capacity types; not beside `prefer`."""

    instances: Instances = Instances.as_built_in()
    """Which machines."""

    zones: Zones | None = None
    """By default the cluster's."""

    node_class: Name = "default"
    """The class its nodes are made of."""

    limits: Limits | None = None
    """The most it may use; not beside `prefer`."""

    limits_each: Limits | None = None
    """The most that each step of `prefer` may use: Karpenter cannot share a limit."""

    disruption: Disruption = Disruption.as_built_in()
    """When nodes are taken away."""

    selector: Labels | None = None
    """Labels that its pods select; by default `specgen.dev/pool: <name>`."""

    taint: bool | None = None
    """Keeps other pods away: by default all but `system` and `any`."""

    taints: Seq[Taint] = ()
    """Further taints of its nodes; pods of the pool tolerate them, startup taints aside."""

    labels: Labels = {}
    """Further labels of its nodes."""

    @property
    def selects(self) -> dict[str, str]:
        """Labels that its pods select."""
        return self.selector or {LABEL: self.name}

    @property
    def all_taints(self) -> tuple[Taint, ...]:
        """The taint that keeps other pods away, and those given."""
        return (*own_taints(self.name, self.runs, wanted=self.taint), *self.taints)

    def as_pool(self, declared: Path) -> Pool:
        """What it is to a job: its pods may land on any step of `prefer`."""
        steps = tuple(Offer((one.arch,), (one.capacity,), self.zones) for one in self.prefer)
        whole = Offer(
            self.arch or ("amd64", "arm64"), self.capacity_type or ("spot", "on-demand"), self.zones
        )
        offers = steps or (whole,)
        return Pool(
            self.name,
            self.runs,
            self.selects,
            self.all_taints,
            arches(offers),
            capacities(offers),
            self.zones,
            declared,
            offers,
        )

    @model_validator(mode="after")
    def _one_way_to_choose(self) -> Self:
        for name in ("arch", "capacity_type", "limits"):
            if self.prefer and getattr(self, name):
                raise Contradiction(
                    f"`{name}` does not stand beside `prefer`",
                    "say it in the steps",
                    (_YAML[name],),
                )
        if self.limits_each is not None and not self.prefer:
            raise Contradiction("limitsEach belongs to prefer", "write limits", ("limitsEach",))
        return self


_YAML = {"arch": "arch", "capacity_type": "capacityType", "limits": "limits"}


class NodeClass(SpecModel):
    """What nodes are made of: image, disks, network."""

    name: Name
    """What node pools call it."""

    ami: Ami
    """The machine image; in production never `latest`."""

    volumes: Seq[Volume] = ()
    """Disks; by default 100Gi gp3."""

    instance_store: Literal["raid0", "none"] | None = None
    """Local NVMe disks as one; by default where a pool asks for them."""

    subnets: dict[Text, Text] = {}
    """Tags of its subnets; by default the discovery tag."""

    security_groups: dict[Text, Text] = {}
    """Tags of its security groups; by default the discovery tag."""

    tags: Tags = {}
    """Further tags of its machines."""

    @model_validator(mode="after")
    def _one_disk_a_device(self) -> Self:
        used = Counter(disk.device or DATA_DEVICE[self.ami.family] for disk in self.volumes)
        twice = [device for device, number in used.items() if number > 1]
        if twice:
            raise Contradiction(
                f"two disks are `{twice[0]}`",
                "give one of them another device; without any, a disk is the family's",
                ("volumes",),
            )
        return self


class Karpenter(SpecModel):
    """Karpenter on a cluster."""

    node_pools: Annotated[NamedSeq[NodePool], Field(min_length=1)]
    """Its pools."""

    node_classes: NamedSeq[NodeClass] = ()
    """Its classes."""

    replicas: Annotated[int, Field(ge=1)] = 2
    """Copies of the controller."""

    interruption: bool = True
    """A queue tells it of Spot notices, so that nodes are drained in time."""

    values: RawMap = {}
    """Helm values of the chart, merged last."""

    def joins_disks(self, one: NodeClass) -> bool:
        """Whether a class joins local disks: as it says, or as a pool needs it."""
        own = (pool for pool in self.node_pools if pool.node_class == one.name)
        wanted = any(pool.instances.local_nvme for pool in own)
        return one.instance_store == "raid0" or (one.instance_store is None and wanted)
