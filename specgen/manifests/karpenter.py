"""Karpenter v1: https://karpenter.sh/docs/concepts/ (CRDs of v1.14.1, provider AWS)."""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.meta import ClusterMetadata


class Requirement(TypedDict, total=False):
    """A condition on a label of the nodes to be made."""

    key: Required[str]
    operator: Required[Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"]]
    values: list[str] | None
    minValues: int | None


class Taint(TypedDict, total=False):
    """A taint of the nodes."""

    key: Required[str]
    value: str | None
    effect: Required[Literal["NoSchedule", "NoExecute", "PreferNoSchedule"]]


class NodeClassRef(TypedDict):
    """The class that nodes are made of."""

    group: Literal["karpenter.k8s.aws"]
    kind: Literal["EC2NodeClass"]
    name: str


class NodeSpec(TypedDict, total=False):
    """What a node is like."""

    requirements: Required[list[Requirement]]
    taints: list[Taint] | None
    startupTaints: list[Taint] | None
    nodeClassRef: Required[NodeClassRef]
    expireAfter: str
    terminationGracePeriod: str | None


class TemplateMetadata(TypedDict):
    """Labels of the nodes."""

    labels: dict[str, str]


class Template(TypedDict):
    """What nodes are made from."""

    metadata: TemplateMetadata
    spec: NodeSpec


class Budget(TypedDict, total=False):
    """How many nodes may be disrupted."""

    nodes: Required[str]
    reasons: list[Literal["Empty", "Underutilized", "Drifted"]] | None
    schedule: str | None
    duration: str | None


class Disruption(TypedDict, total=False):
    """When nodes are taken away."""

    consolidationPolicy: Literal["WhenEmpty", "WhenEmptyOrUnderutilized"]
    consolidateAfter: Required[str]
    budgets: list[Budget]


class NodePoolSpec(TypedDict, total=False):
    """A pool."""

    weight: int | None
    limits: dict[str, str] | None
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

    alias: str


class TagsTerm(TypedDict):
    """Things with these tags."""

    tags: dict[str, str]


class Ebs(TypedDict, total=False):
    """An EBS volume."""

    volumeSize: Required[str]
    volumeType: str
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
    httpPutResponseHopLimit: int


class Kubelet(TypedDict, total=False):
    """Settings of the kubelet."""

    maxPods: int | None


class NodeClassSpec(TypedDict, total=False):
    """A class."""

    amiSelectorTerms: Required[list[AmiTerm]]
    role: str | None
    subnetSelectorTerms: Required[list[TagsTerm]]
    securityGroupSelectorTerms: Required[list[TagsTerm]]
    blockDeviceMappings: list[BlockDevice]
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
