"""Access rights: https://kubernetes.io/docs/reference/access-authn-authz/rbac/."""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.meta import Metadata


class PolicyRule(TypedDict):
    """Verbs on resources of API groups; `""` is the core group."""

    apiGroups: list[str]
    resources: list[str]
    verbs: list[str]


class Role(TypedDict, total=False):
    """Rights inside one namespace."""

    apiVersion: Required[Literal["rbac.authorization.k8s.io/v1"]]
    kind: Required[Literal["Role"]]
    metadata: Required[Metadata]
    rules: Required[list[PolicyRule]]


class RoleRef(TypedDict):
    """The role that is bound."""

    apiGroup: Literal["rbac.authorization.k8s.io"]
    kind: Literal["Role", "ClusterRole"]
    name: str


class Subject(TypedDict, total=False):
    """Who gets it: an account of a namespace, or a person or group as the API group knows them."""

    kind: Required[Literal["ServiceAccount", "User", "Group"]]
    apiGroup: Literal["rbac.authorization.k8s.io"]
    name: Required[str]
    namespace: str


class RoleBinding(TypedDict, total=False):
    """A role given to subjects."""

    apiVersion: Required[Literal["rbac.authorization.k8s.io/v1"]]
    kind: Required[Literal["RoleBinding"]]
    metadata: Required[Metadata]
    roleRef: Required[RoleRef]
    subjects: Required[list[Subject]]


KINDS: tuple[Any, ...] = (Role, RoleBinding)
