"""Karpenter's stack: whole in itself, and upstream's in what it allows."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import yaml

from specgen.targets.infra.karpenter_policies import POLICIES
from specgen.targets.infra.karpenter_stack import (
    LONGEST_NAME,
    controller_policies,
    node_role,
    queue,
    stack,
)
from specgen.tree.emit import emit

NAME = "spark"
LONG = "c" * 63
PSEUDO = {"AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::URLSuffix"}
QUEUE = "KarpenterInterruptionQueue"
Way = dict[str, bool]
ALL: Way = {"interruption": True, "zonal_shift": True}
ways = pytest.mark.parametrize(
    "way",
    [
        pytest.param(ALL, id="all"),
        pytest.param({**ALL, "interruption": False}, id="no interruption"),
        pytest.param({**ALL, "zonal_shift": False}, id="no zonal shift"),
        pytest.param({"interruption": False, "zonal_shift": False}, id="neither"),
    ],
)


def resources(way: Way = ALL) -> dict[str, Any]:
    made = stack(NAME, **way)["Resources"]
    assert isinstance(made, dict)
    return made


def plain(value: Any) -> Any:
    """Intrinsic functions as the text that `Fn::Sub` would take for them."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Fn::Sub"}:
        return value["Fn::Sub"]
    if set(value) == {"Fn::GetAtt"}:
        return f"${{{'.'.join(value['Fn::GetAtt'])}}}"
    if set(value) == {"Ref"}:
        return f"${{{value['Ref']}}}"
    return {key: plain(below) for key, below in value.items()}


def texts(value: Any) -> Iterator[str]:
    """All texts below, keys too."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from texts(below)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def statements(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The controller's, by Sid."""
    policies = [one for one in made.values() if one["Type"] == "AWS::IAM::ManagedPolicy"]
    listed = [
        one for found in policies for one in found["Properties"]["PolicyDocument"]["Statement"]
    ]
    by_sid = {one["Sid"]: plain(one) for one in listed}
    assert len(by_sid) == len(listed)
    return by_sid


# --- whole in itself ------------------------------------------------------------------------------


@ways
def test_every_reference_is_to_a_resource_or_a_pseudo_parameter(way: Way) -> None:
    made = resources(way)
    used = {name for text in texts(plain(made)) for name in re.findall(r"\$\{(.+?)\}", text)}
    assert used
    assert {name.removesuffix(".Arn") for name in used} <= PSEUDO | made.keys()


def test_a_condition_key_holds_nothing_to_fill_in() -> None:
    for one in statements(resources()).values():
        for keys in one.get("Condition", {}).values():
            assert not [key for key in keys if "${" in key]


@ways
def test_it_is_the_same_read_from_yaml_and_from_json(way: Way) -> None:
    made = stack(NAME, **way)
    assert yaml.safe_load(emit(made)) == made
    assert json.loads(json.dumps(made)) == made


def test_it_takes_no_parameters() -> None:
    made = stack(NAME, **ALL)
    assert set(made) == {"AWSTemplateFormatVersion", "Description", "Resources"}


def test_two_stacks_share_nothing() -> None:
    one = stack(NAME, **ALL)
    one["Resources"]["NodeLifecyclePolicy"]["Properties"]["PolicyDocument"]["Statement"].clear()
    for found in one["Resources"].values():
        found["Properties"].clear()
    assert statements(resources()).keys() == UPSTREAM.keys()


# --- what is left out -----------------------------------------------------------------------------

RULES = {
    "ScheduledChangeRule",
    "SpotInterruptionRule",
    "RebalanceRule",
    "InstanceStateChangeRule",
    "CapacityReservationInterruptionRule",
}
NOTICES = {"InterruptionPolicy", QUEUE, f"{QUEUE}Policy", *RULES}


@ways
def test_only_what_is_asked_for_is_made(way: Way) -> None:
    made = set(resources(way))
    whole = {
        "KarpenterNodeRole",
        "NodeLifecyclePolicy",
        "IAMIntegrationPolicy",
        "EKSIntegrationPolicy",
        "ResourceDiscoveryPolicy",
    }
    shift = {"ZonalShiftPolicy"} if way["zonal_shift"] else set()
    assert made == whole | shift | (NOTICES if way["interruption"] else set())


