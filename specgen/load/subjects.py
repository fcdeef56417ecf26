"""From an environment's stacks to the subjects of rules and targets, one after another.

Jobs are typed one at a time and not kept: ten thousand of them fit in memory.
"""

from collections.abc import Iterable, Iterator

from specgen.finding import Finding, Owner, Related, Severity, Spot
from specgen.load.cluster_subject import Site, argo, cluster_on, job_on, site
from specgen.load.layers import Stack, said
from specgen.load.typing import typed
from specgen.load.world import World
from specgen.names import nearest
from specgen.paths import at
from specgen.spec.cluster import Cluster
from specgen.spec.environment import Environment
from specgen.spec.image import Image, split_reference
from specgen.spec.job import SparkJob
from specgen.spec.platform import (
    Authored,
    EnvironmentOn,
    JobOn,
    Subject,
    TeamOn,
    Where,
)
from specgen.spec.team import Team
from specgen.units.unit import shown

_LISTED = 8
"""Names that a finding lists."""
_HOW_TO_ADD = {
    "cluster": "write a Cluster",
    "image": "add it to the Environment's images",
    "profile": "write a SparkProfile",
    "team": "write a Team",
}


def subjects(world: World) -> Iterator[Subject]:
    """Teams, jobs, clusters and the environment; what cannot be typed is told by the world."""
    if world.environment is None:
        return
    yield from _Subjects(world, world.environment).all()


