"""What is true of every ClusterConfig that we write, and the fields that we never write.

Of each recorded case that no spec can come to, one of the two tables tells why.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from specgen.finding import Severity
from tests.projects import IN_GIT, outcome, sample_project

Node = dict[str, Any]


class Written(NamedTuple):
    """A ClusterConfig as it is written, and as it is read."""

    text: str
    config: Node

    @property
    def groups(self) -> list[Node]:
        return list(self.config["managedNodeGroups"])

    @property
    def addons(self) -> list[Node]:
        return list(self.config["addons"])

    @property
    def identities(self) -> list[Node]:
        return list(self.config["iam"].get("podIdentityAssociations", ()))

    @property
    def access(self) -> list[Node]:
        return list(self.config["accessConfig"]["accessEntries"])

    @property
    def scopes(self) -> list[Node]:
        """How far each policy of an access entry reaches."""
        return [one["accessScope"] for entry in self.access for one in _policies(entry)]

    @property
    def is_own(self) -> bool:
        """Whether it is in a VPC that is there already."""
        return "id" in self.config["vpc"]


def _policies(entry: Node) -> list[Node]:
    return list(entry.get("accessPolicies", ()))


SOURCES = {
    "permissionPolicy": "policies",
    "permissionPolicyARNs": "policies",
    "wellKnownPolicies": "policies",
    "roleARN": "a role",
}


def _sources(identity: Node) -> set[str]:
    """What says the rights of an association: policies, or a role."""
    return {SOURCES[key] for key in SOURCES.keys() & identity.keys()}


_TAINT_TAG = "k8s.io/cluster-autoscaler/node-template/taint/"


def _taint_tags(one: Node) -> set[str]:
    tags = one.get("tags", {}).items()
    return {f"{key}={value}" for key, value in tags if key.startswith(_TAINT_TAG)}


def taints(one: Node) -> set[str]:
    return {
        f"{_TAINT_TAG}{taint['key']}={taint.get('value', '')}:{taint['effect']}"
        for taint in one.get("taints", ())
    }


def scripts(x: Written) -> list[Node]:
    """What is given to nodes at their start, read."""
    keys = "overrideBootstrapCommand"
    return [json.loads(one[keys]) for one in x.groups if keys in one]


def _own_subnets(x: Written, one: Node) -> set[str]:
    """The subnets that a group may stand in by what it says of itself."""
    kind = "private" if one["privateNetworking"] else "public"
    return {subnet["id"] for subnet in x.config["vpc"]["subnets"][kind].values()}


_RAID = {"instance": {"localStorage": {"strategy": "RAID0"}}}
NODES = {"EC2_LINUX"}

WRITTEN: list[tuple[str, Callable[[Written], bool]]] = [
    # document
    ("api-version-wrong", lambda x: x.config["apiVersion"] == "eksctl.io/v1alpha5"),
    ("kind-absent", lambda x: x.config["kind"] == "ClusterConfig"),
    ("metadata-absent region-absent", lambda x: x.config["metadata"]["region"].count("-") == 2),
    ("second-document", lambda x: "---" not in x.text.splitlines()),
    ("yaml11-y-as-label", lambda x: re.search(r"\baxis: (?!\"y\"\n)", x.text) is None),
    ("yaml11-numbers-as-labels", lambda x: re.search(r"\bbatch: (?!\"1_000\"\n)", x.text) is None),
    # Auto Mode, access
    (
        "auto-mode-absent auto-mode-on-with-groups auto-mode-on-alone auto-mode-on-with-core-addon",
        lambda x: x.config["autoModeConfig"] == {"enabled": False},
    ),
    (
        "auth-mode-lower-case auth-mode-config-map-with-entries",
        lambda x: x.config["accessConfig"]["authenticationMode"] == "API",
    ),
    ("access-type-lower-case", lambda x: {one.get("type") for one in x.access} <= {None, *NODES}),
    (
        "access-node-type-with-policies",
        lambda x: all(
            "type" not in one or one.keys() == {"principalARN", "type"} for one in x.access
        ),
    ),
    (
        "access-scope-absent access-scope-cluster-with-namespaces",
        lambda x: all(("namespaces" in one) == (one["type"] == "namespace") for one in x.scopes),
    ),
    # network
    (
        "zones-with-own-subnets",
        lambda x: ("availabilityZones" in x.config) != ("subnets" in x.config["vpc"]),
    ),
    (
        "group-zones-and-subnets group-zones-with-own-subnets",
        lambda x: all(
            {"subnets", "availabilityZones"} & one.keys()
            == {"subnets" if x.is_own else "availabilityZones"}
            for one in x.groups
        ),
    ),
    (
        "group-in-public-subnet-though-private",
        lambda x: not x.is_own or all(set(g["subnets"]) <= _own_subnets(x, g) for g in x.groups),
    ),
    # rights
    (
        "pod-identity-agent-wrong-case",
        lambda x: all(one["name"] == one["name"].lower() for one in x.addons),
    ),
    (
        "pod-identity-namespace-absent",
        lambda x: all({"namespace", "serviceAccountName"} <= one.keys() for one in x.identities),
    ),
    ("pod-identity-without-rights", lambda x: all(len(_sources(one)) == 1 for one in x.identities)),
    (
        "pod-identity-policy-as-text",
        lambda x: all(isinstance(one.get("permissionPolicy", {}), dict) for one in x.identities),
    ),
    # add-ons
    ("null-addon addon-name-absent", lambda x: all(one["name"] for one in x.addons)),
    ("addon-twice", lambda x: max(Counter(one["name"] for one in x.addons).values()) == 1),
    (
        "addon-values-map addon-values-yaml-text addon-values-broken",
        lambda x: all(
            isinstance(json.loads(one.get("configurationValues", "{}")), dict) for one in x.addons
        ),
    ),
    (
        "addon-resolve-unknown",
        lambda x: {one["resolveConflicts"] for one in x.addons} == {"overwrite"},
    ),
    (
        "addon-default-and-own-identity",
        lambda x: not any("useDefaultPodIdentityAssociations" in one for one in x.addons),
    ),
    (
        "addon-identity-well-known",
        lambda x: (
            not any(
                "wellKnownPolicies" in rights
                for one in x.addons
                for rights in one.get("podIdentityAssociations", ())
            )
        ),
    ),
    # groups
    ("max-1-alone", lambda x: all({"minSize", "maxSize"} <= one.keys() for one in x.groups)),
    (
        "volume-size-quantity volume-encrypted-without-size",
        lambda x: all(type(one["volumeSize"]) is int for one in x.groups),
    ),
    (
        "ami-family-short",
        lambda x: {one["amiFamily"] for one in x.groups} <= {"AmazonLinux2023", "Bottlerocket"},
    ),
    (
        "override-bootstrap-script-on-al2023 override-bootstrap-misspelt-node-config",
        lambda x: all((one["kind"], one["spec"]) == ("NodeConfig", _RAID) for one in scripts(x)),
    ),
    (
        "taint-effect-absent",
        lambda x: all(taint["effect"] for one in x.groups for taint in one.get("taints", ())),
    ),
    ("taint-tag-by-hand", lambda x: all(_taint_tags(one) <= taints(one) for one in x.groups)),
    ("update-both update-neither", lambda x: all(len(g["updateConfig"]) == 1 for g in x.groups)),
    (
        "update-percent-text",
        lambda x: all(type(n) is int for g in x.groups for n in g["updateConfig"].values()),
    ),
]
"""Cases, and what is true of every ClusterConfig, so that none of them ever comes up."""

_GROUP = "managedNodeGroups[]"
ABSENT = {
    "autoModeConfig.nodePools": "auto-mode-pool-unknown auto-mode-off-with-pools",
    "fargateProfiles": "fargate-without-selectors",
    "iam.serviceAccounts": "service-account-without-oidc service-account-without-rights "
    "service-account-also-pod-identity",
    "iamIdentityMappings": "identity-mapping-under-api",
    "identityProviders": "identity-provider-type identity-provider-without-client "
    "identity-provider-unknown-key",
    "karpenter": "base-karpenter karpenter-version-absent karpenter-too-old karpenter-without-oidc "
    "karpenter-version-2099",
    "kubernetesNetworkConfig.ipFamily": "ip-family-lower-case ip-family-dual",
    "nodeGroups": "base-self-managed access-nobody-self-managed group-name-underscore-self-managed "
    "volume-encrypted-without-size-self-managed propagated-60-labels-self-managed "
    "self-managed-spot-field self-managed-instance-types self-managed-min-over-max "
    "self-managed-type-beside-distribution self-managed-one-type "
    "self-managed-pools-and-capacity-optimized self-managed-bottlerocket-labels",
    "outpost": "outpost-with-managed-group outpost-alone",
    "privateCluster": "base-private private-cluster-with-endpoints private-cluster-group-public "
    "private-cluster-unknown-service private-cluster-skip-and-services",
    "remoteNetworkConfig": "remote-networks remote-networks-internet-gateway "
    "remote-networks-pods-only",
    "vpc.controlPlaneEgressMode": "egress-mode-unknown",
    "vpc.controlPlaneOnPrivateSubnets": "control-plane-on-private-subnets",
    "vpc.manageSharedNodeSecurityGroupRules": "shared-rules-off-without-group",
    "addons[].serviceAccountRoleARN": "addon-irsa-and-identity",
    "addons[].wellKnownPolicies": "addon-well-known-and-arns",
    f"{_GROUP}.additionalVolumes": "additional-volume-unchecked additional-volume-without-name",
    f"{_GROUP}.ami": "ami-without-family ami-al2023 ami-ssm-parameter ami-al2-custom-on-134 "
    "ami-with-max-pods ami-with-release-version",
    f"{_GROUP}.bottlerocket": "bottlerocket-settings-on-al2023 bottlerocket-node-labels-managed",
    f"{_GROUP}.disablePodIMDS": "pod-imds-off-with-addon-policies",
    f"{_GROUP}.efaEnabled": "efa-in-two-zones",
    f"{_GROUP}.iam": "unknown-in-addon-policies group-iam-placeholder-arn "
    "group-iam-instance-profile group-iam-role-and-policies",
    f"{_GROUP}.instancesDistribution": "instances-distribution-on-managed",
    f"{_GROUP}.instanceSelector": "selector-and-type selector-and-types selector-memory-bad",
    f"{_GROUP}.instanceType": "type-and-types",
    f"{_GROUP}.kubeletExtraConfig": "kubelet-config-on-managed",
    f"{_GROUP}.launchTemplate": "launch-template-without-id launch-template-version-latest "
    "launch-template-with-volume-size launch-template-with-volume-type",
    f"{_GROUP}.nodeRepairConfig.maxUnhealthyNodeThresholdCount": "repair-thresholds-both",
    f"{_GROUP}.preBootstrapCommands": "pre-bootstrap-on-bottlerocket",
    f"{_GROUP}.securityGroups": "security-groups-with-local",
    f"{_GROUP}.updateConfig.updateStrategy": "unknown-in-update-config",
}
"""Fields that we never write, and the cases about them; nothing but an override can set one."""


def written(root: Path, spec: str) -> Written:
    """The ClusterConfig that a spec without errors comes to."""
    out = outcome(sample_project(root, spec, more=IN_GIT))
    errors = [one.message for one in out.findings if one.severity is Severity.ERROR]
    assert not errors
    text = out.files["one/infra/eksctl/cluster.yaml"].decode()
    return Written(text, yaml.safe_load(text))


def values(node: Any, path: str) -> Iterator[Any]:
    """All that stands at a path; `[]` after a name is each item of its list."""
    step, _, rest = path.partition(".")
    if not step:
        yield node
    elif node.get(step.removesuffix("[]")) is not None:
        below = node[step.removesuffix("[]")]
        for one in below if step.endswith("[]") else [below]:
            yield from values(one, rest)
