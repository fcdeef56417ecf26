"""Classes of volumes and of importance."""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.meta import ClusterMetadata


class StorageClass(TypedDict, total=False):
    """https://kubernetes.io/docs/concepts/storage/storage-classes/."""

    apiVersion: Required[Literal["storage.k8s.io/v1"]]
    kind: Required[Literal["StorageClass"]]
    metadata: Required[ClusterMetadata]
    provisioner: Required[str]
    parameters: dict[str, str] | None
    reclaimPolicy: Literal["Delete", "Retain"]
    volumeBindingMode: Literal["WaitForFirstConsumer", "Immediate"]
    allowVolumeExpansion: bool


class PriorityClass(TypedDict, total=False):
    """https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/."""

    apiVersion: Required[Literal["scheduling.k8s.io/v1"]]
    kind: Required[Literal["PriorityClass"]]
    metadata: Required[ClusterMetadata]
    value: Required[int]
    preemptionPolicy: Literal["PreemptLowerPriority", "Never"]


KINDS: tuple[Any, ...] = (StorageClass, PriorityClass)
