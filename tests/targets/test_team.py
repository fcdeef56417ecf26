"""A team's own objects: its namespace, its limits, its accounts and rights, who may talk to it."""

from pathlib import Path
from typing import Any

import pytest

from tests.targets.rendered import Body, rendered

TEAM = "one/teams/reviews/"
_COMMON = {
    "app.kubernetes.io/managed-by": "specgen",
    "app.kubernetes.io/part-of": "acme",
    "specgen.dev/environment": "sample",
    "specgen.dev/team": "reviews",
}
_AGENT = {
    "to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}],
    "ports": [{"protocol": "TCP", "port": 80}],
}


def team(root: Path, fragment: str = "", more: str = "") -> dict[str, Body]:
    """The sample team's documents by file name, with a fragment of a team laid over it."""
    found = rendered(root, f"kind: Team\nname: reviews\n{fragment}\n---\n{more}")
    return {file.removeprefix(TEAM): body for file, body in found.items() if file.startswith(TEAM)}


def test_a_team_has_these_files_and_no_others(tmp_path: Path) -> None:
    assert sorted(team(tmp_path)) == [
        "namespace-spark-reviews.yaml",
        "networkpolicy-spark-pods.yaml",
        "resourcequota-spark.yaml",
        "role-spark-driver.yaml",
        "rolebinding-spark-driver.yaml",
        "serviceaccount-spark-driver.yaml",
        "serviceaccount-spark-executor.yaml",
    ]


def test_every_object_but_the_namespace_stands_in_the_namespace(tmp_path: Path) -> None:
    found = team(
        tmp_path, "namespace: our-spark\nlimitRange: [{type: Pod}]\nidentities: [{name: w}]"
    )
    places = {
        body["metadata"].get("namespace") for body in found.values() if body["kind"] != "Namespace"
    }
    assert places == {"our-spark"}
    assert "namespace" not in found["namespace-our-spark.yaml"]["metadata"]


@pytest.mark.parametrize(
    ("file", "wave"),
    [
        ("namespace-spark-reviews", "-10"),
        ("resourcequota-spark", "-10"),
        ("limitrange-spark", "-10"),
        ("serviceaccount-spark-driver", "-6"),
        ("role-spark-driver", "-6"),
        ("rolebinding-spark-driver", "-6"),
        ("networkpolicy-spark-pods", "-6"),
    ],
)
def test_what_others_need_is_applied_before_them(tmp_path: Path, file: str, wave: str) -> None:
    body = team(tmp_path, "limitRange: [{type: Pod}]")[f"{file}.yaml"]
    assert body["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"] == wave


@pytest.mark.parametrize("level", ["restricted", "baseline", "privileged"])
def test_the_namespace_bears_its_pod_security_level_thrice(tmp_path: Path, level: str) -> None:
    body = team(tmp_path, f"podSecurity: {level}\nlabels: {{tier: gold}}\nannotations: {{note: x}}")
    assert body["namespace-spark-reviews.yaml"]["metadata"] == {
        "name": "spark-reviews",
        "labels": {
            **_COMMON,
            "pod-security.kubernetes.io/enforce": level,
            "pod-security.kubernetes.io/audit": level,
            "pod-security.kubernetes.io/warn": level,
            "tier": "gold",
        },
        "annotations": {"argocd.argoproj.io/sync-wave": "-10", "note": "x"},
    }


@pytest.mark.parametrize(
    ("quota", "hard"),
    [
        pytest.param("{cpu: 40}", {"requests.cpu": "40"}, id="cpu is what is requested"),
        pytest.param("{memory: 8Ti}", {"requests.memory": "8Ti"}, id="memory, too"),
        pytest.param(
            "{limits.cpu: 45, pods: 100, count/services: 5, requests.storage: 1Ti}",
            {"limits.cpu": "45", "pods": "100", "count/services": "5", "requests.storage": "1Ti"},
            id="other names are Kubernetes' own",
        ),
    ],
)
def test_the_quota(tmp_path: Path, quota: str, hard: dict[str, str]) -> None:
    found = rendered(tmp_path, f"kind: Team\nname: other\nfolder: other\nquota: {quota}\n")
    assert found["one/teams/other/resourcequota-spark.yaml"]["spec"] == {"hard": hard}


def test_a_team_without_a_quota_has_none(tmp_path: Path) -> None:
    found = rendered(tmp_path, "kind: Team\nname: other\nfolder: other\n")
    assert "one/teams/other/resourcequota-spark.yaml" not in found


def test_the_limit_range_is_kubernetes_own(tmp_path: Path) -> None:
    item = "{type: Container, default: {memory: 1Gi}, max: {cpu: 4, memory: 8Gi}}"
    body = team(tmp_path, f"limitRange: [{item}]")["limitrange-spark.yaml"]
    expected = {
        "type": "Container",
        "default": {"memory": "1Gi"},
        "max": {"cpu": "4", "memory": "8Gi"},
    }
    assert body["spec"] == {"limits": [expected]}