@ways
def test_the_controller_gets_the_policies_that_are_made(way: Way) -> None:
    made = resources(way)
    names = [
        one["Properties"]["ManagedPolicyName"]
        for one in made.values()
        if one["Type"] == "AWS::IAM::ManagedPolicy"
    ]
    told = controller_policies(NAME, "111122223333", "aws-cn", **way)
    assert told == [f"arn:aws-cn:iam::111122223333:policy/{name}" for name in names]


# --- names ----------------------------------------------------------------------------------------

IAM_ROLE, IAM_POLICY, IAM_DOCUMENT, IAM_ATTACHED, SQS_QUEUE = 64, 128, 6144, 10, 80
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html"""


def test_names_are_those_that_others_use() -> None:
    made = resources()
    assert made["KarpenterNodeRole"]["Properties"]["RoleName"] == node_role(NAME)
    assert made[QUEUE]["Properties"]["QueueName"] == queue(NAME)
    assert node_role(NAME) == "KarpenterNodeRole-spark"
    assert queue(NAME) == "spark"


def test_the_node_role_alone_has_no_room_for_every_cluster() -> None:
    assert len(node_role("c" * LONGEST_NAME)) == IAM_ROLE
    assert LONGEST_NAME == 46
    arns = controller_policies(LONG, "1", "aws", **ALL)
    assert max(len(arn.partition("/")[2]) for arn in arns) == 106 < IAM_POLICY
    assert len(queue(LONG)) <= SQS_QUEUE
    assert len(arns) <= IAM_ATTACHED


def test_every_policy_is_short_enough_with_the_longest_names() -> None:
    """IAM counts no white space, and a region is at most `ap-southeast-99`."""
    long = {"AWS::Partition": "aws-us-gov", "AWS::Region": "ap-southeast-99"}
    for write in POLICIES.values():
        text = json.dumps(plain(write(LONG)), separators=(",", ":"))
        for name, value in long.items():
            text = text.replace(f"${{{name}}}", value)
        assert len(re.sub(r"\$\{.+?\}", "x" * 100, text)) < IAM_DOCUMENT


# --- upstream's -----------------------------------------------------------------------------------

# Written by hand from https://karpenter.sh/v1.14/reference/cloudformation/; ${ClusterName} is NAME.

OWNED, NAMED = f"kubernetes.io/cluster/{NAME} owned", f"eks:eks-cluster-name {NAME}"
POOL, CLASS = "karpenter.sh/nodepool *", "karpenter.k8s.aws/ec2nodeclass *"
REGION = "topology.kubernetes.io/region ${AWS::Region}"
MADE = "fleet instance volume network-interface launch-template spot-instances-request"
THIS = "arn:${AWS::Partition}:eks:${AWS::Region}:${AWS::AccountId}:cluster/" + NAME
PROFILES = "arn:${AWS::Partition}:iam::${AWS::AccountId}:instance-profile/*"


def ec2(kinds: str, account: str = "*") -> set[str]:
    start = f"arn:${{AWS::Partition}}:ec2:${{AWS::Region}}:{account}:"
    return {f"{start}{kind}/*" for kind in kinds.split()}


class Expected(NamedTuple):
    """What a statement allows, on what, and when: `operator key value`."""

    policy: str
    actions: str
    resources: set[str]
    when: frozenset[str] | set[str] = frozenset()


UPSTREAM = {
    "AllowScopedEC2InstanceAccessActions": Expected(
        "NodeLifecycle",
        "ec2:RunInstances ec2:CreateFleet",
        ec2("image snapshot", "")
        | ec2("security-group subnet capacity-reservation placement-group"),
    ),
    "AllowScopedEC2LaunchTemplateAccessActions": Expected(
        "NodeLifecycle",
        "ec2:RunInstances ec2:CreateFleet",
        ec2("launch-template"),
        {f"StringEquals aws:ResourceTag/{OWNED}", f"StringLike aws:ResourceTag/{POOL}"},
    ),
    "AllowScopedEC2InstanceActionsWithTags": Expected(
        "NodeLifecycle",
        "ec2:RunInstances ec2:CreateFleet ec2:CreateLaunchTemplate",
        ec2(MADE),
        {
            f"StringEquals aws:RequestTag/{OWNED}",
            f"StringEquals aws:RequestTag/{NAMED}",
            f"StringLike aws:RequestTag/{POOL}",
        },
    ),
    "AllowScopedResourceCreationTagging": Expected(
        "NodeLifecycle",
        "ec2:CreateTags",
        ec2(MADE),
        {
            f"StringEquals aws:RequestTag/{OWNED}",
            f"StringEquals aws:RequestTag/{NAMED}",
            "StringEquals ec2:CreateAction RunInstances",
            "StringEquals ec2:CreateAction CreateFleet",
            "StringEquals ec2:CreateAction CreateLaunchTemplate",
            f"StringLike aws:RequestTag/{POOL}",
        },
    ),
    "AllowScopedResourceTagging": Expected(
        "NodeLifecycle",
        "ec2:CreateTags",
        ec2("instance"),
        {
            f"StringEquals aws:ResourceTag/{OWNED}",
            f"StringLike aws:ResourceTag/{POOL}",
            f"StringEqualsIfExists aws:RequestTag/{NAMED}",
            "ForAllValues:StringEquals aws:TagKeys eks:eks-cluster-name",
            "ForAllValues:StringEquals aws:TagKeys karpenter.sh/nodeclaim",
            "ForAllValues:StringEquals aws:TagKeys Name",
        },
    ),
    "AllowScopedDeletion": Expected(
        "NodeLifecycle",
        "ec2:TerminateInstances ec2:DeleteLaunchTemplate",
        ec2("instance launch-template"),
        {f"StringEquals aws:ResourceTag/{OWNED}", f"StringLike aws:ResourceTag/{POOL}"},
    ),
    "AllowPassingInstanceRole": Expected(
        "IAMIntegration",
        "iam:PassRole",
        {"${KarpenterNodeRole.Arn}"},
        {
            "StringEquals iam:PassedToService ec2.amazonaws.com",
            "StringEquals iam:PassedToService ec2.amazonaws.com.cn",
        },
    ),
    "AllowScopedInstanceProfileCreationActions": Expected(
        "IAMIntegration",
        "iam:CreateInstanceProfile",
        {PROFILES},
        {
            f"StringEquals aws:RequestTag/{OWNED}",
            f"StringEquals aws:RequestTag/{NAMED}",
            f"StringEquals aws:RequestTag/{REGION}",
            f"StringLike aws:RequestTag/{CLASS}",
        },
    ),
    "AllowScopedInstanceProfileTagActions": Expected(
        "IAMIntegration",
        "iam:TagInstanceProfile",
        {PROFILES},
        {
            f"StringEquals aws:ResourceTag/{OWNED}",
            f"StringEquals aws:ResourceTag/{REGION}",
            f"StringEquals aws:RequestTag/{OWNED}",
            f"StringEquals aws:RequestTag/{NAMED}",
            f"StringEquals aws:RequestTag/{REGION}",
            f"StringLike aws:ResourceTag/{CLASS}",
            f"StringLike aws:RequestTag/{CLASS}",
        },
    ),
    "AllowScopedInstanceProfileActions": Expected(
        "IAMIntegration",
        "iam:AddRoleToInstanceProfile iam:RemoveRoleFromInstanceProfile iam:DeleteInstanceProfile",
        {PROFILES},
        {
            f"StringEquals aws:ResourceTag/{OWNED}",
            f"StringEquals aws:ResourceTag/{REGION}",
            f"StringLike aws:ResourceTag/{CLASS}",
        },
    ),
    "AllowAPIServerEndpointDiscovery": Expected("EKSIntegration", "eks:DescribeCluster", {THIS}),
    "AllowInterruptionQueueActions": Expected(
        "Interruption",
        "sqs:DeleteMessage sqs:GetQueueUrl sqs:ReceiveMessage",
        {f"${{{QUEUE}.Arn}}"},
    ),
    "AllowRegionalReadActions": Expected(
        "ResourceDiscovery",
        "ec2:DescribeCapacityReservations ec2:DescribeImages ec2:DescribeInstances "
        "ec2:DescribeInstanceStatus ec2:DescribeInstanceTypeOfferings ec2:DescribeInstanceTypes "
        "ec2:DescribeLaunchTemplates ec2:DescribePlacementGroups ec2:DescribeSecurityGroups "
        "ec2:DescribeSpotPriceHistory ec2:DescribeSubnets",
        {"*"},
        {"StringEquals aws:RequestedRegion ${AWS::Region}"},
    ),
    "AllowSSMReadActions": Expected(
        "ResourceDiscovery",
        "ssm:GetParameter",
        {"arn:${AWS::Partition}:ssm:${AWS::Region}::parameter/aws/service/*"},
    ),
    "AllowPricingReadActions": Expected("ResourceDiscovery", "pricing:GetProducts", {"*"}),
    "AllowUnscopedInstanceProfileListAction": Expected(
        "ResourceDiscovery", "iam:ListInstanceProfiles", {"*"}
    ),
    "AllowInstanceProfileReadActions": Expected(
        "ResourceDiscovery", "iam:GetInstanceProfile", {PROFILES}
    ),
    "AllowZonalShiftStatusReadOnly": Expected(
        "ZonalShift",
        "arc-zonal-shift:GetManagedResource",
        {"*"},
        {f"StringEquals arc-zonal-shift:ResourceIdentifier {THIS}"},
    ),
}


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def when(statement: dict[str, Any]) -> set[str]:
    return {
        f"{operator} {key} {value}"
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
        for value in listed(values)
    }


def test_there_are_upstreams_statements_and_no_others() -> None:
    assert statements(resources()).keys() == UPSTREAM.keys()


@pytest.mark.parametrize("sid", UPSTREAM)
def test_a_statement_is_upstreams(sid: str) -> None:
    wanted = UPSTREAM[sid]
    properties = resources()[f"{wanted.policy}Policy"]["Properties"]
    assert properties["ManagedPolicyName"] == f"KarpenterController{wanted.policy}Policy-{NAME}"
    (found,) = [
        plain(one) for one in properties["PolicyDocument"]["Statement"] if one["Sid"] == sid
    ]
    assert found["Effect"] == "Allow"
    assert sorted(found["Action"]) == sorted(wanted.actions.split())
    assert set(listed(found["Resource"])) == wanted.resources
    assert when(found) == wanted.when


def test_only_these_are_allowed_on_everything() -> None:
    found = {sid for sid, one in statements(resources()).items() if "*" in listed(one["Resource"])}
    assert found == {
        "AllowRegionalReadActions",
        "AllowPricingReadActions",
        "AllowUnscopedInstanceProfileListAction",
        "AllowZonalShiftStatusReadOnly",
    }


def test_nodes_are_machines_with_four_policies_of_aws() -> None:
    properties = plain(resources()["KarpenterNodeRole"]["Properties"])
    (trust,) = properties["AssumeRolePolicyDocument"]["Statement"]
    assert trust == {
        "Effect": "Allow",
        "Principal": {"Service": "ec2.${AWS::URLSuffix}"},
        "Action": ["sts:AssumeRole"],
    }
    assert set(properties["ManagedPolicyArns"]) == {
        f"arn:${{AWS::Partition}}:iam::aws:policy/{name}"
        for name in (
            "AmazonEC2ContainerRegistryPullOnly",
            "AmazonEKSWorkerNodePolicy",
            "AmazonEKS_CNI_Policy",
            "AmazonSSMManagedInstanceCore",
        )
    }


def test_the_queue_is_encrypted_and_forgets_soon() -> None:
    assert resources()[QUEUE] == {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "QueueName": NAME,
            "MessageRetentionPeriod": 300,
            "SqsManagedSseEnabled": True,
        },
    }


def test_only_aws_writes_to_the_queue_and_nobody_in_plain() -> None:
    properties = plain(resources()[f"{QUEUE}Policy"]["Properties"])
    assert properties["Queues"] == [f"${{{QUEUE}}}"]
    sent, denied = properties["PolicyDocument"]["Statement"]
    arn = f"${{{QUEUE}.Arn}}"
    assert sent == {
        "Effect": "Allow",
        "Principal": {"Service": ["events.amazonaws.com", "sqs.amazonaws.com"]},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    assert denied == {
        "Sid": "DenyHTTP",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def test_every_rule_sends_one_kind_of_event_to_the_queue() -> None:
    made = resources()
    rules = {name: one for name, one in made.items() if one["Type"] == "AWS::Events::Rule"}
    assert rules.keys() == RULES
    events = set()
    for one in rules.values():
        (target,) = plain(one["Properties"]["Targets"])
        assert target["Arn"] == f"${{{QUEUE}.Arn}}"
        pattern = one["Properties"]["EventPattern"]
        (source,), (event,) = pattern["source"], pattern["detail-type"]
        events.add((source, event))
    assert events == {
        ("aws.health", "AWS Health Event"),
        ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
        ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
        ("aws.ec2", "EC2 Instance State-change Notification"),
        ("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
    }
