"""Tests of the tests: what is wrong on purpose does not pass."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.real.judged import Synced, changed, created, differences, said
from tests.real.pods import pods
from tests.real.rights import Account, faults
from tests.real.tree import clusters

Body = dict[str, Any]
Change = Callable[[Body], object]


@pytest.fixture
def cluster(synced: Callable[[Path], Synced]) -> Synced:
    """One with every kind that is changed here: Karpenter's, too."""
    with_pools = [one for one in clusters() if list(one.glob("platform/nodepool-*.yaml"))]
    return synced(with_pools[0])


def one(cluster: Synced, kind: str, change: Change) -> Body:
    """A copy of the first object of that kind, changed."""
    body = deepcopy(cluster.of(kind)[0])
    change(body)
    return body


def setting(path: str, value: object) -> Change:
    """A change of one place, its keys and indices between slashes."""

    def change(body: Body) -> None:
        *before, last = (int(key) if key.isdigit() else key for key in path.split("/"))
        place: Any = body
        for key in before:
            place = place.setdefault(key, {}) if isinstance(place, dict) else place[key]
        place[last] = value

    return change


OBJECTS = {
    "an unknown field of a kind of ours": (
        "SparkApplication", setting("spec/driver/memroy", "6g"), "field not declared in schema",
    ),
    "an unknown field of Kubernetes' own": (
        "ResourceQuota", setting("spec/hart", {}), "field not declared in schema",
    ),
    "a text for a number": (
        "SparkApplication", setting("spec/driver/cores", "2"), "expected numeric",
    ),
    "a wrong enum of a kind of ours": (
        "SparkApplication", setting("spec/type", "scala"), 'Unsupported value: "scala"',
    ),
    "a wrong enum of Kubernetes' own": (
        "NetworkPolicy", setting("spec/policyTypes", ["ingress"]), 'Unsupported value: "ingress"',
    ),
    "a bad quantity": (
        "ResourceQuota", setting("spec/hard", {"requests.memory": "8TB"}),
        "quantities must match the regular expression",
    ),
    "a label that is none": (
        "Namespace", setting("metadata/labels/team", "no/label"), "a valid label must be",
    ),
    "a label that Karpenter forbids": (
        "NodePool", setting("spec/template/metadata/labels", {"kubernetes.io/hostname": "x"}),
        "restricted",
    ),
    "a rule in CEL": (
        "NodePool",
        setting("spec/template/spec/requirements/0",
                {"key": "kubernetes.io/arch", "operator": "In", "values": []}),
        "requirements with operator 'In' must have a value defined",
    ),
    "a rule in CEL over two fields": (
        "EC2NodeClass", setting("spec/instanceProfile", "nodes"), "must specify exactly one of",
    ),
    "a namespace that is not there": (
        "Role", setting("metadata/namespace", "nowhere"), 'namespaces "nowhere" not found',
    ),
    "a version of an API that is gone": (
        "NodePool", setting("apiVersion", "karpenter.sh/v1beta1"), "no matches for kind",
    ),
    "what cannot be changed": (
        "RoleBinding", setting("roleRef/name", "another"), "cannot change roleRef",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "change", "words"), OBJECTS.values(), ids=OBJECTS)
def test_the_server_refuses(cluster: Synced, kind: str, change: Change, words: str) -> None:
    found = said(cluster.server, [one(cluster, kind, change)], "--dry-run=server")
    assert words in "\n".join(found)


PODS = {
    "a driver as root": (
        setting("spec/driver/securityContext/runAsNonRoot", value=False), 'PodSecurity "restricted',
    ),
    "an executor without a security context": (
        setting("spec/executor/securityContext", {}), 'PodSecurity "restricted',
    ),
    "a folder of the node": (
        setting("spec/sparkConf", {
            "spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.mount.path": "/data",
            "spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.options.path": "/mnt",
        }), "hostPath",
    ),
    "the network of the node": (
        setting("spec/driver/hostNetwork", value=True), "host namespaces",
    ),
    "a sidecar without a security context": (
        setting("spec/driver/sidecars", [{"name": "ship", "image": "ship:1"}]), 'container "ship"',
    ),
    "a sidecar that no quota can count": (
        setting("spec/driver/sidecars", [{"name": "ship", "image": "ship:1", "securityContext": {
            "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
            "runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"},
        }}]), "must specify",
    ),
    "a priority that nobody defined": (
        setting("spec/driver/priorityClassName", "urgent"), "no PriorityClass with name urgent",
    ),
    "an account that is not there": (
        setting("spec/executor/serviceAccount", "nobody"), 'serviceaccount "nobody" not found',
    ),
    "a limit below the request": (
        setting("spec/executor/coreLimit", "100m"), "must be less than or equal to cpu limit",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "words"), PODS.values(), ids=PODS)
