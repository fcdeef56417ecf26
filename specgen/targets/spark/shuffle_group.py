"""Whose a volume's files are: without it a new volume is root's, and Spark cannot write to it."""

from specgen.manifests.pod import PodSecurityContext
from specgen.manifests.spark_operator import Part, RolePart
from specgen.spec.platform import JobOn


def shuffle_group(x: JobOn) -> Part:
    """The group of the processes, given to volumes as they are mounted.

    https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod
    """
    shuffle = x.job.shuffle
    if not shuffle.zonal:
        return {}
    context: PodSecurityContext = {
        "fsGroup": x.job.security.group_of_volumes,
        "fsGroupChangePolicy": "OnRootMismatch",
    }
    role: RolePart = {"podSecurityContext": context}
    return {
        "spec": {
            "driver": role if "driver" in shuffle.roles else {},
            "executor": role if "executor" in shuffle.roles else {},
        }
    }
