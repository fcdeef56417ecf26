"""What EKS, Karpenter and registries refuse later is refused where it is written."""

from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from specgen.refusal import Refused
from specgen.spec.addons import CoreDns
from specgen.spec.autoscaler import ClusterAutoscaler
from specgen.spec.base import Tags
from specgen.spec.disruption import Budget, Disruption
from specgen.spec.image import Mirror
from specgen.spec.instances import Instances
from specgen.spec.karpenter import NodeClass
from specgen.spec.network import Endpoint, Network, Subnets
from specgen.spec.nodegroup import NodeGroup
from specgen.spec.resources import ContainerResources

_GROUP = {
    "name": "big",
    "runs": "executors",
    "capacityType": "on-demand",
    "instanceTypes": ["m7g.large"],
    "size": {"max": 4},
}
_AMI = {"name": "default", "ami": {"version": "v20260715"}}
_AT_NINE = {"nodes": 1, "schedule": "0 9 * * *"}
_ROOTS = {"family": "Bottlerocket", "version": "v1.44.0"}


def _read(hint: Any, value: object) -> Any:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint.model_validate(value)
    return TypeAdapter(hint).validate_python(value)


def _refused(hint: Any, value: object) -> Refused | None:
    """The first of its faults; None of those that pydantic finds itself, as a bound."""
    with pytest.raises(ValidationError) as caught:
        _read(hint, value)
    cause = caught.value.errors()[0].get("ctx", {}).get("error")
    return cause if isinstance(cause, Refused) else None


def _blocks(number: int) -> list[str]:
    return [f"203.0.{one}.0/24" for one in range(number)]


def named(value: Any) -> str:
    """A row's part in its name: short, and the same in every process."""
    return (value.__name__ if isinstance(value, type) else ascii(value))[:40].partition(" at 0x")[0]


