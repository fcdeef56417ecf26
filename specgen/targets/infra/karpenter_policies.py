"""What Karpenter's controller may do: six policies, with upstream's statements and their names.

Source: https://karpenter.sh/v1.14/reference/cloudformation/#controller-authorization and the
template that it describes, cloudformation.yaml of aws/karpenter-provider-aws at v1.14; checked
2026-11-21. The cluster's name is baked in, for CloudFormation substitutes nothing in a condition's
key; account, region and partition are its pseudo parameters.
"""

from collections.abc import Callable
from typing import Any

Value = dict[str, Any]
"""A statement, or an intrinsic function."""

NODE_ROLE, QUEUE = "KarpenterNodeRole", "KarpenterInterruptionQueue"
"""Resources of the stack that policies point at."""

VERSION = "2012-10-17"
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html"""

_LAUNCH = ["ec2:RunInstances", "ec2:CreateFleet"]
_USED = ["security-group", "subnet", "capacity-reservation", "placement-group"]
"""What a launch names and never makes, beside images and snapshots, which are of any account."""

_MADE = [
    "fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request",
]  # fmt: skip
_DESCRIBED = [
    "CapacityReservations", "Images", "Instances", "InstanceStatus", "InstanceTypeOfferings",
    "InstanceTypes", "LaunchTemplates", "PlacementGroups", "SecurityGroups", "SpotPriceHistory",
    "Subnets",
]  # fmt: skip

_POOL, _CLASS = "karpenter.sh/nodepool", "karpenter.k8s.aws/ec2nodeclass"
_REGION, _NAME = "topology.kubernetes.io/region", "eks:eks-cluster-name"
"""Tags that Karpenter sets: https://karpenter.sh/v1.14/concepts/nodeclasses/#spectags"""


def sub(text: str) -> Value:
    """The text with pseudo parameters filled in."""
    return {"Fn::Sub": text}


def arn_of(resource: str) -> Value:
    """The ARN of a resource of the stack."""
    return {"Fn::GetAtt": [resource, "Arn"]}


def document(statements: list[Value]) -> Value:
    """A policy."""
    return {"Version": VERSION, "Statement": statements}


def _allow(sid: str, actions: list[str], resources: Any, condition: Value | None = None) -> Value:
    where = {"Condition": condition} if condition else {}
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources, **where}


def _ec2(kind: str, account: str = "*") -> Value:
    return sub(f"arn:${{AWS::Partition}}:ec2:${{AWS::Region}}:{account}:{kind}/*")


def _cluster(cluster: str) -> Value:
    return sub(
        f"arn:${{AWS::Partition}}:eks:${{AWS::Region}}:${{AWS::AccountId}}:cluster/{cluster}"
    )


def _tag(where: str, key: str) -> str:
    return f"aws:{where}Tag/{key}"


def _owned(where: str, cluster: str) -> Value:
    """Of this cluster, by the tag of the resource or of the request."""
    return {_tag(where, f"kubernetes.io/cluster/{cluster}"): "owned"}


def _made_for(cluster: str) -> Value:
    """Asked to be of this cluster, by both of its tags."""
    return {**_owned("Request", cluster), _tag("Request", _NAME): cluster}


def _here(where: str) -> Value:
    return {_tag(where, _REGION): sub("${AWS::Region}")}


def _some(key: str, *where: str) -> Value:
    """With the tag, whatever its value."""
    return {"StringLike": {_tag(one, key): "*" for one in where}}


def _of_karpenter(cluster: str) -> Value:
    """Machines and templates that it made for this cluster."""
    return {"StringEquals": _owned("Resource", cluster), **_some(_POOL, "Resource")}


def node_lifecycle(cluster: str) -> list[Value]:
    """Launching nodes, naming them, and taking them away."""
    return [*_launches(cluster), *_tagging(cluster), _deletion(cluster)]


def _launches(cluster: str) -> list[Value]:
    used = [*(_ec2(kind, "") for kind in ("image", "snapshot")), *map(_ec2, _USED)]
    made = {"StringEquals": _made_for(cluster), **_some(_POOL, "Request")}
    return [
        _allow("AllowScopedEC2InstanceAccessActions", _LAUNCH, used),
        _allow(
            "AllowScopedEC2LaunchTemplateAccessActions",
            _LAUNCH,
            [_ec2("launch-template")],
            _of_karpenter(cluster),
        ),
        _allow(
            "AllowScopedEC2InstanceActionsWithTags",
            [*_LAUNCH, "ec2:CreateLaunchTemplate"],
            list(map(_ec2, _MADE)),
            made,
        ),
    ]


