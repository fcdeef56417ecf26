"""Projects of a few files, opened as a run opens them."""

from pathlib import Path

from specgen.finding import Finding, tidy
from specgen.load.layer import Layers
from specgen.load.project import open_project
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.spec.platform import JobOn, Subject

PROJECT = "apiVersion: specgen/v1\nkind: Project\nname: acme\n"
SOUND_TEXT = """\
kind: Environment
name: sample
cloud: {provider: aws, region: us-east-1}
timeZone: Europe/Berlin
eventLogs: s3://acme-logs/events/
locations: {lake: s3://acme-lake/}
images:
  spark-py:
    repository: registry.example.com/spark-py
    tag: 4.0.5-1
    digest: sha256:1111111111111111111111111111111111111111111111111111111111111111
    platforms: [amd64, arm64]
    sparkVersion: 4.0.5
---
kind: Cluster
name: one
provider: eks
existing: {installed: [sparkOperator, podIdentityAgent]}
zones: [us-east-1a, us-east-1b]
pools:
  - {name: drivers, runs: drivers, selector: {pool: drivers}, arch: [amd64, arm64]}
  - name: executors
    runs: executors
    selector: {pool: executors}
    taints: [{key: pool, value: executors}]
    arch: [amd64, arm64]
    capacityType: [spot]
---
kind: Team
name: reviews
folder: reviews
quota: {cpu: 100, memory: 400Gi}
---
kind: SparkJob
name: count
team: reviews
zone: us-east-1a
image: spark-py
run: "1"
application: {file: loc://lake/jobs/count.py}
driver: {pool: drivers, cores: 1, memory: 2g}
executor: {pool: executors, cores: 2, memory: 4g, instances: {min: 1, max: 10}}
"""
"""A sound project of one document of each kind; no test of loading depends on any rule."""

SOUND = "environments/sample/all.yaml"
"""Where it stands in these projects."""
HEAD = "kind: Environment\nname: sample\n"


def put(root: Path, files: dict[str, str | bytes]) -> Path:
    """The files, exactly as given, and a project file if none is among them."""
    for name, text in {"specgen.yaml": PROJECT, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def layered(**layers: str) -> dict[str, str | bytes]:
    """A file for each layer; `sample` is the environment."""
    return {f"environments/{name}/all.yaml": text for name, text in layers.items()}


def sound(**edits: str) -> str:
    """The sample with a top-level field of its job set to a YAML text, or left out (empty)."""
    head, job = SOUND_TEXT.rsplit("---\n", 1)
    lines = [line for line in job.splitlines() if line.partition(":")[0] not in edits]
    lines += [f"{key}: {text}" for key, text in edits.items() if text]
    return f"{head}---\n" + "\n".join(lines) + "\n"


def world(root: Path, name: str = "sample") -> World:
    """An environment of a project."""
    opened = open_project(str(root))
    assert opened.project is not None, opened.findings
    return World(opened.project, Layers(str(root), opened.project.environments), name)


def seen(of: World) -> list[Subject]:
    """All subjects of a world."""
    return list(subjects(of))


def job_on(of: World, cluster: str = "one", name: str = "count") -> JobOn:
    """A job on one of its clusters."""
    found = (x for x in seen(of) if isinstance(x, JobOn))
    return next(x for x in found if (x.job.name, x.where.cluster) == (name, cluster))


def findings(root: Path, files: dict[str, str | bytes], name: str = "sample") -> list[Finding]:
    """What loading finds in a project of those files; of its own file first."""
    opened = open_project(str(put(root, files)))
    if opened.project is None:
        return opened.findings
    found = world(root, name)
    seen(found)
    return tidy(found.findings)


def told(found: list[Finding]) -> list[str]:
    """Findings as `place rule`, the folder of the environment left out."""
    return [f"{one.spot} {one.rule}".removeprefix("environments/") for one in found]
