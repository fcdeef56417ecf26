"""Argo CD v1alpha1, as its CRDs of release 3.5 have it.

https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml
"""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.bounds import Text
from specgen.manifests.meta import Metadata


class Helm(TypedDict, total=False):
    """How a chart is rendered."""

    releaseName: str
    valueFiles: list[str] | None
    skipCrds: bool | None


class Source(TypedDict, total=False):
    """Where objects come from: a folder of a repository, a chart, or values for one."""

    repoURL: Required[str]
    targetRevision: Required[str]
    path: str | None
    chart: str | None
    ref: str | None
    helm: Helm | None


class Destination(TypedDict, total=False):
    """Where objects go."""

    name: str | None
    server: str | None
    namespace: str | None


class Automated(TypedDict):
    """What happens without a person."""

    prune: bool
    selfHeal: bool


class Backoff(TypedDict):
    """Waiting between tries."""

    duration: str
    factor: int
    maxDuration: str


class Retry(TypedDict):
    """Tries of a sync that failed."""

    limit: int
    backoff: Backoff


class SyncPolicy(TypedDict, total=False):
    """How it is synced."""

    automated: Automated | None
    retry: Retry
    syncOptions: list[str]


class GroupKind(TypedDict):
    """A kind of object."""

    group: str
    kind: str


class IgnoredDifference(GroupKind, total=False):
    """Fields of objects that somebody else sets at run time; of one object where it has a name.

    https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
    """

    name: str | None
    jqPathExpressions: list[str] | None
    jsonPointers: list[str] | None


class ApplicationSpec(TypedDict, total=False):
    """What goes where, and how."""

    project: Required[str]
    source: Source | None
    sources: list[Source] | None
    destination: Required[Destination]
    syncPolicy: Required[SyncPolicy]
    ignoreDifferences: list[IgnoredDifference] | None


class ApplicationMetadata(Metadata, total=False):
    """With what happens when it is deleted."""

    finalizers: list[str] | None


class Application(TypedDict, total=False):
    """A part of the tree that is synced."""

    apiVersion: Required[Literal["argoproj.io/v1alpha1"]]
    kind: Required[Literal["Application"]]
    metadata: Required[ApplicationMetadata]
    spec: Required[ApplicationSpec]


class ProjectRole(TypedDict):
    """Who may do what with Applications of the project.

    https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#project-roles
    """

    name: str
    description: str
    policies: list[str]
    groups: list[str]


class AppProjectSpec(TypedDict, total=False):
    """What Applications of a project may do."""

    description: Text
    sourceRepos: list[str]
    destinations: list[Destination]
    clusterResourceWhitelist: list[GroupKind]
    roles: list[ProjectRole] | None


class AppProject(TypedDict, total=False):
    """Bounds of Applications."""

    apiVersion: Required[Literal["argoproj.io/v1alpha1"]]
    kind: Required[Literal["AppProject"]]
    metadata: Required[Metadata]
    spec: Required[AppProjectSpec]


KINDS: tuple[Any, ...] = (Application, AppProject)
