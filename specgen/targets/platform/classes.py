"""Classes of the whole cluster: of volumes, and of importance."""

from collections.abc import Iterator

from specgen.manifests import storage as shapes
from specgen.manifests.document import Document
from specgen.manifests.meta import ClusterMetadata
from specgen.spec.platform import ClusterOn
from specgen.targets.common import CLASS_WAVE, WAVE, labels, platform_file
from specgen.targets.target import Target

DEFAULT = "storageclass.kubernetes.io/is-default-class"
"""https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass"""


def _metadata(x: ClusterOn, name: str, more: dict[str, str] | None = None) -> ClusterMetadata:
    annotations = {WAVE: CLASS_WAVE, **(more or {})}
    return {"name": name, "labels": labels(x.where), "annotations": annotations}


def storage_classes(x: ClusterOn) -> Iterator[Document]:
    """A StorageClass for each that the cluster has."""
    for one in x.cluster.storage_classes:
        body: shapes.StorageClass = {
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": _metadata(x, one.name, {DEFAULT: "true"} if one.default else None),
            "provisioner": one.provisioner,
            "parameters": one.parameters or None,
            "reclaimPolicy": one.reclaim_policy,
            "volumeBindingMode": one.binding_mode,
            "allowVolumeExpansion": one.expandable,
        }
        yield Document(platform_file(x.where, "StorageClass", one.name), body, x.owner)


def priority_classes(x: ClusterOn) -> Iterator[Document]:
    """A PriorityClass for each that the environment has."""
    for one in x.priorities:
        body: shapes.PriorityClass = {
            "apiVersion": "scheduling.k8s.io/v1",
            "kind": "PriorityClass",
            "metadata": _metadata(x, one.name),
            "value": one.value,
            "preemptionPolicy": "PreemptLowerPriority" if one.preemption else "Never",
        }
        yield Document(platform_file(x.where, "PriorityClass", one.name), body, x.owner)


STORAGE = Target("storage-classes", "StorageClasses of a cluster", ClusterOn, storage_classes)
PRIORITY = Target("priority-classes", "PriorityClasses of a cluster", ClusterOn, priority_classes)
