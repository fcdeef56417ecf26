"""Specs that come to what eksctl was asked, and samples of all that a ClusterConfig can have."""

from specgen.rules.sample import KARPENTER, created, group

_ROLE = "arn:aws:iam::111122223333:role/a"
_ENDPOINT = "endpoint: {publicFrom: [203.0.113.0/24]}"
_PRIVATE = "us-east-1a: subnet-0a, us-east-1b: subnet-0b"
_PUBLIC = "us-east-1a: subnet-0c, us-east-1b: subnet-0d"


def _version(text: str) -> str:
    """A cluster of another release, and nodes and add-ons of it."""
    return created(f'kubernetesVersion: "{text}"').replace("1.34.", f"{text}.")


def _name(text: str, cluster: str = created()) -> str:
    return cluster.replace("name: one\n", text)


def _zones(text: str, job: str = "us-east-1a") -> str:
    return created(f"zones: [{text}]\n---\nkind: SparkJob\nname: count\nzone: {job}")


def _network(text: str) -> str:
    return created(f"network: {{{_ENDPOINT}, {text}}}")


def _endpoint(text: str) -> str:
    return created(f"network: {{endpoint: {{{text}}}}}")


def _own_vpc(subnets: str, more: str = "", **said: str) -> str:
    """A VPC that is there already, and a node group that says something."""
    vpc = f"vpc: vpc-0a1b2c3d4e5f60718, subnets: {{{subnets}}}, {_ENDPOINT}{more}"
    return created(f"network: {{{vpc}}}", group("big", **said))


def _access(text: str) -> str:
    return created(f"access: [{{principal: {_ROLE}}}, {{{text}}}]")


def _addons(text: str) -> str:
    return created(f"addons: {{sparkOperator: {{}}, {text}}}")


def _team(text: str) -> str:
    return created(f"---\nkind: Team\nname: reviews\n{text}")


def _group(**said: str) -> str:
    return created(group=group("big", **said))


def _volume(text: str) -> str:
    return _group(volume=f"{{size: 100Gi, {text}}}")


def _without_cni(size: str) -> str:
    alone = "clusterAutoscaler: null\naddons: {sparkOperator: {}, vpcCni: false}\n"
    team = "---\nkind: Team\nname: reviews\nnetworkPolicy: {enabled: false}"
    return created(alone + team, system=group("system", runs="system", size=size))


_ABSENT = {"missing-field"}
_TYPE = {"wrong-type"}
_UNKNOWN = {"unknown-field"}
_VALUE = {"wrong-value"}
_AGAINST = {"contradiction"}
_AMBIGUOUS = {"ambiguous-scalar"}
_LABEL = {"reserved-node-label"}
_ELSEWHERE = {"wrong-value", "missing-field", "orphan-pool"}
"""A cluster of a wrong name is no longer the sample's, which has a job and pools."""

