"""eksctl's ClusterConfig v1alpha5, as release 0.230 has it; what we write of it.

https://github.com/eksctl-io/eksctl/blob/v0.230.0/pkg/apis/eksctl.io/v1alpha5/assets/schema.json
It is no object of the API server: no cluster knows the kind, and Argo CD must never see it.
"""

from typing import Any, Literal, Required

from typing_extensions import TypedDict


class ClusterMeta(TypedDict, total=False):
    """Which cluster it is."""

    name: Required[str]
    region: Required[str]
    version: Required[str]
    tags: dict[str, str] | None


class KubernetesNetworkConfig(TypedDict):
    """Addresses of services."""

    serviceIPv4CIDR: str


class UpgradePolicy(TypedDict):
    """What happens when the release grows old."""

    supportType: Literal["STANDARD", "EXTENDED"]


class AutoModeConfig(TypedDict):
    """Whether EKS makes the nodes itself."""

    enabled: bool


class AccessScope(TypedDict, total=False):
    """Where a policy counts."""

    type: Required[Literal["cluster", "namespace"]]
    namespaces: list[str] | None


class AccessPolicy(TypedDict):
    """Rights inside the cluster."""

    policyARN: str
    accessScope: AccessScope


class AccessEntry(TypedDict, total=False):
    """Who may come in; nodes have a `type`, and then neither groups nor policies.

    https://docs.aws.amazon.com/eks/latest/eksctl/access-entries.html
    """

    principalARN: Required[str]
    type: (
        Literal["STANDARD", "EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX"]
        | None
    )
    kubernetesGroups: list[str] | None
    accessPolicies: list[AccessPolicy] | None


class AccessConfig(TypedDict, total=False):
    """How callers are known to the API server; entries need a mode with `API`."""

    authenticationMode: Required[Literal["API", "API_AND_CONFIG_MAP"]]
    bootstrapClusterCreatorAdminPermissions: bool | None
    accessEntries: list[AccessEntry] | None


class WellKnownPolicies(TypedDict, total=False):
    """Rights that eksctl knows by the name of who needs them."""

    autoScaler: bool | None
    awsLoadBalancerController: bool | None
    certManager: bool | None
    ebsCSIController: bool | None
    efsCSIController: bool | None
    externalDNS: bool | None
    imageBuilder: bool | None


class PodIdentityAssociation(TypedDict, total=False):
    """The role of a service account: one that is there, or one made of policies.

    https://docs.aws.amazon.com/eks/latest/eksctl/pod-identity-associations.html
    """

    namespace: str | None
    serviceAccountName: Required[str]
    roleName: str | None
    roleARN: str | None
    permissionPolicyARNs: list[str] | None
    permissionPolicy: dict[str, Any] | None
    wellKnownPolicies: WellKnownPolicies | None
    tags: dict[str, str] | None


class ClusterIAM(TypedDict, total=False):
    """Roles of service accounts."""

    withOIDC: bool | None
    podIdentityAssociations: list[PodIdentityAssociation] | None


class ClusterNAT(TypedDict):
    """How private subnets reach the outside."""

    gateway: Literal["HighlyAvailable", "Single", "Disable"]


class ClusterEndpoints(TypedDict):
    """How the API server is reached."""

    privateAccess: bool
    publicAccess: bool


class AZSubnetSpec(TypedDict):
    """A subnet that is there."""

    id: str


class ClusterSubnets(TypedDict, total=False):
    """Subnets by zone."""

    private: dict[str, AZSubnetSpec] | None
    public: dict[str, AZSubnetSpec] | None


class ClusterVPC(TypedDict, total=False):
    """The network: a new one, or one that is there."""

    id: str | None
    cidr: str | None
    nat: ClusterNAT | None
    clusterEndpoints: Required[ClusterEndpoints]
    publicAccessCIDRs: list[str] | None
    subnets: ClusterSubnets | None


class SecretsEncryption(TypedDict):
    """The key of Secrets."""

    keyARN: str


class ZonalShiftConfig(TypedDict):
    """Whether a zone in trouble can be left."""

    enabled: bool


class ClusterLogging(TypedDict, total=False):
    """Logs of the control plane."""

    enableTypes: Required[
        list[Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]]
    ]
    logRetentionInDays: int | None


class ClusterCloudWatch(TypedDict):
    """What goes to CloudWatch."""

    clusterLogging: ClusterLogging


class AddonsConfig(TypedDict):
    """Whether eksctl adds vpc-cni, coredns, kube-proxy and metrics-server where nobody names them.

    https://docs.aws.amazon.com/eks/latest/eksctl/addons.html
    """

    disableDefaultAddons: bool


