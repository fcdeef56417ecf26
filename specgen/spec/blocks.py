"""Blocks of addresses that a cluster's network is made of."""

from ipaddress import IPv4Network, ip_network

from specgen.refusal import Refused
from specgen.units.addresses import Cidr

BLOCK = "10.0.0.0/16"
"""Of a VPC for which none is named: room for Spark's pods."""

_SMALLEST, _LARGEST = 24, 16
"""Prefix lengths of a VPC's block: eksctl 0.230 takes /16 to /24 (pkg/apis, subnets.go)."""

_PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""Addresses that nobody has on the internet: https://www.rfc-editor.org/rfc/rfc1918"""

_OF_VPCS = (*_PRIVATE, IPv4Network("100.64.0.0/10"))
"""Where a VPC may lie, too: addresses shared by carriers, which EKS's users take for pods.

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
"""

_EXAMPLES = ("172.20.0.0/16", "10.100.0.0/16")
"""Blocks that EKS itself chooses for services, the one or the other."""

_MOST_PUBLIC = 40
"""Blocks that may reach a public endpoint, which EKS takes.

https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
"""

_FEWEST_SERVICES, _MOST_SERVICES = 24, 12
"""Where addresses of services may lie, and prefix lengths of their block.

https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
"""


def block_of_vpc(block: Cidr) -> Cidr:
    """The block, if a VPC can have it; else Refused."""
    network = ip_network(block.text)
    fits = _LARGEST <= network.prefixlen <= _SMALLEST
    if not (fits and _within(block, _OF_VPCS)):
        raise Refused(
            f"`{block}` is no block for a VPC",
            f"write an IPv4 block of /{_LARGEST} to /{_SMALLEST}, like {BLOCK}, within "
            + ", ".join(map(str, _OF_VPCS)),
        )
    return block


def _within(block: Cidr, ranges: tuple[IPv4Network, ...]) -> bool:
    network = ip_network(block.text)
    return isinstance(network, IPv4Network) and any(map(network.subnet_of, ranges))


def block_of_services(block: Cidr) -> Cidr:
    """The block, if a cluster's services can have it; else Refused."""
    network = ip_network(block.text)
    fits = _MOST_SERVICES <= network.prefixlen <= _FEWEST_SERVICES
    if not (fits and _within(block, _PRIVATE)):
        raise Refused(
            f"`{block}` is no block for services",
            f"write one of /{_MOST_SERVICES} to /{_FEWEST_SERVICES}, like 172.20.0.0/16, within "
            + ", ".join(map(str, _PRIVATE)),
        )
    return block


def public_block(block: Cidr) -> Cidr:
    """The block, if somebody can come from it to a public endpoint; else Refused."""
    if ":" in block.text:
        raise Refused(
            f"`{block}` is IPv6, and the endpoint of an IPv4 cluster has no such address",
            "write IPv4 blocks only",
        )
    if _within(block, _PRIVATE):
        raise Refused(
            f"`{block}` is private, and from outside nobody comes with such an address",
            "write the public addresses that people come from; private: true is for the VPC",
        )
    return block


def few_blocks(blocks: tuple[Cidr, ...]) -> tuple[Cidr, ...]:
    """The blocks, if a public endpoint takes so many; else Refused."""
    if len(blocks) > _MOST_PUBLIC:
        raise Refused(
            f"these are {len(blocks)} blocks, and EKS takes {_MOST_PUBLIC}", "write larger blocks"
        )
    return blocks


def apart_from(block: str) -> str:
    """A block for services that a VPC of this block leaves free."""
    vpc = ip_network(block)
    return next(one for one in _EXAMPLES if not ip_network(one).overlaps(vpc))
