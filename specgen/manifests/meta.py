"""What all Kubernetes objects have in common."""

from typing_extensions import TypedDict


class Metadata(TypedDict, total=False):
    """https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/."""

    name: str
    namespace: str | None
    labels: dict[str, str] | None
    annotations: dict[str, str] | None


class ClusterMetadata(TypedDict, total=False):
    """The same for kinds without a namespace."""

    name: str
    labels: dict[str, str] | None
    annotations: dict[str, str] | None
