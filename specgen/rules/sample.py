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
