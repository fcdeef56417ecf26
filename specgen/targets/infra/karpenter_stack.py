"""The CloudFormation stack that Karpenter needs on an EKS cluster, before the cluster is made.

Its parts and their names are those of upstream's own template, so that upstream's guides hold:
https://karpenter.sh/v1.14/reference/cloudformation/ (cloudformation.yaml of
aws/karpenter-provider-aws at v1.14; checked 2026-11-21). The controller's role is not among them:
as in upstream's guide, eksctl makes it of the policies, for the service account `karpenter`.
"""

from typing import Any

from specgen.targets.infra.karpenter_policies import (
    NODE_ROLE,
    POLICIES,
    QUEUE,
    Value,
    arn_of,
    document,
    sub,
)

_NODE_PREFIX = f"{NODE_ROLE}-"
_ROLE_NAME = 64
"""Characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

LONGEST_NAME = _ROLE_NAME - len(_NODE_PREFIX)
"""Characters of a cluster's name that the node role's name has room for: 46. With a longer one IAM
refuses the role, and so the whole stack. The others hold any cluster's name of 63 characters: of a
policy's 128 at most 106 are used, of a queue's 80 at most 63."""

NODE_POLICIES = (
    "AmazonEKS_CNI_Policy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonSSMManagedInstanceCore",
)
"""https://karpenter.sh/v1.14/reference/cloudformation/#node-authorization"""

RULES = {
    "ScheduledChange": ("aws.health", "AWS Health Event"),
    "SpotInterruption": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    "Rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "InstanceStateChange": ("aws.ec2", "EC2 Instance State-change Notification"),
    "CapacityReservationInterruption": (
        "aws.ec2",
        "EC2 Capacity Reservation Instance Interruption Warning",
    ),
}
"""Source and type of the events that go to the queue.

https://karpenter.sh/v1.14/reference/cloudformation/#rules
"""

RETENTION = 300
"""Seconds: a notice is two minutes ahead of what it tells.

https://karpenter.sh/v1.14/reference/cloudformation/#karpenterinterruptionqueue
"""


def node_role(cluster: str) -> str:
    """The role of the nodes that Karpenter makes."""
    return f"{_NODE_PREFIX}{cluster}"


def queue(cluster: str) -> str:
    """The queue of notices, which `settings.interruptionQueue` names."""
    return cluster


def controller_policies(
    cluster: str, account: str, partition: str, *, interruption: bool, zonal_shift: bool
) -> list[str]:
    """ARNs of the policies that the controller's role is made of."""
    kinds = _kinds(interruption=interruption, zonal_shift=zonal_shift)
    names = (_policy_name(kind, cluster) for kind in kinds)
    return [f"arn:{partition}:iam::{account}:policy/{name}" for name in names]


def stack(cluster: str, *, interruption: bool, zonal_shift: bool) -> dict[str, Any]:
    """The template. It takes no parameters, and needs CAPABILITY_NAMED_IAM.

    Without `interruption` there is no queue, and nothing that fills or reads it.
    """
    kinds = _kinds(interruption=interruption, zonal_shift=zonal_shift)
    policies = {f"{kind}Policy": _policy(kind, cluster) for kind in kinds}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"What Karpenter needs on the EKS cluster {cluster}",
        "Resources": {
            NODE_ROLE: _node_role(cluster),
            **policies,
            **(_notices(cluster) if interruption else {}),
        },
    }


def _kinds(*, interruption: bool, zonal_shift: bool) -> list[str]:
    wanted = {"Interruption": interruption, "ZonalShift": zonal_shift}
    return [kind for kind in POLICIES if wanted.get(kind, True)]


def _policy_name(kind: str, cluster: str) -> str:
    return f"KarpenterController{kind}Policy-{cluster}"


def _node_role(cluster: str) -> Value:
    ec2 = {"Service": sub("ec2.${AWS::URLSuffix}")}
    trust = {"Effect": "Allow", "Principal": ec2, "Action": ["sts:AssumeRole"]}
    of_aws = "arn:${AWS::Partition}:iam::aws:policy/"
    properties = {
        "RoleName": node_role(cluster),
        "AssumeRolePolicyDocument": document([trust]),
        "ManagedPolicyArns": [sub(of_aws + one) for one in NODE_POLICIES],
    }
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _policy(kind: str, cluster: str) -> Value:
    properties = {
        "ManagedPolicyName": _policy_name(kind, cluster),
        "PolicyDocument": document(POLICIES[kind](cluster)),
    }
    return {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}


def _notices(cluster: str) -> dict[str, Value]:
    """The queue, who may write to it, and what does."""
    properties = {
        "QueueName": queue(cluster),
        "MessageRetentionPeriod": RETENTION,
        "SqsManagedSseEnabled": True,
    }
    return {
        QUEUE: {"Type": "AWS::SQS::Queue", "Properties": properties},
        f"{QUEUE}Policy": _queue_policy(),
        **{f"{name}Rule": _rule(*event) for name, event in RULES.items()},
    }


def _queue_policy() -> Value:
    """AWS's services may send, and nobody may do anything unencrypted.

    https://karpenter.sh/v1.14/reference/cloudformation/#karpenterinterruptionqueuepolicy
    """
    services = {"Service": ["events.amazonaws.com", "sqs.amazonaws.com"]}
    here = {"Resource": arn_of(QUEUE)}
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    sent = {"Effect": "Allow", "Principal": services, "Action": "sqs:SendMessage", **here}
    denied = {"Sid": "DenyHTTP", "Effect": "Deny", "Principal": "*", "Action": "sqs:*", **here}
    statements = [sent, {**denied, "Condition": plain}]
    properties = {"Queues": [{"Ref": QUEUE}], "PolicyDocument": document(statements)}
    return {"Type": "AWS::SQS::QueuePolicy", "Properties": properties}


def _rule(source: str, event: str) -> Value:
    pattern = {"source": [source], "detail-type": [event]}
    target = {"Id": f"{QUEUE}Target", "Arn": arn_of(QUEUE)}
    properties = {"EventPattern": pattern, "Targets": [target]}
    return {"Type": "AWS::Events::Rule", "Properties": properties}
