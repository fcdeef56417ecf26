"""Where a job's pods stand, and what becomes of them when a node goes."""

from pathlib import Path

import pytest

from tests.targets.applications import Expected, check, conf, table
from tests.targets.rendered import job

_AT = "topology.kubernetes.io/zone"
_TOLERATION = {"key": "pool", "operator": "Equal", "value": "executors", "effect": "NoSchedule"}


@table(
    ("fragment", "expected"),
    [
        pytest.param(
            "",
            {
                "driver": {
                    "nodeSelector": {"pool": "drivers", _AT: "us-east-1a"},
                    "tolerations": None,
                },
                "executor": {
                    "nodeSelector": {"pool": "executors", _AT: "us-east-1a"},
                    "tolerations": [_TOLERATION],
                },
                "nodeSelector": None,
            },
            id="a pool's labels and taints, by role",
        ),
        pytest.param(
            "zone: any",
            {"driver": {"nodeSelector": {"pool": "drivers", _AT: None}}},
            id="any zone",
        ),
        pytest.param(
            "zone: any\ndriver: {pool: any}\nexecutor: {pool: any}",
            {
                "driver": {"nodeSelector": None, "tolerations": None, "affinity": None},
                "executor": {"nodeSelector": None, "tolerations": None, "affinity": None},
            },
            id="any pool",
        ),
        pytest.param(
            "executor: {only: {arch: arm64}}",
            {
                "executor": {"nodeSelector": {"kubernetes.io/arch": "arm64"}},
                "driver": {"nodeSelector": {"kubernetes.io/arch": None}},
            },
            id="one architecture",
        ),
        pytest.param(
            "executor: {only: {types: [r6g.xlarge]}}",
            {
                "executor": {
                    "nodeSelector": {"node.kubernetes.io/instance-type": "r6g.xlarge"},
                    "affinity": None,
                }
            },
            id="one instance type is a selector",
        ),
        pytest.param(
            "executor: {only: {types: [r6g.xlarge, r7g.xlarge]}}",
            {
                "executor": {
                    "nodeSelector": {"node.kubernetes.io/instance-type": None},
                    "affinity": {
                        "nodeAffinity": {
                            "requiredDuringSchedulingIgnoredDuringExecution": {
                                "nodeSelectorTerms": [
                                    {
                                        "matchExpressions": [
                                            {
                                                "key": "node.kubernetes.io/instance-type",
                                                "operator": "In",
                                                "values": ["r6g.xlarge", "r7g.xlarge"],
                                            }
                                        ]
                                    }
                                ]
                            }
                        }
                    },
                }
            },
            id="several instance types are an affinity",
        ),
        pytest.param(
            "image: {repository: r.example/a, tag: '1', platforms: [amd64], sparkVersion: 4.0.5}",
            {
                "driver": {"nodeSelector": {"kubernetes.io/arch": "amd64"}},
                "executor": {"nodeSelector": {"kubernetes.io/arch": "amd64"}},
            },
            id="an image for one architecture on a pool of two",
        ),
    ],
)
def test_placement(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


@table(
    ("taint", "toleration"),
    [
        pytest.param(
            "{key: a}",
            {"key": "a", "operator": "Exists", "effect": "NoSchedule"},
            id="without a value",
        ),
        pytest.param(
            "{key: a, value: b, effect: NoExecute}",
            {"key": "a", "operator": "Equal", "value": "b", "effect": "NoExecute"},
            id="with one",
        ),
    ],
)
def test_a_taint_is_tolerated_exactly(tmp_path: Path, taint: str, toleration: Expected) -> None:
    more = f"kind: Cluster\nname: one\npools: [{{name: drivers, taints: [{taint}]}}]\n"
    assert job(tmp_path, more=more)["spec"]["driver"]["tolerations"] == [toleration]


_KARPENTER = "karpenter.sh/do-not-disrupt"
_AUTOSCALER = "cluster-autoscaler.kubernetes.io/safe-to-evict"


@table(
    ("fragment", "driver", "executor"),
    [
        pytest.param(
            "",
            {_KARPENTER: "true", _AUTOSCALER: "false"},
            {_AUTOSCALER: "false", _KARPENTER: None},
            id="by default",
        ),
        pytest.param(
            "driver: {protect: false}\nexecutor: {protect: true}",
            {_KARPENTER: None, _AUTOSCALER: None},
            {_KARPENTER: "true", _AUTOSCALER: "false"},
            id="the other way round",
        ),
    ],
)
def test_protection(tmp_path: Path, fragment: str, driver: Expected, executor: Expected) -> None:
    check(
        tmp_path,
        fragment,
        {"driver": {"annotations": driver}, "executor": {"annotations": executor}},
    )


_DECOMMISSION = conf(
    decommission__enabled="true",
    storage__decommission__enabled="true",
    storage__decommission__shuffleBlocks__enabled="true",
    storage__decommission__rddBlocks__enabled="true",
    executor__decommission__forceKillTimeout="100s",
    storage__decommission__fallbackStorage__path=None,
)


@table(
    ("fragment", "expected"),
    [
        pytest.param("", _DECOMMISSION, id="decommissioning where the pool may be Spot"),
        pytest.param(
            "",
            {
                "executor": {"terminationGracePeriodSeconds": 110},
                "driver": {"terminationGracePeriodSeconds": None},
            },
            id="and time for it, within the notice of two minutes",
        ),
        pytest.param(
            "executor: {pool: drivers}",
            {
                **conf(decommission__enabled=None),
                "executor": {"terminationGracePeriodSeconds": None},
            },
            id="not elsewhere",
        ),
        pytest.param(
            "executor: {decommission: {enabled: false}}",
            conf(decommission__enabled=None),
            id="unless it is switched off",
        ),
        pytest.param(
            (
                "executor: {decommission: {forceKillTimeout: 90s, fallbackStorage: "
                "'loc://lake/d/'}, terminationGracePeriod: 100s}"
            ),
            {
                **conf(
                    executor__decommission__forceKillTimeout="90s",
                    storage__decommission__fallbackStorage__path="s3a://acme-lake/d/",
                    storage__decommission__fallbackStorage__cleanUp="true",
                ),
                "executor": {"terminationGracePeriodSeconds": 100},
            },
            id="with a storage to fall back to",
        ),
        pytest.param(
            "driver: {terminationGracePeriod: 1m}",
            {"driver": {"terminationGracePeriodSeconds": 60}},
            id="a driver's own",
        ),
    ],
)
def test_spot(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


_PINNED = conf(driver__port="7078", driver__blockManager__port="7079", blockManager__port="7079")


def test_ports_are_pinned_where_a_network_policy_names_them(tmp_path: Path) -> None:
    check(tmp_path, "", _PINNED)


def test_ports_are_spark_s_own_without_a_network_policy(tmp_path: Path) -> None:
    more = "kind: Team\nname: reviews\nnetworkPolicy: {enabled: false}\n"
    check(tmp_path, "", conf(driver__port=None, blockManager__port=None), more)


@table(
    ("fragment", "dns"),
    [
        pytest.param("", {"options": [{"name": "ndots", "value": "2"}]}, id="by default"),
        pytest.param(
            "dnsNdots: 5", {"options": [{"name": "ndots", "value": "5"}]}, id="another number"
        ),
        pytest.param("dnsNdots: 0", None, id="left as it is"),
    ],
)
def test_dns(tmp_path: Path, fragment: str, dns: Expected | None) -> None:
    check(tmp_path, fragment, {"driver": {"dnsConfig": dns}, "executor": {"dnsConfig": dns}})
