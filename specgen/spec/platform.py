"""What rules look at and targets render: one object on one cluster, with all it may depend on.

Each is a NamedTuple of frozen models and values, no wider than its output needs; `load` makes them.
"""

from typing import NamedTuple

from specgen.finding import Owner
from specgen.paths import Path
from specgen.spec.argocd import ArgoCD, Git
from specgen.spec.cluster import Cluster, Identity
from specgen.spec.environment import Environment
from specgen.spec.image import Image, ImagePull, Mirror
from specgen.spec.job import SparkJob
from specgen.spec.pool import Pool
from specgen.spec.storage import PriorityClass
from specgen.spec.team import Team
from specgen.units.addresses import Root
from specgen.units.times import TimeZone


class Where(NamedTuple):
    """Which tree an object is rendered into."""

    project: str
    environment: str
    cluster: str
    production: bool


class Surroundings(NamedTuple):
    """What a job takes from its environment and cluster."""

    region: str
    zones: tuple[str, ...]
    identity: Identity
    operator: bool
    """The Spark operator watches this cluster."""
    agent: bool
    """The Pod Identity agent runs on its nodes."""
    time_zone: TimeZone | None
    event_logs: Root | None
    locations: dict[str, Root]
    mirrors: tuple[Mirror, ...]
    pull: ImagePull
    priorities: tuple[str, ...]
    """Names of the priority classes that there are."""


class TeamOn(NamedTuple):
    """A team on a cluster."""

    where: Where
    team: Team
    pull: ImagePull
    identity: Identity

    @property
    def owner(self) -> Owner:
        """The spec object it is about."""
        return Owner("Team", self.team.name, self.where.cluster)


class JobOn(NamedTuple):
    """A job on one of its clusters."""

    where: Where
    around: Surroundings
    team: Team
    job: SparkJob
    image: Image
    active: bool
    """Live here; elsewhere it is rendered suspended."""
    driver_pool: Pool | None
    executor_pool: Pool | None
    """None: the cluster has no pool of that name."""
    pools: dict[str, Path]
    """Pools that the cluster offers, and where its spec declares each."""

    @property
    def owner(self) -> Owner:
        """The spec object it is about."""
        return Owner("SparkJob", self.job.name, self.where.cluster)


class Argo(NamedTuple):
    """What Argo CD must know to sync a cluster's tree."""

    git: Git
    folder: str
    """Of the cluster's tree, in the repository."""
    settings: ArgoCD
    karpenter: str | None
    """Version of Karpenter's charts."""
    teams: tuple[tuple[str, str], ...]
    """Each team that is rendered, and its namespace."""
    working: frozenset[str]
    """Teams with jobs."""


class ClusterOn(NamedTuple):
    """A cluster, and what of it is used."""

    where: Where
    cluster: Cluster
    used_pools: frozenset[str]
    tags: dict[str, str]
    """Tags of what is made in the cloud."""
    priorities: tuple[PriorityClass, ...]
    argo: Argo | None
    """None: the project is not kept in Git, as far as its file says."""

    @property
    def owner(self) -> Owner:
        """The spec object it is about."""
        return Owner("Cluster", self.cluster.name)


class Authored(NamedTuple):
    """An object of a team and the files it is written in, each below its layer's folder."""

    where: Where
    owner: Owner
    team: str
    files: tuple[str, ...]
    folders: dict[str, str]
    """Folder of each team that has one."""


class EnvironmentOn(NamedTuple):
    """An environment as a whole."""

    where: Where
    environment: Environment
    namespaces: tuple[tuple[str, str], ...]
    """Team and namespace of each team, by cluster."""

    @property
    def owner(self) -> Owner:
        """The spec object it is about."""
        return Owner("Environment", self.environment.name)


Subject = TeamOn | JobOn | ClusterOn | Authored | EnvironmentOn
