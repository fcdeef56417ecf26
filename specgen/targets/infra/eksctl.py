"""eksctl's ClusterConfig: a cluster as a pipeline creates it. Argo CD never sees it.

https://eksctl.io/usage/schema/
"""

from collections.abc import Iterator
from typing import Literal

from specgen.facts.aws import partition
from specgen.manifests import eksctl as shapes
from specgen.manifests.document import Document
from specgen.spec.blocks import BLOCK
from specgen.spec.network import Access, Network
from specgen.spec.platform import ClusterOn
from specgen.targets.infra.eks_addons import addons
from specgen.targets.infra.identities import associations
from specgen.targets.infra.karpenter_stack import node_role
from specgen.targets.infra.node_groups import node_groups
from specgen.targets.platform.node_classes import DISCOVERY
from specgen.targets.target import Target

_NAT: dict[str, Literal["HighlyAvailable", "Single", "Disable"]] = {
    "highly-available": "HighlyAvailable",
    "single": "Single",
    "none": "Disable",
}
_POLICY = {
    "cluster-admin": "AmazonEKSClusterAdminPolicy",
    "admin": "AmazonEKSAdminPolicy",
    "edit": "AmazonEKSEditPolicy",
    "view": "AmazonEKSViewPolicy",
}
"""https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html"""


def file(cluster: str) -> str:
    """Where a cluster's ClusterConfig goes."""
    return f"{cluster}/infra/eksctl/cluster.yaml"


def render(x: ClusterOn) -> Iterator[Document]:
    """The ClusterConfig of a cluster that specgen creates."""
    if x.cluster.is_created:
        yield Document(file(x.cluster.name), cluster_config(x), x.owner)


def cluster_config(x: ClusterOn) -> shapes.ClusterConfig:
    """All of it. Auto Mode is said to be off: eksctl has announced to turn it on by default."""
    spec = x.cluster
    version, network = spec.kubernetes_version, spec.network
    return {
        "apiVersion": "eksctl.io/v1alpha5",
        "kind": "ClusterConfig",
        "metadata": {
            "name": spec.name,
            "region": x.around.region,
            "version": "" if version is None else version.text,
            "tags": {**x.tags, **({DISCOVERY: spec.name} if spec.karpenter else {})} or None,
        },
        "kubernetesNetworkConfig": {"serviceIPv4CIDR": network.service_cidr.text}
        if network.service_cidr
        else None,
        "upgradePolicy": {"supportType": "STANDARD" if spec.support == "standard" else "EXTENDED"},
        "autoModeConfig": {"enabled": False},
        "availabilityZones": None if network.vpc else list(spec.zones),
        "vpc": vpc(network, production=x.where.production),
        "accessConfig": access(x),
        "iam": {"withOIDC": True, "podIdentityAssociations": associations(x) or None},
        "secretsEncryption": {"keyARN": spec.encryption_key.text} if spec.encryption_key else None,
        "zonalShiftConfig": {"enabled": True} if spec.zonal_shift else None,
        "cloudWatch": {
            "clusterLogging": {
                "enableTypes": list(spec.logging.types),
                "logRetentionInDays": spec.logging.retention_days,
            }
        },
        "addonsConfig": {"disableDefaultAddons": True},
        "addons": list(addons(x)) or None,
        "managedNodeGroups": list(node_groups(x)) or None,
    }


def vpc(network: Network, *, production: bool) -> shapes.ClusterVPC:
    """The network: one that eksctl makes, or one that is there with its subnets."""
    block = network.cidr.text if network.cidr else None
    gateway = network.nat_gateway or ("highly-available" if production else "single")
    own = network.vpc is not None
    return {
        "id": network.vpc,
        "cidr": block if own else block or BLOCK,
        "subnets": {
            "private": {zone: {"id": name} for zone, name in network.subnets.private.items()},
            "public": {zone: {"id": name} for zone, name in network.subnets.public.items()} or None,
        }
        if own
        else None,
        "nat": None if own else {"gateway": _NAT[gateway]},
        "clusterEndpoints": {
            "privateAccess": network.endpoint.private,
            "publicAccess": network.is_public,
        },
        "publicAccessCIDRs": [one.text for one in network.endpoint.public_from] or None,
    }


def access(x: ClusterOn) -> shapes.AccessConfig:
    """Who may use it, by access entries alone; whoever creates it gets no right by that."""
    entries = [_entry(one, partition(x.around.region)) for one in x.cluster.access]
    if x.cluster.karpenter is not None:
        entries.append({"principalARN": _node_role(x), "type": "EC2_LINUX"})
    return {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": False,
        "accessEntries": entries,
    }


def _entry(one: Access, within: str) -> shapes.AccessEntry:
    """By groups alone it has no policy; each group stands once, however often it is named."""
    return {
        "principalARN": one.principal.text,
        "kubernetesGroups": list(dict.fromkeys(one.groups)) or None,
        "accessPolicies": None if one.policy == "none" else [_rights(one, within)],
    }


def _rights(one: Access, within: str) -> shapes.AccessPolicy:
    scope: shapes.AccessScope = {"type": "cluster"}
    if one.namespaces:
        scope = {"type": "namespace", "namespaces": list(one.namespaces)}
    arn = f"arn:{within}:eks::aws:cluster-access-policy/{_POLICY[one.policy]}"
    return {"policyARN": arn, "accessScope": scope}


def _node_role(x: ClusterOn) -> str:
    """Nodes of Karpenter join by it; the stack in infra/cloudformation makes it."""
    within = partition(x.around.region)
    return f"arn:{within}:iam::{x.around.account or ''}:role/{node_role(x.cluster.name)}"


TARGET = Target(
    "eksctl", "eksctl ClusterConfig of a cluster that specgen creates", ClusterOn, render
)
