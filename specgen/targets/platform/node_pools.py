"""Karpenter NodePools: one a pool, or one for each step of its order of preference.

The steps of `prefer` exclude one another in architecture and capacity type, and their weights fall:
https://karpenter.sh/docs/concepts/nodepools/#specweight
"""

from collections.abc import Iterator
from typing import NamedTuple

from specgen.manifests import karpenter as shapes
from specgen.manifests.document import Document
from specgen.spec.instances import Instances, Range
from specgen.spec.karpenter import Limits, NodePool
from specgen.spec.platform import ClusterOn
from specgen.spec.pool import Taint
from specgen.targets.common import NODE_POOL_WAVE, WAVE, labels, platform_file
from specgen.targets.target import Target

FIRST_WEIGHT, WEIGHT_STEP = 100, 10
SPOT_TYPES = 10
"""Types that a launch on Spot must be able to choose from; fewer are reclaimed together."""

_AWS = "karpenter.k8s.aws/"
ARCH, ZONE = "kubernetes.io/arch", "topology.kubernetes.io/zone"
CAPACITY, TYPE = "karpenter.sh/capacity-type", "node.kubernetes.io/instance-type"
"""https://karpenter.sh/docs/concepts/scheduling/#well-known-labels"""


class Step(NamedTuple):
    """One NodePool of a pool."""

    name: str
    arch: tuple[str, ...]
    capacity: tuple[str, ...]
    limits: Limits | None
    weight: int | None


def steps(pool: NodePool) -> Iterator[Step]:
    """The NodePools that a pool is rendered to."""
    if not pool.prefer:
        yield Step(pool.name, pool.arch, pool.capacity_type, pool.limits, None)
    for number, one in enumerate(pool.prefer):
        short = "od" if one.capacity == "on-demand" else "spot"
        weight = FIRST_WEIGHT - WEIGHT_STEP * number
        limits = one.limits or pool.limits_each
        yield Step(f"{pool.name}-{one.arch}-{short}", (one.arch,), (one.capacity,), limits, weight)


def render(x: ClusterOn) -> Iterator[Document]:
    """Every NodePool of the cluster."""
    karpenter = x.cluster.karpenter
    for pool in karpenter.node_pools if karpenter else ():
        for step in steps(pool):
            yield Document(
                platform_file(x.where, "NodePool", step.name), _body(x, pool, step), x.owner
            )


def _body(x: ClusterOn, pool: NodePool, step: Step) -> shapes.NodePool:
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {
            "name": step.name,
            "labels": labels(x.where),
            "annotations": {WAVE: NODE_POOL_WAVE},
        },
        "spec": {
            "weight": step.weight,
            "limits": _limits(step.limits),
            "template": {
                "metadata": {"labels": {**pool.labels, **pool.selects}},
                "spec": _node(x, pool, step),
            },
            "disruption": _disruption(pool),
        },
    }


def _limits(limits: Limits | None) -> dict[str, str] | None:
    if limits is None:
        return None
    given = {"cpu": limits.cpu, "memory": limits.memory}
    return {key: str(value) for key, value in given.items() if value is not None} or None


def _node(x: ClusterOn, pool: NodePool, step: Step) -> shapes.NodeSpec:
    given = pool.all_taints
    grace = pool.disruption.termination_grace_period
    return {
        "requirements": list(requirements(pool, step, pool.zones or x.cluster.zones)),
        "taints": [_taint(one) for one in given if not one.startup] or None,
        "startupTaints": [_taint(one) for one in given if one.startup] or None,
        "nodeClassRef": {
            "group": "karpenter.k8s.aws",
            "kind": "EC2NodeClass",
            "name": pool.node_class,
        },
        "expireAfter": pool.disruption.expire_after
        or ("Never" if pool.runs == "drivers" else "168h"),
        "terminationGracePeriod": None if grace is None else grace.text,
    }


def requirements(
    pool: NodePool, step: Step, zones: tuple[str, ...]
) -> Iterator[shapes.Requirement]:
    """What the nodes must be, one condition a label."""
    listed = {
        ARCH: step.arch,
        CAPACITY: step.capacity,
        ZONE: zones,
        _AWS + "instance-category": pool.instances.categories,
        _AWS + "instance-family": pool.instances.families,
        _AWS + "instance-size": pool.instances.sizes,
    }
    for key, values in listed.items():
        if values:
            yield {"key": key, "operator": "In", "values": list(values)}
    yield from _types(pool.instances, spot="spot" in step.capacity)
    yield from _excluded(pool.instances)
    yield from _numbers(pool.instances)


def _types(instances: Instances, *, spot: bool) -> Iterator[shapes.Requirement]:
    """Types by name, and how many a launch must be able to choose from."""
    most = min(SPOT_TYPES, len(instances.types)) if instances.types else SPOT_TYPES
    least = (most if spot else 0) if instances.min_types is None else instances.min_types
    if instances.types:
        yield {
            "key": TYPE,
            "operator": "In",
            "values": list(instances.types),
            "minValues": least or None,
        }
    elif least:
        yield {"key": TYPE, "operator": "Exists", "minValues": least}


def _excluded(instances: Instances) -> Iterator[shapes.Requirement]:
    listed = {
        _AWS + "instance-family": instances.not_families,
        _AWS + "instance-size": instances.not_sizes,
        TYPE: instances.not_types,
    }
    for key, values in listed.items():
        if values:
            yield {"key": key, "operator": "NotIn", "values": list(values)}


def _numbers(instances: Instances) -> Iterator[shapes.Requirement]:
    given = {
        "instance-generation": instances.generation,
        "instance-cpu": instances.cpu,
        "instance-local-nvme": instances.local_nvme,
    }
    for name, value in given.items():
        if isinstance(value, Range):
            yield from _range(_AWS + name, value)
        elif value:
            yield {"key": _AWS + name, "operator": "In", "values": [str(one) for one in value]}


def _range(key: str, value: Range) -> Iterator[shapes.Requirement]:
    if value.min is not None:
        yield {"key": key, "operator": "Gte", "values": [str(value.min)]}
    if value.max is not None:
        yield {"key": key, "operator": "Lte", "values": [str(value.max)]}


def _taint(taint: Taint) -> shapes.Taint:
    return {"key": taint.key, "value": taint.value, "effect": taint.effect}


def _disruption(pool: NodePool) -> shapes.Disruption:
    """Nobody's executors are moved for a few cents: nodes go when they are empty."""
    given = pool.disruption
    patience = "5m" if pool.runs == "drivers" else "3m"
    return {
        "consolidationPolicy": given.consolidation_policy or "WhenEmpty",
        "consolidateAfter": given.consolidate_after or patience,
        "budgets": [
            {
                "nodes": budget.nodes,
                "reasons": list(budget.reasons) or None,
                "schedule": budget.schedule.text if budget.schedule else None,
                "duration": budget.duration.text if budget.duration else None,
            }
            for budget in given.budgets
        ]
        or [{"nodes": "10%"}],
    }


TARGET = Target("karpenter-node-pools", "Karpenter NodePools of a cluster", ClusterOn, render)
