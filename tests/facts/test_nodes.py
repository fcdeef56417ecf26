"""What is kept from node groups and NodePools, held against eksctl's and Karpenter's own."""

import re

import pytest

from specgen.facts.nodes import (
    LONGEST_STACK,
    group_stack,
    kept_from_groups,
    kept_from_pools,
    tags_of_others,
)
from tests.shared import shared_yaml

_LABEL = re.compile(r"/managedNodeGroups/\d+/labels/(.+)")
_OF_SYNTAX = ("label-key-two-slashes", "label-value", "yaml11", "propagated")
"""Cases about how a label is written, not about whose it is."""

STRICTER = {"node.kubernetes.io/instance-type", "eks.amazonaws.com/capacityType"}
"""eksctl lets them pass; every node says the first anyhow, and EKS refuses the second."""


def verdicts() -> dict[str, bool]:
    """Whether eksctl 0.230 takes a label, for each that its cases give a managed node group."""
    found = {}
    for case in shared_yaml("upstream/eksctl/verdicts.yaml")["cases"]:
        for change in case.get("change", ()):
            at = _LABEL.fullmatch(change["path"])
            if at is not None and not case["id"].startswith(_OF_SYNTAX):
                found[at[1].replace("~1", "/")] = case["verdict"] == "accept"
    return found


def test_what_eksctl_refuses_is_kept_from_groups() -> None:
    found = verdicts()
    assert {"node-role.kubernetes.io/executor", "node.kubernetes.io/lifecycle"} <= found.keys()
    assert {key for key, taken in found.items() if taken and kept_from_groups(key)} == STRICTER
    assert all(kept_from_groups(key) for key, taken in found.items() if not taken)


def schema_rules() -> list[str]:
    """The CEL rules of a NodePool's labels."""
    version = shared_yaml("upstream/crds/karpenter-aws/NodePool.yaml")["spec"]["versions"][0]
    spec = version["schema"]["openAPIV3Schema"]["properties"]["spec"]
    labels = spec["properties"]["template"]["properties"]["metadata"]["properties"]["labels"]
    return [one["rule"] for one in labels["x-kubernetes-validations"]]


def test_what_karpenters_schema_refuses_is_kept_from_pools() -> None:
    rules = schema_rules()
    never = {key for rule in rules for key in re.findall('x != "(.+?)"', rule)}
    assert never
    assert all(kept_from_pools(key) for key in never)
    lists = [rule for rule in rules if " in [" in rule]
    assert len(lists) == 2
    for rule in lists:
        (domain,) = re.findall(r'endsWith\("(.+?)"\)', rule)
        taken = set(re.findall('"(.+?)"', rule.partition("]")[0])) - never
        assert taken
        assert not any(kept_from_pools(key) for key in taken)
        for key in (f"{domain}/mine", f"sub.{domain}/{min(taken).partition('/')[2]}"):
            assert kept_from_pools(key)


@pytest.mark.parametrize(
    "key", ["x", "example.com/x", "mykubernetes.io/x", "kubernetes.io.example/x"]
)
def test_other_labels_are_anybodys(key: str) -> None:
    assert kept_from_groups(key) is None
    assert kept_from_pools(key) is None


def test_an_auto_scaling_group_has_five_tags_of_eks_and_four_of_eksctl() -> None:
    tags = tags_of_others("one")
    assert len([tag for tag in tags if "eksctl" in tag]) == 4
    assert sorted(tag for tag in tags if "eksctl" not in tag) == [
        "eks:cluster-name",
        "eks:nodegroup-name",
        "k8s.io/cluster-autoscaler/enabled",
        "k8s.io/cluster-autoscaler/one",
        "kubernetes.io/cluster/one",
    ]


def test_the_longest_names_do_not_fit_together() -> None:
    assert group_stack("one", "big") == "eksctl-one-nodegroup-big"
    assert len(group_stack("a" * 63, "b" * 63)) > LONGEST_STACK
