"""All shapes that a document may have, for `make schemas`."""

from typing import Any

from specgen.manifests import core, kustomize, networking, rbac, spark_operator

SHAPES: tuple[Any, ...] = (
    *core.KINDS,
    *rbac.KINDS,
    *networking.KINDS,
    *kustomize.KINDS,
    *spark_operator.KINDS,
)