SAID: dict[str, tuple[str, set[str]]] = {
    # the cluster
    "version-float": (created("kubernetesVersion: 1.34"), _VALUE),
    "version-absent": (created("kubernetesVersion: null"), _AGAINST),
    "version-no-longer-supported": (_version("1.27"), {"retired-kubernetes-version"}),
    "version-of-1-30-read-as-float": (_version("1.3"), {"retired-kubernetes-version"}),
    "version-patch-level": (created('kubernetesVersion: "1.34.1"'), _VALUE),
    "version-v-prefix": (created("kubernetesVersion: v1.34"), _VALUE),
    "version-latest": (created("kubernetesVersion: latest"), _VALUE),
    "name-absent": (_name(""), _ABSENT),
    "name-underscore": (_name("name: spark_prod\n"), _ELSEWHERE),
    "name-starts-with-digit": (_name("name: 9spark\n"), _ELSEWHERE),
    "name-64-characters": (_name(f"name: {'a' * 64}\n"), _ELSEWHERE),
    "name-64-characters-no-groups": (_name(f"name: {'a' * 64}\n", created(system="")), _ELSEWHERE),
    "region-unknown": (
        _zones("eu-west-9a, eu-west-9b", "eu-west-9a").replace(
            "zones:", "region: eu-west-9\nzones:", 1
        ),
        {"unknown-region"},
    ),
    "zone-of-another-region": (_zones("eu-west-1a, eu-west-1b", "eu-west-1a"), {"foreign-region"}),
    "tag-value-number": (created("tags: {cost-center: 4711}"), _TYPE),
    "unknown-top-level": (created("nodePools: []"), _UNKNOWN),
    "unknown-in-metadata": (
        created("overrides: {ClusterConfig: {metadata: {labels: {team: data}}}}"),
        {"unchecked-override"},
    ),
    "duplicate-key": (_group(size="{min: 1, min: 2, max: 2}"), {"duplicate-key"}),
    "yaml11-yes": (_group(perZone="yes"), _AMBIGUOUS),
    "yaml11-yes-as-label": (_group(labels="{ready: yes}"), _AMBIGUOUS),
    # network
    "unknown-in-subnet": (_own_vpc("private: {us-east-1a: {id: subnet-0a, name: a}}"), _TYPE),
    "nat-empty-map": (_network("natGateway: {}"), _VALUE),
    "nat-unknown-mode": (_network("natGateway: PerZone"), _VALUE),
    "nat-lower-case": (_network("natGateway: highlyavailable"), _VALUE),
    "nat-disable-with-private-nodes": (_network("natGateway: none"), {"private-nodes-without-nat"}),
    "cidr-15": (_network("cidr: 10.0.0.0/15"), _VALUE),
    "cidr-25": (_network("cidr: 10.0.0.0/25"), _VALUE),
    "cidr-host-bits": (_network("cidr: 10.0.7.9/16"), _VALUE),
    "cidr-without-prefix": (_network("cidr: 10.0.0.0"), _VALUE),
    "one-zone": (_zones("us-east-1a"), {"single-zone-cluster"}),
    "one-zone-twice": (_zones("us-east-1a, us-east-1a"), _VALUE),
    "group-zone-outside-cluster-zones": (_group(zones="[us-east-1f]"), {"zone-outside-cluster"}),
    "vpc-id-without-subnets": (_network("vpc: vpc-0a1b2c3d4e5f60718"), _AGAINST),
    "own-vpc-with-nat": (_own_vpc(f"private: {{{_PRIVATE}}}", ", natGateway: single"), _AGAINST),
    "one-private-subnet": (_own_vpc("private: {us-east-1a: subnet-0a}"), _AGAINST),
    "private-group-without-private-subnets": (_own_vpc(f"public: {{{_PUBLIC}}}"), _AGAINST),
    "group-in-private-subnet-though-public": (
        _own_vpc(f"private: {{{_PRIVATE}}}", privateNetworking="false"),
        {"zone-without-subnet"},
    ),
    "endpoints-both-off": (_endpoint("private: false, public: false"), _AGAINST),
    "endpoint-private-only": (_endpoint("public: false"), {"private-only-endpoint"}),
    "public-cidrs-without-private-endpoint": (
        _endpoint("private: false, publicFrom: [203.0.113.0/24]"),
        _AGAINST,
    ),
    "public-cidr-without-prefix": (_endpoint("publicFrom: [203.0.113.7]"), _VALUE),
    "service-cidr-bad": (_network("serviceCidr: 172.20.0.0"), _VALUE),
    "service-cidr-inside-vpc": (_network("serviceCidr: 10.0.0.0/20"), _AGAINST),
    # logs, keys, upgrades
    "log-type-unknown": (created("logging: {types: [api, controller-manager]}"), _VALUE),
    "log-types-star": (created("logging: {types: ['*']}"), _VALUE),
    "log-retention-31": (created("logging: {retentionDays: 31}"), _VALUE),
    "log-retention-without-types": (created("logging: {types: [], retentionDays: 30}"), _VALUE),
    "kms-alias-name": (created("encryptionKey: alias/eks"), _VALUE),
    "kms-arn-of-a-bucket": (created("encryptionKey: arn:aws:s3:::example-data"), _VALUE),
    "support-type-lower-case": (created("support: STANDARD"), _VALUE),
    "zonal-shift-without-map": (created("zonalShift: {enabled: true}"), _TYPE),
    # access and rights
    "unknown-in-access-scope": (_access(f"principal: {_ROLE}b, namespace: x"), _UNKNOWN),
    "access-principal-absent": (_access("policy: view"), _ABSENT),
    "access-principal-not-arn": (_access("principal: platform-admin"), _VALUE),
    "access-principal-twice": (_access(f"principal: {_ROLE}"), {"duplicate-item"}),
    "access-policy-of-iam": (created(f"access: [{{principal: {_ROLE}, policy: "
                                     "arn:aws:iam::aws:policy/AdministratorAccess}]"), _VALUE),
    "access-policy-misspelt": (created(f"access: [{{principal: {_ROLE}, policy: clusteradmin}}]"),
                               _VALUE),
    "access-scope-namespace-empty": (created(f"access: [{{principal: {_ROLE}, namespaces: []}}]"),
                                     _VALUE),
    "access-nobody": (created("access: []"), {"cluster-without-admin"}),
    "pod-identity-without-agent": (
        _addons("podIdentityAgent: false"),
        {"controller-without-agent", "missing-agent"},
    ),
    "pod-identity-role-and-policies": (
        _team(f"roleArn: {_ROLE}\npolicies: [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]"),
        _AGAINST,
    ),
    "pod-identity-policy-arn-not-arn": (_team("policies: [AmazonS3ReadOnlyAccess]"), _VALUE),
    "pod-identity-twice-same-account": (
        _team(f"roleArn: {_ROLE}\nidentities:\n  - name: other\n    roleArn: {_ROLE}\n"
              "    serviceAccounts: {driver: spark-driver, executor: spark-executor}"),
        {"account-of-two-identities"},
    ),
    # add-ons
    "addon-name-unknown": (_addons("metricServer: {}"), _UNKNOWN),
    "addon-version-number": (created("versions: {coredns: 1.12}"), _VALUE),
    "addon-version-anything": (created("versions: {coredns: twelve}"), _VALUE),
    "addons-off-without-cni": (_without_cni("{min: 2, max: 2}"), {"cluster-without-cni"}),
    "addons-off-without-cni-desired": (
        _without_cni("{min: 0, max: 2, desired: 2}"),
        {"cluster-without-cni"},
    ),
    # groups
    "unknown-in-managed-group": (_group(instanceTypez="[m7g.large]"), _UNKNOWN),
    "wrong-case-min-size": (_group(size="{minsize: 9, max: 4}"), _UNKNOWN),
    "wrong-case-instance-types": (_group(InstanceTypes="[m7g.large]"), _UNKNOWN),
    "wrong-case-private-networking": (_group(privatenetworking="true"), _UNKNOWN),
    "spot-as-string": (_group(capacityType='"true"'), _VALUE),
    "size-as-string": (_group(size='{max: "40"}'), _TYPE),
    "size-whole-float": (_group(size="{max: 40.0}"), _TYPE),
    "size-fraction": (_group(size="{max: 40.5}"), _TYPE),
    "null-managed-group": (created("nodeGroups: [null]", system=""), _TYPE),
    "group-name-absent": (_group().replace("name: big, ", ""), _ABSENT),
    "group-name-twice": (created(group=group("system", runs="system")), {"duplicate-item"}),
    "group-name-underscore": (created(group=group("on_demand")), _VALUE),
    "group-name-64-characters": (created(group=group("g" * 64)), _VALUE),
    "min-over-max": (_group(size="{min: 5, max: 4}"), _AGAINST),
    "desired-under-min": (_group(size="{min: 2, desired: 1, max: 4}"), _AGAINST),
    "desired-over-max": (_group(size="{min: 2, desired: 5, max: 4}"), _AGAINST),
    "max-0": (_group(size="{min: 0, max: 0}"), _VALUE),
    "min-negative": (_group(size="{min: -1, max: 2}"), _VALUE),
    "sizes-absent": (_group(size="{}"), _ABSENT),
    "types-absent": (_group().replace("instanceTypes: [m7g.large], ami", "ami", 1), _ABSENT),
    "types-empty": (_group(instanceTypes="[]"), _VALUE),
    "type-unknown": (_group(instanceTypes="[m5.huge]"), {"unknown-instance-type"}),
    "types-of-two-architectures": (_group(instanceTypes="[r6g.2xlarge, r6i.2xlarge]"),
                                   {"mixed-group"}),
    "types-gpu-among-plain": (_group(instanceTypes="[r6i.2xlarge, g5.2xlarge]"), {"mixed-group"}),
    "spot-with-one-type": (_group(capacityType="spot"), {"few-spot-types"}),
    "volume-size-zero": (_group(volume="{size: 0Gi}"), _VALUE),
    "volume-type-unknown": (_volume("type: gp4"), _VALUE),
    "volume-kms-without-encrypted": (
        _volume("encrypted: false, kmsKey: arn:aws:kms:us-east-1:111122223333:key/1"),
        _AGAINST,
    ),
    "volume-iops-under-gp3": (_volume("iops: 2000"), _AGAINST),
    "volume-iops-over-gp3": (_volume("iops: 20000"), _AGAINST),
    "volume-iops-on-gp2": (_volume("type: gp2, iops: 6000"), _AGAINST),
    "volume-throughput-over": (_volume("throughput: 1500"), _VALUE),
    "volume-throughput-on-io2": (_volume("type: io2, iops: 6000, throughput: 500"), _AGAINST),
    "volume-throughput-too-much-for-iops": (_volume("iops: 3000, throughput: 1000"), _AGAINST),
    "ami-family-al2": (_group(ami="{family: AmazonLinux2}"), _VALUE),
    "ami-family-al2-on-132": (_version("1.32").replace("ami: {", "ami: {family: AL2, "), _VALUE),
    "ami-family-lower-case": (_group(ami="{family: bottlerocket}"), _VALUE),
    "release-version-anything": (_group(ami="{version: newest}"), {"foreign-ami-version"}),
    "label-key-two-slashes": (_group(labels="{a/b/c: d}"), _VALUE),
    "label-value-spaces": (_group(labels="{owner: data platform}"), _VALUE),
    "label-value-64": (_group(labels=f"{{owner: {'x' * 64}}}"), _VALUE),
    "label-value-bool": (_group(labels="{aws.amazon.com/spot: true}"), _TYPE),
    "label-node-role": (_group(labels="{node-role.kubernetes.io/executor: ''}"), _LABEL),
    "label-k8s-io": (_group(labels="{spark.k8s.io/role: executor}"), _LABEL),
    "label-instance-type": (_group(labels="{node.kubernetes.io/instance-type: m7g.large}"), _LABEL),
    "label-eks": (_group(labels="{eks.amazonaws.com/capacityType: ON_DEMAND}"), _LABEL),
    "taint-effect-eks-spelling": (_group(taints="[{key: a, effect: NO_SCHEDULE}]"), _VALUE),
    "taint-key-empty": (_group(taints="[{key: ''}]"), _VALUE),
    "taint-value-bad": (_group(taints="[{key: a, value: a/b}]"), _VALUE),
    "taint-map-managed": (_group(taints="{specgen.dev/pool: 'executors:NoSchedule'}"), _TYPE),
    "taint-twice": (_group(taints="[{key: a, value: b}, {key: a, value: c}]"), {"taint-twice"}),
    "propagated-60-labels": (
        _group(labels="{" + ", ".join(f"l{number}: x" for number in range(60)) + "}"),
        {"too-many-group-tags"},
    ),
    "update-over-max": (_group(update="5", size="{min: 2, max: 4}"), _AGAINST),
    "update-percent-150": (_group(update="150%"), _AGAINST),
    "max-pods-negative": (_group(maxPods="-1"), _VALUE),
}  # fmt: skip
"""By the case's id: a spec that says it, or the nearest that can be said, and what is found."""