def test_a_team_without_a_limit_range_has_none(tmp_path: Path) -> None:
    assert "limitrange-spark.yaml" not in team(tmp_path)


def test_a_driver_has_a_token_and_an_executor_has_none(tmp_path: Path) -> None:
    found = team(tmp_path)
    assert found["serviceaccount-spark-driver.yaml"]["automountServiceAccountToken"] is True
    assert found["serviceaccount-spark-executor.yaml"]["automountServiceAccountToken"] is False


def test_the_drivers_role_is_exactly_what_spark_asks_for(tmp_path: Path) -> None:
    rules = {
        resource: (tuple(rule["apiGroups"]), sorted(rule["verbs"]))
        for rule in team(tmp_path)["role-spark-driver.yaml"]["rules"]
        for resource in rule["resources"]
    }
    managed = ["create", "delete", "deletecollection", "get", "list"]
    assert rules == {
        "pods": (("",), sorted([*managed, "patch", "watch"])),
        "services": (("",), managed),
        "configmaps": (("",), managed),
    }


def test_only_drivers_are_bound_to_a_role(tmp_path: Path) -> None:
    found = team(tmp_path, "identities: [{name: w}]")
    bound = {
        body["metadata"]["name"]: (body["roleRef"], body["subjects"])
        for body in found.values()
        if body["kind"] == "RoleBinding"
    }
    api = "rbac.authorization.k8s.io"
    assert bound == {
        name: (
            {"apiGroup": api, "kind": "Role", "name": name},
            [{"kind": "ServiceAccount", "name": name, "namespace": "spark-reviews"}],
        )
        for name in ("spark-driver", "w-driver")
    }


def test_accounts_are_named_and_annotated_as_the_team_says(tmp_path: Path) -> None:
    found = team(
        tmp_path,
        (
            "serviceAccounts: {driver: boss, executor: hand, annotations: "
            "{eks.amazonaws.com/role-arn: r}}"
        ),
        "kind: Environment\nname: sample\nimagePull: {secrets: [pull]}\n",
    )
    accounts = {b["metadata"]["name"]: b for b in found.values() if b["kind"] == "ServiceAccount"}
    assert accounts.keys() == {"boss", "hand"}
    for body in accounts.values():
        assert body["metadata"]["annotations"]["eks.amazonaws.com/role-arn"] == "r"
        assert body["imagePullSecrets"] == [{"name": "pull"}]
    assert found["role-boss.yaml"]["metadata"]["name"] == "boss"


_ROLE_ARN = "arn:aws:iam::111122223333:role/spark"
_IRSA = "eks.amazonaws.com/role-arn"


@pytest.mark.parametrize(
    ("identity", "annotations", "role"),
    [
        pytest.param("irsa", "{}", _ROLE_ARN, id="by IRSA the account names it"),
        pytest.param("irsa", f"{{{_IRSA}: mine}}", "mine", id="what is written stays"),
        pytest.param("pod-identity", "{}", None, id="by Pod Identity the cluster knows it"),
        pytest.param("node-role", "{}", None, id="the node's"),
        pytest.param("none", "{}", None, id="none"),
    ],
)
def test_an_account_names_its_role_where_that_gives_it_one(
    tmp_path: Path, identity: str, annotations: str, role: str | None
) -> None:
    found = team(
        tmp_path,
        f"roleArn: {_ROLE_ARN}\nserviceAccounts: {{annotations: {annotations}}}",
        f"kind: Cluster\nname: one\nidentity: {identity}\n",
    )
    accounts = [body for body in found.values() if body["kind"] == "ServiceAccount"]
    assert [one["metadata"]["annotations"].get(_IRSA) for one in accounts] == [role, role]


def test_members_see_what_is_in_the_namespace(tmp_path: Path) -> None:
    found = team(
        tmp_path, "members: [group:reviews-data, jo@example.com, ann@example.com, jo@example.com]"
    )
    api = "rbac.authorization.k8s.io"
    assert found["rolebinding-members.yaml"] == {
        "apiVersion": f"{api}/v1",
        "kind": "RoleBinding",
        "metadata": {
            "name": "members",
            "namespace": "spark-reviews",
            "labels": _COMMON,
            "annotations": {"argocd.argoproj.io/sync-wave": "-6"},
        },
        "roleRef": {"apiGroup": api, "kind": "ClusterRole", "name": "view"},
        "subjects": [
            {"kind": "Group", "apiGroup": api, "name": "reviews-data"},
            {"kind": "User", "apiGroup": api, "name": "jo@example.com"},
            {"kind": "User", "apiGroup": api, "name": "ann@example.com"},
        ],
    }


