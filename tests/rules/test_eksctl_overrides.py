"""What an override can make of a ClusterConfig: no case that eksctl refuses passes without a word.

The language cannot say what these cases are about, or says it otherwise; an override can say
anything. So each recorded case is laid over a sound cluster as the merge patch that makes it.
"""

import json
from pathlib import Path

import pytest

from specgen.finding import Finding
from specgen.rules.sample import created, group
from tests.projects import IN_GIT, outcome, sample_project
from tests.rules.eksctl_cases import Case, Node, cases, difference
from tests.rules.eksctl_specs import OWN
from tests.rules.eksctl_written import ABSENT

OF_OVERRIDES = {
    "misfit": "the schema of what is rendered refuses it",
    "moved-by-override": "it would be another object",
    "unchecked-override": "no schema here knows the field",
    "unproven-cluster-config": "the field is known, and what eksctl makes of it is not",
}
"""Findings that tell of an override, at its line."""


def overridden(cluster: str, patch: Node) -> str:
    """The spec of the cluster `one` with an override of its ClusterConfig."""
    override = f"name: one\noverrides: {json.dumps({'ClusterConfig': patch})}\n"
    return cluster.replace("name: one\n", override, 1)


WHO = ("apiVersion", "kind", "metadata")
OURS = {"full": created(group=group("big")), "existing-vpc": OWN}
"""Sound clusters of ours that have what the changes of a base are about."""


def patch_of(case: Case) -> Node:
    """What makes a sound cluster the case's, in our region.

    That is its change, where a cluster of ours is like its base; else all that it says, but for who
    it is.
    """
    if case.base_name in OURS:
        patch = difference(case.base, case.config)
        moved: Node = json.loads(json.dumps(patch).replace("us-west-2", "us-east-1"))
        return moved
    return {key: value for key, value in case.config.items() if key not in WHO}


def found(root: Path, case: Case) -> list[Finding]:
    """What is told of the case as an override."""
    cluster = OURS.get(case.base_name, created())
    out = outcome(sample_project(root, overridden(cluster, patch_of(case)), more=IN_GIT))
    return [one for one in out.findings if one.rule in OF_OVERRIDES]


def test_nothing_that_eksctl_refuses_or_we_never_write_passes_without_a_word(
    tmp_path: Path,
) -> None:
    never = {name for several in ABSENT.values() for name in several.split()}
    told: set[str] = set()
    for name, case in cases().items():
        if case.change and (case.verdict == "refuse" or name in never):
            findings = found(tmp_path, case)
            assert findings, name
            assert all(one.spot.line and one.help for one in findings), name
            told.update(one.rule for one in findings)
    assert told == set(OF_OVERRIDES)


# --- and the language has no word for them --------------------------------------------------------

UNKNOWN = {"unknown-field"}
TRIED = {
    "autoModeConfig.nodePools": (created("autoMode: {nodePools: [general-purpose]}"), UNKNOWN),
    "fargateProfiles": (created("fargateProfiles: [{name: a}]"), UNKNOWN),
    "iam.serviceAccounts": (created("iam: {serviceAccounts: []}"), UNKNOWN),
    "iamIdentityMappings": (created("iamIdentityMappings: []"), UNKNOWN),
    "identityProviders": (created("identityProviders: []"), UNKNOWN),
    "karpenter": (created("karpenter: {version: 1.8.1}"), {*UNKNOWN, "missing-field"}),
    "kubernetesNetworkConfig.ipFamily": (created("network: {ipFamily: IPv6}"), UNKNOWN),
    "nodeGroups": (created(group=group("big", managed="false")), UNKNOWN),
    "outpost": (created("outpost: {controlPlaneOutpostARN: a}"), UNKNOWN),
    "privateCluster": (created("privateCluster: {enabled: true}"), UNKNOWN),
    "remoteNetworkConfig": (created("network: {remote: {}}"), UNKNOWN),
    "vpc.controlPlaneEgressMode": (created("network: {egressMode: CUSTOMER_ROUTED}"), UNKNOWN),
    "addons[].serviceAccountRoleARN": (
        created("addons: {vpcCni: {serviceAccountRoleARN: a}}"),
        UNKNOWN,
    ),
    "addons[].wellKnownPolicies": (created("addons: {vpcCni: {wellKnownPolicies: {}}}"), UNKNOWN),
    **{
        f"managedNodeGroups[].{field}": (created(group=group("big", **{field: value})), UNKNOWN)
        for field, value in {
            "additionalVolumes": "[]",
            "bottlerocket": "{settings: {}}",
            "disablePodIMDS": "true",
            "efaEnabled": "true",
            "iam": "{attachPolicyARNs: []}",
            "instancesDistribution": "{}",
            "instanceSelector": "{vCPUs: 8}",
            "instanceType": "m7g.large",
            "kubeletExtraConfig": "{}",
            "launchTemplate": "{id: lt-1}",
            "preBootstrapCommands": "[]",
            "securityGroups": "{withLocal: false}",
        }.items()
    },
    "managedNodeGroups[].ami": (created(group=group("big", ami="{id: ami-1}")), UNKNOWN),
    "managedNodeGroups[].updateConfig.updateStrategy": (
        created(group=group("big", update="{updateStrategy: MINIMAL}")),
        {"wrong-value"},
    ),
}
"""Fields that we never write, in the words that a person would try, and what is told of them."""


@pytest.mark.parametrize("field", TRIED)
def test_a_field_that_we_do_not_write_cannot_be_said(tmp_path: Path, field: str) -> None:
    assert field in ABSENT
    spec, rules = TRIED[field]
    findings = outcome(sample_project(tmp_path, spec, more=IN_GIT)).findings
    assert {one.rule for one in findings} == rules, [one.message for one in findings]
    assert all(one.spot.line and one.help for one in findings)
