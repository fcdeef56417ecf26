"""Who may come in to a cluster that specgen creates: access entries, their policies and groups."""

from pathlib import Path
from typing import Any

import pytest

from specgen.rules.sample import created
from tests.projects import IN_GIT, broken, outcome, sample_project
from tests.targets.rendered import rendered

_ROLE = "arn:aws:iam::111122223333:role/"
_ADMIN = f'{{principal: "{_ROLE}Admin"}}'
_TEAM = "---\nkind: Team\nname: reviews\nmembers: [{}]\n"
_BOTH = "group:reviews-data, group:guests"


def _spec(entry: str, more: str = "") -> str:
    said = f', {{principal: "{_ROLE}People", {entry}}}' if entry else ""
    return created(f"access: [{_ADMIN}{said}]\n{more}")


def _entries(root: Path, entry: str) -> list[Any]:
    config = rendered(root, _spec(entry))["one/infra/eksctl/cluster.yaml"]
    return list(config["accessConfig"]["accessEntries"])


def _policy(name: str, **scope: object) -> dict[str, Any]:
    arn = f"arn:aws:eks::aws:cluster-access-policy/AmazonEKS{name}Policy"
    return {"policyARN": arn, "accessScope": scope}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            "policy: none, groups: [reviews-data, ads-data]",
            {"kubernetesGroups": ["reviews-data", "ads-data"]},
            id="groups alone",
        ),
        pytest.param(
            "policy: view, groups: [b, a, b]",
            {
                "kubernetesGroups": ["b", "a"],
                "accessPolicies": [_policy("View", type="cluster")],
            },
            id="groups, each once, beside a policy",
        ),
        pytest.param(
            "namespaces: [jobs], groups: ['team:a']",
            {
                "kubernetesGroups": ["team:a"],
                "accessPolicies": [_policy("ClusterAdmin", type="namespace", namespaces=["jobs"])],
            },
            id="groups beside an admin of a namespace",
        ),
        pytest.param(
            "policy: edit",
            {"accessPolicies": [_policy("Edit", type="cluster")]},
            id="no groups",
        ),
    ],
)
def test_an_entry_says_what_its_principal_may_do(
    tmp_path: Path, entry: str, expected: dict[str, Any]
) -> None:
    admin, people = _entries(tmp_path, entry)
    assert admin == {
        "principalARN": f"{_ROLE}Admin",
        "accessPolicies": [_policy("ClusterAdmin", type="cluster")],
    }
    assert people == {"principalARN": f"{_ROLE}People", **expected}


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        pytest.param("policy: none", "contradiction", id="no right at all"),
        pytest.param("policy: none, groups: []", "contradiction", id="an empty list of groups"),
        pytest.param(
            "policy: none, groups: [a], namespaces: [b]",
            "contradiction",
            id="namespaces of no policy",
        ),
        pytest.param("groups: [a]", "contradiction", id="an admin by oversight"),
        pytest.param(
            "policy: view, groups: ['system:masters']", "wrong-value", id="a group of Kubernetes"
        ),
        pytest.param("policy: view, groups: ['a b']", "wrong-value", id="a space"),
        pytest.param("policy: view, groups: ['']", "wrong-value", id="an empty name"),
    ],
)
def test_an_entry_that_is_not_what_it_seems_is_refused(
    tmp_path: Path, entry: str, rule: str
) -> None:
    assert broken(outcome(sample_project(tmp_path, _spec(entry), more=IN_GIT))) == {rule}


def test_groups_are_nobody_who_administers(tmp_path: Path) -> None:
    alone = created(f'access: [{{principal: "{_ROLE}A", policy: none, groups: [admins]}}]')
    found = outcome(sample_project(tmp_path, alone, more=IN_GIT))
    assert broken(found) == {"cluster-without-admin"}


@pytest.mark.parametrize(
    ("entry", "members", "unmapped"),
    [
        pytest.param("", _BOTH, ["reviews-data", "guests"], id="no entry has any"),
        pytest.param("policy: none, groups: [guests]", _BOTH, ["reviews-data"], id="one of two"),
        pytest.param("policy: view, groups: [guests, reviews-data]", _BOTH, [], id="both"),
        pytest.param("policy: none, groups: [Guests]", "group:guests", ["guests"], id="case"),
        pytest.param("", "ann@example.com", [], id="people are in no group"),
    ],
)
def test_groups_of_teams_that_nobody_is_in_are_told(
    tmp_path: Path, entry: str, members: str, unmapped: list[str]
) -> None:
    spec = _spec(entry, _TEAM.format(members))
    found = outcome(sample_project(tmp_path, spec, more=IN_GIT)).findings
    assert [one.rule for one in found] == ["unmapped-group"] * len(unmapped)
    for one, name in zip(found, unmapped, strict=True):
        assert f"group `{name}`" in one.message
        assert f"groups: [{name}]" in one.help
        assert str(one.owner) == "Team/reviews"


def test_who_is_in_a_group_of_an_existing_cluster_is_not_known(tmp_path: Path) -> None:
    spec = _TEAM.format(_BOTH).removeprefix("---\n")
    assert not outcome(sample_project(tmp_path, spec, more=IN_GIT)).findings
