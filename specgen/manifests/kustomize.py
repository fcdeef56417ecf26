"""The list of a folder's objects: https://kubectl.docs.kubernetes.io/references/kustomize/."""

from typing import Any, Literal

from typing_extensions import TypedDict


class Kustomization(TypedDict):
    """Files that `kubectl kustomize` puts together."""

    apiVersion: Literal["kustomize.config.k8s.io/v1beta1"]
    kind: Literal["Kustomization"]
    resources: list[str]


KINDS: tuple[Any, ...] = (Kustomization,)
