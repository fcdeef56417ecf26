"""Sizes against those that Spark's own classes computed, of two lines."""

import re
from typing import NamedTuple

import pytest

from specgen.capacity.conf import Conf
from specgen.capacity.driver import driver_pod
from specgen.capacity.executor import executor_pod
from specgen.capacity.memory import Language, driver_sizes, executor_sizes, language_of
from specgen.capacity.submission import Submission
from specgen.facts.spark_pods import line_of
from specgen.refusal import Refused
from tests.shared import shared_file

VERSIONS = ("3.5.9", "4.3.0")
_ROW = re.compile(
    r"(?P<title>.*?) \| (?P<role>EXEC|DRIVER) req=\{(?P<requests>.*?)\} lim=\{(?P<limits>.*?)\}"
    r"(?: grace=(?P<grace>\S+) secctx=(?P<context>\S+))?"
)

_8G = {"memory": "8g"}
_OFF_HEAP = {"spark.memory.offHeap.enabled": "true", "spark.memory.offHeap.size": "4g"}
_PYSPARK = {"spark.executor.pyspark.memory": "2g"}
_SHARED = "spark.kubernetes.memoryOverheadFactor"

TITLES: dict[str, tuple[str, dict[str, str]]] = {
    "mem=1g default": ("jar", {}),
    "mem=8g default": ("jar", _8G),
    "mem=8g cores=4 reqcores=3600m": ("jar", {**_8G, "cores": "4", "request": "3600m"}),
    "mem=8g cores=4 limit.cores=4": ("jar", {**_8G, "cores": "4", "limit": "4", "request": "4"}),
    "mem=8g overhead=2g": ("jar", {**_8G, "memoryOverhead": "2g"}),
    "mem=8g execFactor .2": ("jar", {**_8G, "memoryOverheadFactor": "0.2"}),
    "mem=8g k8sFactor .4": ("jar", {**_8G, _SHARED: "0.4"}),
    "mem=8g both factors exec.2,k8s.4": (
        "jar",
        {**_8G, "memoryOverheadFactor": "0.2", _SHARED: "0.4"},
    ),
    "mem=8g offheap 4g": ("jar", {**_8G, **_OFF_HEAP}),
    "mem=8g pysparkmem 2g notpy": ("jar", {**_8G, **_PYSPARK}),
    "mem=8g pysparkmem 2g py": ("py", {**_8G, **_PYSPARK}),
    "mem=10g fraction": ("jar", {"memory": "10000m"}),
    "minOverhead 1g": ("jar", {"memory": "4g", "minMemoryOverhead": "1g"}),
    "mem=8g overhead=1500 (no unit)": ("jar", {**_8G, "memoryOverhead": "1500"}),
    "mem=8192 (no unit)": ("jar", {"memory": "8192"}),
    "mem=1g jvm": ("jar", {}),
    "mem=8g jvm": ("jar", _8G),
    "mem=8g py": ("py", _8G),
    "mem=8g py drvfactor .2": ("py", {**_8G, "memoryOverheadFactor": "0.2"}),
    "mem=8g py k8sfactor .3": ("py", {**_8G, _SHARED: "0.3"}),
    "mem=8g jvm offheap4g": ("jar", {**_8G, **_OFF_HEAP}),
    "mem=8g jvm cores=2 req=1500m lim=3": (
        "jar",
        {**_8G, "cores": "2", "request": "1500m", "limit": "3"},
    ),
}
"""What each row of the measurement was made with: the program's suffix, and the role's settings."""

_KEYS = {
    "request": "spark.kubernetes.{}.request.cores",
    "limit": "spark.kubernetes.{}.limit.cores",
}


class Row(NamedTuple):
    title: str
    role: str
    requests: dict[str, str]
    limits: dict[str, str]
    grace: str | None
    context: str | None