@pytest.mark.parametrize(
    ("hint", "value", "what", "mend"),
    [
        # network
        (Network, {"cidr": "8.8.0.0/16"}, "no block for a VPC", "within 10.0.0.0/8"),
        (Network, {"cidr": "127.0.0.0/16"}, "no block for a VPC", "like 10.0.0.0/16"),
        (Network, {"vpc": "nonsense"}, "not the identifier of a vpc", "vpc-0a1b"),
        (Subnets, {"private": {"us-east-1a": "x"}}, "identifier of a subnet", "subnet-0a1b"),
        (Subnets, {"public": {"us-east-1a": "vpc-1"}}, "identifier of a subnet", "subnet-0a1b"),
        (
            Subnets,
            {"private": {"us-east-1a": "subnet-1", "us-east-1b": "subnet-1"}},
            "private in us-east-1a and private in us-east-1b",
            "another subnet",
        ),
        (
            Subnets,
            {"private": {"us-east-1a": "subnet-1"}, "public": {"us-east-1a": "subnet-1"}},
            "private in us-east-1a and public in us-east-1a",
            "another subnet",
        ),
        (Endpoint, {"publicFrom": ["10.0.0.0/8"]}, "is private", "public addresses"),
        (Endpoint, {"publicFrom": ["192.168.7.0/24"]}, "is private", "public addresses"),
        (Endpoint, {"publicFrom": _blocks(41)}, "41 blocks", "larger blocks"),
        (Network, {"cidr": "172.20.0.0/16", "serviceCidr": "172.20.0.0/16"}, "same", "10.100.0.0"),
        (Network, {"cidr": "10.0.0.0/16", "serviceCidr": "10.0.0.0/20"}, "same", "172.20.0.0/16"),
        # budgets of Karpenter
        (Budget, {"nodes": "101%"}, "more than all nodes", "100%"),
        (Budget, {"nodes": "٣%"}, "neither", "10%"),
        (Budget, {"nodes": "²"}, "neither", "10%"),
        (Budget, {"nodes": -1}, "neither", "10%"),
        (Budget, {**_AT_NINE, "duration": "90s"}, "no duration of a budget", "8h"),
        (Budget, {**_AT_NINE, "duration": "1h30m5s"}, "no duration of a budget", "8h"),
        (
            Budget,
            {"nodes": 1, "schedule": "@every 5m", "duration": "1h"},
            "no schedule of a budget",
            "@daily",
        ),
        (Disruption, {"budgets": [{"nodes": 1}] * 51}, "51 budgets", "at most 50"),
        # machines of Karpenter
        (Instances, {"types": ["m7g.large"], "minTypes": 2}, "from 2 types, and 1", "minTypes"),
        (Instances, {"minTypes": 51}, None, None),
        (Instances, {"generation": {"min": 8, "max": 3}}, "min 8 is above max 3", "max"),
        (Instances, {"cpu": {"min": 8, "max": 3}}, "min 8 is above max 3", "max"),
        (Instances, {"cpu": [-4]}, None, None),
        (Instances, {"families": ["M7G"]}, "what EC2 calls machines", "lower case"),
        (Instances, {"sizes": ["x large"]}, "what EC2 calls machines", "lower case"),
        (Instances, {"categories": [""]}, "what EC2 calls machines", "lower case"),
        (Instances, {"notTypes": ["m7g.large!"]}, "what EC2 calls machines", "lower case"),
        (Instances, {"types": ["a.b"], "notTypes": ["a.b"]}, "types and in notTypes", "remove"),
        (Instances, {"families": ["a"], "notFamilies": ["a"]}, "in notFamilies", "remove"),
        (Instances, {"sizes": ["a"], "notSizes": ["a"]}, "in notSizes", "remove"),
        # disks of a node class
        (
            NodeClass,
            {**_AMI, "volumes": [{"size": "10Gi"}, {"size": "20Gi"}]},
            "two disks are `/dev/xvda`",
            "another device",
        ),
        (
            NodeClass,
            {
                "name": "b",
                "ami": _ROOTS,
                "volumes": [{"size": "4Gi", "device": "/dev/xvdb"}, {"size": "9Gi"}],
            },
            "two disks are `/dev/xvdb`",
            "another device",
        ),
        # tags
        (Tags, {"": "a"}, "key of a tag", "128"),
        (Tags, {"k" * 129: "a"}, "key of a tag", "128"),
        (Tags, {"a<b>": "a"}, "key of a tag", "128"),
        (Tags, {"a": "v" * 257}, "value of a tag", "256"),
        (Tags, {"a": "x;y"}, "value of a tag", "256"),
        (Tags, {"aws:foo": "a"}, "written by AWS", "another key"),
        (Tags, {"AWS:foo": "a"}, "written by AWS", "another key"),
        (Tags, {"karpenter.sh/nodepool": "a"}, "by Karpenter", "another key"),
        (Tags, {"karpenter.sh/nodeclaim": "a"}, "by Karpenter", "another key"),
        (Tags, {"karpenter.k8s.aws/ec2nodeclass": "a"}, "by Karpenter", "another key"),
        (Tags, {"eks:eks-cluster-name": "a"}, "by Karpenter", "another key"),
        (Tags, {"kubernetes.io/cluster/one": "owned"}, "by EKS", "another key"),
        (NodeClass, {**_AMI, "tags": {"aws:x": "a"}}, "written by AWS", "another key"),
        (
            NodeGroup,
            {**_GROUP, "tags": {"k8s.io/cluster-autoscaler/enabled": "false"}},
            "by specgen",
            "another key",
        ),
        # add-ons and the autoscaler
        (CoreDns, {"minReplicas": 9, "maxReplicas": 3}, "minReplicas 9 is above", "maxReplicas"),
        (CoreDns, {"maxReplicas": 1}, "minReplicas 2 is above", "maxReplicas"),
        (
            ContainerResources,
            {"requests": {"cpu": 4}, "limits": {"cpu": "3900m"}},
            "asks for cpu `4`, and its limit is `3900m`",
            "raise",
        ),
        (
            ContainerResources,
            {"requests": {"memory": "1Gi"}, "limits": {"memory": "1G"}},
            "asks for memory `1Gi`",
            "raise",
        ),
        (ClusterAutoscaler, {"extraArgs": {"--v": 4}}, "`--v` begins with a dash", "write v"),
        (ClusterAutoscaler, {"extraArgs": {"--": 4}}, "begins with a dash", "remove it"),
        (ClusterAutoscaler, {"extraArgs": {"expander": "random"}}, "is a field", "set expander"),
        (ClusterAutoscaler, {"extraArgs": {"-expander": "random"}}, "is a field", "set expander"),
        (
            ClusterAutoscaler,
            {"extraArgs": {"scale-down-unneeded-time": "5m"}},
            "is a field",
            "set scaleDownUnneeded",
        ),
        (
            ClusterAutoscaler,
            {"extraArgs": {"max-node-provision-time": "5m"}},
            "is a field",
            "set maxNodeProvision",
        ),
        # mirrors
        (Mirror, {"from": "docker.io/", "to": "http://x/"}, "beginning of a reference", "scheme"),
        (Mirror, {"from": "docker.io/", "to": "x y/"}, "beginning of a reference", "scheme"),
        (Mirror, {"from": "", "to": "mirror/"}, "beginning of a reference", "scheme"),
        (Mirror, {"from": "docker.io/", "to": "mirror.io"}, "do not both end", "end both"),
        (Mirror, {"from": "docker.io", "to": "mirror.io/"}, "do not both end", "end both"),
    ],
    ids=named,
)
def test_what_is_refused(hint: Any, value: object, what: str | None, mend: str | None) -> None:
    cause = _refused(hint, value)
    if what is None or mend is None:
        assert cause is None
        return
    assert cause is not None
    assert what in cause.what
    assert mend in cause.mend


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (Network, {"cidr": "100.64.0.0/16"}),
        (Network, {"cidr": "172.20.0.0/16", "serviceCidr": "10.100.0.0/16"}),
        (Endpoint, {"publicFrom": _blocks(40)}),
        (Endpoint, {"publicFrom": ["0.0.0.0/0"]}),
        (Budget, {"nodes": "100%"}),
        (Budget, {"nodes": 1000}),
        (Budget, {**_AT_NINE, "duration": "1h30m0s"}),
        (Budget, {"nodes": 1, "schedule": "@daily", "duration": "90m"}),
        (Disruption, {"budgets": [{"nodes": 1}] * 50}),
        (Instances, {"types": ["m7g.large", "c7g.metal-24xl"], "minTypes": 2}),
        (Instances, {"minTypes": 50, "families": ["m7i-flex"]}),
        (Instances, {"generation": {"min": 6, "max": 6}, "cpu": [0]}),
        (Instances, {"families": ["m7g"], "notTypes": ["m7g.large"]}),
        (NodeClass, {**_AMI, "volumes": [{"size": "9Gi"}, {"size": "9Gi", "device": "/dev/xvdb"}]}),
        (Tags, {"k" * 128: "v" * 256, "é 1_.:/=+-@": "", "my:aws:": "a", "eks:mine": "a"}),
        (CoreDns, {"minReplicas": 3, "maxReplicas": 3}),
        (ContainerResources, {"requests": {"cpu": 4, "memory": "9Gi"}, "limits": {"cpu": 4}}),
        (ClusterAutoscaler, {"extraArgs": {"scan-interval": "30s", "v": 4}}),
        (Mirror, {"from": "docker.io/apache/spark", "to": "mirror.io:5000/hub/apache/spark"}),
    ],
    ids=named,
)
def test_what_is_just_right(hint: Any, value: object) -> None:
    assert _read(hint, value) is not None
