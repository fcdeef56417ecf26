"""What is counted of a pod, and how many pods there are."""

from fractions import Fraction
from typing import Any

import pytest

from specgen.capacity.application import stored
from specgen.capacity.conf import Conf
from specgen.capacity.demand import executors, requested
from specgen.capacity.handover import submitted
from specgen.capacity.pods import pods
from specgen.capacity.submission import submission
from tests.capacity.records import application

GI = 1024**3


def container(cpu: str, memory: str, **more: Any) -> dict[str, Any]:
    return {"resources": {"requests": {"cpu": cpu, "memory": memory}}, **more}


KEPT = {"restartPolicy": "Always"}


@pytest.mark.parametrize(
    ("spec", "cpu", "memory"),
    [
        ({"containers": [container("1", "1Gi"), container("500m", "1Gi")]}, "3/2", 2 * GI),
        (
            {
                "containers": [container("1", "1Gi")],
                "initContainers": [container("2", "512Mi"), container("1", "3Gi")],
            },
            "2",
            3 * GI,
        ),
        (
            {
                "containers": [container("1", "1Gi")],
                "initContainers": [container("1", "1Gi", **KEPT), container("1", "2Gi")],
            },
            "2",
            3 * GI,
        ),
        (
            {
                "containers": [container("1", "1Gi")],
                "initContainers": [container("3", "2Gi"), container("1", "1Gi", **KEPT)],
            },
            "3",
            2 * GI,
        ),
        (
            {"containers": [container("1", "1Gi")], "overhead": {"cpu": "250m", "memory": "1Gi"}},
            "5/4",
            2 * GI,
        ),
    ],
)
def test_what_a_scheduler_counts(spec: dict[str, Any], cpu: str, memory: int) -> None:
    assert requested({"spec": spec}) == {"cpu": Fraction(cpu), "memory": memory}


def test_a_pod_with_a_sidecar_asks_for_both() -> None:
    driver = requested(pods(application("sidecars-and-init")).driver)
    assert driver == {"cpu": Fraction("1.05"), "memory": (1408 + 64) << 20}


def test_gpus_and_disks_are_counted_too() -> None:
    assert requested(pods(application("gpu-typed")).executor)["nvidia.com/gpu"] == 2
    disk = requested(pods(application("pod-template-only")).executor)["ephemeral-storage"]
    assert disk == 50 * GI


@pytest.mark.parametrize(
    ("name", "first", "most"),
    [
        ("bare-minimum", 1, 1),
        ("conf-against-fields", 2, 2),
        ("conf-only-sizes", 4, 4),
        ("dynamic-allocation", 2, 40),
        ("dynamic-allocation-conf", 1, 40),
    ],
)
def test_executors_of_recorded_applications(name: str, first: int, most: int) -> None:
    call = submission(submitted(stored(application(name))))
    assert executors(Conf(call.conf, (4, 0))) == (first, most)


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, (2, 2)),
        ({"instances": "7"}, (7, 7)),
        ({"enabled": "true"}, (0, None)),
        ({"enabled": "true", "minExecutors": "3", "instances": "5"}, (5, None)),
        ({"enabled": "true", "initialExecutors": "4", "maxExecutors": "9"}, (4, 9)),
    ],
)
def test_how_many_executors(values: dict[str, str], count: tuple[int, int | None]) -> None:
    prefix = "spark.dynamicAllocation."
    keys = {
        "spark.executor.instances" if key == "instances" else prefix + key: one
        for key, one in values.items()
    }
    assert executors(Conf(keys, (4, 0))) == count
