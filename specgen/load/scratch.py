"""What disks the nodes of a pool keep pods' own data on, as far as the specs tell."""

from collections.abc import Callable, Iterable

from specgen.facts.ec2 import instance_type
from specgen.spec.cluster import Cluster
from specgen.spec.karpenter import Karpenter, NodeClass, NodePool
from specgen.spec.machine import DATA_DEVICE, Volume
from specgen.spec.nodegroup import NodeGroup
from specgen.spec.pool import Pool, Scratch

_ROOT_GIB = 100
"""Of a node class that names no disk."""

_GB, _GIB = 10**9, 2**30


def scratch(cluster: Cluster, pool: Pool) -> Scratch | None:
    """Of the pool's nodes; None if nothing is said of them."""
    maker = _MAKERS.get(pool.declared[0]) if pool.declared else None
    return None if maker is None else maker(cluster, pool)


def _declared(cluster: Cluster, pool: Pool) -> Scratch:
    return Scratch(nvme=cluster.pools[int(pool.declared[1])].local_nvme, gib=None)


def _of_groups(cluster: Cluster, pool: Pool) -> Scratch:
    groups = [one for one in cluster.node_groups if one.serves == pool.name]
    joined = all(one.instance_store == "raid0" for one in groups)
    return Scratch(nvme=joined, gib=_least(map(_of_group, groups)))


def _of_group(group: NodeGroup) -> int | None:
    return _nvme_gib(group.instance_types) if group.instance_store == "raid0" else group.volume.gib


def _of_karpenter(cluster: Cluster, pool: Pool) -> Scratch | None:
    karpenter = cluster.karpenter
    if karpenter is None:
        return None
    mine = karpenter.node_pools[int(pool.declared[2])]
    made_of = next((one for one in karpenter.node_classes if one.name == mine.node_class), None)
    return None if made_of is None else _of_pool(karpenter, mine, made_of)


def _of_pool(karpenter: Karpenter, pool: NodePool, made_of: NodeClass) -> Scratch:
    if not karpenter.joins_disks(made_of):
        return Scratch(nvme=False, gib=_data_disk(made_of))
    asked = pool.instances.local_nvme
    least = asked.min if asked is not None else None
    if least:
        return Scratch(nvme=True, gib=least * _GB // _GIB)
    return Scratch(nvme=_named_have_disks(pool), gib=_nvme_gib(pool.instances.types))


def _named_have_disks(pool: NodePool) -> bool:
    """Whether machines are named, and none of them is known to have no NVMe disk."""
    names = (*pool.instances.types, *(f"{one}.4xlarge" for one in pool.instances.families))
    known = (instance_type(name) for name in names)
    return bool(names) and not any(one and one.local_nvme_gb == 0 for one in known)


def _data_disk(made_of: NodeClass) -> int:
    device = DATA_DEVICE[made_of.ami.family]
    return next((one.gib for one in made_of.volumes if _is(one, device)), _ROOT_GIB)


def _is(disk: Volume, device: str) -> bool:
    return disk.device in (None, device)


def _nvme_gib(types: Iterable[str]) -> int | None:
    """The least that a type of these has; None if one is not known."""
    known = [instance_type(name) for name in types]
    return _least(None if one is None else one.local_nvme_gb * _GB // _GIB for one in known)


def _least(sizes: Iterable[int | None]) -> int | None:
    given = list(sizes)
    known = [one for one in given if one is not None]
    return min(known) if known and len(known) == len(given) else None


_MAKERS: dict[str | int, Callable[[Cluster, Pool], Scratch | None]] = {
    "pools": _declared,
    "nodeGroups": _of_groups,
    "karpenter": _of_karpenter,
}
