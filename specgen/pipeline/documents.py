"""Subjects as functions of spec objects, and the documents of one of them.

`run` makes every document of an environment once. Here one document is made again and again, from
spec objects of which one place is another: that is how its origins are found.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from specgen.finding import Owner
from specgen.load.cluster_subject import (
    Images,
    Notes,
    Site,
    argo,
    cluster_on,
    job_on,
    named_images,
    site,
    where,
)
from specgen.load.outside import outside, united
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.manifests.document import Document
from specgen.merging import without_none
from specgen.origins.trial import IMPOSSIBLE
from specgen.paths import ABSENT, Path
from specgen.pipeline import overrides
from specgen.pipeline.header import header
from specgen.pipeline.texts import names_texts, with_texts
from specgen.spec.cluster import Cluster
from specgen.spec.environment import Environment
from specgen.spec.image import Image, split_reference
from specgen.spec.job import SparkJob
from specgen.spec.platform import Claims, ClusterOn, JobOn, Outside, TeamOn
from specgen.spec.project import Project
from specgen.spec.team import Team
from specgen.targets.registry import TARGETS
from specgen.targets.target import Target
from specgen.tree.encode import encoded
from specgen.validate.schema import ordered

Renderable = TeamOn | JobOn | ClusterOn
"""Subjects that targets render."""


class TeamOf(NamedTuple):
    """What a team on a cluster is made of."""

    project: Project
    environment: Environment
    cluster: Cluster
    team: Team
    jobs: tuple[SparkJob, ...]
    """Those of its jobs that decide what its drivers may do, and what others reach of them."""


class JobOf(NamedTuple):
    """What a job on a cluster is made of."""

    project: Project
    environment: Environment
    cluster: Cluster
    teams: dict[str, Team]
    """The job's team, by the name that the job has for it."""
    job: SparkJob


class ClusterOf(NamedTuple):
    """What a cluster and all that runs on it are made of."""

    project: Project
    environment: Environment
    cluster: Cluster
    teams: dict[str, Team]
    """By the names that jobs have for them."""
    jobs: tuple[SparkJob, ...]
    """Those of its jobs that decide what runs there in all: the biggest, one for each team, …"""


Of = TeamOf | JobOf | ClusterOf


# --- from spec objects to a subject ---------------------------------------------------------------


def subject(of: Of) -> Renderable:
    """The subject that spec objects come to; equal to what `load` makes of them."""
    cluster = of.cluster
    here = where(of.project, of.environment, cluster.name)
    on = site(of.environment, cluster)
    if isinstance(of, TeamOf):
        return TeamOn(here, on.around, of.team, *_of_team(of.jobs))
    if isinstance(of, JobOf):
        return job_on(here, on, _team(of), of.job, _images(of), active=of.job.live_on(cluster.name))
    known = argo(of.project, of.environment, cluster)
    teams = tuple(of.teams.values())
    return cluster_on(here, of.environment, _noted(on, of.jobs, of.teams), teams, known)


def _of_team(jobs: tuple[SparkJob, ...]) -> tuple[Claims, Outside]:
    """What a team knows of its jobs, whatever they call it."""
    return _claims(jobs), united(map(outside, jobs))


def _claims(jobs: tuple[SparkJob, ...]) -> Claims:
    made = [(job.identity, job.claims) for job in jobs]
    by = frozenset(identity for identity, roles in made if "executor" in roles)
    return Claims(by, any("driver" in roles for _, roles in made))


def _team(of: JobOf) -> Team:
    """The team that the job names; one like its own, if that is another."""
    known = of.teams.get(of.job.team)
    return known or next(iter(of.teams.values())).model_copy(update={"name": of.job.team})


def _images(of: JobOf) -> Images:
    """The images that the job names."""
    own = of.job.image
    others = {name: _image(of, name) for _, name in named_images(of.job)}
    return Images(own if isinstance(own, Image) else _image(of, own), others)


def _image(of: JobOf, name: str) -> Image:
    """The image of a name; one that is not in the catalogue is read as a reference."""
    return of.environment.images.get(name) or split_reference(name)


def _noted(on: Site, jobs: tuple[SparkJob, ...], teams: dict[str, Team]) -> Site:
    """The cluster with its jobs."""
    return Site(on.cluster, on.around, on.pools, _notes(on.cluster.name, jobs, teams))


def _notes(cluster: str, jobs: tuple[SparkJob, ...], teams: dict[str, Team]) -> Notes:
    """What a cluster knows of its jobs; a team that is called otherwise keeps its own."""
    out = Notes()
    for job in jobs:
        out.used |= {job.driver.pool, job.executor.pool}
        out.add(job, active=job.live_on(cluster))
    out.teams = {teams[name].name if name in teams else name for name in out.teams}
    return out


# --- from an environment to spec objects ----------------------------------------------------------


def inputs(world: World) -> Iterator[tuple[Of, Renderable]]:
    """Each subject that is rendered, after what it is made of."""
    every = [x for x in subjects(world) if isinstance(x, TeamOn | JobOn | ClusterOn)]
    clusters = {x.cluster.name: x for x in every if isinstance(x, ClusterOn)}
    jobs: dict[str, list[SparkJob]] = {}
    for x in every:
        if isinstance(x, JobOn):
            jobs.setdefault(x.where.cluster, []).append(x.job)
    for x in every:
        cluster = clusters[x.where.cluster]
        yield _made_of(world, x, cluster, jobs.get(x.where.cluster, [])), x


