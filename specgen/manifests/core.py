"""Kubernetes' core API: https://kubernetes.io/docs/reference/kubernetes-api/."""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.bounds import Quantity
from specgen.manifests.meta import Metadata


class Namespace(TypedDict, total=False):
    """A namespace."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["Namespace"]]
    metadata: Required[Metadata]


class LocalObjectReference(TypedDict):
    """An object of the same namespace by name."""

    name: str


class ServiceAccount(TypedDict, total=False):
    """An identity of pods."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["ServiceAccount"]]
    metadata: Required[Metadata]
    automountServiceAccountToken: bool
    imagePullSecrets: list[LocalObjectReference] | None


class ConfigMap(TypedDict, total=False):
    """Texts by name; pods see them as files."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["ConfigMap"]]
    metadata: Required[Metadata]
    data: Required[dict[str, str]]


class QuotaSpec(TypedDict):
    """Limits of a namespace, by resource."""

    hard: dict[str, Quantity]


class ResourceQuota(TypedDict, total=False):
    """What a namespace may use in all."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["ResourceQuota"]]
    metadata: Required[Metadata]
    spec: Required[QuotaSpec]


class LimitRangeItem(TypedDict, total=False):
    """Bounds and defaults for one kind of thing."""

    type: Required[Literal["Container", "Pod", "PersistentVolumeClaim"]]
    default: dict[str, Quantity | int] | None
    defaultRequest: dict[str, Quantity | int] | None
    max: dict[str, Quantity | int] | None
    min: dict[str, Quantity | int] | None
    maxLimitRequestRatio: dict[str, Quantity | int] | None


class LimitRangeSpec(TypedDict):
    """The items."""

    limits: list[LimitRangeItem]


class LimitRange(TypedDict, total=False):
    """What a single pod or container may use."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["LimitRange"]]
    metadata: Required[Metadata]
    spec: Required[LimitRangeSpec]


KINDS: tuple[Any, ...] = (Namespace, ServiceAccount, ConfigMap, ResourceQuota, LimitRange)
