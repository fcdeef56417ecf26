"""What rules look at and targets render: one object on one cluster, with all it may depend on.

Each is a NamedTuple of frozen models and values, no wider than its output needs; `load` makes them.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from specgen.finding import Owner
from specgen.paths import Path
from specgen.spec.argocd import ArgoCD, Git, Versions
from specgen.spec.cluster import Cluster, Identity
from specgen.spec.environment import Environment, TypePolicy
from specgen.spec.image import Arch, Image, ImagePull, ImageRef, Mirror
from specgen.spec.job import SparkJob
from specgen.spec.pool import Pool
from specgen.spec.storage import PriorityClass, StorageClass
from specgen.spec.team import Team
from specgen.spec.volume import RoleName
from specgen.units.addresses import Root
from specgen.units.times import TimeZone


class Where(NamedTuple):
    """Which tree an object is rendered into."""

    project: str
    environment: str
    cluster: str
    production: bool


class Surroundings(NamedTuple):
    """What jobs and teams take from their environment and cluster."""

    account: str | None
    region: str
    zones: tuple[str, ...]
    identity: Identity
    operator: bool
    """The Spark operator watches this cluster."""
    created: bool
    """Specgen writes what creates the cluster."""
    agent: bool
    """The Pod Identity agent runs on its nodes."""
    time_zone: TimeZone | None
    event_logs: Root | None
    locations: dict[str, Root]
    mirrors: tuple[Mirror, ...]
    pull: ImagePull
    priorities: tuple[str, ...]
    """Names of the priority classes that there are."""
    storage_classes: dict[str, StorageClass | None]
    """Storage classes that there are; None: somebody else made it, and no more is known."""
    prometheus: bool
    """Kinds of the Prometheus operator are there."""
    schedulers: frozenset[str]
    """Batch schedulers that its spec says are there."""
    operator_home: str | None
    """Namespace of the Spark operator that specgen installs."""
    api_server: str | None
    """URL of the API server, for scripts that submit jobs."""


class Claims(NamedTuple):
    """Volumes that are made for a team's jobs while they run."""

    by: frozenset[str] = frozenset()
    """Identities whose drivers make some for their executors."""
    of_drivers: bool = False
    """The operator makes some for drivers."""


class Opening(NamedTuple):
    """A port of a job's pods."""

    protocol: Literal["TCP", "UDP"]
    port: int


class Outside(NamedTuple):
    """What of a team's jobs others reach."""

    openings: frozenset[Opening] = frozenset()
    """The UI's, those of metrics, and those that roles declare."""
    exporters: frozenset[str] = frozenset()
    """Who serves metrics: the values of `metrics.exporter`."""
    silent: frozenset[str] = frozenset()
    """Jobs whose UI serves none."""
    shown: bool = False
    """The operator makes Ingresses for UIs."""


class TeamOn(NamedTuple):
    """A team on a cluster."""

    where: Where
    around: Surroundings
    team: Team
    claims: Claims = Claims()
    """Known when all jobs are."""
    outside: Outside = Outside()
    """Likewise."""

    @property
    def owner(self) -> Owner:
        """The spec object it is about."""
        return Owner("Team", self.team.name, self.where.cluster)


class Used(NamedTuple):
    """An image in a job's pods."""

    path: Path
    """Where the job names it."""
    said: ImageRef
    """How."""
    image: Image
    roles: tuple[RoleName, ...]
    """Whose pods it is in."""


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
    images: dict[str, Image]
    """Images that the job names beside its own, by the text that names them."""

    @property
    def owner(self) -> Owner:
        """The spec object it is about."""
        return Owner("SparkJob", self.job.name, self.where.cluster)

    @property
    def spark(self) -> tuple[int, ...]:
        """The job's Spark release; the newest, if nobody says."""
        version = self.job.spark_version or self.image.spark_version
        return (9,) if version is None else version.parts

    @property
    def on_spot(self) -> bool:
        """Whether executors may lose their nodes at two minutes' notice."""
        return self.executor_pool is not None and self.executor_pool.may_be_spot

    @property
    def decommissions(self) -> bool:
        """Whether executors that must go move their blocks away first."""
        wanted = self.job.executor.decommission.enabled
        return self.on_spot if wanted is None else wanted

    def named(self, image: ImageRef | None) -> Image:
        """What a role or container calls its image; the job's own if it calls none."""
        if image is None:
            return self.image
        return image if isinstance(image, Image) else self.images[image]

    def used_images(self) -> Iterator[Used]:
        """Each image of its pods; the job's own, unless both roles have another."""
        own: dict[RoleName, ImageRef | None] = {
            "driver": self.job.driver.image,
            "executor": self.job.executor.image,
        }
        common = tuple(role for role, said in own.items() if said is None)
        if common:
            yield Used(("image",), self.job.image, self.image, common)
        for role, said in own.items():
            if said is not None:
                yield Used((role, "image"), said, self.named(said), (role,))
        kinds = (("initContainers", self.job.init_containers), ("sidecars", self.job.sidecars))
        for kind, containers in kinds:
            for index, one in enumerate(containers):
                yield Used((kind, index, "image"), one.image, self.named(one.image), one.roles)

    def built_for(self, role: RoleName) -> tuple[Arch, ...] | None:
        """The architectures that every image of a pod is built for; None: none says."""
        images = (one.image for one in self.used_images() if role in one.roles)
        said = [one.platforms for one in images if one.platforms is not None]
        if not said:
            return None
        return tuple(arch for arch in said[0] if all(arch in other for other in said))


class TeamIn(NamedTuple):
    """A team as its cluster sees it."""

    team: Team
    works: bool
    """It has jobs there."""
    waiting: tuple[str, ...] = ()
    """One-shots of it that Kueue starts."""


class Argo(NamedTuple):
    """What Argo CD must know to sync a cluster's tree."""

    git: Git
    folder: str
    """Of the cluster's tree, in the repository."""
    settings: ArgoCD


class Twins(NamedTuple):
    """Jobs of a team whose pods are called alike."""

    role: str
    name: str
    by: tuple[str, ...]
    """Jobs that say so themselves; at least one."""
    jobs: tuple[str, ...]
    """All of them."""


class ClusterOn(NamedTuple):
    """A cluster, and what of it is used."""

    where: Where
    around: Surroundings
    cluster: Cluster
    pools: dict[str, Pool]
    """What jobs may name."""
    used_pools: frozenset[str]
    tags: dict[str, str]
    """Tags of what is made in the cloud."""
    versions: Versions
    """The environment's, and over them the cluster's."""
    types: TypePolicy
    priorities: tuple[PriorityClass, ...]
    teams: tuple[TeamIn, ...]
    most_executors: int
    """Of the biggest job."""
    job_zones: frozenset[str]
    """That its jobs are pinned to; `any` of those that are not."""
    argo: Argo | None
    """None: the project is not kept in Git, as far as its file says."""
    gangs: bool = False
    """The operator hands jobs of it to a batch scheduler."""
    twins: tuple[Twins, ...] = ()

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
