"""Rules that real readers taught us, at their edges: what is just wrong, and what is just right."""

from pathlib import Path

import pytest

from specgen.rules.sample import KARPENTER, created
from tests.projects import IN_GIT, broken, outcome, sample_project

LARGE = {"large-chart-number"}
UNPROVEN = {"unproven-cluster-config"}


def _scaler(value: str) -> str:
    return created(f"clusterAutoscaler: {{values: {{a: {{b: [{value}]}}}}}}")


def _override(patch: str, key: str = "ClusterConfig") -> str:
    return created(f"overrides: {{{key}: {{{patch}}}}}")


EDGES = {
    "999999": (_scaler("999999"), set()),
    "1000000": (_scaler("1000000"), LARGE),
    "-1000000": (_scaler("-1000000"), LARGE),
    "0": (_scaler("0"), set()),
    "0.0001": (_scaler("0.0001"), set()),
    "0.00009": (_scaler("0.00009"), LARGE),
    "a text": (_scaler('"1000000"'), set()),
    "a truth": (_scaler("true"), set()),
    "null": (_scaler("null"), set()),
    "a flag, which is a text": (
        created("clusterAutoscaler: {extraArgs: {max-nodes-total: 1000000}}"),
        set(),
    ),
    "the operator's": (
        created("addons: {sparkOperator: {values: {controller: {workers: 1000000}}}}"),
        LARGE,
    ),
    "Karpenter's": (
        created(KARPENTER.replace("karpenter: {", "karpenter: {values: {a: 2000000}, ")),
        LARGE,
    ),
    "a version": (_override('metadata: {version: "1.33"}'), UNPROVEN),
    "a region": (_override("metadata: {region: us-east-2}"), UNPROVEN),
    "tags": (_override("metadata: {tags: {cost: data}}"), set()),
    "a part taken away": (_override("cloudWatch: null"), UNPROVEN),
    "one by its name": (_override("addons: []", "ClusterConfig/one"), UNPROVEN),
    "two parts": (_override("addons: [], upgradePolicy: {supportType: EXTENDED}"), UNPROVEN),
    "no field of eksctl's that we know": (
        _override("fargateProfiles: []"),
        {"unchecked-override"},
    ),
    "the Environment's": (
        created().replace(
            "name: sample\n", "name: sample\noverrides: {ClusterConfig: {addons: []}}\n", 1
        ),
        UNPROVEN,
    ),
}


@pytest.mark.parametrize("edge", EDGES)
def test_an_edge(tmp_path: Path, edge: str) -> None:
    spec, rules = EDGES[edge]
    out = outcome(sample_project(tmp_path, spec, more=IN_GIT))
    assert broken(out) == rules, [(one.rule, one.message) for one in out.findings]
    assert all(one.spot.line and one.help for one in out.findings)


def test_each_part_is_told_once(tmp_path: Path) -> None:
    spec = _override("addons: [], vpc: {cidr: 10.1.0.0/16, nat: {gateway: Single}}")
    found = outcome(sample_project(tmp_path, spec, more=IN_GIT)).findings
    assert [str(one.path[-1]) for one in found] == ["addons", "vpc"]
