"""Who the team's pods are, and what they may do: ServiceAccounts, Role, RoleBinding; its people.

A driver makes and cleans up its executors; an executor asks the API server for nothing.
"""

from collections.abc import Iterator
from typing import Literal

from specgen.facts.aws import IRSA_ROLE
from specgen.manifests import core, rbac
from specgen.manifests.document import Document
from specgen.manifests.meta import Metadata
from specgen.spec.platform import TeamOn
from specgen.spec.team import Identity
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

CLAIM_RULE: rbac.PolicyRule = {
    "apiGroups": [""],
    "resources": ["persistentvolumeclaims"],
    "verbs": [*_MANAGED, "patch"],
}
"""What it calls beside where it makes claims for executors: ExecutorPodsAllocator makes, counts and
reuses them, and gives them an owner; the clean-up is by label."""

OPERATOR_CLAIMS, OPERATOR_ACCOUNT = "spark-operator-claims", "spark-operator-controller"
"""Name of the operator's further Role, and its controller's account, as chart 2.5.2 calls it.

https://github.com/kubeflow/spark-operator/blob/v2.5.2/charts/spark-operator-chart/templates/controller/_helpers.tpl
"""

OPERATOR_RULE: rbac.PolicyRule = {
    "apiGroups": [""],
    "resources": ["persistentvolumeclaims"],
    "verbs": ["create", "patch", "delete"],
}
"""Its spark-submit applies a driver's claims server-side, which takes `patch` (measured with Spark
4.0.4: the chart's Role has none of it) and `create` where the object is new; what it made it takes
back when the pod is refused: KubernetesClientApplication of apache/spark."""

API: Literal["rbac.authorization.k8s.io"] = "rbac.authorization.k8s.io"

_GROUP = "group:"

MEMBERS, MEMBERS_JOBS = "members", "members-jobs"
"""Names of the bindings of a team's people; their Role has the first."""

VIEW = "view"
"""What they get: all in the namespace but Secrets and rights, to read, of Kubernetes' own kinds.

https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
"""
JOB_RULES: list[rbac.PolicyRule] = [
    {
        "apiGroups": ["sparkoperator.k8s.io"],
        "resources": ["sparkapplications", "scheduledsparkapplications"],
        "verbs": ["get", "list", "watch"],
    }
]
"""What they get beside: the operator's chart adds its kinds to no ClusterRole of people.

https://github.com/kubeflow/spark-operator/tree/v2.5.2/charts/spark-operator-chart/templates
"""


def _metadata(x: TeamOn, name: str, annotations: dict[str, str] | None = None) -> Metadata:
    return {
        "name": name,
        "namespace": x.team.home,
        "labels": labels(x.where, x.team.name),
        "annotations": {**(annotations or {}), WAVE: ACCESS_WAVE},
    }


def service_accounts(x: TeamOn) -> Iterator[Document]:
    """Two accounts for each identity. Executors get no token of the API server."""
    for name, (identity, drives) in _accounts(x).items():
        extra = {**_role(x, identity), **identity.service_accounts.annotations}
        body: core.ServiceAccount = {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": _metadata(x, name, extra),
            "automountServiceAccountToken": drives,
            "imagePullSecrets": [{"name": secret} for secret in x.around.pull.secrets] or None,
        }
        yield Document(team_file(x.where, x.team.name, "ServiceAccount", name), body, x.owner)


def _accounts(x: TeamOn) -> dict[str, tuple[Identity, bool]]:
    """Each account with its identity, and whether it is a driver's; one that two share, once."""
    out: dict[str, tuple[Identity, bool]] = {}
    for identity in x.team.all_identities:
        driver, executor = x.team.accounts(identity.name) or ("", "")
        out.setdefault(driver, (identity, True))
        out.setdefault(executor, (identity, False))
    return out


