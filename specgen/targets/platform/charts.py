"""The Helm charts that specgen installs: where they come from, what they bring, where they run.

Values, Argo CD's Applications and its AppProject's rights follow from this one table.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from specgen.manifests.argocd import GroupKind
from specgen.spec.platform import ClusterOn
from specgen.spec.pool import Pool
from specgen.targets.common import AUTOSCALING_WAVE, OPERATOR_WAVE
from specgen.targets.infra.identities import CONTROLLERS
from specgen.targets.spark.placement import toleration
from specgen.units.times import Version


class Definitions(NamedTuple):
    """Where the definitions of a chart's kinds come from: a chart of their own, or a folder."""

    name: str
    """Of their Application."""
    repository: str
    chart: str | None = None
    path: str | None = None
    """In the repository, at the tag `v<version>`."""


class Chart(NamedTuple):
    """A chart."""

    name: str
    """In its repository; also its release, its folder of values and its Application."""
    repository: str
    wave: str
    version: Literal["karpenter", "cluster_autoscaler", "spark_operator"]
    """Field of `Versions`."""
    kinds: tuple[GroupKind, ...]
    """What it makes that has no namespace."""
    definitions: Definitions | None = None
    """None: it defines no kinds."""


class Release(NamedTuple):
    """A chart, as a cluster has it."""

    chart: Chart
    namespace: str
    version: Version | None
    """None: nobody has named one."""
    signs_itself: bool = False
    """It writes the certificates into its webhook configurations when it starts."""


_RBAC: tuple[GroupKind, ...] = (
    {"group": "rbac.authorization.k8s.io", "kind": "ClusterRole"},
    {"group": "rbac.authorization.k8s.io", "kind": "ClusterRoleBinding"},
)
WEBHOOKS: tuple[GroupKind, ...] = (
    {"group": "admissionregistration.k8s.io", "kind": "MutatingWebhookConfiguration"},
    {"group": "admissionregistration.k8s.io", "kind": "ValidatingWebhookConfiguration"},
)

KARPENTER = Chart(
    "karpenter",
    "public.ecr.aws/karpenter",
    AUTOSCALING_WAVE,
    "karpenter",
    _RBAC,
    Definitions("karpenter-crd", "public.ecr.aws/karpenter", chart="karpenter-crd"),
)
"""https://github.com/aws/karpenter-provider-aws/tree/v1.14.1/charts; an OCI registry.

https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/#4-install-karpenter
"""

AUTOSCALER = Chart(
    "cluster-autoscaler",
    "https://kubernetes.github.io/autoscaler",
    AUTOSCALING_WAVE,
    "cluster_autoscaler",
    _RBAC,
)
"""https://github.com/kubernetes/autoscaler/tree/cluster-autoscaler-chart-9.59.0/charts"""

OPERATOR = Chart(
    "spark-operator",
    "https://kubeflow.github.io/spark-operator",
    OPERATOR_WAVE,
    "spark_operator",
    (*WEBHOOKS, *_RBAC),
    Definitions(
        "spark-operator-crd",
        "https://github.com/kubeflow/spark-operator",
        path="charts/spark-operator-chart/crds",
    ),
)
"""https://github.com/kubeflow/spark-operator/tree/v2.5.2/charts/spark-operator-chart

Its hook that upgrades the definitions is Helm's; Argo CD takes them from the same release in Git.
"""


def installed(x: ClusterOn) -> Iterator[Release]:
    """The charts that the cluster has, in the order of their waves."""
    spec, versions = x.cluster, x.versions
    operator = spec.installs.spark_operator
    if spec.karpenter is not None:
        yield Release(KARPENTER, CONTROLLERS, versions.karpenter)
    if spec.cluster_autoscaler is not None:
        yield Release(AUTOSCALER, CONTROLLERS, versions.cluster_autoscaler)
    if operator is not None:
        yield Release(
            OPERATOR, operator.namespace, versions.spark_operator, not operator.cert_manager
        )


def releases(x: ClusterOn) -> Iterator[tuple[Release, Version]]:
    """Those with a version; the others are a finding, and no Application."""
    for one in installed(x):
        if one.version is not None:
            yield one, one.version


def system_pool(x: ClusterOn, *, without: str | None = None) -> Pool | None:
    """The cluster's first pool that `runs: system`; none of those made by the field `without`."""
    pools = (one for one in x.pools.values() if one.runs == "system")
    return next((one for one in pools if without not in one.declared[:1]), None)


def placement(pool: Pool | None) -> dict[str, Any]:
    """Values that put a chart's pods on the nodes of a pool; nothing, where there is none."""
    if pool is None:
        return {}
    return {
        "nodeSelector": pool.selector or None,
        "tolerations": [toleration(one) for one in pool.taints if not one.startup] or None,
    }
