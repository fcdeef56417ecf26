"""A cluster, and a job on it, as subjects: what rules look at and targets render."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from specgen.facts.ec2 import instance_type
from specgen.load.outside import outside, united
from specgen.load.scratch import scratch
from specgen.load.twins import PodName, pod_names, twins
from specgen.paths import Path
from specgen.spec.cluster import Cluster
from specgen.spec.environment import Environment
from specgen.spec.image import Arch, Image, ImageRef, Mirror
from specgen.spec.job import SparkJob
from specgen.spec.platform import (
    Argo,
    Claims,
    ClusterOn,
    JobOn,
    Outside,
    Surroundings,
    TeamIn,
    Where,
)
from specgen.spec.pods import Role
from specgen.spec.pool import Pool
from specgen.spec.project import Project
from specgen.spec.team import Team


def arch_of(name: str) -> Arch | None:
    """The architecture of an instance type, where it is known."""
    found = instance_type(name)
    return None if found is None else found.arch


@dataclass
class Notes:
    """What a cluster must know of the jobs on it; noted job by job."""

    used: set[str] = field(default_factory=set)
    """Pools named by its jobs, sound or not."""

    teams: set[str] = field(default_factory=set)
    """With objects of jobs there."""

    zones: set[str] = field(default_factory=set)
    """That jobs are pinned to, or `any`."""

    claims: set[tuple[str, str]] = field(default_factory=set)
    """Team and identity of jobs whose drivers make claims of volumes."""

    claims_of_drivers: set[str] = field(default_factory=set)
    """Teams with jobs for whose drivers such claims are made."""

    outside: dict[str, Outside] = field(default_factory=dict)
    """What others reach of jobs, by team."""

    gangs: bool = False
    """The operator hands jobs to a batch scheduler."""

    waiting: set[tuple[str, str]] = field(default_factory=set)
    """Team and name of one-shots that Kueue starts."""

    pod_names: set[PodName] = field(default_factory=set)
    """Of jobs whose pods' names are known before they run."""

    most_executors: int = 0
    """Of the biggest job that the operator runs."""

    def add(self, job: SparkJob, *, active: bool) -> None:
        """Note a job; `active`: it is live on this cluster."""
        self._reach(job.team, outside(job))
        self.gangs |= not job.submitted and job.scheduler.gangs(submitted=False)
        if job.scheduler.name == "kueue" and job.schedule is None and active and not job.suspend:
            self.waiting.add((job.team, job.name))
        if job.synced:
            self.teams.add(job.team)
        self.zones.add(job.zone)
        self.pod_names.update(pod_names(job))
        made = job.claims
        if "executor" in made:
            self.claims.add((job.team, job.identity))
        if "driver" in made and not job.submitted:
            self.claims_of_drivers.add(job.team)
        if not job.submitted:
            self.most_executors = max(self.most_executors, job.executor.most)

    def absorb(self, other: "Notes") -> None:
        """Note the jobs that another has noted."""
        self.used |= other.used
        self.teams |= other.teams
        self.zones |= other.zones
        self.pod_names |= other.pod_names
        self.claims |= other.claims
        self.claims_of_drivers |= other.claims_of_drivers
        self.most_executors = max(self.most_executors, other.most_executors)
        for team, reached in other.outside.items():
            self._reach(team, reached)
        self.gangs |= other.gangs
        self.waiting |= other.waiting

    def _reach(self, team: str, more: Outside) -> None:
        self.outside[team] = united((self.outside.get(team, Outside()), more))

    def claims_of(self, team: str) -> Claims:
        """The claims that are made for a team's jobs."""
        by = frozenset(identity for one, identity in self.claims if one == team)
        return Claims(by, team in self.claims_of_drivers)


@dataclass
class Site:
    """A cluster while its environment is passed over: what it offers, and what runs on it."""

    cluster: Cluster
    around: Surroundings
    pools: dict[str, Pool]
    """What jobs may name."""

    notes: Notes = field(default_factory=Notes)


def site(environment: Environment, cluster: Cluster) -> Site:
    """A cluster that nothing runs on yet."""
    pools = cluster.all_pools(arch_of)
    known = {name: one._replace(scratch=scratch(cluster, one)) for name, one in pools.items()}
    return Site(cluster, surroundings(environment, cluster), known)


