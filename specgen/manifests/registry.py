"""All shapes that a document may have, for `make schemas`."""

from typing import Any

from specgen.manifests import (
    argocd,
    batch,
    core,
    eksctl,
    karpenter,
    kustomize,
    monitoring,
    networking,
    rbac,
    spark_operator,
    storage,
)

SHAPES: tuple[Any, ...] = (
    *core.KINDS,
    *rbac.KINDS,
    *networking.KINDS,
    *monitoring.KINDS,
    *kustomize.KINDS,
    *karpenter.KINDS,
    *argocd.KINDS,
    *storage.KINDS,
    *batch.KINDS,
    *eksctl.KINDS,
    *spark_operator.KINDS,
)
