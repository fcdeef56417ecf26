"""How big a job's pods are, and how many executors there are."""

from pathlib import Path

import pytest

from tests.targets.applications import Expected, check, conf, table


@table(
    ("fragment", "expected"),
    [
        pytest.param(
            (
                "driver: {cores: 3, coreRequest: 2800m, coreLimit: 4, memory: 5g, "
                "memoryOverhead: 600m}"
            ),
            {
                "driver": {
                    "cores": 3,
                    "coreRequest": "2800m",
                    "coreLimit": "4",
                    "memory": "5g",
                    "memoryOverhead": "600m",
                }
            },
            id="the driver, as written",
        ),
        pytest.param(
            (
                "executor: {cores: 4, coreRequest: 3800m, memory: 12288m, javaOptions: -Xss4m, "
                "instances: 7}"
            ),
            {
                "executor": {
                    "cores": 4,
                    "coreRequest": "3800m",
                    "coreLimit": None,
                    "memory": "12288m",
                    "memoryOverhead": None,
                    "javaOptions": "-Xss4m",
                    "instances": 7,
                }
            },
            id="executors, and nothing derived",
        ),
        pytest.param(
            'memoryOverheadFactor: "0.25"',
            {"memoryOverheadFactor": "0.25"},
            id="a factor stays text",
        ),
        pytest.param(
            "executor: {batchSize: 50}",
            conf(kubernetes__allocation__batch__size="50"),
            id="executors at a time",
        ),
    ],
)
def test_sizes(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


def test_dynamic_allocation_is_the_typed_block_and_sets_no_instances(tmp_path: Path) -> None:
    spec = check(
        tmp_path,
        "executor: {instances: {min: 2, max: 9, initial: 3}}",
        {"executor": {"instances": None}} | conf(dynamicAllocation__executorIdleTimeout="60s"),
    )["spec"]
    assert spec["dynamicAllocation"] == {
        "enabled": True,
        "initialExecutors": 3,
        "minExecutors": 2,
        "maxExecutors": 9,
        "shuffleTrackingEnabled": True,
        "shuffleTrackingTimeout": 30 * 60 * 1000,  # milliseconds
    }


@table(
    ("instances", "expected"),
    [
        pytest.param(
            "{min: 0, max: 5}",
            {"dynamicAllocation": {"minExecutors": 0, "initialExecutors": 0}},
            id="from none",
        ),
        pytest.param(
            "{max: 5, shuffleTracking: false}",
            {
                "dynamicAllocation": {
                    "shuffleTrackingEnabled": False,
                    "shuffleTrackingTimeout": None,
                }
            },
            id="without tracking, and without its timeout",
        ),
        pytest.param(
            "{max: 5, idleTimeout: 2m, cachedIdleTimeout: 1h, backlogTimeout: 3s,"
            " sustainedBacklogTimeout: 5s, allocationRatio: '0.5'}",
            conf(
                dynamicAllocation__executorIdleTimeout="120s",
                dynamicAllocation__cachedExecutorIdleTimeout="3600s",
                dynamicAllocation__schedulerBacklogTimeout="3s",
                dynamicAllocation__sustainedSchedulerBacklogTimeout="5s",
                dynamicAllocation__executorAllocationRatio="0.5",
            ),
            id="what the CRD does not know is conf",
        ),
        pytest.param(
            "{max: 5}",
            conf(
                dynamicAllocation__enabled=None, dynamicAllocation__cachedExecutorIdleTimeout=None
            ),
            id="and is not there unless asked for",
        ),
    ],
)
def test_dynamic_allocation(tmp_path: Path, instances: str, expected: Expected) -> None:
    check(tmp_path, f"executor: {{instances: {instances}}}", expected)


def test_a_fixed_number_has_no_dynamic_allocation(tmp_path: Path) -> None:
    check(tmp_path, "executor: {instances: 1}", {"dynamicAllocation": None})
