"""Who the team's pods are, and what they may do: ServiceAccounts, Role, RoleBinding.

A driver makes and cleans up its executors; an executor asks the API server for nothing.
"""

from collections.abc import Iterator

from specgen.manifests import core, rbac
from specgen.manifests.document import Document
from specgen.manifests.meta import Metadata
from specgen.spec.platform import TeamOn
from specgen.targets.common import ACCESS_WAVE, WAVE, labels, team_file
from specgen.targets.target import Target

_MANAGED = ["get", "list", "create", "delete", "deletecollection"]
DRIVER_RULES: list[rbac.PolicyRule] = [
    {
        "apiGroups": [""],
        "resources": ["pods"],
        "verbs": ["get", "list", "watch", "create", "delete", "deletecollection", "patch"],
    },
    {"apiGroups": [""], "resources": ["services", "configmaps"], "verbs": _MANAGED},
]
"""What Spark's driver calls (KubernetesClusterSchedulerBackend, ExecutorPodsAllocator and their
clean-up, which deletes by label and therefore needs `deletecollection`). No secrets, no exec."""


def _metadata(x: TeamOn, name: str, annotations: dict[str, str] | None = None) -> Metadata:
    return {
        "name": name,
        "namespace": x.team.home,
        "labels": labels(x.where, x.team.name),
        "annotations": {**(annotations or {}), WAVE: ACCESS_WAVE},
    }


def service_accounts(x: TeamOn) -> Iterator[Document]:
    """Two accounts for each identity. Executors get no token of the API server."""
    for identity in x.team.all_identities:
        driver, executor = x.team.accounts(identity.name) or ("", "")
        extra = identity.service_accounts.annotations
        for name in dict.fromkeys((driver, executor)):
            body: core.ServiceAccount = {
                "apiVersion": "v1",
                "kind": "ServiceAccount",
                "metadata": _metadata(x, name, extra),
                "automountServiceAccountToken": name == driver,
                "imagePullSecrets": [{"name": secret} for secret in x.pull.secrets] or None,
            }
            yield Document(team_file(x.where, x.team.name, "ServiceAccount", name), body, x.owner)


def roles(x: TeamOn) -> Iterator[Document]:
    """A Role and its RoleBinding for the driver's account of each identity."""
    for name in _drivers(x):
        role: rbac.Role = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "Role",
            "metadata": _metadata(x, name),
            "rules": DRIVER_RULES,
        }
        binding: rbac.RoleBinding = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": _metadata(x, name),
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": name},
            "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": x.team.home}],
        }
        yield Document(team_file(x.where, x.team.name, "Role", name), role, x.owner)
        yield Document(team_file(x.where, x.team.name, "RoleBinding", name), binding, x.owner)


def _drivers(x: TeamOn) -> list[str]:
    pairs = (x.team.accounts(identity.name) or ("", "") for identity in x.team.all_identities)
    return list(dict.fromkeys(driver for driver, _ in pairs))


SERVICE_ACCOUNTS = Target(
    "service-accounts", "ServiceAccounts of drivers and executors", TeamOn, service_accounts
)
ROLES = Target(
    "driver-role", "Role and RoleBinding of drivers: exactly what Spark needs", TeamOn, roles
)