def rows(version: str) -> list[Row]:
    text = shared_file(f"facts/spark-memory-{version}.txt").read_text(encoding="utf-8")
    matches = [match for match in map(_ROW.match, text.splitlines()) if match]
    return [
        Row(
            match["title"],
            "driver" if match["role"] == "DRIVER" else "executor",
            quantities(match["requests"]),
            quantities(match["limits"]),
            match["grace"],
            match["context"],
        )
        for match in matches
    ]


def quantities(text: str) -> dict[str, str]:
    return dict(one.split("=") for one in text.split(", "))


def settings(role: str, title: str) -> dict[str, str]:
    given = TITLES[title][1]
    keys = (
        key if "." in key else _KEYS.get(key, f"spark.{{}}.{key}").format(role) for key in given
    )
    return {
        "spark.kubernetes.container.image": "spark",
        **dict(zip(keys, given.values(), strict=True)),
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_every_row_of_the_measurement_is_in_the_table(version: str) -> None:
    titles = [row.title for row in rows(version)]
    assert sorted(titles) == sorted(TITLES)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("version", VERSIONS)
def test_a_container_asks_for_what_spark_computed(version: str, title: str) -> None:
    row = next(row for row in rows(version) if row.title == title)
    call = Submission(
        name="t",
        conf=settings(row.role, title),
        file=f"local:///t.{TITLES[title][0]}",
        driver_spark=version,
        executor_spark=version,
    )
    conf = Conf(call.conf, line_of(version))
    pod = driver_pod(call, conf) if row.role == "driver" else executor_pod(call, conf, "t-driver")
    container = pod["spec"]["containers"][-1]
    assert container["resources"] == {"requests": row.requests, "limits": row.limits}
    if row.grace is not None:
        grace = pod["spec"].get("terminationGracePeriodSeconds", "null")
        context = container.get("securityContext")
        assert str(grace) == row.grace
        assert row.context == ("null" if context is None else "{allowPrivilegeEscalation:false}")


# --- parts ----------------------------------------------------------------------------------------

LINE_4 = (4, 0)


@pytest.mark.parametrize(
    ("language", "values", "sizes"),
    [
        ("java", {}, (1024, 384, 0, 0)),
        ("r", {"spark.executor.memory": "2g"}, (2048, 819, 0, 0)),
        ("r", {"spark.executor.pyspark.memory": "2g"}, (1024, 409, 0, 0)),
        ("python", {"spark.executor.pyspark.memory": "2048"}, (1024, 409, 0, 2048)),
        ("java", {"spark.memory.offHeap.size": "4g"}, (1024, 384, 0, 0)),
        (
            "java",
            {"spark.memory.offHeap.enabled": "TRUE", "spark.memory.offHeap.size": "3145728"},
            (1024, 384, 3, 0),
        ),
        ("java", {"spark.executor.memory": "1500k"}, (1, 384, 0, 0)),
        ("java", {"spark.executor.memory": " 2GB "}, (2048, 384, 0, 0)),
        ("java", {"spark.executor.memoryOverhead": "0"}, (1024, 0, 0, 0)),
    ],
)
def test_the_parts_of_an_executors_memory(
    language: Language, values: dict[str, str], sizes: tuple[int, ...]
) -> None:
    assert executor_sizes(Conf(values, LINE_4), language) == sizes


def test_off_heap_memory_and_pysparks_are_no_matter_of_the_driver() -> None:
    conf = Conf({**_OFF_HEAP, **_PYSPARK}, LINE_4)
    assert driver_sizes(conf, "python").total == 1024 + 409


@pytest.mark.parametrize("text", ["12Gi", "1.5g", "much", "", "-1g", "12 g"])
def test_what_spark_does_not_read_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="no size that Spark reads"):
        driver_sizes(Conf({"spark.driver.memory": text}, LINE_4), "java")


@pytest.mark.parametrize(
    ("file", "language"),
    [
        ("local:///opt/etl.py", "python"),
        ("s3a://jobs/model.R", "r"),
        ("local:///opt/etl.jar", "java"),
        ("local:///opt/model.r", "java"),
        ("", "java"),
    ],
)
def test_the_language_is_in_the_name_of_the_program(file: str, language: str) -> None:
    assert language_of(file) == language
