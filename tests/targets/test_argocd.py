"""What Argo CD is given: every path exists, and holds nothing that is no object of Kubernetes."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.rules.sample import KARPENTER, created
from tests.projects import IN_GIT, outcome, sample_project
from tests.shared import REPOSITORY
from tests.targets.synced import (
    CLUSTER,
    EXAMPLES,
    IN_VERSION,
    OPERATOR,
    argocd,
    own_folders,
    sources,
)

PROJECTS = {
    "example": REPOSITORY,
    "kitchen-sink": REPOSITORY / "tests/golden/kitchen-sink",
    "created": REPOSITORY / "tests/golden/created",
}


def applications(root: Path) -> list[dict[str, Any]]:
    """Every Application of a project's committed tree."""
    files = sorted(root.glob("rendered/*/*/**/application-*.yaml"))
    return [yaml.safe_load(file.read_bytes()) for file in files]


@pytest.mark.parametrize("root", PROJECTS.values(), ids=PROJECTS)
def test_every_path_of_an_application_is_there(root: Path) -> None:
    found = applications(root)
    assert found
    for application in found:
        for folder in own_folders(application):
            assert (root / folder / "kustomization.yaml").is_file()
        for source in sources(application):
            for values in source.get("helm", {}).get("valueFiles", []):
                assert (root / values.removeprefix("$values/")).is_file()


@pytest.mark.parametrize("root", PROJECTS.values(), ids=PROJECTS)
def test_what_is_synced_is_objects_and_nothing_else(root: Path) -> None:
    for application in applications(root):
        for folder in own_folders(application):
            for file in (root / folder).rglob("*"):
                body = yaml.safe_load(file.read_bytes())
                assert {"apiVersion", "kind"} <= body.keys(), file


@pytest.mark.parametrize("root", PROJECTS.values(), ids=PROJECTS)
def test_no_application_syncs_itself(root: Path) -> None:
    """It would wait for its own health, which is that of the worst of its children."""
    for application in applications(root):
        for folder in own_folders(application):
            names = {
                yaml.safe_load(f.read_bytes()).get("metadata", {}).get("name")
                for f in (root / folder).glob("application-*.yaml")
            }
            assert application["metadata"]["name"] not in names


@pytest.mark.parametrize(
    ("sync", "cascades"),
    [
        ("{}", {"one-jobs"}),
        ("{prune: false}", set()),
        ("{automated: false}", set()),
        ("{finalizer: true}", {"one", "one-platform", "one-team", "one-jobs", "karpenter"}),
    ],
)
def test_jobs_go_with_their_application_where_pruning_is_on(
    sync: str, cascades: set[str], tmp_path: Path
) -> None:
    environment = f"kind: Environment\nname: sample\nargocd: {{sync: {sync}}}\n---\n"
    out = outcome(sample_project(tmp_path, environment + CLUSTER, more=IN_GIT))
    bodies = [yaml.safe_load(data) for file, data in out.files.items() if "/application-" in file]
    found = {
        body["metadata"]["name"].removeprefix("sample-").removesuffix("-reviews")
        for body in bodies
        if body["metadata"].get("finalizers")
    }
    assert {
        name.removeprefix("one-") if "karpenter" in name else name for name in found
    } == cascades


@pytest.mark.parametrize("root", PROJECTS.values(), ids=PROJECTS)
def test_every_synced_folder_belongs_to_one_application(root: Path) -> None:
    synced = [folder for one in applications(root) for folder in own_folders(one)]
    folders = {
        str(file.parent.relative_to(root)) for file in root.glob("rendered/**/kustomization.yaml")
    }
    assert sorted(synced) == sorted(folders)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_applications_are_of_the_folders_that_are_rendered(example: str, tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path, example, more=IN_GIT))
    files = {f"rendered/sample/{file}" for file in out.files}
    made = argocd(tmp_path, example).values()
    found = [one for one in made if one["kind"] == "Application"]
    lists = {file for file in files if file.endswith("/kustomization.yaml")}
    assert {f"{path}/kustomization.yaml" for one in found for path in own_folders(one)} == lists
    charts = [source.get("helm", {}) for one in found for source in sources(one)]
    told = {file for one in charts for file in one.get("valueFiles", ())}
    values = {file for file in files if "/addons/" in file}
    assert {file.removeprefix("$values/") for file in told} == values


COMMON = {"": -20, "team-reviews": -6, "jobs-reviews": 5}
OPERATORS = {"spark-operator-crd": -8, "spark-operator": -1}


