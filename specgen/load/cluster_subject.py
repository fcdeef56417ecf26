"""A cluster as a subject: what rules look at and targets render, once all jobs are known."""

from specgen.spec.cluster import Cluster
from specgen.spec.environment import Environment
from specgen.spec.platform import Argo, ClusterOn, Where
from specgen.spec.project import Project
from specgen.spec.team import Team

Teams = dict[tuple[str, str], Team]
"""By name and cluster."""


def cluster_on(
    where: Where, environment: Environment, cluster: Cluster, used: set[str], argo: Argo | None
) -> ClusterOn:
    """The subject, with what the environment adds to the cluster."""
    return ClusterOn(
        where,
        cluster,
        frozenset(used),
        {**environment.tags, **cluster.tags},
        environment.priority_classes,
        argo,
    )


def argo(
    project: Project, environment: Environment, cluster: Cluster, teams: Teams, working: set[str]
) -> Argo | None:
    """What Argo CD must know of the cluster; nothing if the project names no repository."""
    if project.git is None:
        return None
    version = cluster.versions.karpenter or environment.versions.karpenter
    return Argo(
        project.git,
        f"{project.rendered}/{environment.name}/{cluster.name}",
        environment.argocd,
        None if version is None else version.text,
        tuple((name, team.home) for (name, on), team in teams.items() if on == cluster.name),
        frozenset(working),
    )
