"""Packing: executors near the other pods of their job, as far as there is room."""

from specgen.manifests.spark_operator import (
    Part,
    PodAffinity,
    PodAffinityTerm,
    PodSelectorRequirement,
)
from specgen.spec.platform import JobOn
from specgen.targets.spark.identity import JOB
from specgen.targets.spark.placement import ZONE

_NEAR = {"zone": ZONE, "node": "kubernetes.io/hostname"}
"""https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesiohostname"""

_MOST = 100
"""The most that a wish may count, beside those of the scheduler itself."""


def colocation(x: JobOn) -> Part:
    """A wish, not a demand: a demand would leave executors pending where a zone is full.

    By our own label of the job. The operator's names the run, which for a schedule nobody knows
    before; pods of two runs of one job attract each other, too.
    """
    topology = _NEAR.get(x.job.colocation)
    if topology is None:
        return {}
    mine: PodSelectorRequirement = {"key": JOB, "operator": "In", "values": [x.job.name]}
    near: PodAffinityTerm = {
        "labelSelector": {"matchExpressions": [mine]},
        "topologyKey": topology,
    }
    wish: PodAffinity = {
        "preferredDuringSchedulingIgnoredDuringExecution": [
            {"weight": _MOST, "podAffinityTerm": near}
        ]
    }
    return {"spec": {"executor": {"affinity": {"podAffinity": wish}}}}
