"""What the Spark operator needs in a team's namespace to make Ingresses of drivers' UIs."""

from collections.abc import Iterator

from specgen.manifests import rbac
from specgen.manifests.document import Document
from specgen.manifests.meta import Metadata
from specgen.spec.platform import TeamOn
from specgen.targets.common import ACCESS_WAVE, WAVE, labels, team_file
from specgen.targets.target import Target
from specgen.targets.team.access import API, OPERATOR_ACCOUNT

NAME = "spark-operator-ingresses"

RULE: rbac.PolicyRule = {
    "apiGroups": ["networking.k8s.io"],
    "resources": ["ingresses"],
    "verbs": ["list", "watch"],
}
"""Its controller reads them through an informer, which the chart's Role leaves out: the application
would stay SUBMITTED and hold a worker while its driver runs (measured with 2.5.2)."""


def render(x: TeamOn) -> Iterator[Document]:
    """Where a job has an ingress, for the operator that we install: no other's account is known."""
    home = x.around.operator_home
    if not x.outside.shown or home is None:
        return
    role: rbac.Role = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "Role",
        "metadata": _metadata(x),
        "rules": [RULE],
    }
    binding: rbac.RoleBinding = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": _metadata(x),
        "roleRef": {"apiGroup": API, "kind": "Role", "name": NAME},
        "subjects": [{"kind": "ServiceAccount", "name": OPERATOR_ACCOUNT, "namespace": home}],
    }
    yield Document(team_file(x.where, x.team.name, "Role", NAME), role, x.owner)
    yield Document(team_file(x.where, x.team.name, "RoleBinding", NAME), binding, x.owner)


def _metadata(x: TeamOn) -> Metadata:
    return {
        "name": NAME,
        "namespace": x.team.home,
        "labels": labels(x.where, x.team.name),
        "annotations": {WAVE: ACCESS_WAVE},
    }


TARGET = Target(
    "operator-ingresses", "Role and RoleBinding by which the operator makes Ingresses of UIs",
    TeamOn, render,
)  # fmt: skip