def _made_of(world: World, x: Renderable, on: ClusterOn, jobs: list[SparkJob]) -> Of:
    assert world.environment is not None  # noqa: S101 - else it has no subjects
    common = (world.project, world.environment, on.cluster)
    if isinstance(x, TeamOn):
        mine = [job for job in jobs if job.team == x.team.name]
        return TeamOf(*common, x.team, _telling(mine, _of_team))
    if isinstance(x, JobOn):
        return JobOf(*common, {x.team.name: x.team}, x.job)
    teams = {one.team.name: one.team for one in x.teams}
    told = partial(_notes, on.cluster.name, teams={})
    return ClusterOf(*common, teams, _telling(jobs, told))


def _telling(
    jobs: list[SparkJob], told: Callable[[tuple[SparkJob, ...]], object]
) -> tuple[SparkJob, ...]:
    """As few of the jobs as tell the same, the biggest first."""
    chosen: tuple[SparkJob, ...] = ()
    for job in sorted(jobs, key=lambda one: -one.executor.most):
        if told((*chosen, job)) != told(chosen):
            chosen = (*chosen, job)
    return chosen


# --- documents ------------------------------------------------------------------------------------


class Made(NamedTuple):
    """A document, and what it is made of."""

    of: Of
    target: Target
    number: int
    """Which of its target's documents it is, from 0."""
    total: int
    """How many documents its target makes."""
    document: Document
    """With its overrides, and without what says nothing."""

    def again(self, of: Of, part: Path = ()) -> Any:
        """Its body, made of other spec objects; ABSENT if it were not there.

        It is told by its file or, where no more and no fewer are made, by its place among them.
        With `part` it has only the field that this place lies in, beside what it is. An application
        is one of another kind where spark-submit submits the job: each of its lines would else be
        said to be there because the operator is the default.
        """
        if _submits(self.of) == "operator" != _submits(of):
            return {**self.document.body, "kind": ""}
        x = subject(of)
        every = [*self.target.render(x)]
        own = every[self.number : self.number + 1]
        same = [one for one in (*own, *every) if one.file == self.document.file]
        if not same and len(every) == self.total:
            same = own
        if not same:
            return ABSENT
        if names_texts(same[0]):
            return next(one.body for one in documents(of, self.target) if one.file == same[0].file)
        return _patched(without_none(_reduced(same[0].body, part)), _patches(of, x.owner))

    @property
    def unpatched(self) -> Any:
        """Its body without overrides."""
        made: dict[str, Any] = {}
        for document in islice(self.target.render(subject(self.of)), self.number + 1):
            made[document.file] = body = without_none(with_texts(document, made).body)
        return body

    def text(self, world: World) -> str:
        """The text of its file."""
        file, body, owner = self.document
        final = ordered(body) if isinstance(body, dict) and "kind" in body else body
        return encoded(file, final, header(world, owner)).decode()


def _submits(of: Of) -> str:
    """Who submits the job that a document is made of."""
    return of.job.submit if isinstance(of, JobOf) else ""


def made(world: World, cluster: str = "") -> Iterator[Made]:
    """Every document of an environment, or of one of its clusters.

    Without those that cannot be made, because the specs hold an error that `validate` tells.
    """
    for of, x in inputs(world):
        for target in TARGETS if cluster in ("", of.cluster.name) else ():
            every = _made(of, target) if isinstance(x, target.of) else []
            for number, document in enumerate(every):
                yield Made(of, target, number, len(every), document)


def _made(of: Of, target: Target) -> list[Document]:
    try:
        return list(documents(of, target))
    except IMPOSSIBLE:
        return []


def documents(of: Of, target: Target) -> Iterator[Document]:
    """What a target makes of spec objects, with overrides."""
    x = subject(of)
    given = _patches(of, x.owner)
    made: dict[str, Any] = {}
    for document in target.render(x):
        file, body, owner = with_texts(document, made)
        made[file] = _patched(without_none(body), given)
        yield Document(file, made[file], owner)


def _patches(of: Of, owner: Owner) -> tuple[overrides.Patch, ...]:
    """What may concern its documents, lowest first: environment's, cluster's, its own."""
    objects = [
        (Owner("Environment", of.environment.name), of.environment.overrides),
        (Owner("Cluster", of.cluster.name), of.cluster.overrides),
    ]
    if isinstance(of, TeamOf):
        objects.append((owner, of.team.overrides))
    elif isinstance(of, JobOf):
        objects.append((owner, of.job.overrides))
    return tuple(one for of_whom, given in objects for one in overrides.patches(of_whom, given))


_WHAT_IT_IS = ("apiVersion", "kind", "metadata")


def _reduced(body: Any, part: Path) -> Any:
    """Of an object the field that a place lies in, and what a patch looks at."""
    if not part or not isinstance(body, dict):
        return body
    return {key: value for key, value in body.items() if key in (*_WHAT_IT_IS, part[0])}


def _patched(body: Any, given: tuple[overrides.Patch, ...]) -> Any:
    """An object with the patches that name it; what is no object stays as made."""
    if not isinstance(body, dict) or "kind" not in body:
        return body
    return overrides.Ledger().patched(body, [patch for patch in given if patch.names(body)])
