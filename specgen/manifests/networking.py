"""Network policies: https://kubernetes.io/docs/concepts/services-networking/network-policies/."""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.bounds import Cidr
from specgen.manifests.meta import Metadata


class LabelSelectorRequirement(TypedDict, total=False):
    """A condition on one label."""

    key: Required[str]
    operator: Required[Literal["In", "NotIn", "Exists", "DoesNotExist"]]
    values: list[str] | None


class LabelSelector(TypedDict, total=False):
    """Objects by their labels; empty selects all."""

    matchLabels: dict[str, str] | None
    matchExpressions: list[LabelSelectorRequirement] | None


class IPBlock(TypedDict):
    """Addresses."""

    cidr: Cidr


class Peer(TypedDict, total=False):
    """The other end of a connection."""

    podSelector: LabelSelector | None
    namespaceSelector: LabelSelector | None
    ipBlock: IPBlock | None


class Port(TypedDict, total=False):
    """A port."""

    protocol: Required[Literal["TCP", "UDP"]]
    port: Required[int]


IngressRule = TypedDict(
    "IngressRule", {"from": list[Peer] | None, "ports": list[Port] | None}, total=False
)


class EgressRule(TypedDict, total=False):
    """Connections that may go out."""

    to: list[Peer] | None
    ports: list[Port] | None


class NetworkPolicySpec(TypedDict, total=False):
    """Which pods, and what they may do."""

    podSelector: Required[LabelSelector]
    policyTypes: Required[list[Literal["Ingress", "Egress"]]]
    ingress: list[IngressRule] | None
    egress: list[EgressRule] | None


class NetworkPolicy(TypedDict, total=False):
    """Who may talk to whom."""

    apiVersion: Required[Literal["networking.k8s.io/v1"]]
    kind: Required[Literal["NetworkPolicy"]]
    metadata: Required[Metadata]
    spec: Required[NetworkPolicySpec]


KINDS: tuple[Any, ...] = (NetworkPolicy,)
