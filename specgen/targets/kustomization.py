"""A kustomization.yaml for each folder that Argo CD syncs; `kubectl kustomize` builds it."""

from collections.abc import Iterable, Iterator

from specgen.manifests import kustomize

NAME = "kustomization.yaml"
SYNCED = ("argocd", "platform", "teams", "jobs")
"""Second part of a path, below the cluster: what Argo CD syncs."""


def kustomizations(files: Iterable[str]) -> Iterator[tuple[str, kustomize.Kustomization]]:
    """For each synced folder its file and body, listing the folder's objects by name."""
    folders: dict[str, list[str]] = {}
    for file in files:
        folder, _, name = file.rpartition("/")
        if folder.split("/")[1:2] and folder.split("/")[1] in SYNCED:
            folders.setdefault(folder, []).append(name)
    for folder, names in sorted(folders.items()):
        yield (
            f"{folder}/{NAME}",
            {
                "apiVersion": "kustomize.config.k8s.io/v1beta1",
                "kind": "Kustomization",
                "resources": sorted(names),
            },
        )
