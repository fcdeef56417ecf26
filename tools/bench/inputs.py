"""Generated projects: ten teams, short jobs, one document each, on the layer `base` of ours."""

import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from tools.bench.measure import Run, seconds

REPOSITORY = Path(__file__).resolve().parents[2]
SPECGEN = Path(sys.executable).parent / "specgen"
ENVIRONMENT = "bench"
TEAMS = 10
ONE_SHOT_EVERY = 4
"""Of so many jobs one is run once; the others have a schedule."""

_OF_BASE = (
    "environments/base/environment.yaml",
    "environments/base/profiles/profiles.yaml",
)
"""What is taken of the example environments: images, versions and defaults; two profiles."""

_PROJECT = """\
apiVersion: specgen/v1
kind: Project
name: bench
git: {repoURL: "https://git.example.com/acme/bench.git"}
"""
_PLATFORM = """\
kind: Environment
name: bench
extends: [base]
cloud: {provider: aws, region: us-east-1}
eventLogs: s3://acme-bench-logs/events/
locations: {data: s3://acme-bench/data/, scratch: s3://acme-bench/scratch/}
defaults: {SparkJob: {zone: us-east-1a}}
---
kind: Cluster
name: use1-bench
existing: {installed: [sparkOperator, podIdentityAgent]}
zones: [us-east-1a, us-east-1b]
pools:
  - {name: drivers, runs: drivers, selector: {pool: drivers}, arch: [amd64, arm64]}
  - name: executors
    runs: executors
    selector: {pool: executors}
    arch: [amd64, arm64]
    capacityType: [spot]
"""
_TEAM = """\
kind: Team
name: {name}
folder: teams/{name}
quota: {{cpu: 400}}
"""
_JOB = """\
kind: SparkJob
name: {name}
team: {team}
profiles: [spot-batch, pyspark-etl]
image: spark-py
application:
  file: {file}
  arguments: [loc://data/in/, {output}]
driver: {{cores: 2, memory: 8g}}
executor: {{instances: {{min: 1, max: {most}}}}}
{when}
conf: {{spark.sql.shuffle.partitions: {partitions}}}
"""


class Job(NamedTuple):
    """What tells one generated job from the next."""

    number: int

    @property
    def name(self) -> str:
        """Of the job, and of its file."""
        return f"job-{self.number:05}"

    @property
    def team(self) -> str:
        """One of the ten, in turn."""
        return f"t{self.number % TEAMS}"

    @property
    def most(self) -> int:
        """Executors at most."""
        return 10 + self.number % 90

    def spec(self, change: int = 0) -> str:
        """The document; each `change` is another one, and nothing more than a path differs."""
        one_shot = self.number % ONE_SHOT_EVERY == ONE_SHOT_EVERY - 1
        return _JOB.format(
            name=self.name,
            team=self.team,
            file=f"loc://data/jobs/{self.name}.py",
            output=f"loc://data/out/{self.number}-{change}/",
            most=self.most,
            when='run: "1"' if one_shot else f'schedule: {{cron: "{self.number % 60} 2 * * *"}}',
            partitions=200 + self.number % 7,
        )


class Project:
    """A generated project on disk, and what is done to it before a run."""

    def __init__(self, root: Path, jobs: int) -> None:
        self.root = root
        self.jobs = [Job(number) for number in range(jobs)]
        self._changes = 0
        self._layer = root / "environments" / ENVIRONMENT
        for part in _OF_BASE:
            _write(root / part, (REPOSITORY / part).read_text(encoding="utf-8"))
        _write(root / "specgen.yaml", _PROJECT)
        _write(self._layer / "platform.yaml", _PLATFORM)
        for name in {job.team: None for job in self.jobs}:
            _write(self._layer / "teams" / name / "team.yaml", _TEAM.format(name=name))
        for job in self.jobs:
            _write(self._file(job), job.spec())
        seconds(self.run("render", ENVIRONMENT, "--fail-on", "warning"))

    def _file(self, job: Job) -> Path:
        return self._layer / "teams" / job.team / f"{job.name}.yaml"

    @property
    def tree(self) -> Path:
        """What is rendered."""
        return self.root / "rendered" / ENVIRONMENT

    @property
    def objects(self) -> list[Path]:
        """The rendered object of each job."""
        folder = self.tree / "use1-bench" / "jobs"
        return [folder / job.team / f"{job.name}.yaml" for job in self.jobs]

    def run(self, *arguments: str) -> Run:
        """A run of the command line here."""
        return Run((str(SPECGEN), *arguments), self.root)

    def cold(self) -> Run:
        """The whole tree, without the note of an earlier run."""
        return self.run("render", ENVIRONMENT)._replace(before=self._clear)

    def unchanged(self) -> Run:
        """A second run over the tree that is there."""
        return self.run("render", ENVIRONMENT)._replace(before=self._settle)

    def one_changed(self) -> Run:
        """A run after somebody has edited one job."""
        return self.run("render", ENVIRONMENT)._replace(before=self._change)

    def _clear(self) -> None:
        clear(self.tree)
        clear(self.root / ".specgen")

    def _settle(self) -> None:
        """A tree, with the note of the run that wrote it; whatever ran last has left both."""
        if not self.tree.exists():
            seconds(self.run("render", ENVIRONMENT))

    def _change(self) -> None:
        self._settle()
        self._changes += 1
        job = self.jobs[len(self.jobs) // 2]
        _write(self._file(job), job.spec(self._changes))


def clear(folder: Path) -> None:
    """Remove a folder, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
