"""Values of the Spark operator's chart."""

from pathlib import Path
from typing import Any

import pytest

from specgen.rules.sample import PRODUCTION
from specgen.spec.resources import ContainerResources
from specgen.targets.platform.operator_values import memory, resources
from tests.targets.rendered import Body, part, rendered

BARE = "kind: Cluster\nname: one\nexisting: {installed: [podIdentityAgent]}\n"
FILE = "one/addons/spark-operator/values.yaml"


def values(root: Path, operator: str = "", more: str = "", before: str = "") -> Body:
    """What an operator's fields come to, on the sample's cluster with `more` said of it."""
    addons = f"addons: {{sparkOperator: {{{operator}}}}}\n"
    return rendered(root, f"{before}{BARE}{addons}{more}")[FILE]


def test_what_an_operator_without_fields_comes_to(tmp_path: Path) -> None:
    assert values(tmp_path) == {
        "hook": {"upgradeCrd": False},
        "controller": {
            "maxTrackedExecutorPerApp": 1000,
            "resources": {
                "requests": {"cpu": "1", "memory": "2Gi"},
                "limits": {"memory": "2Gi"},
            },
            "replicas": 1,
        },
        "webhook": {
            "enable": True,
            "failurePolicy": "Fail",
            "resources": {
                "requests": {"cpu": "100m", "memory": "300Mi"},
                "limits": {"memory": "300Mi"},
            },
            "replicas": 1,
        },
        "spark": {
            "jobNamespaces": ["spark-reviews"],
            "serviceAccount": {"create": False},
            "rbac": {"create": False},
        },
    }


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ("workers: 20", {"controller": {"workers": 20}}),
        ("apiQPS: 50, apiBurst: 80", {"controller": {"kubeAPIQPS": 50, "kubeAPIBurst": 80}}),
        ("maxTrackedExecutors: 400", {"controller": {"maxTrackedExecutorPerApp": 400}}),
        ("failurePolicy: Ignore", {"webhook": {"failurePolicy": "Ignore"}}),
        ("certManager: true", {"certManager": {"enable": True}}),
        ("podMonitor: true", {"prometheus": {"podMonitor": {"create": True}}}),
        (
            "featureGates: [PartialRestart, LoadSparkDefaults]",
            {
                "controller": {
                    "featureGates": [
                        {"name": "PartialRestart", "enabled": True},
                        {"name": "LoadSparkDefaults", "enabled": True},
                    ]
                }
            },
        ),
        (
            "values: {webhook: {failurePolicy: null, timeoutSeconds: 30}}",
            {"webhook": {"enable": True, "failurePolicy": None, "timeoutSeconds": 30}},
        ),
    ],
)
def test_fields(fields: str, wanted: Body, tmp_path: Path) -> None:
    assert part(values(tmp_path, fields), wanted) == wanted


@pytest.mark.parametrize(
    ("before", "fields", "copies"),
    [("", "", 1), (PRODUCTION, "", 2), ("", "replicas: 3", 3), (PRODUCTION, "replicas: 1", 1)],
)
@pytest.mark.parametrize("component", ["controller", "webhook"])
def test_a_budget_comes_with_the_second_copy(
    before: str, fields: str, copies: int, component: str, tmp_path: Path
) -> None:
    found = values(tmp_path, fields, before=before)[component]
    assert found["replicas"] == copies
    assert found.get("podDisruptionBudget") == ({"enable": True} if copies > 1 else None)


def test_the_biggest_job_is_watched_whole(tmp_path: Path) -> None:
    job = "---\nkind: SparkJob\nname: count\nexecutor: {instances: {max: 2500}}\n"
    assert values(tmp_path, more=job)["controller"]["maxTrackedExecutorPerApp"] == 2500


@pytest.mark.parametrize(
    ("to", "image"),
    [
        (
            "mirror.example.com:5000/ghcr/",
            {
                "registry": "mirror.example.com:5000",
                "repository": "ghcr/kubeflow/spark-operator/controller",
            },
        ),
        (
            "mirror.example.com/",
            {
                "registry": "mirror.example.com",
                "repository": "kubeflow/spark-operator/controller",
            },
        ),
    ],
)
def test_the_image_follows_the_mirror(to: str, image: Body, tmp_path: Path) -> None:
    mirrors = f"imageMirrors: [{{from: ghcr.io/, to: {to}}}]\n"
    assert values(tmp_path, more=mirrors)["image"] == image


SYSTEM = "pools: [{name: core, runs: system, selector: {role: core}}]\n"
OTHER = (
    "pools:\n  - {name: core, runs: system, selector: {role: core}}\n"
    "  - {name: web, runs: services, selector: {role: web}, taints: [{key: web}]}\n"
)
WEB = [{"key": "web", "operator": "Exists", "effect": "NoSchedule"}]


@pytest.mark.parametrize(
    ("pools", "fields", "selector", "tolerations"),
    [
        ("", "", None, None),
        (SYSTEM, "", {"role": "core"}, None),
        (OTHER, "pool: web", {"role": "web"}, WEB),
        (OTHER, "pool: any", None, None),
    ],
    ids=["nowhere", "system", "named", "any"],
)
def test_it_runs_on_the_pool_that_is_named_or_on_the_systems(
    pools: str, fields: str, selector: Any, tolerations: Any, tmp_path: Path
) -> None:
    found = values(tmp_path, fields, pools)
    for component in (found["controller"], found["webhook"]):
        assert component.get("nodeSelector") == selector
        assert component.get("tolerations") == tolerations


def test_a_cluster_without_teams_does_not_watch_all_namespaces(tmp_path: Path) -> None:
    lone = (
        "kind: Team\nname: reviews\nclusters: [one]\n---\n"
        "kind: SparkJob\nname: count\nclusters: [one]\n---\n"
        "kind: Cluster\nname: two\nprovider: eks\nzones: [us-east-1a]\nexisting: {}\n"
        "addons: {sparkOperator: {namespace: spark-system}}\n"
    )
    made = rendered(tmp_path, lone)["two/addons/spark-operator/values.yaml"]
    assert made["spark"]["jobNamespaces"] == ["spark-system"]


@pytest.mark.parametrize(
    ("workers", "wanted"), [(None, "2Gi"), (1, "2Gi"), (4, "2Gi"), (5, "3Gi"), (20, "8Gi")]
)
def test_memory_follows_the_submissions_at_a_time(workers: int | None, wanted: str) -> None:
    assert memory(workers) == wanted


@pytest.mark.parametrize(
    ("given", "requests", "limits"),
    [
        ({}, {"cpu": "1", "memory": "2Gi"}, {"memory": "2Gi"}),
        ({"requests": {"memory": "4Gi"}}, {"cpu": "1", "memory": "4Gi"}, {"memory": "4Gi"}),
        ({"limits": {"memory": "1Gi"}}, {"cpu": "1", "memory": "1Gi"}, {"memory": "1Gi"}),
        (
            {"limits": {"cpu": "500m"}},
            {"cpu": "500m", "memory": "2Gi"},
            {"cpu": "500m", "memory": "2Gi"},
        ),
        (
            {"requests": {"cpu": 2, "memory": "4Gi"}, "limits": {"memory": "8Gi"}},
            {"cpu": "2", "memory": "4Gi"},
            {"memory": "8Gi"},
        ),
    ],
)
def test_no_request_is_above_a_limit_that_nobody_wrote(
    given: Body, requests: Body, limits: Body
) -> None:
    found = resources(ContainerResources.model_validate(given), "2Gi")
    assert found == {"requests": requests, "limits": limits}
