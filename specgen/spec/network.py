"""The network of a cluster that specgen creates, who may reach it, and what it logs."""

from ipaddress import ip_network
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator
from pydantic.fields import FieldInfo

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import KeyedBy, Name, Seq, SpecModel, matching
from specgen.spec.blocks import (
    BLOCK,
    apart_from,
    block_of_services,
    block_of_vpc,
    few_blocks,
    public_block,
)
from specgen.spec.pool import Zone
from specgen.units.addresses import Cidr, Principal

RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653,
)  # fmt: skip
"""What eksctl 0.230 takes for logRetentionInDays (pkg/apis/eksctl.io/v1alpha5/types.go)."""


_GROUP = r"(?!system:)[^\s,]+"
"""EKS refuses `system:masters` and the like: "it cannot start with system:".

https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2915
"""

Group = Annotated[
    str,
    matching(
        _GROUP,
        "a group that EKS could put somebody in",
        "write a name of your own, without `system:` before it, spaces and commas",
    ),
    Field(json_schema_extra={"pattern": f"^{_GROUP}$"}),
]


def _of_ec2(kind: str, example: str) -> tuple[AfterValidator, FieldInfo]:
    """What an identifier of EC2 of one kind looks like."""
    pattern = f"{kind}-[0-9a-z]+"
    mend = f"write its identifier, like {example}"
    found = Field(json_schema_extra={"pattern": f"^{pattern}$"})
    return matching(pattern, f"the identifier of a {kind}", mend), found


VpcId = Annotated[str, *_of_ec2("vpc", "vpc-0a1b2c3d4e5f60718")]
SubnetId = Annotated[str, *_of_ec2("subnet", "subnet-0a1b2c3d4e5f60718")]


def _step_of_retention(days: int) -> int:
    if days not in RETENTION_DAYS:
        near = min(RETENTION_DAYS, key=lambda one: abs(one - days))
        raise Refused(f"CloudWatch keeps no log for {days} days", f"write {near}")
    return days


class Subnets(SpecModel):
    """Subnets that are there already, zone by zone."""

    private: dict[Zone, SubnetId] = {}
    """Private subnets, by zone: `us-east-1a: subnet-0abc`."""

    public: dict[Zone, SubnetId] = {}
    """Public subnets, by zone."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        first: dict[str, str] = {}
        for kind, given in (("private", self.private), ("public", self.public)):
            for zone, subnet in given.items():
                where = f"{kind} in {zone}"
                other = first.setdefault(subnet, where)
                if other != where:
                    raise Contradiction(
                        f"subnet `{subnet}` is {other} and {where}, and a subnet is in one place",
                        "name another subnet",
                        (kind, zone),
                    )
        return self


class Endpoint(SpecModel):
    """How the API server is reached."""

    private: bool = True
    """From inside the VPC."""

    public: bool | None = None
    """From outside; by default only where `publicFrom` names somebody."""

    public_from: Annotated[
        Seq[Annotated[Cidr, AfterValidator(public_block)]], AfterValidator(few_blocks)
    ] = ()
    """Who may, from outside: public IPv4 blocks, forty at most."""


class Network(SpecModel):
    """The cluster's network."""

    cidr: Annotated[Cidr, AfterValidator(block_of_vpc)] | None = None
    """Addresses of the VPC, /16 to /24; by default 10.0.0.0/16. Beside an own `vpc`, a block of
    it."""

    vpc: VpcId | None = None
    """A VPC that is there already; needs `subnets`."""

    subnets: Subnets = Subnets.as_built_in()
    """Subnets of that VPC."""

    nat_gateway: Literal["single", "highly-available", "none"] | None = None
    """By default highly available in production, else single. Not beside an own `vpc`. It cannot
    be changed later."""

    endpoint: Endpoint = Endpoint.as_built_in()
    """How the API server is reached."""

    pod_networking: Literal["secondary-ip", "prefix-delegation"] = "secondary-ip"
    """How pods get addresses; prefix delegation fits many more pods on a node."""

    service_cidr: Annotated[Cidr, AfterValidator(block_of_services)] | None = None
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
                f"choose a block outside the VPC's, like {apart_from(block)}",
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

    principal: Principal
    """IAM role or user."""

    policy: Literal["cluster-admin", "admin", "edit", "view", "none"] = "cluster-admin"
    """What they may do; with `none`, what their `groups` may."""

    namespaces: Annotated[Seq[Name], Field(min_length=1)] | None = None
    """The policy counts only in these; absent: everywhere."""

    groups: Seq[Group] = ()
    """Kubernetes groups that the principal is in: what `members` of teams name as
    `group:<name>`."""

    @model_validator(mode="after")
    def _some_right(self) -> Self:
        if self.policy == "none" and not self.groups:
            raise Contradiction(
                "without a policy and groups they may do nothing",
                "name their groups, or another policy",
                ("policy",),
            )
        if self.policy == "none" and self.namespaces:
            raise Contradiction(
                "namespaces bound a policy, and there is none; groups count where they are bound",
                "remove them (null, where a lower layer sets them)",
                ("namespaces",),
            )
        if self.policy == "cluster-admin" and self.groups and not self.namespaces:
            raise Contradiction(
                "groups add nothing to cluster-admin, which is the default, in all namespaces",
                "set policy: none, or remove the groups",
                ("groups",),
            )
        return self


LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]
LOG_TYPES: tuple[LogType, ...] = get_args(LogType)


class Logging(SpecModel):
    """Logs of the control plane, in CloudWatch."""

    types: Annotated[Seq[LogType], Field(min_length=1)] = LOG_TYPES
    """Which logs."""

    retention_days: Annotated[int, AfterValidator(_step_of_retention)] = 30
    """How long they are kept; one of CloudWatch's steps."""


def _each_once(entries: tuple[Access, ...]) -> tuple[Access, ...]:
    """IAM's names "aren't distinguished by case", so two spellings are one role.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, checked 2026-11-21.
    """
    seen: dict[str, Access] = {}
    for index, one in enumerate(entries):
        first = seen.setdefault(one.principal.text.lower(), one)
        if first is not one:
            raise Contradiction(
                f"`{one.principal}` is `{first.principal}` again: to IAM upper and lower case "
                "are the same",
                "keep one of the two, spelt as in IAM",
                (index, "principal"),
            )
    return entries


AccessList = Annotated[
    tuple[Access, ...], Field(strict=False), KeyedBy("principal"), AfterValidator(_each_once)
]