def test_admission_refuses_a_pod(cluster: Synced, change: Change, words: str) -> None:
    job = one(cluster, "SparkApplication", change)
    assert words in "\n".join(created(cluster.server, list(pods(job))))


# --- drift ----------------------------------------------------------------------------------------


@contextmanager
def instead(cluster: Synced, body: Body, original: Body) -> Iterator[None]:
    """That object in the place of the other, for the time of the block."""
    assert said(cluster.server, [body], "--force-conflicts") == []
    try:
        yield
    finally:
        assert said(cluster.server, [original], "--force-conflicts") == []


def test_a_change_by_hand_is_a_difference(cluster: Synced) -> None:
    original = cluster.of("PriorityClass")[0]
    by_hand = one(cluster, "PriorityClass", setting("metadata/labels/hand", "made"))
    ours = one(cluster, "PriorityClass", setting("metadata/labels/hand", "overridden"))
    with instead(cluster, by_hand, original):
        assert "hand: made" in differences(cluster.server, [ours])
    assert differences(cluster.server, [original]) == ""


def test_a_value_that_the_server_drops_is_not_kept_as_written(cluster: Synced) -> None:
    original = cluster.of("PriorityClass")[0]
    written = one(cluster, "PriorityClass", setting("globalDefault", value=False))
    with instead(cluster, written, original):
        (live,) = cluster.server.asked("get", "-f", "-", given=[written])
    assert list(changed(written, live)) == [".globalDefault: written False, kept None"]


@pytest.mark.parametrize(
    ("written", "live", "expected"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": {"b": [1, {"c": "x"}]}}, {"a": {"b": [1, {"c": "x", "d": 1}]}}, []),
        ({"a": 1}, {}, [".a: written 1, kept None"]),
        ({"a": "1"}, {"a": 1}, [".a: written '1', kept 1"]),
        ({"a": [1]}, {"a": [1, 2]}, [".a: written [1], kept [1, 2]"]),
        ({"a": "2000"}, {"a": "2k"}, []),
        ({"a": "2000"}, {"a": "2Ki"}, [".a: written '2000', kept '2Ki'"]),
        ({"a": "some"}, {"a": "other"}, [".a: written 'some', kept 'other'"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, [".a[0].b: written 1, kept 2"]),
    ],
)
def test_what_is_not_kept_as_written(written: Body, live: Body, expected: list[str]) -> None:
    assert list(changed(written, live)) == expected


# --- rights ---------------------------------------------------------------------------------------

SECRETS = {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}
PARTS = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        pytest.param([SECRETS], "may get secrets", id="too wide"),
        pytest.param(
            [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}], "may * *.*", id="all"
        ),
        pytest.param([PARTS], "may not create pods", id="too narrow"),
    ],
)
def test_a_role_of_a_driver_is_judged(cluster: Synced, rules: list[Body], words: str) -> None:
    account, role = a_driver(cluster)
    assert faults(cluster, account, drives=True) == []
    with instead(cluster, {**deepcopy(role), "rules": rules}, role):
        found = faults(cluster, account, drives=True)
    assert [line for line in found if line.endswith(words)], found


def test_a_binding_elsewhere_is_judged(cluster: Synced) -> None:
    account, _ = a_driver(cluster)
    binding = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": "planted"},
        "roleRef": {
            "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view",
        },
        "subjects": [{"kind": "ServiceAccount", **account._asdict()}],
    }  # fmt: skip
    assert said(cluster.server, [binding]) == []
    try:
        found = faults(cluster, account, drives=True)
    finally:
        assert cluster.server.kubectl("delete", "-f", "-", given=[binding]).status == 0
    assert [line for line in found if line.endswith("may list pods in kube-system")], found


def a_driver(cluster: Synced) -> tuple[Account, Body]:
    """The account of a driver, and its Role of the same name."""
    roles = {(body["metadata"]["namespace"], body["metadata"]["name"]): body
             for body in cluster.of("Role")}  # fmt: skip
    (at, role) = next(
        (at, roles[at])
        for body in cluster.of("ServiceAccount")
        for at in ((body["metadata"]["namespace"], body["metadata"]["name"]),)
        if at in roles
    )
    return Account(*at), role
