"""A team: a namespace, its limits, and the identities its jobs run as."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator

from specgen.names import is_label, is_subdomain
from specgen.refusal import Contradiction, Refused
from specgen.spec.allow import Allow
from specgen.spec.base import (
    Annotations,
    Folder,
    Labels,
    Name,
    NamedSeq,
    Overrides,
    PartOf,
    Seq,
    SpecModel,
)
from specgen.spec.environment import TeamDefaults
from specgen.spec.grant import Grants, Members, Policies
from specgen.spec.resources import Resources
from specgen.spec.scheduler import Queue
from specgen.spec.statement import Statements
from specgen.units.addresses import Cidr, RoleArn
from specgen.units.unit import shown

_PORT = re.compile("[1-9][0-9]{0,4}")


def _egress(text: str) -> str:
    host, _, port = text.rpartition(":")
    fits = "/" in host or is_subdomain(host)
    if not fits or _PORT.fullmatch(port) is None or int(port) >= 1 << 16:
        raise Refused(
            f"`{shown(text)}` is not a destination",
            "write cidr:port or host:port, like 10.0.0.0/8:9083",
        )
    if "/" in host:
        Cidr.parse(host)
    return text


Egress = Annotated[str, AfterValidator(_egress)]


class LimitRangeItem(SpecModel):
    """Bounds and defaults for each thing of one type in the namespace."""

    type: Literal["Container", "Pod", "PersistentVolumeClaim"]
    """What it binds."""

    default: Resources = {}
    """Limits of a container that sets none."""

    default_request: Resources = {}
    """Requests of a container that sets none."""

    max: Resources = {}
    """The most that may be asked for."""

    min: Resources = {}
    """The least that may be asked for."""

    max_limit_request_ratio: Resources = {}
    """How many times its request a limit may be."""


class NetworkPolicy(SpecModel):
    """What the team's pods may talk to. Driver and executors of a job always reach each other."""

    enabled: bool = True
    """Whether the policies are rendered."""

    egress: Seq[Egress] = ()
    """Beside DNS, HTTPS and the Pod Identity agent: `cidr:port`, or `host:port`, which opens the
    port to any address (a NetworkPolicy knows no host names)."""

    ingress_from: Seq[Name] = ()
    """Namespaces whose pods may reach the drivers' UI, all metrics, and ports that roles declare:
    that of Prometheus, that of an ingress controller."""


class ServiceAccounts(SpecModel):
    """Names of the two accounts of an identity."""

    driver: Name | None = None
    """By default `<identity>-driver`; it gets the Role that Spark needs."""

    executor: Name | None = None
    """By default `<identity>-executor`; it gets no Role and no token."""

    annotations: Annotations = {}
    """On both, for instance IRSA's `eks.amazonaws.com/role-arn`."""


def _one_source_of_rights(of: "Identity | Team") -> None:
    for name in ("storage", "policies", "statements"):
        if of.role_arn is not None and getattr(of, name):
            raise Contradiction(
                f"`{name}` adds to a role that specgen makes, and roleArn names one that is there",
                "give the rights to that role, or leave roleArn out",
                (name,),
            )


class Identity(SpecModel):
    """A further identity that jobs of the team choose by name."""

    name: Name
    """Jobs say `identity: <name>`."""

    storage: Grants = ()
    """Rights to data, by `uri`."""

    policies: Policies = ()
    """Managed IAM policies."""

    statements: Statements = ()
    """IAM statements added to its policy: Glue, KMS and the like."""

    role_arn: RoleArn | None = None
    """A role that is there already, instead of storage, policies and statements."""

    service_accounts: ServiceAccounts = ServiceAccounts.as_built_in()
    """Names and annotations of its accounts."""

    @model_validator(mode="after")
    def _rights_once(self) -> Self:
        _one_source_of_rights(self)
        return self


class Team(SpecModel):
    """A team and its namespace."""

    kind: Literal["Team"]
    """Always `Team`."""

    name: Name
    """Label `specgen.dev/team`, and the folder it is rendered to."""

    namespace: Name | None = None
    """By default `spark-<name>`."""

    clusters: Seq[Name] | None = None
    """Clusters it is rendered for; by default all."""

    folder: Folder | None = None
    """Folder of the layer that holds this team's objects and nobody else's, so that CODEOWNERS
    works: `teams/reviews`. Required in production."""

    quota: Resources = {}
    """ResourceQuota: `cpu` and `memory` stand for `requests.cpu` and `requests.memory`. Required in
    production."""

    limit_range: Seq[LimitRangeItem] = ()
    """LimitRange `spec.limits`."""

    pod_security: Literal["restricted", "baseline", "privileged"] = "restricted"
    """Pod Security level of the namespace: enforced, warned of and audited."""

    network_policy: NetworkPolicy = NetworkPolicy.as_built_in()
    """Who may talk to the team's pods, and to whom they may talk."""

    storage: Grants = ()
    """Rights of the identity `spark` to data, by `uri`; least-privilege policies follow."""

    policies: Policies = ()
    """Managed IAM policies of the identity `spark`."""

    statements: Statements = ()
    """IAM statements added to its policy: Glue, KMS and the like."""

    role_arn: RoleArn | None = None
    """A role that is there already, instead of storage, policies and statements."""

    service_accounts: ServiceAccounts = ServiceAccounts.as_built_in()
    """Accounts of the identity `spark`, which jobs run as unless they choose another."""

    identities: NamedSeq[Identity] = ()
    """Further identities."""

    members: Members = ()
    """Who sees the team's objects: `group:<name>`, or e-mail addresses."""

    labels: Labels = {}
    """Labels of the namespace."""

    annotations: Annotations = {}
    """Annotations of the namespace."""

    queue: Queue | None = None
    """Queue of the team's jobs that have a batch scheduler and name no queue of their own."""

    defaults: TeamDefaults = TeamDefaults.as_built_in()
    """What the team's jobs say when they say nothing."""

    per_cluster: dict[Name, Annotated[dict[str, Any], PartOf("Team")]] = {}
    """Fields that differ on one cluster."""

    allow: Seq[Allow] = ()
    """Waivers for the team's own objects."""

    overrides: Overrides = {}
    """Patches of the team's rendered objects, by kind or `Kind/name`; merged last, checked."""

    @model_validator(mode="after")
    def _rights_once(self) -> Self:
        _one_source_of_rights(self)
        return self

    @model_validator(mode="after")
    def _namespace_fits(self) -> Self:
        if not is_label(self.home):
            raise Contradiction(
                f"namespace `{self.home}` would have {len(self.home)} characters, and Kubernetes "
                "takes 63",
                "set namespace to a shorter name",
                ("name",),
            )
        return self

    @property
    def home(self) -> str:
        """The namespace's name."""
        return self.namespace or f"spark-{self.name}"

    def accounts(self, identity: str) -> tuple[str, str] | None:
        """Names of the driver's and the executors' service account of an identity, or None."""
        own = self.service_accounts if identity == "spark" else None
        others = (one.service_accounts for one in self.identities if one.name == identity)
        chosen = own or next(others, None)
        if chosen is None:
            return None
        return chosen.driver or f"{identity}-driver", chosen.executor or f"{identity}-executor"

    @property
    def all_identities(self) -> tuple[Identity, ...]:
        """Every identity, `spark` first."""
        own = Identity.model_construct(
            name="spark",
            storage=self.storage,
            policies=self.policies,
            statements=self.statements,
            role_arn=self.role_arn,
            service_accounts=self.service_accounts,
        )
        return (own, *self.identities)
