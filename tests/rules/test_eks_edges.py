"""Rules about clusters on EKS at their edges: what is just wrong, and what is just right."""

from pathlib import Path

import pytest

from specgen.finding import Severity
from specgen.rules.sample import KARPENTER, LIMITS, created, group, karpenter
from tests.projects import IN_GIT, broken, outcome, sample_project

_EXISTING = "kind: Cluster\nname: one\n"
_ADMIN = "principal: arn:aws:iam::111122223333:role/a"
_KARPENTERS = "principal: arn:aws:iam::111122223333:role/KarpenterNodeRole-one"
_PUBLIC = "publicFrom: [203.0.113.0/24]"
_SUBNETS = "private: {us-east-1a: subnet-0a, us-east-1b: subnet-0b}"
_KEY = "arn:aws:kms:%s:111122223333:key/1"
_OPEN_TEAM = "---\nkind: Team\nname: reviews\nnetworkPolicy: {enabled: false}"
_NO_AUTOSCALER = "clusterAutoscaler: null\n"
_JOB = "---\nkind: SparkJob\nname: count\n"
_LOCAL_JOB = f"{_JOB}application: {{file: local:///opt/count.py}}\neventLog: {{enabled: false}}\n"


def _endpoint(text: str) -> str:
    return created(f"network: {{endpoint: {{{text}}}}}")


def _network(text: str) -> str:
    return created(f"network: {{endpoint: {{{_PUBLIC}}}, {text}}}")


def _own_vpc(subnets: str, **said: str) -> str:
    network = f"network: {{vpc: vpc-1, subnets: {{{subnets}}}, endpoint: {{{_PUBLIC}}}}}"
    return created(network, group("big", **said))


def _release(control_plane: str, nodes: str = "", proxy: str = "") -> str:
    """A control plane of one release, and nodes of another."""
    spec = created(f'kubernetesVersion: "{control_plane}"')
    spec = spec.replace("version: 1.34.1-", f"version: {nodes or control_plane}.1-")
    return spec.replace("v1.34.0-eksbuild", f"v{proxy or control_plane}.0-eksbuild")


def _disk(text: str) -> str:
    return created(group=group("big", volume=f"{{size: 100Gi, {text}}}"))


def _class(ami: str) -> str:
    return karpenter(
        f"big, runs: services, {LIMITS}, capacityType: [on-demand]",
        node_class=f"ami: {{{ami}}}, volumes: [{{size: 200Gi}}]",
    )


def _karpenter(chart: str, kubernetes: str) -> str:
    version = f'kubernetesVersion: "{kubernetes}"\n' if kubernetes else ""
    return f"{_class('version: v20260715')}{version}versions: {{karpenter: {chart}}}\n"


def _addons(text: str, more: str = "") -> str:
    return created(f"addons: {{sparkOperator: {{}}, {text}}}\n{more}")


def _for_karpenter(*groups: str, more: str = "") -> str:
    """Karpenter, and the node groups that it may stand on."""
    first, *further = groups
    spec = created(KARPENTER, "\n".join(further), system=first)
    return spec.replace("nodePools:", f"{more}nodePools:", 1)


def _system(name: str = "system", **said: str) -> str:
    return group(name, runs="system", **said)


_NONE: set[str] = set()
_TAINTED = {"taints": "[{key: CriticalAddonsOnly, effect: NoSchedule}]"}

