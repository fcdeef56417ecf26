"""Keeps autoscalers from taking away a node that a pod still needs."""

from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn

KARPENTER = {"karpenter.sh/do-not-disrupt": "true"}
"""https://karpenter.sh/docs/concepts/disruption/#pod-level-controls"""

AUTOSCALER = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false"}
"""https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md"""


def protection(x: JobOn) -> Part:
    """Both marks on a driver; on executors the second: Karpenter may still replace nodes."""
    return {
        "spec": {
            "driver": {"annotations": _marks(x.job.driver.protect, {**KARPENTER, **AUTOSCALER})},
            "executor": {"annotations": _marks(x.job.executor.protect, AUTOSCALER)},
        }
    }


def _marks(wanted: bool | None, default: dict[str, str]) -> dict[str, str] | None:  # noqa: FBT001
    if wanted is None:
        return default
    return {**KARPENTER, **AUTOSCALER} if wanted else None
