"""Karpenter v1: https://karpenter.sh/docs/concepts/ (CRDs of v1.14.1, provider AWS)."""

from typing import Annotated, Any, Literal, Required

from pydantic import Field
from typing_extensions import TypedDict

from specgen.manifests.bounds import (
    Count,
    Duration,
    DurationOrNever,
    Hops,
    LabelKey,
    LabelValue,
    MinValues,
    Quantity,
    Schedule,
    Share,
    TaintValue,
    VolumeSize,
    Weight,
    Window,
)
from specgen.manifests.meta import ClusterMetadata


class Requirement(TypedDict, total=False):
    """A condition on a label of the nodes to be made."""

    key: Required[LabelKey]
    operator: Required[Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"]]
    values: list[LabelValue] | None
    minValues: MinValues | None


class Taint(TypedDict, total=False):
    """A taint of the nodes."""

    key: Required[LabelKey]
    value: TaintValue | None
    effect: Required[Literal["NoSchedule", "NoExecute", "PreferNoSchedule"]]


class NodeClassRef(TypedDict):
    """The class that nodes are made of."""

    group: Literal["karpenter.k8s.aws"]
    kind: Literal["EC2NodeClass"]
    name: str


class NodeSpec(TypedDict, total=False):
    """What a node is like."""

    requirements: Required[Annotated[list[Requirement], Field(max_length=100)]]
    taints: list[Taint] | None
    startupTaints: list[Taint] | None
    nodeClassRef: Required[NodeClassRef]
    expireAfter: DurationOrNever
    terminationGracePeriod: Duration | None


class TemplateMetadata(TypedDict):
    """Labels of the nodes."""

    labels: Annotated[dict[str, LabelValue], Field(max_length=100)]


class Template(TypedDict):
    """What nodes are made from."""

    metadata: TemplateMetadata
    spec: NodeSpec


Reasons = Annotated[
    list[Literal["Empty", "Underutilized", "Drifted"]],
    Field(max_length=50, json_schema_extra={"uniqueItems": True}),
]


class Budget(TypedDict, total=False):
    """How many nodes may be disrupted."""

    nodes: Required[Share]
    reasons: Reasons | None
    schedule: Schedule | None
    duration: Window | None


class Disruption(TypedDict, total=False):
    """When nodes are taken away."""

    consolidationPolicy: Literal["WhenEmpty", "WhenEmptyOrUnderutilized"]
    consolidateAfter: Required[DurationOrNever]
    budgets: Annotated[list[Budget], Field(max_length=50)]


class NodePoolSpec(TypedDict, total=False):
    """A pool."""

    weight: Weight | None
    limits: dict[str, Quantity] | None
    template: Required[Template]
    disruption: Required[Disruption]


class NodePool(TypedDict, total=False):
    """A pool of nodes that are made as pods need them."""

    apiVersion: Required[Literal["karpenter.sh/v1"]]
    kind: Required[Literal["NodePool"]]
    metadata: Required[ClusterMetadata]
    spec: Required[NodePoolSpec]


class AmiTerm(TypedDict):
    """A machine image by alias."""

    alias: Annotated[str, Field(max_length=30)]


class TagsTerm(TypedDict):
    """Things with these tags."""

    tags: Annotated[dict[str, str], Field(max_length=20)]


Terms = Annotated[list[TagsTerm], Field(max_length=30)]


class Ebs(TypedDict, total=False):
    """An EBS volume."""

    volumeSize: Required[VolumeSize]
    volumeType: Literal["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"]
    iops: int | None
    throughput: int | None
    encrypted: bool
    kmsKeyID: str | None
    deleteOnTermination: bool


class BlockDevice(TypedDict):
    """A disk."""

    deviceName: str
    ebs: Ebs


class MetadataOptions(TypedDict):
    """How pods reach the instance's metadata."""

    httpEndpoint: Literal["enabled"]
    httpTokens: Literal["required"]
    httpPutResponseHopLimit: Hops


class Kubelet(TypedDict, total=False):
    """Settings of the kubelet."""

    maxPods: Count | None


class NodeClassSpec(TypedDict, total=False):
    """A class."""

    amiSelectorTerms: Required[Annotated[list[AmiTerm], Field(min_length=1, max_length=30)]]
    role: str | None
    subnetSelectorTerms: Required[Terms]
    securityGroupSelectorTerms: Required[Terms]
    blockDeviceMappings: Annotated[list[BlockDevice], Field(max_length=50)]
    instanceStorePolicy: Literal["RAID0"] | None
    kubelet: Kubelet | None
    metadataOptions: MetadataOptions
    tags: dict[str, str] | None


class EC2NodeClass(TypedDict, total=False):
    """What nodes are made of."""

    apiVersion: Required[Literal["karpenter.k8s.aws/v1"]]
    kind: Required[Literal["EC2NodeClass"]]
    metadata: Required[ClusterMetadata]
    spec: Required[NodeClassSpec]


KINDS: tuple[Any, ...] = (NodePool, EC2NodeClass)
