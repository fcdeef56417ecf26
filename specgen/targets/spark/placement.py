"""Which nodes the pods go to: the pool's labels and taints, the zone, the architecture."""

from collections.abc import Sequence

from specgen.manifests.spark_operator import (
    Affinity,
    NodeSelectorRequirement,
    NodeSelectorTerm,
    Part,
    RolePart,
    Toleration,
)
from specgen.spec.image import Arch
from specgen.spec.platform import JobOn
from specgen.spec.pods import Only
from specgen.spec.pool import Pool, Taint
from specgen.spec.volume import RoleName

ARCH = "kubernetes.io/arch"
ZONE = "topology.kubernetes.io/zone"
TYPE = "node.kubernetes.io/instance-type"
"""https://kubernetes.io/docs/reference/labels-annotations-taints/"""
FAMILY = "karpenter.k8s.aws/instance-family"
SIZE = "karpenter.k8s.aws/instance-size"
"""https://karpenter.sh/docs/concepts/scheduling/#well-known-labels"""


def placement(x: JobOn) -> Part:
    """Selector and tolerations come from one pool, so they cannot disagree."""
    return {
        "spec": {
            "driver": _pod(x, "driver", x.driver_pool),
            "executor": _pod(x, "executor", x.executor_pool),
        }
    }


def _pod(x: JobOn, name: RoleName, pool: Pool | None) -> RolePart:
    role = x.job.driver if name == "driver" else x.job.executor
    if pool is None:
        return {}
    return {
        "nodeSelector": selector(x, name, pool) or None,
        "priorityClassName": role.priority_class,
        "affinity": _one_of(role.only),
        "tolerations": [toleration(taint) for taint in pool.taints if not taint.startup] or None,
    }


def selector(x: JobOn, name: RoleName, pool: Pool) -> dict[str, str]:
    """Labels that a node must have."""
    only = (x.job.driver if name == "driver" else x.job.executor).only
    out = dict(pool.selector)
    if x.job.zone != "any":
        out[ZONE] = x.job.zone
    arch = only.arch or _narrowed_arch(x.built_for(name), pool)
    if arch is not None:
        out[ARCH] = arch
    return out | {label: values[0] for label, values in _narrowed(only) if len(values) == 1}


def _narrowed_arch(built: Sequence[Arch] | None, pool: Pool) -> Arch | None:
    """The architecture to confine the pod to, where its images cover only part of the pool's."""
    if pool.arch is None or built is None:
        return None
    covered = [arch for arch in pool.arch if arch in built]
    return covered[0] if len(covered) == 1 and len(set(pool.arch)) > 1 else None


def _narrowed(only: Only) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Labels of nodes, and the values that are wanted of each."""
    return (FAMILY, only.families), (SIZE, only.sizes), (TYPE, only.types)


def _one_of(only: Only) -> Affinity | None:
    """Where one of several values is wanted an affinity says so: a selector takes one value."""
    several: list[NodeSelectorRequirement] = [
        {"key": label, "operator": "In", "values": list(values)}
        for label, values in _narrowed(only)
        if len(values) > 1
    ]
    if not several:
        return None
    term: NodeSelectorTerm = {"matchExpressions": several}
    return {
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}
        }
    }


def toleration(taint: Taint) -> Toleration:
    """What a pod says to put up with a taint."""
    if taint.value is None:
        return {"key": taint.key, "operator": "Exists", "effect": taint.effect}
    return {"key": taint.key, "operator": "Equal", "value": taint.value, "effect": taint.effect}
