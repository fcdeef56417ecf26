"""Who gets which role: associations in the ClusterConfig, and policies as files."""

from pathlib import Path
from typing import Any

import pytest

from specgen.rules.sample import KARPENTER, created
from tests.targets.rendered import Body, rendered

CONFIG = "one/infra/eksctl/cluster.yaml"
TEAM = "---\nkind: Team\nname: reviews\n"
GRANT = "storage: [{uri: loc://lake/in/, access: read}]\n"
ROLE = "arn:aws:iam::111122223333:role/spark"
MANAGED = "arn:aws:iam::aws:policy/AmazonAthenaFullAccess"


def associations(root: Path, team: str = "", cluster: str = "") -> dict[str, Body]:
    """The associations of a created cluster, by namespace and account."""
    found = rendered(root, created(cluster) + TEAM + team)
    listed = found[CONFIG]["iam"].get("podIdentityAssociations", [])
    by_account = {f"{one['namespace']}/{one['serviceAccountName']}": one for one in listed}
    assert len(by_account) == len(listed), "an account has one role"
    return by_account


def of_teams(found: dict[str, Body]) -> dict[str, Body]:
    """Those of no controller."""
    return {name: one for name, one in found.items() if not name.startswith("kube-system/")}


# --- controllers ----------------------------------------------------------------------------------


def test_cluster_autoscaler_scales_the_groups_of_its_own_cluster(tmp_path: Path) -> None:
    (found,) = associations(tmp_path).values()
    assert found["serviceAccountName"] == "cluster-autoscaler"
    assert found["roleName"] == "one-kube-system-cluster-autoscaler"
    for statement in found["permissionPolicy"]["Statement"]:
        looks = all(
            one.partition(":")[2].startswith(("Describe", "Get")) for one in statement["Action"]
        )
        own = {"aws:ResourceTag/k8s.io/cluster-autoscaler/one": "owned"}
        assert looks or statement["Condition"] == {"StringEquals": own}
    actions = {one for s in found["permissionPolicy"]["Statement"] for one in s["Action"]}
    assert {
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
    } < actions


def test_karpenter_has_the_policies_of_its_stack(tmp_path: Path) -> None:
    found = associations(tmp_path, cluster=KARPENTER)
    assert found.keys() == {"kube-system/karpenter"}
    arns = found["kube-system/karpenter"]["permissionPolicyARNs"]
    stack = rendered(tmp_path / "again", created(KARPENTER))
    (template,) = (body for file, body in stack.items() if "/infra/cloudformation/" in file)
    made = {
        f"arn:aws:iam::111122223333:policy/{one['Properties']['ManagedPolicyName']}"
        for one in template["Resources"].values()
        if one["Type"] == "AWS::IAM::ManagedPolicy"
    }
    assert set(arns) == made


# --- teams ----------------------------------------------------------------------------------------


def test_driver_and_executors_have_the_policy_of_their_identity(tmp_path: Path) -> None:
    found = of_teams(associations(tmp_path, GRANT))
    assert found.keys() == {"spark-reviews/spark-driver", "spark-reviews/spark-executor"}
    driver, executor = found.values()
    assert driver["permissionPolicy"] == executor["permissionPolicy"]
    assert driver == {
        "namespace": "spark-reviews",
        "serviceAccountName": "spark-driver",
        "roleName": "one-spark-reviews-spark-driver",
        "permissionPolicy": driver["permissionPolicy"],
    }


IDENTITIES = f"""\
identities:
  - {{name: none}}
  - {{name: ready, roleArn: "{ROLE}"}}
  - {{name: managed, policies: ["{MANAGED}"]}}
  - {{name: lone, serviceAccounts: {{driver: lone, executor: lone}},
     statements: [{{Effect: Allow, Action: [glue:GetTable], Resource: ["arn:aws:glue:a"]}}]}}
"""


def test_every_identity_has_what_it_asks_for(tmp_path: Path) -> None:
    found = of_teams(associations(tmp_path, IDENTITIES))
    assert {name.partition("/")[2] for name in found} == {
        "ready-driver", "ready-executor", "managed-driver", "managed-executor", "lone",
    }  # fmt: skip
    ready, managed, lone = (
        found[f"spark-reviews/{name}"] for name in ("ready-driver", "managed-driver", "lone")
    )
    assert ready == {
        "namespace": "spark-reviews", "serviceAccountName": "ready-driver", "roleARN": ROLE,
    }  # fmt: skip
    assert managed["permissionPolicyARNs"] == [MANAGED]
    assert "permissionPolicyARNs" not in lone
    statements: Any = lone["permissionPolicy"]["Statement"]
    assert ["glue:GetTable"] in [one["Action"] for one in statements]


@pytest.mark.parametrize(
    ("length", "named"), [pytest.param(31, True, id="64"), pytest.param(32, False, id="65")]
)
def test_a_role_whose_name_would_be_too_long_is_named_by_eksctl(
    tmp_path: Path, length: int, named: object
) -> None:
    account = "d" * length
    team = f"namespace: {'n' * 28}\nserviceAccounts: {{driver: {account}}}\n{GRANT}"
    found = associations(tmp_path, team)
    assert ("roleName" in found[f"{'n' * 28}/{account}"]) is named


def test_roles_that_would_be_called_alike_are_named_apart(tmp_path: Path) -> None:
    first = f"namespace: ads\nserviceAccounts: {{driver: eu-writer}}\n{GRANT}"
    second = f"namespace: ads-eu\nserviceAccounts: {{driver: writer}}\n{GRANT}"
    found = of_teams(associations(tmp_path, f"{first}---\nkind: Team\nname: eu\n{second}"))
    alike = [found[one].get("roleName") for one in ("ads/eu-writer", "ads-eu/writer")]
    assert sorted(map(str, alike)) == ["None", "one-ads-eu-writer"]
    names = [one["roleName"] for one in found.values() if "roleName" in one]
    assert len(set(names)) == len(names) == len(found) - 1


@pytest.mark.parametrize("identity", ["irsa", "node-role", "none"])
def test_only_by_pod_identity_are_there_associations(tmp_path: Path, identity: str) -> None:
    assert not of_teams(associations(tmp_path, GRANT, f"identity: {identity}\n"))


# --- files ----------------------------------------------------------------------------------------


def test_the_same_policies_are_files_for_who_makes_roles_otherwise(tmp_path: Path) -> None:
    found = rendered(tmp_path, created() + TEAM + GRANT + IDENTITIES)
    inline = {
        one["serviceAccountName"]: one["permissionPolicy"]
        for one in found[CONFIG]["iam"]["podIdentityAssociations"]
        if "permissionPolicy" in one
    }
    files = {
        file.removeprefix("one/infra/iam/spark-reviews-").removesuffix(".json"): body
        for file, body in found.items()
        if file.startswith("one/infra/iam/")
    }
    assert files == {
        "spark": inline["spark-driver"],
        "managed": inline["managed-driver"],
        "lone": inline["lone"],
    }


@pytest.mark.parametrize("identity", ["pod-identity", "irsa"])
def test_they_are_files_for_a_cluster_that_is_there(tmp_path: Path, identity: str) -> None:
    found = rendered(tmp_path, f"kind: Cluster\nname: one\nidentity: {identity}\n{TEAM}{GRANT}")
    assert "one/infra/iam/spark-reviews-spark.json" in found
    assert CONFIG not in found
