"""Which nodes the pods go to: the pool's labels and taints, the zone, the architecture."""

from specgen.manifests.spark_operator import (
    Affinity,
    Executor,
    NodeSelectorTerm,
    Part,
    Toleration,
)
from specgen.spec.platform import JobOn
from specgen.spec.pods import Role
from specgen.spec.pool import Pool, Taint

ARCH = "kubernetes.io/arch"
ZONE = "topology.kubernetes.io/zone"
TYPE = "node.kubernetes.io/instance-type"
"""https://kubernetes.io/docs/reference/labels-annotations-taints/"""


def placement(x: JobOn) -> Part:
    """Selector and tolerations come from one pool, so they cannot disagree."""
    return {
        "spec": {
            "driver": _pod(x, x.job.driver, x.driver_pool),
            "executor": _pod(x, x.job.executor, x.executor_pool),
        }
    }


def _pod(x: JobOn, role: Role, pool: Pool | None) -> Executor:
    if pool is None:
        return {}
    return {
        "nodeSelector": selector(x, role, pool) or None,
        "priorityClassName": role.priority_class,
        "affinity": _one_of(role),
        "tolerations": [toleration(taint) for taint in pool.taints if not taint.startup] or None,
    }


def selector(x: JobOn, role: Role, pool: Pool) -> dict[str, str]:
    """Labels that a node must have."""
    out = dict(pool.selector)
    if x.job.zone != "any":
        out[ZONE] = x.job.zone
    arch = role.only.arch or _narrowed_arch(x, pool)
    if arch is not None:
        out[ARCH] = arch
    if len(role.only.types) == 1:
        out[TYPE] = role.only.types[0]
    return out


def _narrowed_arch(x: JobOn, pool: Pool) -> str | None:
    """The architecture to confine the pod to, where the image covers only part of the pool's."""
    if pool.arch is None or x.image.platforms is None:
        return None
    covered = [arch for arch in pool.arch if arch in x.image.platforms]
    return covered[0] if len(covered) == 1 and len(set(pool.arch)) > 1 else None


def _one_of(role: Role) -> Affinity | None:
    """Several instance types need an affinity: a selector takes one value."""
    if len(role.only.types) <= 1:
        return None
    term: NodeSelectorTerm = {
        "matchExpressions": [{"key": TYPE, "operator": "In", "values": list(role.only.types)}]
    }
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
