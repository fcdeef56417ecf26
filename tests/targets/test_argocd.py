"""What Argo CD is given: every path exists, and holds nothing that is no object of Kubernetes."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.rules.sample import ON_DEMAND, karpenter
from tests.projects import IN_GIT, outcome, sample_project
from tests.shared import REPOSITORY

CLUSTER = karpenter(f"big, runs: services, {ON_DEMAND}")
PROJECTS = {"example": REPOSITORY, "kitchen-sink": REPOSITORY / "tests/golden/kitchen-sink"}


def applications(root: Path) -> list[dict[str, Any]]:
    """Every Application of a project's committed tree."""
    files = sorted(root.glob("rendered/*/*/argocd/application-*.yaml"))
    return [yaml.safe_load(file.read_bytes()) for file in files]


def sources(application: dict[str, Any]) -> list[dict[str, Any]]:
    """What an Application is made of."""
    spec = application["spec"]
    listed: list[dict[str, Any]] = spec.get("sources") or [spec["source"]]
    return listed


def argocd(tmp_path: Path, example: str = CLUSTER) -> dict[str, Any]:
    """The specs of what an example gives to Argo CD, by name."""
    out = outcome(sample_project(tmp_path, example, more=IN_GIT))
    assert not out.failed, out.findings
    bodies = [yaml.safe_load(data) for file, data in out.files.items() if "/argocd/" in file]
    return {body["metadata"]["name"]: body for body in bodies if "metadata" in body}


@pytest.mark.parametrize("root", PROJECTS.values(), ids=PROJECTS)
def test_every_path_of_an_application_is_there(root: Path) -> None:
    found = applications(root)
    assert found
    for application in found:
        for source in sources(application):
            if "path" in source:
                assert (root / source["path"] / "kustomization.yaml").is_file()
            for values in source.get("helm", {}).get("valueFiles", []):
                assert (root / values.removeprefix("$values/")).is_file()


@pytest.mark.parametrize("root", PROJECTS.values(), ids=PROJECTS)
def test_what_is_synced_is_objects_and_nothing_else(root: Path) -> None:
    for application in applications(root):
        for source in sources(application):
            for file in (root / source["path"]).rglob("*") if "path" in source else ():
                body = yaml.safe_load(file.read_bytes())
                assert {"apiVersion", "kind"} <= body.keys(), file


@pytest.mark.parametrize("root", PROJECTS.values(), ids=PROJECTS)
def test_every_synced_folder_belongs_to_one_application(root: Path) -> None:
    synced = [s["path"] for one in applications(root) for s in sources(one) if "path" in s]
    folders = {
        str(file.parent.relative_to(root)) for file in root.glob("rendered/**/kustomization.yaml")
    }
    assert sorted(synced) == sorted(folders)


def test_the_root_makes_the_others_and_jobs_are_apart(tmp_path: Path) -> None:
    made = argocd(tmp_path)
    waves = {
        name.removeprefix("sample-one").removeprefix("-"): int(
            body["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]
        )
        for name, body in made.items()
        if body["kind"] == "Application"
    }
    assert waves == {
        "": -20,
        "karpenter-crd": -8,
        "team-reviews": -6,
        "karpenter": -4,
        "platform": -3,
        "jobs-reviews": 5,
    }
    assert made["sample-one"]["spec"]["source"]["path"] == "rendered/sample/one/argocd"


def test_crds_are_applied_by_the_server_and_never_pruned(tmp_path: Path) -> None:
    made = argocd(tmp_path)
    policy = made["sample-one-karpenter-crd"]["spec"]["syncPolicy"]
    assert policy["automated"]["prune"] is False
    assert policy["syncOptions"] == ["ServerSideApply=true", "Prune=false"]
    controller = made["sample-one-karpenter"]["spec"]["sources"][0]
    assert controller["targetRevision"] == "1.14.1"
    assert controller["helm"]["skipCrds"] is True


def test_the_project_bounds_what_applications_may_do(tmp_path: Path) -> None:
    spec = argocd(tmp_path)["acme-sample-one"]["spec"]
    assert spec["sourceRepos"] == ["https://git.example.com/acme.git", "public.ecr.aws/karpenter"]
    assert {"name": "one", "namespace": "*"} in spec["destinations"]
    assert {"group": "*", "kind": "*"} not in spec["clusterResourceWhitelist"]


@pytest.mark.parametrize("name", ["karpenter.sh", "rbac.authorization.k8s.io"])
def test_a_cluster_without_karpenter_asks_for_no_rights_of_its_chart(
    tmp_path: Path, name: str
) -> None:
    listed = argocd(tmp_path, "")["acme-sample-one"]["spec"]["clusterResourceWhitelist"]
    assert (name in {one["group"] for one in listed}) is (name == "karpenter.sh")


def test_a_project_of_somebody_else_is_named_and_not_rendered(tmp_path: Path) -> None:
    made = argocd(tmp_path, "kind: Environment\nname: sample\nargocd: {project: theirs}\n")
    assert {body["kind"] for body in made.values()} == {"Application"}
    assert made["sample-one-team-reviews"]["spec"]["project"] == "theirs"