class _Subjects:
    """The pass over one environment."""

    def __init__(self, world: World, environment: Environment) -> None:
        self.world = world
        self.environment = environment
        self.clusters: dict[str, Site] = {}
        self.teams: dict[tuple[str, str], Team] = {}

    def all(self) -> Iterator[Subject]:
        for name in self.world.names("Cluster"):
            cluster = typed(
                Cluster, self.world.cluster_stack(name), Owner("Cluster", name), self.world.findings
            )
            if cluster is not None:
                self.clusters[name] = site(self.environment, cluster)
        yield from self._teams()
        for name in self.world.names("SparkJob"):
            yield from self._job(name)
        for name, one in self.clusters.items():
            here = tuple(team for (_, on), team in self.teams.items() if on == name)
            known = argo(self.world.project, self.environment, one.cluster)
            yield cluster_on(self.where(name), self.environment, one, here, known)
        yield from self._authored()
        yield self._whole()

    def where(self, cluster: str) -> Where:
        env = self.environment
        return Where(self.world.project.name, env.name, cluster, env.production)

    # --- teams -----------------------------------------------------------------------------------

    def _teams(self) -> Iterator[TeamOn]:
        for name in self.world.names("Team"):
            listed = said(self.world.team_sources(name, ""), "clusters")
            owner = Owner("Team", name)
            stack = self.world.team_stack(name, "")
            self._check_per_cluster(stack, owner, None, "the environment")
            if not self.clusters:
                typed(Team, stack, owner, self.world.findings)
            for cluster in self._known_clusters(listed, stack, owner, "clusters"):
                team = typed(
                    Team,
                    self.world.team_stack(name, cluster),
                    Owner("Team", name, cluster),
                    self.world.findings,
                )
                if team is not None and team.name == name:  # else perCluster renames it: told
                    self.teams[name, cluster] = team
                    yield TeamOn(self.where(cluster), self.clusters[cluster].around, team)

    def _known_clusters(self, listed: object, stack: Stack, owner: Owner, field: str) -> list[str]:
        """The clusters of a list that exist; all, if there is no list."""
        if not isinstance(listed, list):
            return list(self.clusters)
        declared = self.world.names("Cluster")
        seen: dict[str, None] = {}
        for index, name in enumerate(listed):
            if not isinstance(name, str):
                continue  # told when the whole is typed
            if name not in declared:
                self._unknown("cluster", name, declared, stack.place((field, index)), owner)
            elif name in seen:
                self._add(
                    "duplicate-item", f"cluster `{name}` stands twice in `{field}`",
                    stack.place((field, index)), owner, "remove one of the two",
                )  # fmt: skip
            seen[name] = None
        return [name for name in seen if name in self.clusters]

    def _check_per_cluster(self, stack: Stack, owner: Owner, listed: object, whose: str) -> None:
        """That `perCluster` names clusters that count; else what it says is never used.

        Those are the ones that are listed, or all; also one that is itself not sound.
        """
        declared = self.world.names("Cluster")
        clusters = [one for one in declared if one in listed] if isinstance(listed, list) else []
        clusters = clusters or declared
        given = stack.data.get("perCluster")
        for name in given if isinstance(given, dict) else ():
            if name not in clusters and name in declared:
                self._add(
                    "idle-per-cluster",
                    f"perCluster names `{name}`, which is no cluster of {whose}",
                    stack.place(("perCluster", name), key=True), owner,
                    f"remove it, or add `{name}` to clusters",
                )  # fmt: skip
            elif name not in clusters:
                self._unknown(
                    "cluster", name, clusters, stack.place(("perCluster", name), key=True), owner
                )

    # --- jobs ------------------------------------------------------------------------------------

    def _job(self, name: str) -> Iterator[JobOn]:
        owner = Owner("SparkJob", name)
        bare = self.world.job_stack(name, "")
        team = self.world.job_team(name)
        known = self._check_names(bare, owner, team)
        clusters = self._job_clusters(bare, owner)
        self._check_per_cluster(bare, owner, bare.data.get("clusters"), "this job")
        if not clusters:
            typed(SparkJob, bare, owner, self.world.findings)
        for cluster in clusters:
            on = Owner("SparkJob", name, cluster)
            stack = self.world.job_stack(name, cluster)
            self.clusters[cluster].used |= set(_pools_said(stack))
            job = typed(SparkJob, stack, on, self.world.findings)
            if job is None or not known or job.name != name:
                continue
            found = self._placed(job, stack, on, clusters)
            if found is not None:
                yield found

    def _check_names(self, stack: Stack, owner: Owner, team: str) -> bool:
        """That the job's team and profiles exist."""
        before = len(self.world.findings)
        teams, profiles = self.world.names("Team"), self.world.names("SparkProfile")
        if team and team not in teams:
            self._unknown("team", team, teams, stack.place(("team",)), owner)
        listed = said(self.world.documents("SparkJob", owner.name), "profiles")
        for index, profile in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(profile, str) and profile not in profiles:
                self._unknown("profile", profile, profiles, stack.place(("profiles", index)), owner)
        return bool(team) and len(self.world.findings) == before

    def _job_clusters(self, stack: Stack, owner: Owner) -> list[str]:
        listed = stack.data.get("clusters")
        if isinstance(listed, list):
            return self._known_clusters(listed, stack, owner, "clusters")
        if listed is not None:
            return []  # it is no list, which is told when the job is typed
        if len(self.world.names("Cluster")) > 1:
            self._add(
                "missing-field", "the environment has several clusters, and `clusters` is not set",
                stack.place(("name",)), owner,
                "set clusters here or in the environment's defaults.SparkJob",
            )  # fmt: skip
            return []
        if not self.world.names("Cluster"):
            self._add(
                "missing-field", "the environment has no cluster to run it on",
                stack.place(("name",)), owner, "write a Cluster",
            )  # fmt: skip
        return list(self.clusters)

    def _placed(
        self, job: SparkJob, stack: Stack, owner: Owner, clusters: list[str]
    ) -> JobOn | None:
        cluster, team_name = owner.cluster, job.team
        team = self.teams.get((team_name, cluster))
        image = self._image(job, stack, owner)
        active = self._active(job, cluster, clusters, stack, owner)
        if team is None and self._team_elsewhere(team_name, cluster):
            self._add(
                "unknown-name", f"team `{team_name}` is not rendered on cluster `{cluster}`",
                stack.place(("team",)), owner, "add the cluster to the team's clusters",
            )  # fmt: skip
        if team is None or image is None or active is None:
            return None
        on = self.clusters[cluster]
        on.add(job)
        return job_on(self.where(cluster), on, team, job, image, active=active)

    def _team_elsewhere(self, team: str, cluster: str) -> bool:
        """Whether the team leaves this cluster out (and is not merely wrong on it)."""
        listed = said(self.world.team_sources(team, ""), "clusters")
        return isinstance(listed, list) and cluster not in listed

    def _active(
        self, job: SparkJob, cluster: str, clusters: list[str], stack: Stack, owner: Owner
    ) -> bool | None:
        if job.active_on is None:
            if len(clusters) == 1:
                return True
            self._add(
                "missing-field", "the job is on several clusters, and `activeOn` is not set",
                stack.place(("clusters",)), owner, f"set activeOn: [{clusters[0]}]",
            )  # fmt: skip
            return None
        known = job.clusters or tuple(self.clusters)
        declared = self.world.names("Cluster")
        for index, name in enumerate(job.active_on):
            if name not in declared:
                self._unknown("cluster", name, known, stack.place(("activeOn", index)), owner)
        if not set(job.active_on) <= set(declared):
            return None
        if not set(job.active_on) & set(known):
            self._add(
                "contradiction", "the job is active on none of its clusters",
                stack.place(("activeOn",)), owner,
                f"name one of {', '.join(known)}; to park a job set suspend: true",
            )  # fmt: skip
            return None
        return cluster in job.active_on

    def _image(self, job: SparkJob, stack: Stack, owner: Owner) -> Image | None:
        if isinstance(job.image, Image):
            return job.image
        if not any(sign in job.image for sign in "/:@"):
            image = self.environment.images.get(job.image)
            if image is None:
                self._unknown(
                    "image", job.image, self.environment.images, stack.place(("image",)), owner
                )
            return image
        return split_reference(job.image)

    # --- what is left ----------------------------------------------------------------------------

    def _authored(self) -> Iterator[Authored]:
        folders: dict[str, str] = {}
        for (name, _), team in self.teams.items():
            if team.folder is not None:
                folders[name] = team.folder.strip("/")
        depth = self.world.project.environments.count("/") + 2
        for kind in ("Team", "SparkJob"):
            for name in self.world.names(kind):
                team_name = name if kind == "Team" else self.world.job_team(name)
                files = {
                    source.file.name.split("/", depth)[-1]
                    for source in self.world.documents(kind, name)
                }
                yield Authored(
                    self.where(""), Owner(kind, name), team_name, tuple(sorted(files)), folders
                )

    def _whole(self) -> EnvironmentOn:
        homes = dict.fromkeys((name, team.home) for (name, _), team in self.teams.items())
        return EnvironmentOn(self.where(""), self.environment, tuple(homes))

    def _unknown(
        self, what: str, name: str, known: Iterable[str], spot: Spot, owner: Owner
    ) -> None:
        names = sorted(known)
        near = nearest(name, names)
        there = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
        mend = f"there is {there}" if names else _HOW_TO_ADD[what]
        if near:
            mend = f"did you mean `{near}`?"
        related = self._where_declared(what, near)
        self.world.findings.append(Finding(
            "unknown-name", "spec", Severity.ERROR, f"there is no {what} `{shown(name)}`",
            spot, related=related, help=mend, owner=owner,
        ))  # fmt: skip

    def _where_declared(self, what: str, name: str | None) -> tuple[Related, ...]:
        kind = {"team": "Team", "cluster": "Cluster", "profile": "SparkProfile"}.get(what)
        sources = self.world.documents(kind, name) if kind and name else ()
        return (Related(sources[-1].spot(("name",)), f"this {what} exists"),) if sources else ()

    def _add(self, rule: str, what: str, spot: Spot, owner: Owner, mend: str) -> None:
        self.world.findings.append(
            Finding(rule, "spec", Severity.ERROR, what, spot, help=mend, owner=owner)
        )


def _pools_said(stack: Stack) -> Iterator[str]:
    """The pools that a job names, whether it is sound or not."""
    for role in ("driver", "executor"):
        name = at(stack.data, (role, "pool"))
        if isinstance(name, str):
            yield name
