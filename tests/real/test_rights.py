"""What the accounts and people of a tree may do: what they need, and nothing more."""

from tests.real.judged import JOBS, Synced, spec_of
from tests.real.report import told
from tests.real.rights import NEEDED, Account, Question, accounts, faults, may, table


def test_the_accounts_of_jobs_are_those_of_the_tree(cluster: Synced) -> None:
    named = {
        (
            Account(body["metadata"]["namespace"], spec_of(body)[role]["serviceAccount"]),
            role == "driver",
        )
        for body in cluster.of(*JOBS)
        for role in ("driver", "executor")
    }
    assert named <= set(accounts(cluster).items())


def test_a_driver_may_do_what_spark_needs_and_nothing_more(cluster: Synced) -> None:
    drivers = [one for one, drives in accounts(cluster).items() if drives]
    with told(cluster.judge, f"rights of drivers of {cluster.label}", len(drivers)):
        assert [line for one in drivers for line in faults(cluster, one, drives=True)] == []
    assert drivers


def test_an_executor_may_do_nothing(cluster: Synced) -> None:
    executors = [one for one, drives in accounts(cluster).items() if not drives]
    with told(cluster.judge, f"rights of executors of {cluster.label}", len(executors)):
        assert [line for one in executors for line in faults(cluster, one, drives=False)] == []
    assert executors


ACCOUNTS = ("system:serviceaccounts",)
"""A group that every service account is in."""
DENIED = [
    {"resource": "secrets", "verb": "get"},
    {"resource": "secrets", "verb": "list", "namespace": ""},
    {"resource": "pods", "subresource": "exec", "verb": "create"},
    {"resource": "pods", "subresource": "log", "verb": "get"},
    {"resource": "serviceaccounts", "subresource": "token", "verb": "create"},
    {"group": "rbac.authorization.k8s.io", "resource": "rolebindings", "verb": "create"},
    {"group": "sparkoperator.k8s.io", "resource": "sparkapplications", "verb": "create"},
    {"resource": "pods", "verb": "list", "namespace": ""},
    {"resource": "pods", "verb": "create", "namespace": "kube-system"},
    {"resource": "nodes", "verb": "list", "namespace": ""},
]
"""What no account of a job may do, in its own namespace if none is named; empty is all of them."""


def test_one_question_at_a_time_answers_the_same(cluster: Synced) -> None:
    """The list of rules and the authorizer itself agree: `kubectl auth can-i`, both ways."""
    needed = [{"resource": what, "verb": verb} for verb, what in sorted(table(NEEDED))]
    expected = [
        (
            Question(account.user, ACCOUNTS, {"namespace": account.namespace, **one}),
            drives and yes,
        )
        for account, drives in accounts(cluster).items()
        for yes, asked in ((False, DENIED), (True, needed))
        for one in asked
    ]
    with told(cluster.judge, f"can-i for accounts of {cluster.label}", len(expected)):
        answers = may(cluster.server, [one for one, _ in expected])
    assert [one for one, answer in zip(expected, answers, strict=True) if answer != one[1]] == []


PEOPLE = [
    ({"group": "sparkoperator.k8s.io", "resource": "sparkapplications", "verb": "list"}, True),
    ({"group": "sparkoperator.k8s.io", "resource": "sparkapplications", "verb": "create"}, False),
    ({"resource": "pods", "verb": "list"}, True),
    ({"resource": "pods", "subresource": "log", "verb": "get"}, True),
    ({"resource": "pods", "subresource": "exec", "verb": "create"}, False),
    ({"resource": "pods", "verb": "delete"}, False),
    ({"resource": "secrets", "verb": "get"}, False),
    ({"resource": "pods", "verb": "list", "namespace": "kube-system"}, False),
]
"""What somebody of a team may do in its namespace, by the name of the namespace if not."""


def test_people_of_a_team_see_its_jobs_and_change_nothing(cluster: Synced) -> None:
    bound = {
        (body["metadata"]["namespace"], one["name"], one["kind"])
        for body in cluster.of("RoleBinding")
        for one in body["subjects"]
        if one["kind"] in {"Group", "User"}
    }
    expected = [
        (Question(*by(who, kind), {"namespace": namespace, **one}), answer)
        for namespace, who, kind in sorted(bound)
        for one, answer in PEOPLE
    ]
    with told(cluster.judge, f"can-i for people of {cluster.label}", len(expected)):
        answers = may(cluster.server, [one for one, _ in expected])
    assert [one for one, answer in zip(expected, answers, strict=True) if answer != one[1]] == []


def by(who: str, kind: str) -> tuple[str, tuple[str, ...]]:
    """A user and the groups that he is in."""
    return (who, ()) if kind == "User" else ("somebody", (who,))