EDGES: dict[str, tuple[str, set[str]]] = {
    # who may come in
    "an admin of some namespaces": (
        created(f"access: [{{{_ADMIN}, namespaces: [jobs]}}]"),
        {"cluster-without-admin"},
    ),
    "a second entry is the admin": (
        created(f"access: [{{{_ADMIN}, policy: view}}, {{{_ADMIN}b}}]"),
        _NONE,
    ),
    "an existing cluster names nobody": (f"{_EXISTING}zonalShift: false", _NONE),
    "an entry of a session": (
        created("access: [{principal: arn:aws:sts::111122223333:assumed-role/a/b}]"),
        {"wrong-value"},
    ),
    "an entry of a whole account": (
        created("access: [{principal: 'arn:aws:iam::111122223333:root'}]"),
        {"wrong-value"},
    ),
    "entries that differ in case": (
        created(f"access: [{{{_ADMIN}}}, {{{_ADMIN.removesuffix('a')}A, policy: view}}]"),
        {"contradiction"},
    ),
    "an entry of Karpenter's nodes": (
        created(f"access: [{{{_ADMIN}}}, {{{_KARPENTERS}, policy: view}}]\n{KARPENTER}"),
        {"contradiction"},
    ),
    "an entry of its name without Karpenter": (
        created(f"access: [{{{_ADMIN}}}, {{{_KARPENTERS}, policy: view}}]"),
        _NONE,
    ),
    "public without a list": (_endpoint("public: true"), {"open-endpoint"}),
    "two halves are the whole Internet": (
        _endpoint("publicFrom: [0.0.0.0/1, 128.0.0.0/1]"),
        {"open-endpoint"},
    ),
    "one half is not": (_endpoint("publicFrom: [0.0.0.0/1]"), _NONE),
    "IPv6": (_endpoint("publicFrom: ['2001:db8::/32']"), {"wrong-value"}),
    "nothing said of the endpoint": (created("network: {}"), {"private-only-endpoint"}),
    # where it is
    "one zone of an existing cluster": (f"{_EXISTING}zones: [us-east-1a]", _NONE),
    "nine zones": (
        f"{_EXISTING}zones: [{', '.join(f'us-east-1{letter}' for letter in 'abcdefghi')}]",
        {"wrong-value"},
    ),
    "a pool's zone twice": (
        karpenter(
            f"big, runs: services, {LIMITS}, capacityType: [on-demand], "
            "zones: [us-east-1a, us-east-1a]"
        ),
        {"wrong-value"},
    ),
    "a key of another region": (
        created(f"encryptionKey: {_KEY % 'eu-west-1'}"),
        {"foreign-region"},
    ),
    "a key of the region": (created(f"encryptionKey: {_KEY % 'us-east-1'}"), _NONE),
    "a disk's key of another region": (
        created(group=group("big", volume=f"{{size: 10Gi, kmsKey: '{_KEY % 'eu-west-1'}'}}")),
        {"foreign-region"},
    ),
    "an alias of a key": (
        created("encryptionKey: arn:aws:kms:us-east-1:111122223333:alias/eks"),
        {"wrong-value"},
    ),
    "an unknown region of an existing cluster": (
        f"{_EXISTING}region: eu-west-9\nzones: [eu-west-9a]\n{_JOB}zone: eu-west-9a",
        _NONE,
    ),
    "a declared pool outside": (
        f"{_EXISTING}pools: [{{name: executors, zones: [us-east-1a, us-east-1f]}}]",
        {"zone-outside-cluster"},
    ),
    "a pool of Karpenter outside": (
        karpenter(
            f"big, runs: services, {LIMITS}, capacityType: [on-demand], zones: [us-east-1f]"
        ),
        {"zone-outside-cluster"},
    ),
    # its network
    "a third zone without a subnet": (
        _own_vpc(_SUBNETS) + "zones: [us-east-1a, us-east-1b, us-east-1c]",
        {"zone-without-subnet"},
    ),
    "a public subnet for each zone of the group": (
        _own_vpc(
            f"{_SUBNETS}, public: {{us-east-1a: subnet-0c, us-east-1b: subnet-0d}}",
            privateNetworking="false",
            zones="[us-east-1a]",
        ),
        _NONE,
    ),
    "no public subnet, and nobody wants one": (_own_vpc(_SUBNETS), _NONE),
    "a public subnet elsewhere": (
        _own_vpc(f"{_SUBNETS}, public: {{us-east-1a: subnet-0c, us-east-1f: subnet-0d}}"),
        {"subnet-outside-zones"},
    ),
    "public nodes need no NAT": (
        _network("natGateway: none").replace("size: {min: 2, max: 4}", "privateNetworking: false, "
                                             "size: {min: 2, max: 4}"),
        _NONE,
    ),
    "services beyond a private range": (_network("serviceCidr: 192.160.0.0/12"), {"wrong-value"}),
    "services of public addresses": (_network("serviceCidr: 203.0.113.0/24"), {"wrong-value"}),
    "services of IPv6": (_network("serviceCidr: 'fd00::/12'"), {"wrong-value"}),
    "services apart from the VPC": (_network("serviceCidr: 10.1.0.0/16"), _NONE),
    "services in a VPC whose block is not known": (
        _own_vpc(_SUBNETS).replace("vpc: vpc-1", "vpc: vpc-1, serviceCidr: 10.0.0.0/16"),
        _NONE,
    ),
    "a type that nobody knows gets prefixes": (
        created(
            f"network: {{podNetworking: prefix-delegation, endpoint: {{{_PUBLIC}}}}}",
            group("big", instanceTypes="[m99.large]"),
        ),
        {"unknown-instance-type"},
    ),
    "single addresses without Nitro": (
        created(group=group("big", instanceTypes="[m4.large]")),
        _NONE,
    ),
    # releases
    "the oldest release of EKS": (_release("1.31"), _NONE),
    "one older": (_release("1.30"), {"retired-kubernetes-version"}),
    "the newest release": (_release("1.36"), _NONE),
    "one newer": (_release("1.37"), {"unknown-kubernetes-version"}),
    "nodes three releases older": (_release("1.35", nodes="1.32"), _NONE),
    "nodes four releases older": (_release("1.35", nodes="1.31"), {"skewed-nodes"}),
    "nodes newer": (_release("1.34", nodes="1.35"), {"skewed-nodes"}),
    "Bottlerocket does not say": (
        created(group=group("big", ami="{family: Bottlerocket, version: 1.47.0-6154605b}")),
        _NONE,
    ),
    "the newest image": (created(group=group("big", ami="{}")), {"unpinned-ami"}),
    "kube-proxy newer": (_release("1.34", proxy="1.35"), {"skewed-nodes"}),
    "kube-proxy one release older": (_release("1.34", proxy="1.33"), {"lagging-kube-proxy"}),
    "kube-proxy three releases older": (_release("1.34", proxy="1.31"), {"lagging-kube-proxy"}),
    "kube-proxy four releases older": (_release("1.35", proxy="1.31"), {"skewed-nodes"}),
    "no kube-proxy at all": (
        _release("1.34", proxy="1.35").replace("addons: {", "addons: {kubeProxy: false, "),
        {"cluster-without-services"},
    ),
    "the least Karpenter": (_karpenter("1.6.0", "1.34"), _NONE),
    "the least Karpenter in short": (_karpenter('"1.6"', "1.34"), _NONE),
    "the least Karpenter with a v": (_karpenter("v1.13.2", "1.36"), _NONE),
    "an older Karpenter": (_karpenter("1.5.9", "1.34"), {"outdated-karpenter"}),
    "a patch too old": (_karpenter("1.0.4", "1.31"), {"outdated-karpenter"}),
    "numbers, not letters": (_karpenter("1.10.0", "1.35"), _NONE),
    "a release that has no least Karpenter yet": (_karpenter("1.0.0", "1.40"), _NONE),
    "a cluster of unknown release": (_karpenter("1.0.0", ""), _NONE),
    # images of nodes
    "a day where Bottlerocket's release is due": (
        _class("family: Bottlerocket, version: v20260715"),
        {"foreign-ami-version"},
    ),
    "Bottlerocket's release": (_class("family: Bottlerocket, version: v1.44.0"), _NONE),
    "Bottlerocket's build": (_class("family: Bottlerocket, version: 1.47.0-6154605b"), _NONE),
    "the newest by name": (_class("version: latest"), {"unpinned-ami"}),
    "Karpenter's form in a group": (
        created(group=group("big", ami="{version: v20260715}")),
        {"foreign-ami-version"},
    ),
    "Bottlerocket's release in a group of AL2023": (
        created(group=group("big", ami="{version: 1.47.0-6154605b}")),
        {"foreign-ami-version"},
    ),
    "AL2023's release in a group of Bottlerocket": (
        created(group=group("big", ami="{family: Bottlerocket, version: v1.44.0}")),
        {"foreign-ami-version"},
    ),
    # add-ons
    "an add-on that is off needs no version": (
        _addons("ebsCsiDriver: false"),
        _NONE,
    ),
    "an existing cluster pins none": (f"{_EXISTING}versions: {{coredns: null}}", _NONE),
    "CoreDNS without its autoscaler": (
        _addons("coredns: {configuration: {replicaCount: 4, autoScaling: {enabled: false}}}"),
        _NONE,
    ),
    "CoreDNS whose autoscaler is taken away": (
        _addons("coredns: {configuration: {replicaCount: 4, autoScaling: null}}"),
        _NONE,
    ),
    "CoreDNS whose autoscaler is only told more": (
        _addons("coredns: {configuration: {replicaCount: 4, autoScaling: {maxReplicas: 9}}}"),
        {"fixed-coredns-replicas"},
    ),
    "policies switched off by configuration": (
        _addons("vpcCni: {configuration: {enableNetworkPolicy: 'false'}}"),
        {"unenforced-network-policy"},
    ),
    "policies switched on by configuration": (
        _addons("vpcCni: {networkPolicy: false, configuration: {enableNetworkPolicy: 'true'}}"),
        _NONE,
    ),
    "no team has policies": (_addons("vpcCni: {networkPolicy: false}", _OPEN_TEAM), _NONE),
    "no CNI, and associations of Cluster Autoscaler": (
        created(
            f"addons: {{sparkOperator: {{}}, vpcCni: false}}\n{_OPEN_TEAM}",
            system=_system(size="{min: 0, max: 2}"),
        ),
        {"cluster-without-cni", "controller-without-nodes"},
    ),
    "no CNI, and rights of a team": (
        created(
            f"{_NO_AUTOSCALER}addons: {{sparkOperator: {{}}, vpcCni: false}}\n{_OPEN_TEAM}\n"
            "policies: [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]",
            system="",
        ),
        {"cluster-without-cni"},
    ),
    "no CNI, and nothing that needs one yet": (
        created(
            f"{_NO_AUTOSCALER}addons: {{sparkOperator: {{}}, vpcCni: false}}\n{_OPEN_TEAM}",
            system=_system(size="{min: 0, max: 2}"),
        ),
        _NONE,
    ),
    "no agent, and rights by IRSA": (
        _addons(
            "podIdentityAgent: false",
            f"{_NO_AUTOSCALER}identity: irsa\n{_LOCAL_JOB}---\nkind: Team\nname: reviews\n"
            "roleArn: arn:aws:iam::111122223333:role/spark\n",
        ),
        _NONE,
    ),
    "no agent, and no rights": (
        _addons("podIdentityAgent: false", _NO_AUTOSCALER + _LOCAL_JOB),
        _NONE,
    ),
    "no agent, and rights of a further identity": (
        _addons(
            "podIdentityAgent: false",
            f"{_NO_AUTOSCALER}{_LOCAL_JOB}---\nkind: Team\nname: reviews\n"
            "identities: [{name: other, roleArn: 'arn:aws:iam::111122223333:role/spark'}]\n",
        ),
        {"rights-without-agent"},
    ),
    # what controllers stand on
    "one node in each of two zones": (
        _for_karpenter(_system(perZone="true", size="{min: 1, max: 1}")),
        _NONE,
    ),
    "two groups of one node": (
        _for_karpenter(
            _system("a", zones="[us-east-1a]", size="{min: 1, max: 1}"),
            _system("b", zones="[us-east-1b]", size="{min: 1, max: 1}"),
        ),
        _NONE,
    ),
    "two nodes in one zone": (
        _for_karpenter(_system(zones="[us-east-1a]")),
        {"controller-without-nodes"},
    ),
    "two nodes on Spot": (
        _for_karpenter(
            _system(capacityType="spot", instanceTypes="[m7g.large, m6g.large, m8g.large]")
        ),
        {"controller-without-nodes"},
    ),
    "nodes that start empty": (
        _for_karpenter(_system(size="{min: 0, desired: 2, max: 2}")),
        {"controller-without-nodes"},
    ),
    "three copies on two nodes": (
        _for_karpenter(_system(), more="replicas: 3, "),
        {"controller-without-nodes"},
    ),
    "nodes that only jobs' pods may use": (
        _for_karpenter(group("jobs", taint="true")),
        {"controller-without-nodes"},
    ),
    "nodes for critical add-ons, which Karpenter is": (_for_karpenter(_system(**_TAINTED)), _NONE),
    "nodes that would rather not": (
        _for_karpenter(_system(taints="[{key: a, effect: PreferNoSchedule}]")),
        _NONE,
    ),
    "Cluster Autoscaler is no critical add-on": (
        created(system=_system(size="{min: 1, max: 2}", **_TAINTED)),
        {"controller-without-nodes"},
    ),
    "one node for Cluster Autoscaler": (
        created(system=_system(size="{min: 1, max: 2}", capacityType="spot",
                               instanceTypes="[m7g.large, m6g.large, m8g.large]")),
        _NONE,
    ),
    "Karpenter of an existing cluster stands somewhere": (
        karpenter(f"big, runs: services, {LIMITS}, capacityType: [on-demand]"),
        _NONE,
    ),
    # disks
    "a gp3 disk's throughput takes operations": (_disk("throughput: 751"), {"contradiction"}),
    "as many as it has by itself": (_disk("throughput: 750"), _NONE),
    "as many as it is given": (_disk("throughput: 1000, iops: 4000"), _NONE),
    "io2 without operations": (_disk("type: io2"), {"contradiction"}),
    "io2 with operations": (_disk("type: io2, iops: 256000"), _NONE),
    # who scales
    "a group of one size": (created(_NO_AUTOSCALER, group("big")), _NONE),
    "the system's group may stay as it is": (created(_NO_AUTOSCALER), _NONE),
    "a group at its most": (
        created(_NO_AUTOSCALER, group("big", size="{min: 1, desired: 4, max: 4}")),
        _NONE,
    ),
    "Karpenter scales no group": (
        created(KARPENTER, group("more", size="{max: 4}")),
        {"unscaled-node-group"},
    ),
    "Cluster Autoscaler where groups are declared": (
        f"{_EXISTING}clusterAutoscaler: {{}}\nversions: {{clusterAutoscaler: 9.59.0}}",
        _NONE,
    ),
    # zones of jobs
    "jobs in any zone": (
        f"{_EXISTING}zonalShift: true\n{_JOB}zone: any",
        {"job-spans-zones"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("edge", EDGES)
def test_an_edge(tmp_path: Path, edge: str) -> None:
    spec, rules = EDGES[edge]
    out = outcome(sample_project(tmp_path, spec, more=IN_GIT))
    assert broken(out) == rules, [(one.rule, one.message) for one in out.findings]
    assert all(one.spot.line and one.help for one in out.findings)


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        (_endpoint("public: true"), "open-endpoint"),
        (_addons("ebsCsiDriver: {}"), "unpinned-addon"),
    ],
    ids=["open-endpoint", "unpinned-addon"],
)
def test_in_production_it_is_an_error(tmp_path: Path, spec: str, rule: str) -> None:
    for name, text, severity in (
        ("development", spec, Severity.WARNING),
        ("production", spec.replace("name: sample\n", "name: sample\nproduction: true\n", 1),
         Severity.ERROR),
    ):  # fmt: skip
        found = outcome(sample_project(tmp_path / name, text, more=IN_GIT)).findings
        assert [one.severity for one in found if one.rule == rule] == [severity]


@pytest.mark.parametrize(
    ("edge", "said"),
    [
        ("an older Karpenter", "set versions.karpenter to 1.6 or newer"),
        ("one older", "write 1.31 or newer, in quotes"),
        ("Bottlerocket's release in a group of AL2023", "write it like 1.34.1-20260715"),
        ("a pool of Karpenter outside", "write one of us-east-1a, us-east-1b, or add us-east-1f"),
        ("an alias of a key", "write the key's own ARN, not an alias"),
        ("two nodes in one zone", "give a group that runs: system size.min: 2"),
    ],
)
def test_the_mend_says_what_to_write(tmp_path: Path, edge: str, said: str) -> None:
    (found,) = outcome(sample_project(tmp_path, EDGES[edge][0], more=IN_GIT)).findings
    assert said in found.help


def test_a_version_of_the_environment_is_mended_there(tmp_path: Path) -> None:
    (found,) = outcome(sample_project(tmp_path, _release("1.34", proxy="1.33"))).findings
    assert f"{found.owner}" == "Environment/sample"
    (found,) = outcome(
        sample_project(tmp_path / "own", created("versions: {kubeProxy: v1.33.0-eksbuild.2}"))
    ).findings
    assert f"{found.owner}" == "Cluster/one"


def test_teams_without_enforcement_are_counted(tmp_path: Path) -> None:
    second = "---\nkind: Team\nname: ads\nfolder: reviews/ads\n"
    spec = _addons("vpcCni: {networkPolicy: false}", second)
    found = outcome(sample_project(tmp_path, spec, more=IN_GIT)).findings
    (message,) = [one.message for one in found if one.rule == "unenforced-network-policy"]
    assert message.endswith("those of team `ads` and 1 more")


def test_only_the_environment_lets_a_cluster_be_without_an_admin(tmp_path: Path) -> None:
    waiver = "allow: [{rule: cluster-without-admin, because: break-glass role of the account%s}]"
    own = created(f"access: []\n{waiver % ''}")
    assert "unknown-rule" in broken(outcome(sample_project(tmp_path / "own", own)))
    above = created("access: []").replace(
        "versions:\n", f"{waiver % ', at: Cluster/one'}\nversions:\n", 1
    )
    assert not outcome(sample_project(tmp_path / "above", above)).findings