class Addon(TypedDict, total=False):
    """Something that EKS installs."""

    name: Required[str]
    version: str | None
    configurationValues: str | None
    resolveConflicts: Literal["none", "overwrite", "preserve"] | None
    podIdentityAssociations: list[PodIdentityAssociation] | None
    useDefaultPodIdentityAssociations: bool | None


class NodeGroupTaint(TypedDict, total=False):
    """A taint of the nodes."""

    key: Required[str]
    value: str | None
    effect: Required[Literal["NoSchedule", "NoExecute", "PreferNoSchedule"]]


VolumeType = Literal["gp2", "gp3", "io1", "io2", "sc1", "st1"]


class VolumeMapping(TypedDict, total=False):
    """A further disk, by the name of its device."""

    volumeName: Required[str]
    volumeSize: Required[int]
    volumeType: VolumeType | None
    volumeIOPS: int | None
    volumeThroughput: int | None
    volumeEncrypted: bool | None
    volumeKmsKeyID: str | None


class NodeGroupBottlerocket(TypedDict):
    """Bottlerocket's settings."""

    settings: dict[str, Any]


class NodeGroupUpdateConfig(TypedDict, total=False):
    """Nodes replaced at a time: one of the two."""

    maxUnavailable: int | None
    maxUnavailablePercentage: int | None


class NodeGroupNodeRepairConfig(TypedDict):
    """Whether nodes that are not healthy are replaced."""

    enabled: bool


class NodeGroupIAMAddonPolicies(TypedDict, total=False):
    """Rights of every pod on the nodes, by the name of who needs them."""

    autoScaler: bool | None
    awsLoadBalancerController: bool | None
    certManager: bool | None
    cloudWatch: bool | None
    ebs: bool | None
    efs: bool | None
    externalDNS: bool | None
    fsx: bool | None
    imageBuilder: bool | None
    xRay: bool | None


class NodeGroupIAM(TypedDict, total=False):
    """The role of the nodes."""

    attachPolicyARNs: list[str] | None
    withAddonPolicies: NodeGroupIAMAddonPolicies | None


class ManagedNodeGroup(TypedDict, total=False):
    """A group of nodes that EKS manages. Without `minSize` eksctl takes 2."""

    name: Required[str]
    amiFamily: Literal["AmazonLinux2023", "Bottlerocket", "Ubuntu2404"]
    releaseVersion: str | None
    ami: str | None
    instanceTypes: Required[list[str]]
    spot: bool | None
    minSize: Required[int]
    maxSize: Required[int]
    desiredCapacity: int | None
    availabilityZones: list[str] | None
    subnets: list[str] | None
    privateNetworking: bool
    instancePrefix: str | None
    labels: dict[str, str] | None
    taints: list[NodeGroupTaint] | None
    tags: dict[str, str] | None
    propagateASGTags: bool | None
    volumeSize: int | None
    volumeType: VolumeType | None
    volumeIOPS: int | None
    volumeThroughput: int | None
    volumeEncrypted: bool | None
    volumeKmsKeyID: str | None
    additionalVolumes: list[VolumeMapping] | None
    maxPodsPerNode: int | None
    overrideBootstrapCommand: str | None
    preBootstrapCommands: list[str] | None
    bottlerocket: NodeGroupBottlerocket | None
    updateConfig: NodeGroupUpdateConfig | None
    nodeRepairConfig: NodeGroupNodeRepairConfig | None
    iam: NodeGroupIAM | None
    disableIMDSv1: bool | None
    disablePodIMDS: bool | None


class ClusterConfig(TypedDict, total=False):
    """A cluster, as `eksctl create cluster -f` takes it."""

    apiVersion: Required[Literal["eksctl.io/v1alpha5"]]
    kind: Required[Literal["ClusterConfig"]]
    metadata: Required[ClusterMeta]
    kubernetesNetworkConfig: KubernetesNetworkConfig | None
    upgradePolicy: Required[UpgradePolicy]
    autoModeConfig: Required[AutoModeConfig]
    accessConfig: Required[AccessConfig]
    iam: ClusterIAM | None
    vpc: Required[ClusterVPC]
    availabilityZones: list[str] | None
    secretsEncryption: SecretsEncryption | None
    zonalShiftConfig: ZonalShiftConfig | None
    cloudWatch: ClusterCloudWatch | None
    addonsConfig: AddonsConfig | None
    addons: list[Addon] | None
    managedNodeGroups: list[ManagedNodeGroup] | None


KINDS: tuple[Any, ...] = (ClusterConfig,)
