"""A rendered tree as Argo CD syncs it: which clusters there are, and their objects in order."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from tests.shared import REPOSITORY

Body = dict[str, Any]

RENDERED = REPOSITORY / "rendered"
RICH = REPOSITORY / "tests/golden/kitchen-sink/rendered/dev/eu-a"
"""A cluster of a golden project that has what rendered/ does not: a LimitRange, shared accounts."""
WAVE = "argocd.argoproj.io/sync-wave"
KINDS = (
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "ServiceAccount",
    "Secret",
    "ConfigMap",
    "StorageClass",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleBinding",
    "Role",
    "RoleBinding",
    "Service",
)
"""Kinds that go before others of their wave, in Argo CD's order; among one kind the name decides.

argoproj/gitops-engine, pkg/sync/sync_tasks.go; checked 2027-01-15.
"""


def clusters(tree: Path = RENDERED) -> list[Path]:
    """The folder of each cluster below ENVIRONMENT/ that has something to sync."""
    return sorted({path.parents[0] for path in tree.glob("*/*/*") if synced(path)})


def synced(folder: Path) -> list[Path]:
    """The folders at or below it that Argo CD builds with kustomize."""
    return sorted(path.parent for path in folder.rglob("kustomization.yaml"))


def name_of(path: Path) -> str:
    """Where it is in the repository."""
    return path.relative_to(REPOSITORY).as_posix()


def documents(folder: Path) -> list[Body]:
    """What its kustomization lists."""
    listed = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    return [_read(folder / name) for name in listed["resources"]]


def _read(path: Path) -> Body:
    body: Body = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return body


def in_order(cluster: Path) -> list[Body]:
    """All objects of a cluster: the root Application, then by the Applications' waves and own."""
    roots = [_read(path) for path in sorted((cluster / "infra" / "argocd").glob("*.yaml"))]
    waves = {path: wave for path, wave in map(_of_application, documents_of(cluster)) if path}
    ranked = [
        (
            waves.get(_in_git(folder, cluster), _before(folder)),
            wave_of(body),
            _rank(body),
            body["metadata"]["name"],
            body,
        )
        for folder in synced(cluster)
        for body in documents(folder)
    ]
    return roots + [body for *_, body in sorted(ranked, key=lambda row: row[:4])]


def documents_of(cluster: Path) -> list[Body]:
    """All objects of a cluster, in no order."""
    return [body for folder in synced(cluster) for body in documents(folder)]


def _of_application(body: Body) -> tuple[str, int]:
    """The folder that an Application syncs, and when; nothing for another object."""
    source = body["spec"].get("source", {}) if body["kind"] == "Application" else {}
    return source.get("path", ""), wave_of(body)


def _in_git(folder: Path, cluster: Path) -> str:
    """Where a folder is in the repository of the project whose tree this is."""
    return folder.relative_to(cluster.parents[2]).as_posix()


def _before(folder: Path) -> int:
    """The Applications themselves come first; in a tree without any, own waves alone count."""
    return -1000 if folder.name == "argocd" else 0


def wave_of(body: Body) -> int:
    """When Argo CD applies it among those of its Application."""
    return int(body["metadata"].get("annotations", {}).get(WAVE, 0))


def _rank(body: Body) -> int:
    return KINDS.index(body["kind"]) if body["kind"] in KINDS else len(KINDS)


def batches(bodies: Sequence[Body]) -> Iterator[list[Body]]:
    """Cut behind each run of namespaces: what is dry-run together needs no more than is there."""
    batch: list[Body] = []
    for namespaces, run in groupby(bodies, lambda body: body["kind"] == "Namespace"):
        batch += run
        if namespaces:
            yield batch
            batch = []
    if batch:
        yield batch


def name(body: Body) -> str:
    """`Kind namespace/name`, as messages name it."""
    metadata = body["metadata"]
    return f"{body['kind']} {metadata.get('namespace', '')}/{metadata['name']}"
