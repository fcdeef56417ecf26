"""Which service account gets which rights: EKS Pod Identity associations, and policies as JSON.

https://eksctl.io/usage/pod-identity-associations/
"""

from collections.abc import Iterator
from typing import Any

from specgen.facts.aws import partition
from specgen.manifests.document import Document
from specgen.manifests.eksctl import PodIdentityAssociation
from specgen.rights.policy import VERSION, policy
from specgen.spec.platform import ClusterOn, Surroundings, TeamOn
from specgen.spec.team import Identity, Team
from specgen.targets.infra.karpenter_stack import controller_policies
from specgen.targets.target import Target

_LONGEST_ROLE = 64
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

CONTROLLERS = "kube-system"
"""Namespace of the controllers that make nodes."""


def associations(x: ClusterOn) -> list[PodIdentityAssociation]:
    """All of the cluster's: of what makes its nodes, then of its teams."""
    found = [*_controllers(x)]
    if x.around.identity == "pod-identity":
        for one in x.teams:
            for identity in one.team.all_identities:
                found += _of_identity(x, one.team, identity)
    return _named_apart(found)


def _named_apart(found: list[PodIdentityAssociation]) -> list[PodIdentityAssociation]:
    """Without a role's name that another has: `a`, `b-c` and `a-b`, `c` would be called alike."""
    seen = set[str]()
    for one in found:
        name = one.get("roleName")
        if name in seen:
            one["roleName"] = None
        elif name is not None:
            seen.add(name)
    return found


def _controllers(x: ClusterOn) -> Iterator[PodIdentityAssociation]:
    karpenter = x.cluster.karpenter
    if karpenter is not None:
        one = _account(x, CONTROLLERS, "karpenter")
        one["permissionPolicyARNs"] = controller_policies(
            x.cluster.name,
            x.around.account or "",
            partition(x.around.region),
            interruption=karpenter.interruption,
            zonal_shift=x.cluster.zonal_shift,
        )
        yield one
    if x.cluster.cluster_autoscaler is not None:
        one = _account(x, CONTROLLERS, "cluster-autoscaler")
        one["permissionPolicy"] = autoscaler_policy(x.cluster.name, x.around)
        yield one


def autoscaler_policy(cluster: str, around: Surroundings) -> dict[str, Any]:
    """What Cluster Autoscaler calls; eksctl's own policy lets it end machines of any group.

    EKS tags the groups of its managed node groups so:
    https://docs.aws.amazon.com/eks/latest/best-practices/cas.html
    """
    group = f"arn:{partition(around.region)}:eks:{around.region}:*:nodegroup/{cluster}/*"
    mine = {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}": "owned"}
    return {
        "Version": VERSION,
        "Statement": [
            {"Effect": "Allow", "Action": _LOOKS, "Resource": "*"},
            {"Effect": "Allow", "Action": ["eks:DescribeNodegroup"], "Resource": group},
            {
                "Effect": "Allow",
                "Action": _SCALES,
                "Resource": "*",
                "Condition": {"StringEquals": mine},
            },
        ],
    }


_LOOKS = [
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeAutoScalingInstances",
    "autoscaling:DescribeLaunchConfigurations",
    "autoscaling:DescribeScalingActivities",
    "autoscaling:DescribeTags",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:GetInstanceTypesFromInstanceRequirements",
]
"""None of these can be narrowed to a resource.

https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
"""

_SCALES = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]


def _of_identity(x: ClusterOn, team: Team, identity: Identity) -> Iterator[PodIdentityAssociation]:
    """The same rights for driver and executors: a driver starts pods as it likes anyway."""
    own, role = policy(identity, x.around, x.cluster.name), identity.role_arn
    for name in dict.fromkeys(team.accounts(identity.name) or ()):
        one = _account(x, team.home, name)
        if role is not None:
            yield one | {"roleName": None, "roleARN": role.text}
        elif own or identity.policies:
            one["permissionPolicyARNs"] = [arn.text for arn in identity.policies] or None
            one["permissionPolicy"] = own
            yield one


def _account(x: ClusterOn, namespace: str, name: str) -> PodIdentityAssociation:
    """An account, and the name of the role that eksctl makes for it, if it is short enough."""
    role = f"{x.cluster.name}-{namespace}-{name}"
    return {
        "namespace": namespace,
        "serviceAccountName": name,
        "roleName": role if len(role) <= _LONGEST_ROLE else None,
    }


def policies(x: TeamOn) -> Iterator[Document]:
    """The policy of each identity, for who makes roles otherwise."""
    for identity in x.team.all_identities:
        body = policy(identity, x.around, x.where.cluster)
        if body is not None:
            name = f"{x.team.home}-{identity.name}.json"
            yield Document(f"{x.where.cluster}/infra/iam/{name}", body, x.owner)


POLICIES = Target("iam-policies", "IAM policy of each identity, as JSON", TeamOn, policies)