# --- samples --------------------------------------------------------------------------------------

_CLUSTER = f"""\
versions: {{ebsCsiDriver: v1.64.0-eksbuild.1}}
addons: {{sparkOperator: {{}}, ebsCsiDriver: {{attacher: {{qps: 10, burst: 20, workers: 5}}}}}}
access:
  - {{principal: {_ROLE}}}
  - {{principal: {_ROLE}b, policy: edit, namespaces: [jobs]}}
  - {{principal: {_ROLE}c, policy: none, groups: [data]}}
encryptionKey: arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555
zonalShift: true
network: {{serviceCidr: 172.20.0.0/16, {_ENDPOINT}}}
{KARPENTER.replace("clusterAutoscaler: null", "clusterAutoscaler: {}")}
---
kind: Team
name: reviews
storage: [{{uri: loc://lake/, access: read}}]
policies: [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]
"""
_GROUPS = (
    group("nvme", instanceStore="raid0", instanceTypes="[m7gd.large]"),
    group(
        "rocket",
        ami="{family: Bottlerocket, version: 1.47.0-6154605b}",
        taint="true",
        labels='{axis: "y", batch: "1_000"}',
        update="2",
    ),
)

FULL = created(_CLUSTER, "\n".join(_GROUPS))
"""Add-ons, associations, access of all kinds, groups of both families."""

OWN = _own_vpc(
    f"private: {{{_PRIVATE}}}, public: {{{_PUBLIC}}}", perZone="true", privateNetworking="false"
)
"""In a VPC that is there already, with nodes in private and in public subnets."""

FINE = {
    "base-full": FULL,
    "base-existing-vpc": OWN,
    "base-auto-off": created(),
    "cidr-24": _network("cidr: 10.0.0.0/24"),
    "own-vpc-with-cidr": _own_vpc(f"private: {{{_PRIVATE}}}", ", cidr: 10.0.0.0/16"),
    "addon-values-unknown-key": _addons("vpcCni: {configuration: {envs: {}}}"),
    "pod-identity-all-kinds-of-policy": FULL,
    "label-kubelet-prefix": _group(labels="{node.kubernetes.io/lifecycle: spot}"),
    "max-pods-5000": _group(maxPods="5000"),
    "override-bootstrap-node-config": FULL,
}
"""By the case's id: a spec that comes to it. eksctl lets it pass, and so do we.

EKS alone knows the schema of an add-on's values, and which blocks of addresses a VPC has.
"""