def _tagging(cluster: str) -> list[Value]:
    creation = ["RunInstances", "CreateFleet", "CreateLaunchTemplate"]
    made = {
        "StringEquals": {**_made_for(cluster), "ec2:CreateAction": creation},
        **_some(_POOL, "Request"),
    }
    later = {
        **_of_karpenter(cluster),
        "StringEqualsIfExists": {_tag("Request", _NAME): cluster},
        "ForAllValues:StringEquals": {"aws:TagKeys": [_NAME, "karpenter.sh/nodeclaim", "Name"]},
    }
    tags, made_kinds = ["ec2:CreateTags"], list(map(_ec2, _MADE))
    return [
        _allow("AllowScopedResourceCreationTagging", tags, made_kinds, made),
        _allow("AllowScopedResourceTagging", tags, [_ec2("instance")], later),
    ]


def _deletion(cluster: str) -> Value:
    return _allow(
        "AllowScopedDeletion",
        ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
        [_ec2("instance"), _ec2("launch-template")],
        _of_karpenter(cluster),
    )


def iam_integration(cluster: str) -> list[Value]:
    """Giving nodes their role, by instance profiles of its own."""
    return [_passing(), *_profiles(cluster)]


def _passing() -> Value:
    """The node role only, and to EC2 only, which is called otherwise in China."""
    services = ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]
    return _allow(
        "AllowPassingInstanceRole",
        ["iam:PassRole"],
        [arn_of(NODE_ROLE)],
        {"StringEquals": {"iam:PassedToService": services}},
    )


def _profiles(cluster: str) -> list[Value]:
    asked = {**_made_for(cluster), **_here("Request")}
    there = {**_owned("Resource", cluster), **_here("Resource")}
    creation = {"StringEquals": asked, **_some(_CLASS, "Request")}
    tagging = {"StringEquals": {**there, **asked}, **_some(_CLASS, "Resource", "Request")}
    use = {"StringEquals": there, **_some(_CLASS, "Resource")}
    changes = ["AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile", "DeleteInstanceProfile"]
    return [
        _profile("AllowScopedInstanceProfileCreationActions", ["CreateInstanceProfile"], creation),
        _profile("AllowScopedInstanceProfileTagActions", ["TagInstanceProfile"], tagging),
        _profile("AllowScopedInstanceProfileActions", changes, use),
    ]


def _profile(sid: str, actions: list[str], condition: Value | None = None) -> Value:
    anywhere = sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:instance-profile/*")
    return _allow(sid, [f"iam:{one}" for one in actions], [anywhere], condition)


def eks_integration(cluster: str) -> list[Value]:
    """Finding the API server's endpoint."""
    return [_allow("AllowAPIServerEndpointDiscovery", ["eks:DescribeCluster"], [_cluster(cluster)])]


def interruption(_: str) -> list[Value]:
    """Reading the queue of notices."""
    actions = ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
    return [_allow("AllowInterruptionQueueActions", actions, [arn_of(QUEUE)])]


def zonal_shift(cluster: str) -> list[Value]:
    """Asking which zone is being left; needed for `settings.enableZonalShift` only.

    https://karpenter.sh/v1.14/upgrading/upgrade-guide/#upgrading-to-1120
    """
    this = {"StringEquals": {"arc-zonal-shift:ResourceIdentifier": _cluster(cluster)}}
    actions = ["arc-zonal-shift:GetManagedResource"]
    return [_allow("AllowZonalShiftStatusReadOnly", actions, "*", this)]


def resource_discovery(_: str) -> list[Value]:
    """Finding out what there is to launch, and at what price."""
    here = {"StringEquals": {"aws:RequestedRegion": sub("${AWS::Region}")}}
    described = [f"ec2:Describe{one}" for one in _DESCRIBED]
    images = sub("arn:${AWS::Partition}:ssm:${AWS::Region}::parameter/aws/service/*")
    return [
        _allow("AllowRegionalReadActions", described, "*", here),
        _allow("AllowSSMReadActions", ["ssm:GetParameter"], [images]),
        _allow("AllowPricingReadActions", ["pricing:GetProducts"], "*"),
        _allow("AllowUnscopedInstanceProfileListAction", ["iam:ListInstanceProfiles"], "*"),
        _profile("AllowInstanceProfileReadActions", ["GetInstanceProfile"]),
    ]


POLICIES: dict[str, Callable[[str], list[Value]]] = {
    "NodeLifecycle": node_lifecycle,
    "IAMIntegration": iam_integration,
    "EKSIntegration": eks_integration,
    "Interruption": interruption,
    "ResourceDiscovery": resource_discovery,
    "ZonalShift": zonal_shift,
}
"""From what upstream calls a policy to its statements for a cluster of that name."""
