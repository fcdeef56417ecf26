"""The nodes that rendered objects describe, and whether a rendered pod may stand on one of them."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from specgen.facts.ec2 import instance_type
from specgen.spec.cluster import Cluster

Body = dict[str, Any]
ARCH, ZONE = "kubernetes.io/arch", "topology.kubernetes.io/zone"
TYPE, KARPENTERS = "node.kubernetes.io/instance-type", "karpenter.sh/capacity-type"
EKS = "eks.amazonaws.com/capacityType"
FAMILY, SIZE = "karpenter.k8s.aws/instance-family", "karpenter.k8s.aws/instance-size"
OPEN: dict[str, frozenset[str] | None] = dict.fromkeys((ARCH, ZONE, TYPE))


class Nodes(NamedTuple):
    """Like nodes: what each label may say (None: anything), and their taints."""

    name: str
    labels: dict[str, frozenset[str] | None]
    taints: list[Body]

    def take(self, pod: Body) -> bool:
        """Whether one of them has what the pod selects, and no taint that it does not tolerate."""
        return self._selected(pod) and self.tolerated(pod)

    def tolerated(self, pod: Body) -> bool:
        """Whether the pod puts up with every taint."""
        known = pod.get("tolerations") or []
        return all(
            any(_tolerates(one, taint) for one in known)
            for taint in self.taints
            if taint["effect"] != "PreferNoSchedule"
        )

    def without(self, going: Collection[tuple[str, str]]) -> "Nodes":
        """The same when taints of these keys and effects are gone."""
        kept = [one for one in self.taints if (one["key"], one["effect"]) not in going]
        return self._replace(taints=kept)

    def _selected(self, pod: Body) -> bool:
        wanted = [(key, {value}) for key, value in (pod.get("nodeSelector") or {}).items()]
        terms = [[*wanted, *term] for term in _terms(pod)] or [wanted]
        return any(all(self._has(key, values) for key, values in term) for term in terms)

    def _has(self, key: str, values: set[str]) -> bool:
        there = self.labels.get(key, frozenset())
        return there is None or bool(there & values)


def _terms(pod: Body) -> Iterator[list[tuple[str, set[str]]]]:
    """What the required affinity asks for; one term is enough."""
    wanted = ((pod.get("affinity") or {}).get("nodeAffinity") or {}).get(
        "requiredDuringSchedulingIgnoredDuringExecution", {}
    )
    for term in wanted.get("nodeSelectorTerms", []):
        assert all(one["operator"] == "In" for one in term["matchExpressions"])
        yield [(one["key"], set(one["values"])) for one in term["matchExpressions"]]


def _tolerates(one: Body, taint: Body) -> bool:
    same = (one["key"], one["effect"]) == (taint["key"], taint["effect"])
    return same and (one.get("operator") == "Exists" or one.get("value") == taint.get("value"))


# --- who makes nodes ------------------------------------------------------------------------------


def of_node_pool(body: Body) -> Nodes:
    """The nodes of a NodePool; its startup taints go away."""
    template = body["spec"]["template"]
    labels = OPEN | {KARPENTERS: None, FAMILY: None, SIZE: None}
    labels |= {key: frozenset((value,)) for key, value in template["metadata"]["labels"].items()}
    for one in template["spec"]["requirements"]:
        if one["operator"] == "In":
            labels[one["key"]] = frozenset(one["values"])
    return Nodes(body["metadata"]["name"], labels, template["spec"].get("taints") or [])


def of_group(group: Body, zones: frozenset[str]) -> Nodes:
    """The nodes of a managed node group in these zones, with what EKS labels them with."""
    known = [instance_type(name) for name in group["instanceTypes"]]
    arches = None if None in known else frozenset(one.arch for one in known if one)
    labels = {key: frozenset((value,)) for key, value in group["labels"].items()} | {
        ARCH: arches,
        ZONE: zones,
        TYPE: frozenset(group["instanceTypes"]),
        EKS: frozenset(("SPOT" if group.get("spot") else "ON_DEMAND",)),
    }
    return Nodes(group["name"], labels, group.get("taints") or [])


def of_config(config: Body) -> Iterator[Nodes]:
    """The nodes of every managed node group of a ClusterConfig."""
    given = config["vpc"].get("subnets") or {}
    zone_of = {one["id"]: zone for kind in given.values() for zone, one in (kind or {}).items()}
    for group in config.get("managedNodeGroups") or []:
        zones = group.get("availabilityZones") or [zone_of[one] for one in group["subnets"]]
        yield of_group(group, frozenset(zones))


def declared(cluster: Cluster) -> Iterator[Nodes]:
    """The nodes that somebody else makes; their startup taints go away."""
    for pool in cluster.pools:
        labels = {key: frozenset((value,)) for key, value in pool.selector.items()} | {
            ARCH: None if pool.arch is None else frozenset(pool.arch),
            ZONE: frozenset(pool.zones or cluster.zones),
            TYPE: None,
            FAMILY: None,
            SIZE: None,
        }
        kept = [one for one in pool.taints if not one.startup]
        yield Nodes(pool.name, labels, [one.model_dump() for one in kept])


def pods(job: Body) -> dict[str, Body]:
    """The driver and an executor of a SparkApplication, or of a schedule's."""
    spec = job["spec"].get("template", job["spec"])
    return {role: spec[role] for role in ("driver", "executor")}
