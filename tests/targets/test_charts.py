"""Charts: their values are ones that they have, and their pods find nodes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from specgen.rules.sample import ON_DEMAND, SYSTEM, created, group
from specgen.spec.argocd import Versions
from specgen.targets.platform.charts import AUTOSCALER, KARPENTER, OPERATOR
from tests.projects import IN_GIT, outcome, sample_project
from tests.shared import shared_yaml
from tests.targets.rendered import Body, rendered

NODES = f"""
karpenter:
  nodeClasses: [{{name: default, ami: {{version: v20260715}}}}]
  nodePools: [{{name: big, runs: services, {ON_DEMAND}}}]
"""
EVERYTHING = created(
    f"""clusterAutoscaler: {{expander: [priority, least-waste]}}
zonalShift: true
imageMirrors:
  - {{from: ghcr.io/, to: mirror.example.com/ghcr/}}
  - {{from: public.ecr.aws/, to: mirror.example.com/aws/}}
  - {{from: registry.k8s.io/, to: mirror.example.com/k8s/}}
addons:
  sparkOperator:
    replicas: 3
    workers: 20
    certManager: true
    featureGates: [PartialRestart]
    maxTrackedExecutors: 4000
    apiQPS: 50
    apiBurst: 80
    podMonitor: true
    resources: {{limits: {{cpu: 4, memory: 8Gi}}}}
{NODES}""",
    group("spare", priority="10"),
    f"{SYSTEM}, taints: [{{key: CriticalAddonsOnly, value: 'true'}}]",
)
"""Every chart with every value that specgen writes."""

CHARTS = {
    KARPENTER.name: ("karpenter", ""),
    AUTOSCALER.name: ("clusterAutoscaler", ""),
    OPERATOR.name: ("addons.sparkOperator", "controller."),
}
"""The field that installs each chart, and where its values place it."""
each_chart = pytest.mark.parametrize("chart", CHARTS)


def file(name: str) -> str:
    """Where the values of a chart go."""
    return f"one/addons/{name}/values.yaml"


_EXAMPLES = (".extraArgs", ".nodeSelector")
"""Maps whose keys are the user's, though the chart has some of its own there."""


def unknown(given: Any, known: Any, path: str = "") -> Iterator[str]:
    """Paths that a chart's own values do not have; what is empty there is the user's to fill."""
    if isinstance(given, dict) and isinstance(known, dict) and known:
        for key, value in given.items():
            if key in known:
                yield from unknown(value, known[key], f"{path}.{key}")
            elif path not in _EXAMPLES:
                yield f"{path}.{key}"


@each_chart
def test_every_value_is_one_that_the_chart_has(chart: str, tmp_path: Path) -> None:
    given = rendered(tmp_path, EVERYTHING)[file(chart)]
    assert not list(unknown(given, shared_yaml(f"upstream/charts/{chart}/values.yaml")))


def test_an_unknown_value_is_told() -> None:
    assert list(unknown({"a": {"b": 1, "c": 2}}, {"a": {"b": 0}})) == [".a.c"]


@each_chart
def test_a_chart_that_the_cluster_does_not_have_leaves_no_values(
    chart: str, tmp_path: Path
) -> None:
    assert file(chart) not in rendered(tmp_path)


@each_chart
def test_pods_go_to_the_system_pool_and_tolerate_its_taints(chart: str, tmp_path: Path) -> None:
    found = rendered(tmp_path, EVERYTHING)[file(chart)]
    place = CHARTS[chart][1]
    assert at(found, f"{place}nodeSelector") == {"specgen.dev/pool": "system"}
    assert at(found, f"{place}tolerations") == [
        {
            "key": "CriticalAddonsOnly",
            "operator": "Equal",
            "value": "true",
            "effect": "NoSchedule",
        }
    ]


def at(body: Body, path: str) -> Any:
    """The value at a dotted path."""
    for key in path.split("."):
        body = body[key]
    return body


def test_karpenter_does_not_wait_for_a_pool_that_it_would_have_to_make(tmp_path: Path) -> None:
    own = NODES.replace("name: big, runs: services", "name: big, runs: system")
    example = f"kind: Cluster\nname: one\nclusterAutoscaler: {{}}\n{own}"
    made = rendered(tmp_path, example)
    assert "nodeSelector" not in made[file("karpenter")]
    assert made[file("cluster-autoscaler")]["nodeSelector"] == {"specgen.dev/pool": "big"}


@pytest.mark.parametrize(
    ("mirror", "pulled"),
    [
        ("", None),
        ("imageMirrors: [{from: docker.io/, to: mirror.example.com/}]", None),
        (
            "imageMirrors: [{from: public.ecr.aws/, to: mirror.example.com/aws/}]",
            {"repository": "mirror.example.com/aws/karpenter/controller"},
        ),
    ],
    ids=["no-mirror", "another", "mirrored"],
)
def test_karpenters_image_is_told_only_where_it_is_mirrored(
    mirror: str, pulled: Body | None, tmp_path: Path
) -> None:
    made = rendered(tmp_path, f"kind: Cluster\nname: one\n{mirror}\n{NODES}")
    assert made[file("karpenter")]["controller"].get("image") == pulled


@each_chart
def test_accounts_are_those_that_pod_identity_knows(chart: str, tmp_path: Path) -> None:
    made = rendered(tmp_path, EVERYTHING)
    known = {
        (one["namespace"], one["serviceAccountName"])
        for one in made["one/infra/eksctl/cluster.yaml"]["iam"]["podIdentityAssociations"]
    }
    values = made[file(chart)]
    own = values.get("rbac", {}).get("serviceAccount", {}).get("name", chart)
    assert (("kube-system", own) in known) is (chart != OPERATOR.name)


def test_the_rule_asks_for_the_version_of_every_chart(tmp_path: Path) -> None:
    none = "".join(
        f"  {one}: null\n" for one in ("karpenter", "clusterAutoscaler", "sparkOperator")
    )
    example = EVERYTHING.replace("versions:\n", "versions:\n" + none, 1)
    for version in ("  clusterAutoscaler: 9.59.0\n", "  sparkOperator: 2.5.2\n"):
        example = example.replace(version, "")
    found = outcome(sample_project(tmp_path, example, more=IN_GIT)).findings
    told = [one for one in found if one.rule == "unversioned-chart"]
    assert {".".join(map(str, one.path)) for one in told} == {path for path, _ in CHARTS.values()}
    assert {one.version for one in (KARPENTER, AUTOSCALER, OPERATOR)} <= set(Versions.model_fields)
    for one in told:
        assert f"set versions.{one.path[-1]} in" in one.help
