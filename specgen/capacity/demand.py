"""What pods ask of a cluster: how much each, and how many executors there are."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from specgen.capacity.body import items, part
from specgen.capacity.conf import Conf
from specgen.capacity.quantity import amount

Amounts = dict[str, Fraction]
"""By resource: `cpu` in cores, `memory` and `ephemeral-storage` in bytes, others in pieces."""

_NOTHING = Fraction(0)


def requested(pod: Mapping[str, Any]) -> Amounts:
    """What a scheduler and a quota count of a pod. Refused if a quantity is none.

    The containers together, or the greatest of the init containers where that is more; init
    containers that keep running count to both.
    https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
    """
    spec = part(pod, "spec")
    kept: Amounts = {}
    most: Amounts = {}
    for one in items(spec, "initContainers"):
        asked = _sum((kept, _requests(one)))
        most = _greatest(most, asked)
        if one.get("restartPolicy") == "Always":
            kept = asked
    together = _sum((kept, *(_requests(one) for one in items(spec, "containers"))))
    overhead = _amounts(part(spec, "overhead"))
    return _sum((_greatest(together, most), overhead))


def _requests(container: Mapping[str, Any]) -> Amounts:
    return _amounts(part(container, "resources", "requests"))


def _amounts(quantities: Mapping[str, Any]) -> Amounts:
    return {key: amount(str(one)) for key, one in quantities.items()}


def _sum(parts: Iterable[Amounts]) -> Amounts:
    out: Amounts = {}
    for one in parts:
        for key, value in one.items():
            out[key] = out.get(key, _NOTHING) + value
    return out


def _greatest(one: Amounts, other: Amounts) -> Amounts:
    return {key: max(one.get(key, _NOTHING), other.get(key, _NOTHING)) for key in one | other}


class Executors(NamedTuple):
    """How many executors a run has."""

    first: int
    """To begin with."""

    most: int | None
    """At a time; None: as many as there is work for."""


_DYNAMIC = "spark.dynamicAllocation."
_INSTANCES = "spark.executor.instances"
_DEFAULT = 2
"""SchedulerBackendUtils.DEFAULT_NUMBER_EXECUTORS of apache/spark."""


def executors(conf: Conf) -> Executors:
    """By the effective conf. Refused if a number is none.

    SchedulerBackendUtils.getInitialTargetExecutorNumber and
    Utils.getDynamicAllocationInitialExecutors of apache/spark.
    """
    if not conf.flag(_DYNAMIC + "enabled"):
        count = conf.whole(_DEFAULT, _INSTANCES)
        return Executors(count, count)
    least = conf.whole(0, _DYNAMIC + "minExecutors")
    initial = conf.whole(least, _DYNAMIC + "initialExecutors")
    first = max(least, initial, conf.whole(0, _INSTANCES))
    bounded = conf.get(_DYNAMIC + "maxExecutors") is not None
    return Executors(first, conf.whole(0, _DYNAMIC + "maxExecutors") if bounded else None)
