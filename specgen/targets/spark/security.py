"""Security contexts as Pod Security's level `restricted` asks."""

from specgen.manifests.pod import SecurityContext
from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn


def security(x: JobOn) -> Part:
    """https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted."""
    wanted = x.job.security
    if wanted.level == "none":
        return {}
    context: SecurityContext = {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "runAsGroup": wanted.run_as_group,
        "runAsNonRoot": True,
        "runAsUser": wanted.run_as_user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    return {
        "spec": {"driver": {"securityContext": context}, "executor": {"securityContext": context}}
    }
