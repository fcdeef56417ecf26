"""Argo CD's AppProject of a cluster: what its Applications may do, and who may see them."""

from collections.abc import Iterator

from specgen.manifests import argocd as shapes
from specgen.spec.platform import Argo, ClusterOn, TeamIn
from specgen.targets.common import WAVE, labels
from specgen.targets.platform.charts import releases

HERE = "https://kubernetes.default.svc"
"""The cluster that Argo CD itself runs in: the root only makes Applications there."""

ROOT_WAVE = "-20"
CLUSTER_KINDS: list[shapes.GroupKind] = [
    {"group": "", "kind": "Namespace"},
    {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass"},
    {"group": "karpenter.sh", "kind": "NodePool"},
    {"group": "scheduling.k8s.io", "kind": "PriorityClass"},
    {"group": "storage.k8s.io", "kind": "StorageClass"},
]
"""Kinds without a namespace that specgen renders; those of the charts come to them."""

DEFINITION: shapes.GroupKind = {
    "group": "apiextensions.k8s.io",
    "kind": "CustomResourceDefinition",
}
_BY_MAIL = "; e-mail addresses count where argocd-rbac-cm has scopes '[groups, email]'"


def prefix(x: ClusterOn) -> str:
    """The name of the root, with which those of all Applications of the cluster begin."""
    return f"{x.where.environment}-{x.where.cluster}"


def project(x: ClusterOn, known: Argo) -> str:
    """The name of the AppProject: our own, or one that is there."""
    return known.settings.project or f"{x.where.project}-{prefix(x)}"


def there(x: ClusterOn) -> shapes.Destination:
    """The cluster, by its name in Argo CD or by its URL."""
    name = x.cluster.argocd.destination or x.cluster.name
    return {"server": name} if name.startswith("https://") else {"name": name}


def app_project(x: ClusterOn, known: Argo) -> shapes.AppProject:
    """The AppProject, as wide as the cluster's charts need it."""
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "AppProject",
        "metadata": {
            "name": project(x, known),
            "namespace": known.settings.namespace,
            "labels": labels(x.where),
            "annotations": {WAVE: ROOT_WAVE},
        },
        "spec": {
            "description": f"What specgen renders for cluster {x.where.cluster}",
            "sourceRepos": [*dict.fromkeys((known.git.repo_url, *_repositories(x)))],
            "destinations": [{**there(x), "namespace": "*"}],
            "clusterResourceWhitelist": CLUSTER_KINDS + _kinds(x),
            "roles": [_role(x, known, one) for one in x.teams if one.team.members] or None,
        },
    }


def _repositories(x: ClusterOn) -> Iterator[str]:
    for one, _ in releases(x):
        yield one.chart.repository
        if one.chart.definitions is not None:
            yield one.chart.definitions.repository


def _kinds(x: ClusterOn) -> list[shapes.GroupKind]:
    """Kinds without a namespace that the cluster's charts bring, each once."""
    found: dict[tuple[str, str], shapes.GroupKind] = {}
    for one, _ in releases(x):
        for kind in (*one.chart.kinds, *([DEFINITION] if one.chart.definitions else ())):
            found[kind["group"], kind["kind"]] = kind
    return [found[key] for key in sorted(found)]


def _role(x: ClusterOn, known: Argo, one: TeamIn) -> shapes.ProjectRole:
    """A team sees its two Applications, syncs its jobs and reads their logs.

    Argo CD looks members up among the values of the scopes that argocd-rbac-cm names; `groups`
    alone, unless it says otherwise:
    https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/#using-sso-usersgroups
    """
    name = one.team.name
    allowed = [("applications", "get", f"team-{name}")]
    if one.works:
        jobs = f"jobs-{name}"
        allowed += [("applications", "get", jobs), ("applications", "sync", jobs)]
        allowed += [("logs", "get", jobs)]
    own = project(x, known)
    members = [*dict.fromkeys(each.removeprefix("group:") for each in one.team.members)]
    by_mail = _BY_MAIL if any("@" in one for one in members) else ""
    return {
        "name": name,
        "description": f"Members of team {name}{by_mail}",
        "policies": [
            f"p, proj:{own}:{name}, {kind}, {action}, {own}/{prefix(x)}-{app}, allow"
            for kind, action, app in allowed
        ],
        "groups": members,
    }