def _role(x: TeamOn, identity: Identity) -> dict[str, str]:
    """By IRSA the account names its role; by Pod Identity the cluster knows it."""
    role = identity.role_arn
    return {IRSA_ROLE: role.text} if role is not None and x.around.identity == "irsa" else {}


def roles(x: TeamOn) -> Iterator[Document]:
    """A Role and its RoleBinding for the driver's account of each identity."""
    claiming = {(x.team.accounts(identity) or ("",))[0] for identity in x.claims.by}
    for name in (name for name, (_, drives) in _accounts(x).items() if drives):
        role: rbac.Role = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "Role",
            "metadata": _metadata(x, name),
            "rules": [*DRIVER_RULES, CLAIM_RULE] if name in claiming else DRIVER_RULES,
        }
        binding: rbac.RoleBinding = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": _metadata(x, name),
            "roleRef": {"apiGroup": API, "kind": "Role", "name": name},
            "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": x.team.home}],
        }
        yield Document(team_file(x.where, x.team.name, "Role", name), role, x.owner)
        yield Document(team_file(x.where, x.team.name, "RoleBinding", name), binding, x.owner)


def operators_claims(x: TeamOn) -> Iterator[Document]:
    """What the operator that we install needs to make claims for drivers, where a job has some."""
    if not x.claims.of_drivers or x.around.operator_home is None:
        return
    role: rbac.Role = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "Role",
        "metadata": _metadata(x, OPERATOR_CLAIMS),
        "rules": [OPERATOR_RULE],
    }
    binding: rbac.RoleBinding = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": _metadata(x, OPERATOR_CLAIMS),
        "roleRef": {"apiGroup": API, "kind": "Role", "name": OPERATOR_CLAIMS},
        "subjects": [
            {
                "kind": "ServiceAccount",
                "name": OPERATOR_ACCOUNT,
                "namespace": x.around.operator_home,
            }
        ],
    }
    yield Document(team_file(x.where, x.team.name, "Role", OPERATOR_CLAIMS), role, x.owner)
    yield Document(
        team_file(x.where, x.team.name, "RoleBinding", OPERATOR_CLAIMS), binding, x.owner
    )


def members(x: TeamOn) -> Iterator[Document]:
    """What the team's people see its objects and jobs by; nothing for a team without people."""
    if not x.team.members:
        return
    role: rbac.Role = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "Role",
        "metadata": _metadata(x, MEMBERS),
        "rules": JOB_RULES,
    }
    yield Document(team_file(x.where, x.team.name, "Role", MEMBERS), role, x.owner)
    yield _bound(x, MEMBERS, {"apiGroup": API, "kind": "ClusterRole", "name": VIEW})
    yield _bound(x, MEMBERS_JOBS, {"apiGroup": API, "kind": "Role", "name": MEMBERS})


def _bound(x: TeamOn, name: str, role: rbac.RoleRef) -> Document:
    """A role given to the team's people."""
    body: rbac.RoleBinding = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": _metadata(x, name),
        "roleRef": role,
        "subjects": [_person(one) for one in dict.fromkeys(x.team.members)],
    }
    return Document(team_file(x.where, x.team.name, "RoleBinding", name), body, x.owner)


def _person(member: str) -> rbac.Subject:
    """A group of the identity provider, or somebody's name there."""
    group = member.startswith(_GROUP)
    kind: Literal["Group", "User"] = "Group" if group else "User"
    return {"kind": kind, "apiGroup": API, "name": member.removeprefix(_GROUP)}


SERVICE_ACCOUNTS = Target(
    "service-accounts", "ServiceAccounts of drivers and executors", TeamOn, service_accounts
)
ROLES = Target(
    "driver-role", "Role and RoleBinding of drivers: exactly what Spark needs", TeamOn, roles
)
OPERATOR = Target(
    "operator-claims",
    "Role and RoleBinding by which the operator makes claims for drivers",
    TeamOn,
    operators_claims,
)
PEOPLE = Target(
    "members", "Role and RoleBindings by which a team's people see its jobs", TeamOn, members
)
