"""The AppProject: wide enough for its Applications, and no wider; who may see them."""

from pathlib import Path

import pytest
import yaml

from specgen.rules.sample import created
from tests.projects import IN_GIT, outcome, sample_project
from tests.targets.synced import AUTOSCALER, CLUSTER, EXAMPLES, argocd, sources

each_example = pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)


def test_the_project_bounds_what_applications_may_do(tmp_path: Path) -> None:
    spec = argocd(tmp_path)["acme-sample-one"]["spec"]
    assert {"name": "one", "namespace": "*"} in spec["destinations"]
    assert {"group": "*", "kind": "*"} not in spec["clusterResourceWhitelist"]


RBAC = {"ClusterRole", "ClusterRoleBinding"}
WEBHOOKS = {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}
CRDS = {"CustomResourceDefinition"}


@pytest.mark.parametrize(
    ("example", "repositories", "kinds"),
    [
        ("", set(), set()),
        (CLUSTER, {"public.ecr.aws/karpenter"}, RBAC | CRDS),
        (AUTOSCALER, {"https://kubernetes.github.io/autoscaler"}, RBAC),
        (
            created("clusterAutoscaler: null"),
            {
                "https://kubeflow.github.io/spark-operator",
                "https://github.com/kubeflow/spark-operator",
            },
            RBAC | CRDS | WEBHOOKS,
        ),
    ],
    ids=["no-chart", "karpenter", "autoscaler", "operator"],
)
def test_the_project_is_as_wide_as_the_charts_need_it(
    example: str, repositories: set[str], kinds: set[str], tmp_path: Path
) -> None:
    spec = argocd(tmp_path, example)["acme-sample-one"]["spec"]
    assert {*spec["sourceRepos"]} == {"https://git.example.com/acme.git", *repositories}
    listed = [one["kind"] for one in spec["clusterResourceWhitelist"]]
    assert len(listed) == len(set(listed))
    assert {*listed} & (RBAC | CRDS | WEBHOOKS) == kinds


@each_example
def test_every_source_and_kind_of_an_application_is_permitted(example: str, tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path, example, more=IN_GIT))
    made = argocd(tmp_path, example)
    spec = made["acme-sample-one"]["spec"]
    for one in made.values():
        for source in sources(one) if one["kind"] == "Application" else ():
            assert source["repoURL"] in spec["sourceRepos"]
    permitted = {one["kind"] for one in spec["clusterResourceWhitelist"]}
    bodies = [yaml.safe_load(data) for file, data in out.files.items() if file.endswith(".yaml")]
    synced = [one for one in bodies if one.get("metadata", {}).get("labels")]
    bare = {one["kind"] for one in synced if "namespace" not in one["metadata"]}
    assert bare <= permitted


MEMBERS = "kind: Team\nname: reviews\nmembers: [%s]\n"
P = "p, proj:acme-sample-one:reviews, {}, acme-sample-one/sample-one-{}, allow"


@pytest.mark.parametrize(
    ("members", "groups", "by_mail"),
    [
        ("group:data", ["data"], ""),
        ("group:data, ann@example.com", ["data", "ann@example.com"], "scopes '[groups, email]'"),
        ("group:data, group:data", ["data"], ""),
    ],
    ids=["group", "person", "twice"],
)
def test_members_see_their_team_and_sync_its_jobs(
    members: str, groups: list[str], by_mail: str, tmp_path: Path
) -> None:
    (role,) = argocd(tmp_path, MEMBERS % members)["acme-sample-one"]["spec"]["roles"]
    assert role["name"] == "reviews"
    assert role["groups"] == groups
    assert role["policies"] == [
        P.format("applications, get", "team-reviews"),
        P.format("applications, get", "jobs-reviews"),
        P.format("applications, sync", "jobs-reviews"),
        P.format("logs, get", "jobs-reviews"),
    ]
    assert by_mail in role["description"]
    assert ("email" in role["description"]) is bool(by_mail)


def test_a_team_without_jobs_is_let_see_what_it_has(tmp_path: Path) -> None:
    idle = "kind: Team\nname: idle\nfolder: reviews\nquota: {cpu: 1}\nmembers: [group:idle]\n"
    made = argocd(tmp_path, idle)
    (role,) = made["acme-sample-one"]["spec"]["roles"]
    named = {policy.split(", ")[4].partition("/")[2] for policy in role["policies"]}
    assert named == {"sample-one-team-idle"}
    assert named <= made.keys()


def test_a_team_without_members_has_no_role(tmp_path: Path) -> None:
    assert "roles" not in argocd(tmp_path)["acme-sample-one"]["spec"]
