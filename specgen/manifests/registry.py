"""All shapes that a document may have, for `make schemas`."""

from typing import Any

from specgen.manifests import (
    argocd,
    core,
    eksctl,
    karpenter,
    kustomize,
    networking,
    rbac,
    spark_operator,
    storage,
)

SHAPES: tuple[Any, ...] = (
    *core.KINDS,
    *rbac.KINDS,
    *networking.KINDS,
    *kustomize.KINDS,
    *karpenter.KINDS,
    *argocd.KINDS,
    *storage.KINDS,
    *eksctl.KINDS,
    *spark_operator.KINDS,
)
