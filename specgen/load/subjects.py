"""From an environment's stacks to the subjects of rules and targets, one after another.

Jobs are typed one at a time and not kept: ten thousand of them fit in memory.
"""

from collections.abc import Iterable, Iterator, Mapping

from specgen.finding import Finding, Owner
from specgen.load.cluster_subject import Notes, Site, argo, cluster_on, site, where
from specgen.load.job_subjects import Jobs
from specgen.load.layers import said
from specgen.load.naming import Naming
from specgen.load.typing import typed
from specgen.load.world import World
from specgen.spec.cluster import Cluster
from specgen.spec.environment import Environment
from specgen.spec.platform import Authored, ClusterOn, EnvironmentOn, Outside, Subject, TeamOn
from specgen.spec.team import Team


def subjects(world: World) -> Iterator[Subject]:
    """Jobs, teams, clusters and the environment; what cannot be typed is told by the world."""
    if world.environment is None:
        return
    every = Subjects(world, world.environment)
    teams = list(every.of_teams())
    jobs = every.jobs()
    for name in world.names("SparkJob"):
        yield from jobs.subjects(name)
    every.absorb(jobs.findings, jobs.notes)
    yield from map(every.told, teams)
    yield from every.of_the_rest()


class Subjects:
    """The pass over one environment: teams, then jobs in any order, then the rest.

    Jobs need their teams; what teams and clusters need of jobs is known when all are absorbed.
    """

    def __init__(self, world: World, environment: Environment) -> None:
        self.world = world
        self.environment = environment
        self.sites = dict(self._sites())
        self.teams: dict[tuple[str, str], Team] = {}

    def _sites(self) -> Iterator[tuple[str, Site]]:
        for name in self.world.names("Cluster"):
            stack = self.world.cluster_stack(name)
            cluster = typed(Cluster, stack, Owner("Cluster", name), self.world.findings)
            if cluster is not None:
                yield name, site(self.environment, cluster)

    def jobs(self) -> Jobs:
        """Who types jobs; any number of them share the work."""
        return Jobs(self.world, self.environment, self.sites, self.teams)

    def absorb(self, findings: Iterable[Finding], notes: Mapping[str, Notes]) -> None:
        """Take over what was found and noted of jobs."""
        self.world.findings += findings
        for cluster, noted in notes.items():
            self.sites[cluster].notes.absorb(noted)

    def of_teams(self) -> Iterator[TeamOn]:
        """Each team on each of its clusters; what it must know of its jobs is `told` later."""
        naming = Naming(self.world, self.sites, self.world.findings)
        for name in self.world.names("Team"):
            listed = said(self.world.team_sources(name, ""), "clusters")
            owner = Owner("Team", name)
            stack = self.world.team_stack(name, "")
            naming.check_per_cluster(stack, owner, None, "the environment")
            if not self.sites:
                typed(Team, stack, owner, self.world.findings)
            for cluster in naming.known_clusters(listed, stack, owner, "clusters"):
                yield from self._team(name, cluster)

    def _team(self, name: str, cluster: str) -> Iterator[TeamOn]:
        stack = self.world.team_stack(name, cluster)
        team = typed(Team, stack, Owner("Team", name, cluster), self.world.findings)
        if team is not None and team.name == name:  # else perCluster renames it: told
            self.teams[name, cluster] = team
            here = where(self.world.project, self.environment, cluster)
            yield TeamOn(here, self.sites[cluster].around, team)

    def told(self, x: TeamOn) -> TeamOn:
        """The team, now that its jobs are known."""
        notes, team = self.sites[x.where.cluster].notes, x.team.name
        reached = notes.outside.get(team, Outside())
        return x._replace(claims=notes.claims_of(team), outside=reached)

    def of_the_rest(self) -> Iterator[Subject]:
        """Clusters, now that all that runs there is known; who wrote what; the environment."""
        yield from self._clusters()
        yield from self._authored()
        yield self._whole()

    def _clusters(self) -> Iterator[ClusterOn]:
        for name, one in self.sites.items():
            here = tuple(team for (_, on), team in self.teams.items() if on == name)
            known = argo(self.world.project, self.environment, one.cluster)
            place = where(self.world.project, self.environment, name)
            yield cluster_on(place, self.environment, one, here, known)

    def _authored(self) -> Iterator[Authored]:
        folders: dict[str, str] = {}
        for (name, _), team in self.teams.items():
            if team.folder is not None:
                folders[name] = team.folder.strip("/")
        depth = self.world.project.environments.count("/") + 2
        nowhere = where(self.world.project, self.environment, "")
        for kind in ("Team", "SparkJob"):
            for name in self.world.names(kind):
                team_name = name if kind == "Team" else self.world.job_team(name)
                documents = self.world.documents(kind, name)
                files = {source.file.name.split("/", depth)[-1] for source in documents}
                owner = Owner(kind, name)
                yield Authored(nowhere, owner, team_name, tuple(sorted(files)), folders)

    def _whole(self) -> EnvironmentOn:
        homes = dict.fromkeys((name, team.home) for (name, _), team in self.teams.items())
        nowhere = where(self.world.project, self.environment, "")
        return EnvironmentOn(nowhere, self.environment, tuple(homes))
