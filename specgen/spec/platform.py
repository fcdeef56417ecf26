"""What rules look at and targets render: one object on one cluster, with all it may depend on.

Each is a NamedTuple of frozen models and values, no wider than its output needs; `load` makes them.
"""

from typing import NamedTuple

from specgen.finding import Owner
from specgen.spec.cluster import Cluster, DeclaredPool, Identity
from specgen.spec.environment import Environment
from specgen.spec.image import Image, ImagePull, Mirror
from specgen.spec.job import SparkJob
from specgen.spec.team import Team
from specgen.units.addresses import Root
from specgen.units.times import TimeZone

ANY_POOL = DeclaredPool.model_construct(
    name="any",
    runs="any",
    selector={},
    taints=(),
    arch=None,
    capacity_type=("on-demand",),
    zones=None,
)
"""The pool that is always there: no selector, no toleration."""


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
    driver_pool: DeclaredPool | None
    executor_pool: DeclaredPool | None
    """None: the cluster has no pool of that name."""
    pools: tuple[str, ...]
    """Names that the cluster offers."""

    @property
    def owner(self) -> Owner:
        """The spec object it is about."""
        return Owner("SparkJob", self.job.name, self.where.cluster)


class ClusterOn(NamedTuple):
    """A cluster, and what of it is used."""

    where: Where
    cluster: Cluster
    used_pools: frozenset[str]

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
