"""What Argo CD needs to sync a cluster's tree: an AppProject, a root Application, and its children.

The root makes the others; jobs are apart from the platform, so that a failing job holds nothing up.
"""

from collections.abc import Iterator
from typing import NamedTuple

from specgen.manifests import argocd as shapes
from specgen.manifests.document import Document
from specgen.spec.argocd import Sync
from specgen.spec.platform import Argo, ClusterOn
from specgen.targets.common import WAVE, labels
from specgen.targets.target import Target

HERE = "https://kubernetes.default.svc"
"""The cluster that Argo CD itself runs in: the root only makes Applications there."""

KARPENTER_CHARTS = "public.ecr.aws/karpenter"
"""https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/#4-install-karpenter"""

FINALIZER = "resources-finalizer.argocd.argoproj.io/foreground"
CLUSTER_KINDS: list[shapes.GroupKind] = [
    {"group": "", "kind": "Namespace"},
    {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass"},
    {"group": "karpenter.sh", "kind": "NodePool"},
    {"group": "scheduling.k8s.io", "kind": "PriorityClass"},
    {"group": "storage.k8s.io", "kind": "StorageClass"},
]
"""Kinds without a namespace that specgen renders."""

CHART_KINDS: list[shapes.GroupKind] = [
    {"group": "apiextensions.k8s.io", "kind": "CustomResourceDefinition"},
    {"group": "rbac.authorization.k8s.io", "kind": "ClusterRole"},
    {"group": "rbac.authorization.k8s.io", "kind": "ClusterRoleBinding"},
]
"""And those of the charts."""


class App(NamedTuple):
    """One Application."""

    name: str
    wave: str
    sources: list[shapes.Source]
    namespace: str | None = None
    prune: bool = True


def _prefix(x: ClusterOn) -> str:
    return f"{x.where.environment}-{x.where.cluster}"


def _project(x: ClusterOn, known: Argo) -> str:
    return known.settings.project or f"{x.where.project}-{_prefix(x)}"


def _folder(known: Argo, below: str) -> list[shapes.Source]:
    git = known.git
    path = f"{known.folder}/{below}"
    return [{"repoURL": git.repo_url, "targetRevision": git.target_revision, "path": path}]


def applications(x: ClusterOn, known: Argo) -> Iterator[App]:
    """The children of the root, by what is rendered."""
    yield from _karpenter(x, known)
    if x.cluster.karpenter or x.cluster.storage_classes or x.priorities:
        yield App("platform", "-3", _folder(known, "platform"))
    for team, namespace in known.teams:
        yield App(f"team-{team}", "-6", _folder(known, f"teams/{team}"), namespace)
        if team in known.working:
            yield App(f"jobs-{team}", "5", _folder(known, f"jobs/{team}"), namespace)


def _karpenter(x: ClusterOn, known: Argo) -> Iterator[App]:
    """CRDs first and never pruned, which would delete every node; then the controller."""
    version = known.karpenter
    if x.cluster.karpenter is None or version is None:
        return
    git = known.git
    chart: shapes.Source = {"repoURL": KARPENTER_CHARTS, "targetRevision": version}
    crds: shapes.Source = {
        **chart,
        "chart": "karpenter-crd",
        "helm": {"releaseName": "karpenter-crd"},
    }
    values = f"$values/{known.folder}/addons/karpenter/values.yaml"
    controller: shapes.Source = {
        **chart,
        "chart": "karpenter",
        "helm": {"releaseName": "karpenter", "valueFiles": [values], "skipCrds": True},
    }
    ref: shapes.Source = {
        "repoURL": git.repo_url,
        "targetRevision": git.target_revision,
        "ref": "values",
    }
    yield App("karpenter-crd", "-8", [crds], "kube-system", prune=False)
    yield App("karpenter", "-4", [controller, ref], "kube-system")


def render(x: ClusterOn) -> Iterator[Document]:
    """Everything in the cluster's argocd folder."""
    known = x.argo
    if known is None:
        return
    if known.settings.project is None:
        yield _document(x, "AppProject", _app_project(x, known))
    yield _document(x, "Application", _root(x, known))
    for app in applications(x, known):
        yield _document(x, "Application", _application(x, known, app))


def _document(x: ClusterOn, kind: str, body: shapes.AppProject | shapes.Application) -> Document:
    name = body["metadata"]["name"]
    return Document(f"{x.where.cluster}/argocd/{kind.lower()}-{name}.yaml", body, x.owner)


def _app_project(x: ClusterOn, known: Argo) -> shapes.AppProject:
    charts = x.cluster.karpenter is not None and known.karpenter is not None
    here: shapes.Destination = {"server": HERE, "namespace": known.settings.namespace}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "AppProject",
        "metadata": {
            "name": _project(x, known),
            "namespace": known.settings.namespace,
            "labels": labels(x.where),
            "annotations": {WAVE: "-20"},
        },
        "spec": {
            "description": f"What specgen renders for cluster {x.where.cluster}",
            "sourceRepos": [known.git.repo_url, *([KARPENTER_CHARTS] if charts else [])],
            "destinations": [{**_there(x), "namespace": "*"}, here],
            "clusterResourceWhitelist": CLUSTER_KINDS + (CHART_KINDS if charts else []),
        },
    }


def _there(x: ClusterOn) -> shapes.Destination:
    """The cluster, by its name in Argo CD or by its URL."""
    name = x.cluster.argocd.destination or x.cluster.name
    return {"server": name} if name.startswith("https://") else {"name": name}


def _metadata(x: ClusterOn, known: Argo, name: str, wave: str) -> shapes.ApplicationMetadata:
    told = known.settings.notifications
    return {
        "name": name,
        "namespace": known.settings.namespace,
        "labels": labels(x.where),
        "annotations": {
            WAVE: wave,
            **{f"notifications.argoproj.io/{key}": value for key, value in told.items()},
        },
        "finalizers": [FINALIZER] if known.settings.sync.finalizer else None,
    }


def _root(x: ClusterOn, known: Argo) -> shapes.Application:
    """The one that a person applies; it lies in the project that every Argo CD has."""
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": _metadata(x, known, _prefix(x), "-20"),
        "spec": {
            "project": "default",
            "source": _folder(known, "argocd")[0],
            "destination": {"server": HERE, "namespace": known.settings.namespace},
            "syncPolicy": _policy(known.settings.sync, prune=True),
        },
    }


def _application(x: ClusterOn, known: Argo, app: App) -> shapes.Application:
    single = len(app.sources) == 1
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": _metadata(x, known, f"{_prefix(x)}-{app.name}", app.wave),
        "spec": {
            "project": _project(x, known),
            "source": app.sources[0] if single else None,
            "sources": None if single else app.sources,
            "destination": {**_there(x), "namespace": app.namespace},
            "syncPolicy": _policy(known.settings.sync, prune=app.prune),
        },
    }


def _policy(sync: Sync, *, prune: bool) -> shapes.SyncPolicy:
    automated: shapes.Automated = {"prune": sync.prune and prune, "selfHeal": sync.self_heal}
    unpruned = [] if prune else ["Prune=false"]
    return {
        "automated": automated if sync.automated else None,
        "retry": {
            "limit": sync.retries,
            "backoff": {
                "duration": sync.backoff.duration.text,
                "factor": sync.backoff.factor,
                "maxDuration": sync.backoff.max_duration.text,
            },
        },
        "syncOptions": ["ServerSideApply=true", *unpruned, *sync.options],
    }


TARGET = Target(
    "argocd", "AppProject and Applications that sync a cluster's tree", ClusterOn, render
)
