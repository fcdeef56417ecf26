"""What Argo CD needs to sync a cluster's tree: an AppProject, a root Application, and its children.

The root makes the others; jobs are apart from the platform, so that a failing job holds nothing up.
"""

from collections.abc import Iterator
from typing import NamedTuple

from specgen.manifests import argocd as shapes
from specgen.manifests.document import Document
from specgen.spec.argocd import Sync
from specgen.spec.platform import Argo, ClusterOn, TeamIn
from specgen.targets.common import (
    ACCESS_WAVE,
    DEFINITION_WAVE,
    PLATFORM_WAVE,
    SCHEDULED_WAVE,
    WAVE,
    labels,
)
from specgen.targets.infra.identities import CONTROLLERS
from specgen.targets.platform.app_project import (
    HERE,
    ROOT_WAVE,
    app_project,
    prefix,
    project,
    there,
)
from specgen.targets.platform.charts import WEBHOOKS, Definitions, Release, releases
from specgen.targets.target import Target
from specgen.units.times import Version

FINALIZER = "resources-finalizer.argocd.argoproj.io/foreground"
CERTIFICATES: list[shapes.IgnoredDifference] = [
    {
        "group": kind["group"],
        "kind": kind["kind"],
        "jqPathExpressions": [".webhooks[]?.clientConfig.caBundle"],
    }
    for kind in WEBHOOKS
]
"""What a webhook that signs its own certificates writes into its configurations."""


def _waiting(one: TeamIn) -> list[shapes.IgnoredDifference]:
    """Whether a job that Kueue starts is suspended is not Git's to say; of every other it is."""
    return [
        {
            "group": "sparkoperator.k8s.io",
            "kind": "SparkApplication",
            "name": job,
            "jsonPointers": ["/spec/suspend"],
        }
        for job in one.waiting
    ]


RESPECTED = "RespectIgnoreDifferences=true"
"""Else a sync writes what is ignored, too."""


class App(NamedTuple):
    """One Application."""

    name: str
    wave: str
    sources: list[shapes.Source]
    namespace: str | None = None
    prune: bool = True
    options: tuple[str, ...] = ()
    cascades: bool = False
    """Its objects go with it where pruning is on: jobs of a team that has none left, or is gone."""
    ignored: list[shapes.IgnoredDifference] | None = None


def applications(x: ClusterOn, known: Argo) -> Iterator[App]:
    """The children of the root, by what is rendered."""
    for one, version in releases(x):
        yield from _of_chart(known, one, version)
    if x.cluster.karpenter or x.cluster.storage_classes or x.priorities:
        yield App("platform", PLATFORM_WAVE, _folder(known, "platform"))
    for one_team in x.teams:
        yield from _of_team(known, one_team)


def _of_team(known: Argo, one: TeamIn) -> Iterator[App]:
    name, home = one.team.name, one.team.home
    yield App(f"team-{name}", ACCESS_WAVE, _folder(known, f"teams/{name}"), home)
    if one.works:
        folder = _folder(known, f"jobs/{name}")
        yield App(
            f"jobs-{name}",
            SCHEDULED_WAVE,
            folder,
            home,
            options=(RESPECTED,) if one.waiting else (),
            cascades=True,
            ignored=_waiting(one) or None,
        )


def _of_chart(known: Argo, one: Release, version: Version) -> Iterator[App]:
    """Definitions first and never pruned, which would delete every object of their kinds."""
    chart, namespace = one.chart, one.namespace
    if chart.definitions is not None:
        sources = [_definitions(chart.definitions, version)]
        yield App(chart.definitions.name, DEFINITION_WAVE, sources, namespace, prune=False)
    yield App(
        chart.name,
        chart.wave,
        _chart(known, one, version),
        namespace,
        options=tuple(_options(one)),
        ignored=CERTIFICATES if one.signs_itself else None,
    )


def _options(one: Release) -> Iterator[str]:
    """A namespace of its own is nobody else's; what it writes itself is not put back."""
    if one.namespace != CONTROLLERS:
        yield "CreateNamespace=true"
    if one.signs_itself:
        yield RESPECTED


