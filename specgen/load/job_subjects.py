"""Jobs as subjects: each typed and put on its clusters, one at a time."""

from collections.abc import Iterator

from specgen.finding import Finding, Owner
from specgen.load.cluster_subject import Images, Notes, Site, job_on, named_images, where
from specgen.load.layers import Stack, said
from specgen.load.naming import Naming
from specgen.load.typing import typed
from specgen.load.world import World
from specgen.paths import Path, at
from specgen.spec.environment import Environment
from specgen.spec.image import Image, split_reference
from specgen.spec.job import SparkJob
from specgen.spec.platform import JobOn
from specgen.spec.team import Team


class Jobs:
    """Some of an environment's jobs, and what their clusters must know of them."""

    def __init__(
        self,
        world: World,
        environment: Environment,
        sites: dict[str, Site],
        teams: dict[tuple[str, str], Team],
    ) -> None:
        self.world = world
        self.environment = environment
        self.sites = sites
        self.teams = teams
        self.findings: list[Finding] = []
        self.notes = {cluster: Notes() for cluster in sites}
        self.naming = Naming(world, sites, self.findings)

    def subjects(self, name: str) -> Iterator[JobOn]:
        """A job on each of its clusters; what cannot be typed is told."""
        owner = Owner("SparkJob", name)
        bare = self.world.job_stack(name, "")
        team = self.world.job_team(name)
        known = self._check_names(bare, owner, team)
        clusters = self._job_clusters(bare, owner)
        self.naming.check_per_cluster(bare, owner, bare.data.get("clusters"), "this job")
        if not clusters:
            typed(SparkJob, bare, owner, self.findings)
        for cluster in clusters:
            on = Owner("SparkJob", name, cluster)
            stack = self.world.job_stack(name, cluster)
            self.notes[cluster].used |= set(_pools_said(stack))
            job = typed(SparkJob, stack, on, self.findings)
            if job is None or not known or job.name != name:
                continue
            found = self._placed(job, stack, on, clusters)
            if found is not None:
                yield found

    def _check_names(self, stack: Stack, owner: Owner, team: str) -> bool:
        """That the job's team and profiles exist."""
        before = len(self.findings)
        teams, profiles = self.world.names("Team"), self.world.names("SparkProfile")
        if team and team not in teams:
            self.naming.unknown("team", team, teams, stack.place(("team",)), owner)
        listed = said(self.world.documents("SparkJob", owner.name), "profiles")
        for index, profile in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(profile, str) and profile not in profiles:
                self.naming.unknown(
                    "profile", profile, profiles, stack.place(("profiles", index)), owner
                )
        return bool(team) and len(self.findings) == before

    def _job_clusters(self, stack: Stack, owner: Owner) -> list[str]:
        listed = stack.data.get("clusters")
        if isinstance(listed, list):
            return self.naming.known_clusters(listed, stack, owner, "clusters")
        if listed is not None:
            return []  # it is no list, which is told when the job is typed
        if len(self.world.names("Cluster")) > 1:
            self.naming.add(
                "missing-field", "the environment has several clusters, and `clusters` is not set",
                stack.place(("name",)), owner,
                "set clusters here or in the environment's defaults.SparkJob",
            )  # fmt: skip
            return []
        if not self.world.names("Cluster"):
            self.naming.add(
                "missing-field", "the environment has no cluster to run it on",
                stack.place(("name",)), owner, "write a Cluster",
            )  # fmt: skip
        return list(self.sites)

    def _placed(
        self, job: SparkJob, stack: Stack, owner: Owner, clusters: list[str]
    ) -> JobOn | None:
        cluster, team_name = owner.cluster, job.team
        team = self.teams.get((team_name, cluster))
        images = self._images(job, stack, owner)
        active = self._active(job, cluster, clusters, stack, owner)
        if team is None and self._team_elsewhere(team_name, cluster):
            self.naming.add(
                "unknown-name", f"team `{team_name}` is not rendered on cluster `{cluster}`",
                stack.place(("team",)), owner, "add the cluster to the team's clusters",
            )  # fmt: skip
        if team is None or images is None or active is None:
            return None
        self.notes[cluster].add(job, active=active)
        on = self.sites[cluster]
        return job_on(
            where(self.world.project, self.environment, cluster),
            on,
            team,
            job,
            images,
            active=active,
        )

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
            self.naming.add(
                "missing-field", "the job is on several clusters, and `activeOn` is not set",
                stack.place(("clusters",)), owner, f"set activeOn: [{clusters[0]}]",
            )  # fmt: skip
            return None
        known = job.clusters or tuple(self.sites)
        declared = self.world.names("Cluster")
        for index, name in enumerate(job.active_on):
            if name not in declared:
                self.naming.unknown("cluster", name, known, stack.place(("activeOn", index)), owner)
        if not set(job.active_on) <= set(declared):
            return None
        if not set(job.active_on) & set(known):
            self.naming.add(
                "contradiction", "the job is active on none of its clusters",
                stack.place(("activeOn",)), owner,
                f"name one of {', '.join(known)}; to park a job set suspend: true",
            )  # fmt: skip
            return None
        return cluster in job.active_on

    def _images(self, job: SparkJob, stack: Stack, owner: Owner) -> Images | None:
        """The job's image and those that it names beside; None if one is not known."""
        mine = job.image
        own = mine if isinstance(mine, Image) else self._image(("image",), mine, stack, owner)
        others = {name: self._image(path, name, stack, owner) for path, name in named_images(job)}
        known = {name: image for name, image in others.items() if image is not None}
        return Images(own, known) if own is not None and len(known) == len(others) else None

    def _image(self, path: Path, name: str, stack: Stack, owner: Owner) -> Image | None:
        if any(sign in name for sign in "/:@"):
            return split_reference(name)
        image = self.environment.images.get(name)
        if image is None:
            place = stack.place(path)
            self.naming.unknown("image", name, self.environment.images, place, owner)
        return image


def _pools_said(stack: Stack) -> Iterator[str]:
    """The pools that a job names, whether it is sound or not."""
    for role in ("driver", "executor"):
        name = at(stack.data, (role, "pool"))
        if isinstance(name, str):
            yield name
