"""The two roles of a Spark job: its driver and its executors, as pods."""

import math
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import Annotations, Labels, Name, NamedSeq, Seq, SpecModel, Text
from specgen.spec.container import Gpu, Port
from specgen.spec.env import Env, EnvFrom
from specgen.spec.image import Arch, ImageRef
from specgen.spec.pool import CapacityType
from specgen.units.addresses import Uri
from specgen.units.amounts import Cpu, Quantity, SparkMemory
from specgen.units.times import Duration
from specgen.units.unit import shown


def _ratio(text: str) -> str:
    """A fraction as text: a float would lose how it was written."""
    whole, dot, part = text.partition(".")
    if not (whole.isdecimal() and text.isascii() and (not dot or part.isdecimal())):
        raise Refused(f"`{shown(text)}` is not a factor", 'write a decimal in quotes, like "0.2"')
    return text


Ratio = Annotated[str, AfterValidator(_ratio)]


_MOST_CORES = 1000
"""More than any machine has; what is above is no slip between a core and a part of one."""


def _whole_cores(value: object) -> object:
    """What is no fraction; of one the mend says where a part of a core goes."""
    if isinstance(value, float) and 0 < value < _MOST_CORES and not value.is_integer():
        raise Refused(
            f"`{value}` is a part of a core, and Spark counts whole ones",
            f"write cores: {math.ceil(value)}, and beside it coreRequest: "
            f"{max(1, round(value * 1000))}m",
        )
    return value


Cores = Annotated[int, Field(ge=1), BeforeValidator(_whole_cores)]


class Only(SpecModel):
    """Narrows a pool to some of its nodes."""

    arch: Arch | None = None
    """One architecture: `kubernetes.io/arch`."""

    capacity_type: CapacityType | None = None
    """On demand or Spot, by the label of whoever makes the pool's nodes."""

    families: Seq[Text] = ()
    """Instance families, `r7g`; only of pools whose nodes Karpenter makes."""

    sizes: Seq[Text] = ()
    """Instance sizes, `4xlarge`; only of pools whose nodes Karpenter makes."""

    types: Seq[Text] = ()
    """Instance types: `node.kubernetes.io/instance-type`."""


class Role(SpecModel):
    """What the driver and an executor have in common."""

    pool: Name
    """The pool of nodes it runs on, or `any`: no selector, no toleration."""

    only: Only = Only.as_built_in()
    """Narrows the pool."""

    cores: Cores = 1
    """Cores that Spark uses; also the CPU request unless `coreRequest` is set."""

    core_request: Cpu | None = None
    """CPU request of the pod; a little below `cores` often fits one more pod on a node."""

    core_limit: Cpu | None = None
    """CPU limit of the pod; absent: none."""

    memory: SparkMemory = SparkMemory("1g")
    """Java heap. Spark adds the overhead; request and limit are the sum."""

    memory_overhead: SparkMemory | None = None
    """Memory beside the heap. Absent: Spark's rule (10 %, 40 % for Python and R, at least 384m)."""

    memory_limit: SparkMemory | None = None
    """Memory limit of the pod, at least the request. Absent: the same. More is not guaranteed."""

    ephemeral_storage: Quantity | None = None
    """Request for room on the node's disk; Spark itself asks for none."""

    gpu: Gpu | None = None
    """Devices of the pod."""

    image: ImageRef | None = None
    """By default the job's; it has the same Spark."""

    java_options: Text | None = None
    """Options of the JVM."""

    env: Env = {}
    """Environment variables of this role, over the job's."""

    env_from: Seq[EnvFrom] = ()
    """Secrets and ConfigMaps whose keys are variables of this role, beside the job's."""

    ports: NamedSeq[Port] = ()
    """Ports that Spark's container listens on, by `name`."""

    labels: Labels = {}
    """Labels of this role's pods, over the job's."""

    annotations: Annotations = {}
    """Annotations of this role's pods, over the job's."""

    protect: bool | None = None
    """Keep autoscalers from taking its node away: `true` both Karpenter's and Cluster Autoscaler's
    mark, `false` none. By default both on a driver, the second on executors."""

    priority_class: Name | None = None
    """How important its pods are: one of the Environment's `priorityClasses`."""

    termination_grace_period: Duration | None = None
    """Time to move blocks away when a node goes; on Spot `110s` by default, within the notice."""


