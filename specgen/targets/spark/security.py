"""Security contexts as Pod Security's level `restricted` asks."""

from specgen.manifests.pod import SecurityContext
from specgen.manifests.spark_operator import Part
from specgen.spec.job import Security
from specgen.spec.platform import JobOn


def security(x: JobOn) -> Part:
    """Of Spark's containers; others have the same, but for their user."""
    own = context(x.job.security)
    return {"spec": {"driver": {"securityContext": own}, "executor": {"securityContext": own}}}


def context(wanted: Security, user: int | None = None) -> SecurityContext | None:
    """https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted.

    A container that is to run as root cannot promise that it does not.
    """
    if wanted.level == "none":
        return None if user is None else {"runAsUser": user}
    return {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "runAsGroup": wanted.run_as_group,
        "runAsNonRoot": None if user == 0 else True,
        "runAsUser": wanted.run_as_user if user is None else user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
