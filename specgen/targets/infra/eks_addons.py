"""EKS add-ons of a ClusterConfig, pinned and configured.

https://eksctl.io/usage/addons/
"""

import json
from collections.abc import Iterator
from typing import Any

from specgen.facts.aws import partition
from specgen.manifests import eksctl as shapes
from specgen.merging import PLAIN, merge
from specgen.spec.addons import EKS_ADDONS, CoreDns, EbsCsiDriver, EksAddon, SidecarRates, VpcCni
from specgen.spec.platform import ClusterOn

_ACCOUNTS = {
    "vpc_cni": ("aws-node", "AmazonEKS_CNI_Policy"),
    "ebs_csi_driver": ("ebs-csi-controller-sa", "AmazonEBSCSIDriverPolicyV2"),
}
"""Service account in kube-system and managed policy of the add-ons that call AWS.

https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
The driver's second policy is for volumes and snapshots that it tagged itself; the third, of one
cluster's alone, knows instances by a tag of managed node groups that Karpenter's do not have:
https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2918
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicyV2.html
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverEKSClusterScopedPolicy.html
"""


def addons(x: ClusterOn) -> Iterator[shapes.Addon]:
    """Each that the cluster has; `overwrite` so that an update may change what we configure."""
    for field, addon in x.cluster.installs.of_eks.items():
        version = getattr(x.versions, field)
        values = merge(_configuration(x, addon), addon.configuration, PLAIN)
        yield {
            "name": EKS_ADDONS[field],
            "version": None if version is None else version.text,
            "configurationValues": json.dumps(values, indent=2) if values else None,
            "resolveConflicts": "overwrite",
            "podIdentityAssociations": _rights(x, field),
        }


def _rights(x: ClusterOn, field: str) -> list[shapes.PodIdentityAssociation] | None:
    if field not in _ACCOUNTS or x.cluster.installs.pod_identity_agent is None:
        return None
    account, policy = _ACCOUNTS[field]
    arn = f"arn:{partition(x.around.region)}:iam::aws:policy/{policy}"
    return [
        {
            "namespace": "kube-system",
            "serviceAccountName": account,
            "permissionPolicyARNs": [arn],
        }
    ]


def _configuration(x: ClusterOn, addon: EksAddon) -> dict[str, Any]:
    """What the typed fields come to, in the add-on's own words."""
    if isinstance(addon, VpcCni):
        return _vpc_cni(addon, prefixes=x.cluster.network.pod_networking == "prefix-delegation")
    if isinstance(addon, CoreDns):
        low, high = addon.min_replicas, addon.max_replicas
        return {"autoScaling": {"enabled": True, "minReplicas": low, "maxReplicas": high}}
    return _ebs(addon) if isinstance(addon, EbsCsiDriver) else {}


def _vpc_cni(addon: VpcCni, *, prefixes: bool) -> dict[str, Any]:
    """https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/prefix-and-ip-target.md."""
    policy = {"enableNetworkPolicy": "true"} if addon.network_policy else {}
    env = {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"} if prefixes else {}
    return {**policy, **({"env": env} if env else {})}


def _ebs(addon: EbsCsiDriver) -> dict[str, Any]:
    """Each sidecar with all three of its rates: one alone would drop the other two."""
    sidecars = {
        name: {"additionalArgs": _rates(rates)}
        for name, rates in (("attacher", addon.attacher), ("provisioner", addon.provisioner))
        if rates is not None
    }
    return {"sidecars": sidecars} if sidecars else {}


def _rates(rates: SidecarRates) -> list[str]:
    return [
        f"--kube-api-qps={rates.qps}",
        f"--kube-api-burst={rates.burst}",
        f"--worker-threads={rates.workers}",
    ]
