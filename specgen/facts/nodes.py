"""What eksctl, EKS, kubelets and Karpenter lay down about nodes: their labels, tags and names."""

# --- labels ---------------------------------------------------------------------------------------

_KUBERNETES = ("kubernetes.io", "k8s.io")
_KUBELETS = ("kubelet.kubernetes.io", "node.kubernetes.io")
_OF_THE_NODE = frozenset((
    "kubernetes.io/arch",
    "kubernetes.io/os",
    "kubernetes.io/hostname",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "node.kubernetes.io/instance-type",
    "node.kubernetes.io/windows-build",
    "beta.kubernetes.io/arch",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/instance-type",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
))  # fmt: skip
"""Kubernetes' own domains; those in which a kubelet may label its node; what every node says.

k8s.io/kubelet, pkg/apis/well_known_labels.go; eksctl 0.230 refuses by it, validateNodeGroupLabels
of pkg/apis/eksctl.io/v1alpha5/validation.go, and so does the admission plugin NodeRestriction:
https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction ;
checked 2026-11-21.
"""

_MADE_BY = {"alpha.eksctl.io": "eksctl", "eks.amazonaws.com": "EKS"}
"""Domains whose labels are written over, or refused by EKS.

https://github.com/aws/containers-roadmap/issues/1451 , and setDefaultNodeLabels of eksctl 0.230,
pkg/apis/eksctl.io/v1alpha5/defaults.go; checked 2026-11-21.
"""

_KARPENTERS = {
    "karpenter.sh": frozenset(("capacity-type",)),
    "karpenter.k8s.aws": frozenset((
        "instance-tenancy", "capacity-reservation-type", "capacity-reservation-id",
        "capacity-reservation-interruptible", "ec2nodeclass",
        "instance-encryption-in-transit-supported", "instance-category", "instance-hypervisor",
        "instance-family", "instance-generation", "instance-local-nvme", "instance-size",
        "instance-cpu", "instance-cpu-manufacturer", "instance-cpu-sustained-clock-speed-mhz",
        "instance-memory", "instance-ebs-bandwidth", "instance-network-bandwidth",
        "instance-gpu-name", "instance-gpu-manufacturer", "instance-gpu-count",
        "instance-gpu-memory", "instance-accelerator-name", "instance-accelerator-manufacturer",
        "instance-accelerator-count", "instance-capability-flex", "placement-group-id",
        "placement-group-partition",
    )),
}  # fmt: skip
"""Karpenter's own domains, and what of them a NodePool may set.

x-kubernetes-validations of spec.template.metadata.labels, karpenter.sh_nodepools.yaml of
aws/karpenter-provider-aws at v1.14.1; checked 2026-11-21.
"""


def kept_from_groups(key: str) -> str | None:
    """Who refuses or overwrites a label of a managed node group, or sets it anyhow."""
    domain, slash, _ = key.rpartition("/")
    if key in _OF_THE_NODE:
        return "every node has it without being told"
    if not slash:
        return None
    if domain in _MADE_BY:
        return f"{_MADE_BY[domain]} keeps it for itself"
    return "eksctl refuses it" if _below(domain, _KUBERNETES, _KUBELETS) else None


def kept_from_pools(key: str) -> str | None:
    """Who refuses a label of a NodePool's nodes."""
    domain, _, name = key.rpartition("/")
    taken = any(domain == one and name in names for one, names in _KARPENTERS.items())
    if key == "kubernetes.io/hostname" or (domain.endswith(tuple(_KARPENTERS)) and not taken):
        return "Karpenter's schema refuses it"
    return None


def _below(domain: str, these: tuple[str, ...], but_not: tuple[str, ...]) -> bool:
    inside, outside = (
        any(domain == one or domain.endswith(f".{one}") for one in ends)
        for ends in (these, but_not)
    )
    return inside and not outside


# --- tags -----------------------------------------------------------------------------------------

MOST_TAGS = 50
"""Of an Auto Scaling group. eksctl 0.230 counts those of a managed group once it is there.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-tagging.html
"""

TEMPLATE = "k8s.io/cluster-autoscaler/node-template"
"""Before `/label/<key>` and `/taint/<key>`: what Cluster Autoscaler expects of a group's next node.

https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
"""

_OF_EKSCTL = (
    "alpha.eksctl.io/nodegroup-name",
    "alpha.eksctl.io/nodegroup-type",
    f"{TEMPLATE}/label/alpha.eksctl.io/cluster-name",
    f"{TEMPLATE}/label/alpha.eksctl.io/nodegroup-name",
)
"""Its own tags of a group, and its own labels as propagateASGTags writes them.

eksctl 0.230: SetManagedNodeGroupDefaults and setDefaultNodeLabels of
pkg/apis/eksctl.io/v1alpha5/defaults.go; propagateManagedNodeGroupTagsToASGTask of
pkg/cfn/manager/nodegroup.go, which also takes the cluster's tags; checked 2026-11-21.
"""

_OF_EKS = ("eks:cluster-name", "eks:nodegroup-name", "k8s.io/cluster-autoscaler/enabled")
_OF_EKS_BY_NAME = ("k8s.io/cluster-autoscaler", "kubernetes.io/cluster")
"""Tags that EKS gives the Auto Scaling group of a managed node group: five.

As AWS describes such a group: https://github.com/kubernetes/autoscaler/issues/8973 ; checked
2026-11-21.
"""


def tags_of_others(cluster: str) -> set[str]:
    """Keys of the tags that EKS and eksctl themselves give a managed node group."""
    return {*_OF_EKS, *_OF_EKSCTL, *(f"{one}/{cluster}" for one in _OF_EKS_BY_NAME)}


# --- names ----------------------------------------------------------------------------------------

LONGEST_STACK = 128
"""Characters of a CloudFormation stack's name.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
"""


def group_stack(cluster: str, group: str) -> str:
    """The stack that eksctl makes for a node group, and its launch template.

    makeNodeGroupStackName of pkg/cfn/manager/nodegroup.go, eksctl 0.230; checked 2026-11-21.
    """
    return f"eksctl-{cluster}-nodegroup-{group}"


# --- types ----------------------------------------------------------------------------------------

BURSTABLE = frozenset(("t1", "t2", "t3", "t3a", "t4g"))
"""Families whose CPU is a share with credits.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html
"""


# --- disks ----------------------------------------------------------------------------------------

_RESERVED_GIB, _KEPT_FREE = 1, 0.1
"""Of the disk that pods' data lies on: what the kubelet reserves for the system, and the share
below which it evicts pods.

Karpenter reckons so, pkg/providers/instancetype/types.go of aws/karpenter-provider-aws at v1.14.1:
`ephemeral-storage: 1Gi` of kubeReservedResources, and nodefs.available < 10 % of evictionThreshold;
both are the defaults of EKS's images. Checked 2026-11-21.
"""


def free_for_pods(disk_gib: int) -> int:
    """GiB that a disk leaves for all pods of its node together, images not counted."""
    return int(disk_gib * (1 - _KEPT_FREE)) - _RESERVED_GIB