class DriverRole(Role):
    """The driver."""

    pod_name: Name | None = None
    """Name of its pod; by default the application's and `-driver`. Not with a schedule."""

    service_labels: Labels = {}
    """Labels of the service by which executors find it."""

    service_annotations: Annotations = {}
    """Annotations of that service."""


class Instancing(SpecModel):
    """Dynamic allocation: as many executors as there is work for, within bounds."""

    min: Annotated[int, Field(ge=0)] = 0
    """Executors that are always kept."""

    max: Annotated[int, Field(ge=1)]
    """The most executors at a time."""

    initial: Annotated[int, Field(ge=0)] | None = None
    """Executors to begin with; by default `min`."""

    idle_timeout: Duration = Duration("60s")
    """An executor idle for this long is given back."""

    cached_idle_timeout: Duration | None = None
    """The same for one that holds cached data. Absent: never."""

    backlog_timeout: Duration | None = None
    """Tasks waiting for this long ask for the first executors."""

    sustained_backlog_timeout: Duration | None = None
    """And after that, how often more are asked for."""

    shuffle_tracking: bool | None = None
    """Keep executors whose shuffle data is needed. By default `true`; `false` with a remote shuffle
    service from Spark 3.5, which knows that the data is elsewhere."""

    shuffle_tracking_timeout: Duration = Duration("30m")
    """Shuffle data is taken for unneeded after this long."""

    allocation_ratio: Ratio | None = None
    """Fraction of the full parallelism to ask for, in quotes: `"0.33"`."""

    def tracks(self, *, kept: bool) -> bool:
        """Whether shuffle data is tracked; `kept`: it outlives executors."""
        return not kept if self.shuffle_tracking is None else self.shuffle_tracking

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        first = self.min if self.initial is None else self.initial
        if self.min > self.max:
            raise Contradiction(f"min {self.min} is above max {self.max}", "raise max", ("min",))
        if not self.min <= first <= self.max:
            raise Contradiction(
                f"initial {first} is not between min {self.min} and max {self.max}",
                "choose one between them, or leave it out for min",
                ("initial",),
            )
        return self


def _count_form(value: object) -> str:
    return "map" if isinstance(value, dict | Instancing) else "number"


Instances = Annotated[
    Annotated[int, Field(ge=1), Tag("number")] | Annotated[Instancing, Tag("map")],
    Discriminator(_count_form),
]
"""A fixed number, or a map {min, max, …} for dynamic allocation."""


class Decommission(SpecModel):
    """What executors do when their node goes, or when they are replaced."""

    enabled: bool | None = None
    """Move shuffle and cached blocks to other executors in time. By default where the pool may be
    Spot; `true` everywhere, as rolling executors need it."""

    force_kill_timeout: Duration = Duration("100s")
    """An executor that has not finished moving by then is ended."""

    fallback_storage: Uri | None = None
    """Where blocks go when no executor can take them; ends with `/`."""


class ExecutorRole(Role):
    """An executor, and how many of them."""

    instances: Instances = 1
    """A fixed number, or {min, max, initial, …}: dynamic allocation."""

    decommission: Decommission = Decommission.as_built_in()
    """Used when the pool may be Spot, or where it is enabled."""

    off_heap_memory: SparkMemory | None = None
    """Memory outside the heap that Spark manages; comes on top in an executor's pod. The driver
    may use as much, and its pod gets none for it."""

    pyspark_memory: SparkMemory | None = None
    """Memory of an executor's Python workers; comes on top. Absent: it is part of the overhead."""

    pod_name_prefix: Name | None = None
    """Their pods are called so, with `-exec-` and a number. Not with a schedule."""

    delete_on_termination: bool = True
    """Pods go when they have ended; `false` keeps them to be looked at, until the job goes."""

    batch_size: Annotated[int, Field(ge=1)] | None = None
    """Executors asked for at a time; Spark's own default is 5 to 20 by release."""

    @property
    def first(self) -> int:
        """Executors to begin with."""
        wanted = self.instances
        if isinstance(wanted, int):
            return wanted
        return wanted.min if wanted.initial is None else wanted.initial

    @property
    def most(self) -> int:
        """The most executors at a time."""
        return self.instances if isinstance(self.instances, int) else self.instances.max
