"""The network of a cluster that specgen creates, who may reach it, and what it logs."""

from ipaddress import IPv4Network, ip_network
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import KeyedBy, Name, Seq, SpecModel, Text
from specgen.spec.pool import Zone
from specgen.units.addresses import Arn, Cidr

BLOCK = "10.0.0.0/16"
"""Of a VPC for which none is named: room for Spark's pods."""

_SMALLEST, _LARGEST = 24, 16
"""Prefix lengths of a VPC's block: eksctl 0.230 takes /16 to /24 (pkg/apis, subnets.go)."""

_SERVICES = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_FEWEST_SERVICES, _MOST_SERVICES = 24, 12
"""Where addresses of services may lie, and prefix lengths of their block.

https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
"""

RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653,
)  # fmt: skip
"""What eksctl 0.230 takes for logRetentionInDays (pkg/apis/eksctl.io/v1alpha5/types.go)."""


def _block_of_vpc(block: Cidr) -> Cidr:
    network = ip_network(block.text)
    fits = _LARGEST <= network.prefixlen <= _SMALLEST
    if not (fits and isinstance(network, IPv4Network)):
        raise Refused(f"`{block}` is no block for a VPC", "write an IPv4 block of /16 to /24")
    return block


def _block_of_services(block: Cidr) -> Cidr:
    network = ip_network(block.text)
    fits = _MOST_SERVICES <= network.prefixlen <= _FEWEST_SERVICES
    within = isinstance(network, IPv4Network) and any(map(network.subnet_of, _SERVICES))
    if not (fits and within):
        raise Refused(
            f"`{block}` is no block for services",
            f"write one of /{_MOST_SERVICES} to /{_FEWEST_SERVICES}, like 172.20.0.0/16, within "
            + ", ".join(map(str, _SERVICES)),
        )
    return block


def _ipv4(block: Cidr) -> Cidr:
    if ":" in block.text:
        raise Refused(
            f"`{block}` is IPv6, and the endpoint of an IPv4 cluster has no such address",
            "write IPv4 blocks only",
        )
    return block


def _iam(principal: Arn) -> Arn:
    _, _, service, _, account, _ = principal.text.split(":", 5)
    if service != "iam" or not account.isdecimal():
        raise Refused(
            f"`{principal}` is nobody whom EKS could let in",
            "name an IAM role or user, like arn:aws:iam::111122223333:role/admin; of a session, "
            "its role",
        )
    return principal


def _step_of_retention(days: int) -> int:
    if days not in RETENTION_DAYS:
        near = min(RETENTION_DAYS, key=lambda one: abs(one - days))
        raise Refused(f"CloudWatch keeps no log for {days} days", f"write {near}")
    return days


class Subnets(SpecModel):
    """Subnets that are there already, zone by zone."""

    private: dict[Zone, Text] = {}
    """Private subnets, by zone: `us-east-1a: subnet-0abc`."""

    public: dict[Zone, Text] = {}
    """Public subnets, by zone."""


class Endpoint(SpecModel):
    """How the API server is reached."""

    private: bool = True
    """From inside the VPC."""

    public: bool | None = None
    """From outside; by default only where `publicFrom` names somebody."""

    public_from: Seq[Annotated[Cidr, AfterValidator(_ipv4)]] = ()
    """Who may, from outside: IPv4 blocks."""


class Network(SpecModel):
    """The cluster's network."""

    cidr: Annotated[Cidr, AfterValidator(_block_of_vpc)] | None = None
    """Addresses of the VPC, /16 to /24; by default 10.0.0.0/16. Beside an own `vpc`, a block of
    it."""

    vpc: Text | None = None
    """A VPC that is there already; needs `subnets`."""

    subnets: Subnets = Subnets()
    """Subnets of that VPC."""

    nat_gateway: Literal["single", "highly-available", "none"] | None = None
    """By default highly available in production, else single. Not beside an own `vpc`. It cannot
    be changed later."""

    endpoint: Endpoint = Endpoint()
    """How the API server is reached."""

    pod_networking: Literal["secondary-ip", "prefix-delegation"] = "secondary-ip"
    """How pods get addresses; prefix delegation fits many more pods on a node."""

    service_cidr: Annotated[Cidr, AfterValidator(_block_of_services)] | None = None
    """Addresses of services: /12 to /24 of a private range, apart from the VPC's. Absent: EKS
    chooses. It cannot be changed later."""

    @model_validator(mode="after")
    def _one_vpc(self) -> Self:
        own = self.subnets.private or self.subnets.public
        if self.vpc is None and own:
            raise Contradiction("subnets belong to a VPC that is there", "set vpc", ("subnets",))
        if self.vpc is None:
            return self
        if not self.subnets.private:
            raise Contradiction(
                "a VPC of your own needs its private subnets, which nodes stand in",
                "name them in subnets.private, by zone",
                ("vpc",),
            )
        if self.nat_gateway is not None:
            raise Contradiction(
                "natGateway is for a VPC that eksctl makes; yours stays as it is",
                "remove it (null, where a lower layer sets it)",
                ("natGateway",),
            )
        return self

    @model_validator(mode="after")
    def _two_of_each(self) -> Self:
        for kind in ("private", "public"):
            if len(getattr(self.subnets, kind)) == 1:
                raise Contradiction(
                    f"one {kind} subnet is too few: a control plane stands in two zones",
                    "name a second zone's, or none",
                    ("subnets", kind),
                )
        return self

    @model_validator(mode="after")
    def _services_apart(self) -> Self:
        block = self.cidr.text if self.cidr else BLOCK
        known = self.cidr is not None or self.vpc is None
        if self.service_cidr is None or not known:
            return self
        if ip_network(self.service_cidr.text).overlaps(ip_network(block)):
            raise Contradiction(
                f"services and the VPC ({block}) would have the same addresses",
                "choose a block outside the VPC's, like 172.20.0.0/16",
                ("serviceCidr",),
            )
        return self

    @property
    def is_public(self) -> bool:
        """Whether the API server is reached from outside."""
        wanted = self.endpoint.public
        return bool(self.endpoint.public_from) if wanted is None else wanted

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        end = self.endpoint
        if not end.private and not self.is_public:
            raise Contradiction(
                "nobody reaches the API server: neither from inside nor from outside",
                "set private: true",
                ("endpoint",),
            )
        if end.public_from and end.public is False:
            raise Contradiction(
                "publicFrom names who may come from outside, and public is false",
                "remove one of the two",
                ("endpoint", "publicFrom"),
            )
        if end.public_from and not end.private:
            raise Contradiction(
                "nodes cannot join: from inside the endpoint is closed to them",
                "set private: true",
                ("endpoint", "private"),
            )
        return self


class Access(SpecModel):
    """Who may use the cluster: an access entry."""

    principal: Annotated[Arn, AfterValidator(_iam)]
    """IAM role or user."""

    policy: Literal["cluster-admin", "admin", "edit", "view"] = "cluster-admin"
    """What they may do."""

    namespaces: Annotated[Seq[Name], Field(min_length=1)] | None = None
    """Only in these; absent: everywhere."""


LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]
LOG_TYPES: tuple[LogType, ...] = get_args(LogType)


class Logging(SpecModel):
    """Logs of the control plane, in CloudWatch."""

    types: Annotated[Seq[LogType], Field(min_length=1)] = LOG_TYPES
    """Which logs."""

    retention_days: Annotated[int, AfterValidator(_step_of_retention)] = 30
    """How long they are kept; one of CloudWatch's steps."""


AccessList = Annotated[tuple[Access, ...], Field(strict=False), KeyedBy("principal")]