def test_members_see_the_team_s_jobs_which_view_does_not_show(tmp_path: Path) -> None:
    found = team(tmp_path, "members: [group:reviews-data, ann@example.com]")
    role, jobs = found["role-members.yaml"], found["rolebinding-members-jobs.yaml"]
    everything = found["rolebinding-members.yaml"]
    assert role["rules"] == [
        {
            "apiGroups": ["sparkoperator.k8s.io"],
            "resources": ["sparkapplications", "scheduledsparkapplications"],
            "verbs": ["get", "list", "watch"],
        }
    ]
    assert role["metadata"] == everything["metadata"]
    assert jobs == {
        **everything,
        "metadata": {**everything["metadata"], "name": "members-jobs"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "members"},
    }


def test_a_team_without_members_binds_nobody(tmp_path: Path) -> None:
    assert not [file for file in team(tmp_path, "members: []") if "members" in file]


_SPARK = {
    "podSelector": {
        "matchExpressions": [
            {"key": "spark-role", "operator": "In", "values": ["driver", "executor"]}
        ]
    }
}


def _tcp(*ports: int) -> list[dict[str, Any]]:
    return [{"protocol": "TCP", "port": port} for port in ports]


def _policy(root: Path, policy: str = "{}", more: str = "") -> Any:
    return team(root, f"networkPolicy: {policy}", more)["networkpolicy-spark-pods.yaml"]["spec"]


def test_the_network_policy_is_about_spark_s_pods_both_ways(tmp_path: Path) -> None:
    spec = _policy(tmp_path)
    assert (spec["podSelector"], spec["policyTypes"]) == (
        _SPARK["podSelector"],
        ["Ingress", "Egress"],
    )


def test_spark_s_pods_are_reached_by_one_another_alone(tmp_path: Path) -> None:
    assert _policy(tmp_path)["ingress"] == [{"from": [_SPARK], "ports": _tcp(7078, 7079)}]


def test_the_ui_is_reached_from_the_namespaces_named(tmp_path: Path) -> None:
    def peer(name: str) -> Any:
        return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}

    assert _policy(tmp_path, "{ingressFrom: [monitoring, ingress]}")["ingress"][1:] == [
        {"from": [peer("monitoring"), peer("ingress")], "ports": _tcp(4040)}
    ]


def test_spark_s_pods_reach_dns_https_the_identity_agent_and_what_is_named(tmp_path: Path) -> None:
    egress = _policy(tmp_path, '{egress: ["10.0.0.0/8:9083", "kafka.example.com:9092"]}')["egress"]
    assert egress == [
        {"to": [_SPARK], "ports": _tcp(7078, 7079)},
        {"ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]},
        {"ports": _tcp(443)},
        _AGENT,
        {"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}], "ports": _tcp(9083)},
        {"ports": _tcp(9092)},
    ]


@pytest.mark.parametrize("identity", ["irsa", "node-role", "none"])
def test_the_agent_is_opened_only_where_it_gives_credentials(tmp_path: Path, identity: str) -> None:
    spec = _policy(tmp_path, more=f"kind: Cluster\nname: one\nidentity: {identity}\n")
    assert _AGENT not in spec["egress"]


def test_a_team_may_do_without_a_network_policy(tmp_path: Path) -> None:
    assert "networkpolicy-spark-pods.yaml" not in team(tmp_path, "networkPolicy: {enabled: false}")


_TWO = "kind: Cluster\nname: two\nprovider: eks\nexisting: {}\nzones: [us-east-1a]\n"


@pytest.mark.parametrize(
    ("fragment", "clusters"),
    [
        pytest.param("", {"one", "two"}, id="all by default"),
        pytest.param("clusters: [two]", {"two"}, id="those that it names"),
    ],
)
def test_a_team_is_rendered_for_its_clusters(
    tmp_path: Path, fragment: str, clusters: set[str]
) -> None:
    job = "kind: SparkJob\nname: count\nremove: true\n"
    found = rendered(tmp_path, f"kind: Team\nname: reviews\n{fragment}\n---\n{job}---\n{_TWO}")
    assert {file.partition("/")[0] for file in found} == clusters


def test_a_team_differs_on_a_cluster_as_per_cluster_says(tmp_path: Path) -> None:
    job = "kind: SparkJob\nname: count\nremove: true\n"
    team_ = "kind: Team\nname: reviews\nperCluster: {two: {quota: {cpu: 1}}}\n"
    found = rendered(tmp_path, f"{team_}---\n{job}---\n{_TWO}")
    hard = {
        c: found[f"{c}/teams/reviews/resourcequota-spark.yaml"]["spec"]["hard"]
        for c in ("one", "two")
    }
    assert hard == {
        "one": {"requests.cpu": "100", "requests.memory": "400Gi"},
        "two": {"requests.cpu": "1", "requests.memory": "400Gi"},
    }