def _chart(known: Argo, one: Release, version: Version) -> list[shapes.Source]:
    """The chart, with its values from our own repository."""
    chart, git = one.chart, known.git
    return [
        {
            "repoURL": chart.repository,
            "chart": chart.name,
            "targetRevision": version.text,
            "helm": {
                "releaseName": chart.name,
                "valueFiles": [f"$values/{known.folder}/addons/{chart.name}/values.yaml"],
                "skipCrds": True if chart.definitions else None,
            },
        },
        {"repoURL": git.repo_url, "targetRevision": git.target_revision, "ref": "values"},
    ]


def _definitions(of: Definitions, version: Version) -> shapes.Source:
    if of.chart is None:
        tag = f"v{version.text.removeprefix('v')}"
        return {"repoURL": of.repository, "targetRevision": tag, "path": of.path}
    return {
        "repoURL": of.repository,
        "chart": of.chart,
        "targetRevision": version.text,
        "helm": {"releaseName": of.name},
    }


def _folder(known: Argo, below: str) -> list[shapes.Source]:
    git = known.git
    path = f"{known.folder}/{below}"
    return [{"repoURL": git.repo_url, "targetRevision": git.target_revision, "path": path}]


def _application(x: ClusterOn, known: Argo, app: App) -> shapes.Application:
    single = len(app.sources) == 1
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {
            **_metadata(x, known, f"{prefix(x)}-{app.name}", app.wave),
            "finalizers": [FINALIZER] if _cascades(known.settings.sync, app) else None,
        },
        "spec": {
            "project": project(x, known),
            "source": app.sources[0] if single else None,
            "sources": None if single else app.sources,
            "destination": {**there(x), "namespace": app.namespace},
            "syncPolicy": _policy(known.settings.sync, prune=app.prune, more=app.options),
            "ignoreDifferences": app.ignored,
        },
    }


def _cascades(sync: Sync, app: App) -> bool:
    pruned = sync.automated and sync.prune
    return app.prune and (sync.finalizer or (app.cascades and pruned))


def _root(x: ClusterOn, known: Argo) -> shapes.Application:
    """The one that a person applies; its project is the one that every Argo CD has."""
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {
            **_metadata(x, known, prefix(x), ROOT_WAVE),
            "finalizers": [FINALIZER] if known.settings.sync.finalizer else None,
        },
        "spec": {
            "project": "default",
            "source": _folder(known, "argocd")[0],
            "destination": {"server": HERE, "namespace": known.settings.namespace},
            "syncPolicy": _policy(known.settings.sync, prune=True),
        },
    }


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
    }


def _policy(sync: Sync, *, prune: bool, more: tuple[str, ...] = ()) -> shapes.SyncPolicy:
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
        "syncOptions": ["ServerSideApply=true", *unpruned, *more, *sync.options],
    }


def render(x: ClusterOn) -> Iterator[Document]:
    """Everything in the cluster's argocd folder, and the root that looks there."""
    known = x.argo
    if known is None:
        return
    if known.settings.project is None:
        yield _document(x, "AppProject", app_project(x, known))
    yield Document(root_file(x), _root(x, known), x.owner)
    for app in applications(x, known):
        yield _document(x, "Application", _application(x, known, app))


def root_file(x: ClusterOn) -> str:
    """Where the root Application goes: not where it looks itself.

    It would wait, in its first wave, for its own health, which is that of the worst of its
    children: one failed job, and nothing more of the platform would be synced
    (https://github.com/argoproj/argo-cd/issues/9988).
    """
    return f"{x.where.cluster}/infra/argocd/application-{prefix(x)}.yaml"


def _document(x: ClusterOn, kind: str, body: shapes.AppProject | shapes.Application) -> Document:
    name = body["metadata"]["name"]
    return Document(f"{x.where.cluster}/argocd/{kind.lower()}-{name}.yaml", body, x.owner)


TARGET = Target(
    "argocd", "AppProject and Applications that sync a cluster's tree", ClusterOn, render
)