def surroundings(environment: Environment, cluster: Cluster) -> Surroundings:
    """What jobs and teams on a cluster take from it and the environment."""
    mirrors: dict[str, Mirror] = {
        one.from_: one for one in (*environment.image_mirrors, *cluster.image_mirrors)
    }
    operator = cluster.installs.spark_operator
    return Surroundings(
        account=environment.cloud.account,
        region=cluster.region or environment.cloud.region,
        zones=cluster.zones,
        identity=cluster.identity,
        operator=cluster.operator,
        created=cluster.is_created,
        agent=cluster.agent,
        time_zone=environment.time_zone,
        event_logs=environment.event_logs,
        locations={**environment.locations, **cluster.locations},
        mirrors=tuple(mirrors.values()),
        pull=environment.image_pull,
        priorities=tuple(one.name for one in environment.priority_classes),
        storage_classes=cluster.all_storage_classes,
        prometheus=cluster.prometheus,
        schedulers=cluster.schedulers,
        operator_home=operator.namespace if operator else None,
        api_server=cluster.api_server,
    )


def where(project: Project, environment: Environment, cluster: str) -> Where:
    """What everything on a cluster is told of its place; no cluster is the environment itself."""
    return Where(project.name, environment.name, cluster, environment.production)


class Images(NamedTuple):
    """The images of a job's pods."""

    own: Image
    """The job's."""
    others: dict[str, Image]
    """Those that its roles and containers name, by the text that names them."""


def named_images(job: SparkJob) -> Iterator[tuple[Path, str]]:
    """Where a job names an image beside its own, and the text there."""
    given: list[tuple[Path, ImageRef | None]] = [
        (("driver", "image"), job.driver.image),
        (("executor", "image"), job.executor.image),
        (("submitter", "image"), job.submitter.image),
    ]
    for kind, listed in (("initContainers", job.init_containers), ("sidecars", job.sidecars)):
        given += [((kind, index, "image"), one.image) for index, one in enumerate(listed)]
    for path, image in given:
        if isinstance(image, str):
            yield path, image


def job_on(  # noqa: PLR0913 - a job, and all that is known of where it runs
    where: Where, on: Site, team: Team, job: SparkJob, images: Images, *, active: bool
) -> JobOn:
    """A job as a subject, with the cluster's pools as far as its roles take them."""
    return JobOn(
        where,
        on.around,
        team,
        job,
        images.own,
        active,
        _pool_of(job.driver, on.pools),
        _pool_of(job.executor, on.pools),
        {name: pool.declared for name, pool in on.pools.items()},
        images.others,
    )


def _pool_of(role: Role, pools: dict[str, Pool]) -> Pool | None:
    """The pool that a role names, as far as it takes it."""
    pool = pools.get(role.pool)
    return None if pool is None else pool.narrowed(role.only.capacity_type)


def cluster_on(
    where: Where,
    environment: Environment,
    site: Site,
    teams: tuple[Team, ...],
    argo: Argo | None,
) -> ClusterOn:
    """The subject, with what the environment adds to the cluster."""
    return ClusterOn(
        where,
        site.around,
        site.cluster,
        site.pools,
        frozenset(site.notes.used),
        {**environment.tags, **site.cluster.tags},
        site.cluster.versions.over(environment.versions),
        environment.instance_types,
        environment.priority_classes,
        tuple(_team_in(team, site.notes) for team in teams),
        site.notes.most_executors,
        frozenset(site.notes.zones),
        argo,
        site.notes.gangs,
        twins(site.notes.pod_names),
    )


def _team_in(team: Team, notes: Notes) -> TeamIn:
    waiting = sorted(job for one, job in notes.waiting if one == team.name)
    return TeamIn(team, team.name in notes.teams, tuple(waiting))


def argo(project: Project, environment: Environment, cluster: Cluster) -> Argo | None:
    """What Argo CD must know of the cluster; nothing if the project names no repository."""
    if project.git is None:
        return None
    folder = f"{project.rendered}/{environment.name}/{cluster.name}"
    return Argo(project.git, folder, environment.argocd)
