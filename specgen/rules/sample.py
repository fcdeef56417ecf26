"""The project that rules' examples are laid over, and that newcomers can read in a minute."""

BASE = """\
kind: Environment
name: sample
cloud: {provider: aws, region: us-east-1}
timeZone: Europe/Berlin
eventLogs: s3://acme-logs/events/
versions: {karpenter: 1.14.1}
locations: {lake: s3://acme-lake/}
images:
  spark-py:
    repository: registry.example.com/spark-py
    tag: 4.0.5-1
    digest: sha256:1111111111111111111111111111111111111111111111111111111111111111
    platforms: [amd64, arm64]
    sparkVersion: 4.0.5
---
kind: Cluster
name: one
provider: eks
existing: {installed: [sparkOperator, podIdentityAgent]}
zones: [us-east-1a, us-east-1b]
pools:
  - {name: drivers, runs: drivers, selector: {pool: drivers}, arch: [amd64, arm64]}
  - name: executors
    runs: executors
    selector: {pool: executors}
    taints: [{key: pool, value: executors}]
    arch: [amd64, arm64]
    capacityType: [spot]
---
kind: Team
name: reviews
folder: reviews
quota: {cpu: 100, memory: 400Gi}
---
kind: SparkJob
name: count
team: reviews
zone: us-east-1a
image: spark-py
run: "1"
application: {file: loc://lake/jobs/count.py}
driver: {pool: drivers, cores: 1, memory: 2g}
executor: {pool: executors, cores: 2, memory: 4g, instances: {min: 1, max: 10}}
"""
"""A sound project: it breaks no rule."""

PRODUCTION = "kind: Environment\nname: sample\nproduction: true\n---\n"
"""Put before an example, it makes the sample a production environment."""

_KARPENTER = """\
kind: Cluster
name: one
existing: {%s}
karpenter:
  nodeClasses: [{name: default, %s}]
  nodePools:
    - {name: %s}
"""
LIMITS = "limits: {cpu: 10, memory: 40Gi}"
ON_DEMAND = f"{LIMITS}, capacityType: [on-demand]"
"""What a small pool of Karpenter says to be sound."""


def karpenter(
    pool: str,
    node_class: str = "ami: {version: v20260715}",
    existing: str = "nodeRole: karpenter-nodes, interruptionQueue: one",
    role: str = "",
) -> str:
    """Karpenter on the sample's cluster with one pool; a `role` of the job moves to it."""
    cluster = _KARPENTER % (existing, node_class, pool)
    if not role:
        return cluster
    name = pool.partition(",")[0]
    job = f"kind: SparkJob\nname: count\n{role}: {{pool: {name}}}\n"
    return f"{cluster}pools: [{{name: {role}s, remove: true}}]\n---\n{job}"


ACCOUNT = 'cloud: {account: "111122223333"}\n'
_CREATED = f"""\
kind: Environment
name: sample
{ACCOUNT}versions:
  clusterAutoscaler: 9.59.0
  sparkOperator: 2.5.2
  vpcCni: v1.20.1-eksbuild.1
  coredns: v1.12.2-eksbuild.4
  kubeProxy: v1.34.0-eksbuild.2
  podIdentityAgent: v1.3.8-eksbuild.2
  metricsServer: v0.8.0-eksbuild.1
---
kind: Cluster
name: one
existing: null
"""
_FIELDS = {
    "kubernetesVersion": '"1.34"',
    "access": '[{principal: "arn:aws:iam::111122223333:role/PlatformAdmin"}]',
    "network": "{endpoint: {publicFrom: [203.0.113.0/24]}}",
    "addons": "{sparkOperator: {}}",
    "clusterAutoscaler": "{}",
}
SYSTEM = (
    "name: system, runs: system, capacityType: on-demand, instanceTypes: [m7g.large, m6g.large], "
    "ami: {version: 1.34.1-20260715}, size: {min: 2, max: 4}"
)
"""What the node group says that everything but jobs runs on."""
KARPENTER = (
    "clusterAutoscaler: null\n"
    "karpenter: {nodeClasses: [{name: default, ami: {version: v20260715}}], "
    f"nodePools: [{{name: big, runs: services, {ON_DEMAND}}}]}}"
)
"""What the cluster says to have Karpenter instead of Cluster Autoscaler."""


def created(cluster: str = "", group: str = "", system: str = SYSTEM) -> str:
    """The sample's cluster made by specgen; by itself it breaks no rule.

    `cluster` is text of the Cluster document: what it says of a field stands instead of what is
    said here. `group` is the inside of a flow map, a further node group, or several, a line each;
    `system` that of the first, and no node group at all if it is empty.
    """
    said = {line.partition(":")[0] for line in cluster.splitlines()}
    fields = "".join(f"{key}: {text}\n" for key, text in _FIELDS.items() if key not in said)
    groups = "".join(f"  - {{{one}}}\n" for one in (system, *group.splitlines()) if one)
    listed = f"nodeGroups:\n{groups}" if groups else ""
    return f"{_CREATED}{fields}{listed}{cluster}\n"


_GROUP = {
    "runs": "services",
    "capacityType": "on-demand",
    "instanceTypes": "[m7g.large]",
    "ami": "{version: 1.34.1-20260715}",
    "size": "{min: 2, max: 2}",
}


def group(name: str, **said: str) -> str:
    """A sound node group for `created`; what is `said` of a field stands instead."""
    return f"name: {name}, " + ", ".join(f"{key}: {text}" for key, text in (_GROUP | said).items())


def claims(
    shuffle: str = "", job: str = "", cluster: str = "existing: {storageClasses: [gp3]}"
) -> str:
    """The sample's job with a volume made for each executor; `shuffle` goes on with the flow map.

    `job` and `cluster` are text of their documents.
    """
    volumes = f"shuffle: {{type: pvc, size: 100Gi, storageClass: gp3{shuffle}}}\n"
    return f"kind: Cluster\nname: one\n{cluster}\n---\nkind: SparkJob\nname: count\n{volumes}{job}"


def remote(job: str = "", endpoints: str = ", endpoints: ['celeborn.example.com:9097']") -> str:
    """The sample's job with Celeborn, which its team may reach; `job` is text of its document."""
    egress = 'networkPolicy: {egress: ["celeborn.example.com:9097"]}'
    shuffle = f"shuffle: {{type: celeborn{endpoints}}}\n"
    return f"kind: Team\nname: reviews\n{egress}\n---\nkind: SparkJob\nname: count\n{shuffle}{job}"
