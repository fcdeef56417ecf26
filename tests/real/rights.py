"""What accounts of a cluster may do, as its API server says; and what Spark's driver needs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tests.real.apiserver import Server
from tests.real.judged import JOBS, Synced, spec_of

Body = dict[str, Any]

NEEDED = {
    "pods": ("get", "list", "watch", "create", "delete", "deletecollection", "patch"),
    "configmaps": ("create", "deletecollection"),
    "services": ("deletecollection",),
}
"""What the driver calls, by resource.

Pods: ExecutorPodsAllocator reads its own pod (get), makes executors (create), removes those that
come too late (deletecollection) or cannot be finished (delete); the snapshot sources list and
watch; KubernetesClusterSchedulerBackend labels executors (patch). ConfigMaps: that backend makes
the executors' one and deletes it by label, as it does the driver's service at its end.
apache/spark v4.0.4, resource-managers/kubernetes/core/src/main/scala/org/apache/spark/scheduler/
cluster/k8s; checked 2027-01-15.
"""
CLAIMS = {"persistentvolumeclaims": ("list", "create", "deletecollection")}
"""The same for a job with volumes on demand: ExecutorPodsAllocator makes and reuses claims."""

MAY = {
    "pods": NEEDED["pods"],
    "configmaps": ("get", "list", "create", "delete", "deletecollection"),
    "services": ("get", "list", "create", "delete", "deletecollection"),
}
"""All that a driver may be given: what it makes for itself it may also read and remove by name."""
MAY_CLAIMS = {"persistentvolumeclaims": (*MAY["services"], "patch")}

SUBMITS = {
    "pods": ("get", "watch", "create", "delete"),
    "configmaps": ("create", "patch"),
    "services": ("create", "patch"),
}
"""What spark-submit calls in the cluster (tests/real_spark sees it do so)."""

EVERYBODY = {
    "selfsubjectaccessreviews.authorization.k8s.io",
    "selfsubjectrulesreviews.authorization.k8s.io",
    "selfsubjectreviews.authentication.k8s.io",
}
"""What each account may create anyway: questions about itself (ClusterRole system:basic-user)."""
Right = tuple[str, str]
"""A verb and a resource, as `list` and `pods` or `sparkapplications.sparkoperator.k8s.io`."""


def table(rights: Mapping[str, Iterable[str]]) -> set[Right]:
    """The pairs of a table above."""
    return {(verb, resource) for resource, verbs in rights.items() for verb in verbs}


class Account(NamedTuple):
    """A service account."""

    namespace: str
    name: str

    @property
    def user(self) -> str:
        """Its name to the API server."""
        return f"system:serviceaccount:{self.namespace}:{self.name}"


def rights(server: Server, account: Account, namespaces: Iterable[str]) -> dict[str, set[Right]]:
    """Everything it may do in each namespace, cluster-wide rights among it, as the server says."""
    asked = list(namespaces)
    answers = server.asked(
        "create",
        "--validate=false",
        "-f",
        "-",
        f"--as={account.user}",
        given=[_question(one) for one in asked],
    )
    return {one: set(_rights(answer["status"])) for one, answer in zip(asked, answers, strict=True)}


def _question(namespace: str) -> Body:
    return {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectRulesReview",
        "spec": {"namespace": namespace},
    }


def _rights(status: Body) -> Iterator[Right]:
    for rule in status["resourceRules"]:
        for group in rule["apiGroups"]:
            for resource in rule["resources"]:
                whole = f"{resource}.{group}" if group else resource
                if whole not in EVERYBODY:
                    yield from ((verb, whole) for verb in rule["verbs"])


class Question(NamedTuple):
    """May somebody do that?"""

    user: str
    groups: tuple[str, ...]
    request: Body
    """Its attributes: verb, resource, namespace; all namespaces if that is empty."""


def may(server: Server, questions: Iterable[Question]) -> list[bool]:
    """The answers of the authorizer, as `kubectl auth can-i` gets them."""
    bodies = [
        {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SubjectAccessReview",
            "spec": {
                "user": one.user,
                "groups": [*one.groups, "system:authenticated"],
                "resourceAttributes": one.request,
            },
        }
        for one in questions
    ]
    if not bodies:
        return []
    answers = server.asked("create", "--validate=false", "-f", "-", given=bodies)
    return [answer["status"]["allowed"] for answer in answers]


# --- of one cluster -------------------------------------------------------------------------------

ON_DEMAND = "OnDemand"
"""The name of a claim that Spark makes itself."""


def accounts(cluster: Synced) -> dict[Account, bool]:
    """Each service account, and whether it is a driver's."""
    return {
        Account(body["metadata"]["namespace"], body["metadata"]["name"]): body[
            "automountServiceAccountToken"
        ]
        for body in cluster.of("ServiceAccount")
    }


def with_claims(cluster: Synced) -> set[Account]:
    """The drivers whose jobs have volumes on demand."""
    return {
        Account(body["metadata"]["namespace"], spec_of(body)["driver"]["serviceAccount"])
        for body in cluster.of(*JOBS)
        if ON_DEMAND in spec_of(body).get("sparkConf", {}).values()
    }


def that_submit(cluster: Synced) -> set[Account]:
    """The accounts that run spark-submit in the cluster, each bound to its job's Role for that."""
    return {
        Account(subject["namespace"], subject["name"])
        for body in cluster.of("RoleBinding")
        if body["roleRef"]["name"].endswith("-submit")
        for subject in body["subjects"]
    }


def faults(cluster: Synced, account: Account, *, drives: bool) -> list[str]:
    """What an account of a job may not do but must, or may do and must not."""
    claims = account in with_claims(cluster)
    needed = table({**NEEDED, **(CLAIMS if claims else {})}) if drives else set[Right]()
    allowed = table({**MAY, **(MAY_CLAIMS if claims else {})}) if drives else set[Right]()
    if account in that_submit(cluster):
        needed, allowed = needed | table(SUBMITS), allowed | table(SUBMITS)
    homes = {body["metadata"]["name"] for body in cluster.of("Namespace")}
    elsewhere = sorted({*homes, "default", "kube-system", "argocd"} - {account.namespace})
    has = rights(cluster.server, account, [account.namespace, *elsewhere])
    own = has[account.namespace]
    return [
        *(f"{account} may not {verb} {what}" for verb, what in sorted(needed - own)),
        *(f"{account} may {verb} {what}" for verb, what in sorted(own - allowed)),
        *(
            f"{account} may {verb} {what} in {home}"
            for home in elsewhere
            for verb, what in sorted(has[home])
        ),
    ]
