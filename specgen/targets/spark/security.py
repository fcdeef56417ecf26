"""Security contexts as Pod Security's levels ask, and whose volumes are."""

from specgen.manifests.pod import SecurityContext
from specgen.manifests.spark_operator import Part, RolePart
from specgen.spec.platform import JobOn
from specgen.spec.security import Security
from specgen.spec.volume import RoleName


def security(x: JobOn) -> Part:
    """Of Spark's containers; others have the same, but for their user."""
    return {"spec": {"driver": _of_role(x, "driver"), "executor": _of_role(x, "executor")}}


def _of_role(x: JobOn, role: RoleName) -> RolePart:
    """The group is the pod's: the kubelet gives it to volumes as it mounts them.

    https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod
    """
    wanted = x.job.security
    out: RolePart = {"securityContext": context(wanted)}
    if wanted.fs_group is not None or _mounts_claim(x, role):
        out["podSecurityContext"] = {
            "fsGroup": wanted.group_of_volumes,
            "fsGroupChangePolicy": "OnRootMismatch",
        }
    return out


def _mounts_claim(x: JobOn, role: RoleName) -> bool:
    """Whether a role mounts a claim of the namespace that it may write to."""
    return any(
        one.persistent_volume_claim is not None and role in one.roles and not one.is_read_only
        for one in x.job.volumes
    )


def context(wanted: Security, user: int | None = None) -> SecurityContext | None:
    """https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted.

    A container that is to run as root cannot promise that it does not.
    """
    if wanted.level == "none":
        return None if user is None else {"runAsUser": user}
    own: SecurityContext = {
        "runAsGroup": wanted.run_as_group,
        "runAsUser": wanted.run_as_user if user is None else user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    if wanted.level == "baseline":
        return own
    return {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "runAsNonRoot": None if user == 0 else True,
        **own,
    }
