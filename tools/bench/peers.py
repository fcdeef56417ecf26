"""Other ways to the same objects, with specgen's own output as their input."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tools.bench.inputs import Job, Project, clear
from tools.bench.measure import Run

_HERE = Path(__file__).parent
_HEADER = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
_LABELS = "labels:\n- pairs: {example.com/owner: platform}\n  includeSelectors: true\n"
"""What `commonLabels` was called before it was deprecated."""


class Peers(NamedTuple):
    """Where the peers are on this machine."""

    kubectl: str | None
    python: str
    """The Python that may have `rjsonnet` and `cdk8s`."""


class Peer(NamedTuple):
    """Another tool at the same work."""

    what: str
    """As the table calls it; `{n}` is the number of jobs."""

    lack: Callable[[Peers], str | None]
    """What is not found, if it is not."""

    prepare: Callable[[Peers, Project, Path], Run]
    """Writes its input to a new folder."""


# --- kubectl kustomize ----------------------------------------------------------------------------


def _no_kubectl(peers: Peers) -> str | None:
    return None if peers.kubectl else "kubectl"


def _labels(peers: Peers, project: Project, folder: Path) -> Run:
    """All objects as they are, with one more label."""
    for path in project.objects:
        shutil.copy(path, folder)
    resources = "".join(f"- {path.name}\n" for path in project.objects)
    _write(folder / "kustomization.yaml", f"{_HEADER}{_LABELS}resources:\n{resources}")
    return _kustomize(peers, folder)


def _overlays(peers: Peers, project: Project, folder: Path) -> Run:
    """One object, and an overlay of it for each job, which says what tells the job apart."""
    _write(folder / "base" / "job.yaml", project.objects[0].read_text(encoding="utf-8"))
    _write(folder / "base" / "kustomization.yaml", f"{_HEADER}resources: [job.yaml]\n")
    for job in project.jobs:
        _write(folder / job.name / "kustomization.yaml", _overlay(job))
    names = "".join(f"- {job.name}\n" for job in project.jobs)
    _write(folder / "kustomization.yaml", f"{_HEADER}resources:\n{names}")
    return _kustomize(peers, folder)


def _overlay(job: Job) -> str:
    patch = [
        {"op": "replace", "path": "/metadata/name", "value": job.name},
        {"op": "replace", "path": "/spec/template/mainApplicationFile", "value": f"{job.name}.py"},
        {"op": "replace", "path": "/spec/template/arguments/1", "value": f"out/{job.number}/"},
        {"op": "replace", "path": "/spec/schedule", "value": f"{job.number % 60} 2 * * *"},
    ]
    target = {"kind": "ScheduledSparkApplication"}
    patches = json.dumps([{"target": target, "patch": json.dumps(patch)}])
    return f"{_HEADER}resources: [../base]\npatches: {patches}\n"


def _kustomize(peers: Peers, folder: Path) -> Run:
    return Run((peers.kubectl or "kubectl", "kustomize", str(folder)), folder)


# --- programs that make objects -------------------------------------------------------------------


def _without(module: str) -> Callable[[Peers], str | None]:
    def lack(peers: Peers) -> str | None:
        call = (peers.python, "-c", f"import {module}")
        try:
            found = subprocess.run(call, capture_output=True, check=False).returncode == 0
        except OSError:
            found = False
        return None if found else f"{module} (for {peers.python})"

    return lack


def _by_program(program: str) -> Callable[[Peers, Project, Path], Run]:
    """A program that lays what tells each job apart over one object, and writes a file for each."""

    def prepare(peers: Peers, project: Project, folder: Path) -> Run:
        _write(folder / "template.json", json.dumps(_object(project.objects[0])))
        for job in project.jobs:
            _write(folder / "jobs" / f"{job.name}.json", json.dumps(_apart(job)))
        out = folder / "out"
        call = (peers.python, str(_HERE / program), str(folder), str(out))
        return Run(call, folder, lambda: _empty(out))

    return prepare


def _object(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _apart(job: Job) -> dict[str, str]:
    return {
        "name": job.name,
        "file": f"{job.name}.py",
        "output": f"out/{job.number}/",
        "schedule": f"{job.number % 60} 2 * * *",
    }


def _empty(folder: Path) -> None:
    clear(folder)
    folder.mkdir()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


PEERS = (
    Peer("`kubectl kustomize` of {n} resources with common labels", _no_kubectl, _labels),
    Peer("`kubectl kustomize` of a base and {n} overlays", _no_kubectl, _overlays),
    Peer("Jsonnet (`rjsonnet`), {n} objects", _without("rjsonnet"), _by_program("with_jsonnet.py")),
    Peer("cdk8s for Python, {n} objects", _without("cdk8s"), _by_program("with_cdk8s.py")),
)
