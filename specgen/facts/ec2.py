"""EC2 instance types; source, day and command stand at the head of the table."""

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from specgen.names import nearest

_TABLE = Path(__file__).with_name("data") / "ec2.tsv"
"""Read as a file: importlib.resources would take 4 ms to find it, reading and splitting take 1."""


class InstanceType(NamedTuple):
    """What a type of machine has, and what Karpenter expects a node of it to have left for pods.

    The allocatable amounts are Karpenter's for AL2023 before it has seen a node of that type, with
    its defaults: 7.5 % of the memory taken off for the virtual machine (64 MiB before that on
    arm64), then what the kubelet reserves for `max_pods`, and 100 MiB of hard eviction. Pods of
    DaemonSets are not taken off. Real nodes mostly have more memory than that.
    """

    name: str
    """Such as `m7g.large`."""
    vcpu: int
    memory_mib: int
    """Of the machine as EC2 sells it, in MiB."""
    arch: Literal["amd64", "arm64"]
    """As in the label `kubernetes.io/arch`."""
    max_pods: int
    """Pods that addresses suffice for: ENIs x (IPv4 addresses of each - 1) + 2 on the host network.

    All ENIs of the type, none reserved, and no prefix delegation.
    """
    local_nvme_gb: int
    """NVMe disks of the machine, all of them together, in GB (10^9 bytes); 0: it has none."""
    nitro: bool
    """Whether it is built on the Nitro System, as prefix delegation demands.

    Bare metal is, too, though it has no hypervisor: Karpenter's label `instance-hypervisor` is
    empty there, so `In [nitro]` leaves it out. The VPC CNI counts as here: pkg/awsutils/awsutils.go
    of aws/amazon-vpc-cni-k8s, IsPrefixDelegationSupported; checked 2026-11-21.
    """
    allocatable_cpu_m: int
    """For pods, in thousandths of a vCPU."""
    allocatable_memory_mib: int
    """For pods, in MiB."""


def instance_type(name: str) -> InstanceType | None:
    """The type of that name; None: Karpenter's page does not have it.

    EC2 may have it all the same: one newer than the table, and a few such as `i3.metal` or the Macs
    that the page leaves out.
    """
    line = _lines().get(name)
    if line is None:
        return None
    _, vcpu, memory, arch, pods, nvme, hypervisor, free_cpu, free_memory = line.split("\t")
    return InstanceType(
        name=name,
        vcpu=int(vcpu),
        memory_mib=int(memory),
        arch=cast(Literal["amd64", "arm64"], arch),
        max_pods=int(pods),
        local_nvme_gb=int(nvme),
        nitro=hypervisor != "xen",
        allocatable_cpu_m=int(free_cpu),
        allocatable_memory_mib=int(free_memory),
    )


def nearest_type(name: str) -> str | None:
    """The name of a type that `name` was probably meant to be, or None if none is near."""
    return nearest(name, _lines())


@cache
def _lines() -> dict[str, str]:
    """By name, as they stand: most runs ask for a handful of them."""
    text = _TABLE.read_text(encoding="utf-8")
    lines = (line for line in text.split("\n") if line and not line.startswith("#"))
    return {line.partition("\t")[0]: line for line in lines}