@pytest.mark.parametrize(
    ("example", "charts"),
    [
        (CLUSTER, {"karpenter-crd": -8, "karpenter": -4, "platform": -3}),
        (created(), {"cluster-autoscaler": -4, **OPERATORS}),
    ],
    ids=["karpenter", "autoscaler-and-operator"],
)
def test_the_root_makes_the_others_and_jobs_are_apart(
    example: str, charts: dict[str, int], tmp_path: Path
) -> None:
    made = argocd(tmp_path, example)
    waves = {
        name.removeprefix("sample-one").removeprefix("-"): int(
            body["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]
        )
        for name, body in made.items()
        if body["kind"] == "Application"
    }
    assert waves == COMMON | charts
    assert made["sample-one"]["spec"]["source"]["path"] == "rendered/sample/one/argocd"


@pytest.mark.parametrize(
    ("chart", "definitions"),
    [
        (
            "karpenter",
            {
                "repoURL": "public.ecr.aws/karpenter",
                "targetRevision": "1.14.1",
                "chart": "karpenter-crd",
                "helm": {"releaseName": "karpenter-crd"},
            },
        ),
        (
            "spark-operator",
            {
                "repoURL": "https://github.com/kubeflow/spark-operator",
                "targetRevision": "v2.5.2",
                "path": "charts/spark-operator-chart/crds",
            },
        ),
    ],
)
def test_crds_are_applied_by_the_server_and_never_deleted(
    chart: str, definitions: dict[str, Any], tmp_path: Path
) -> None:
    finalizer = "kind: Environment\nname: sample\nargocd: {sync: {finalizer: true}}\n"
    made = argocd(
        tmp_path, created(KARPENTER).replace("kind: Environment\nname: sample\n", finalizer)
    )
    crds = made[f"sample-one-{chart}-crd"]
    assert crds["spec"]["source"] == definitions
    policy = crds["spec"]["syncPolicy"]
    assert policy["automated"]["prune"] is False
    assert policy["syncOptions"] == ["ServerSideApply=true", "Prune=false"]
    assert "finalizers" not in crds["metadata"]
    controller = made[f"sample-one-{chart}"]
    assert controller["spec"]["sources"][0]["helm"]["skipCrds"] is True
    assert controller["metadata"]["finalizers"]


def test_a_chart_without_crds_leaves_none_out(tmp_path: Path) -> None:
    (chart, values) = argocd(tmp_path, created())["sample-one-cluster-autoscaler"]["spec"][
        "sources"
    ]
    assert chart == {
        "repoURL": "https://kubernetes.github.io/autoscaler",
        "targetRevision": "9.59.0",
        "chart": "cluster-autoscaler",
        "helm": {
            "releaseName": "cluster-autoscaler",
            "valueFiles": ["$values/rendered/sample/one/addons/cluster-autoscaler/values.yaml"],
        },
    }
    assert values["ref"] == "values"


@pytest.mark.parametrize(
    ("fields", "namespace", "options", "ignored"),
    [
        (
            "",
            "spark-operator",
            ["CreateNamespace=true", "RespectIgnoreDifferences=true"],
            {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"},
        ),
        (
            "certManager: true, namespace: spark-system",
            "spark-system",
            ["CreateNamespace=true"],
            set(),
        ),
    ],
    ids=["own-certificates", "cert-manager"],
)
def test_certificates_that_the_operator_writes_are_not_put_back(
    fields: str, namespace: str, options: list[str], ignored: set[str], tmp_path: Path
) -> None:
    addons = f"addons: {{sparkOperator: {{{fields}}}}}\n"
    spec = argocd(tmp_path, IN_VERSION + OPERATOR % addons)["sample-one-spark-operator"]["spec"]
    assert spec["destination"] == {"name": "one", "namespace": namespace}
    assert spec["syncPolicy"]["syncOptions"] == ["ServerSideApply=true", *options]
    listed = spec.get("ignoreDifferences", [])
    assert {one["kind"] for one in listed} == ignored
    for one in listed:
        assert one["group"] == "admissionregistration.k8s.io"
        assert one["jqPathExpressions"] == [".webhooks[]?.clientConfig.caBundle"]


def test_controllers_live_in_a_namespace_that_is_there(tmp_path: Path) -> None:
    spec = argocd(tmp_path)["sample-one-karpenter"]["spec"]
    assert spec["destination"]["namespace"] == "kube-system"
    assert spec["syncPolicy"]["syncOptions"] == ["ServerSideApply=true"]


def test_a_project_of_somebody_else_is_named_and_not_rendered(tmp_path: Path) -> None:
    made = argocd(tmp_path, "kind: Environment\nname: sample\nargocd: {project: theirs}\n")
    assert {body["kind"] for body in made.values()} == {"Application"}
    assert made["sample-one-team-reviews"]["spec"]["project"] == "theirs"
