"""Spark's settings: the table, what is asked of it, and what specgen itself writes."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from specgen.facts import spark_conf as facts
from specgen.facts.spark import DENIED_CONF, OPERATOR_READS, TYPED_CONF, TYPED_PREFIXES
from specgen.facts.spark_conf import LINES, Version, fault, line_of, nearest_key, setting, settings
from specgen.facts.spark_families import FAMILIES
from specgen.units.spark_values import expected
from tests.projects import outcome, sample_project
from tests.shared import REPOSITORY, shared_file
from tools import spark_conf as tool

TEXT = tool.FILE.read_text(encoding="utf-8")
ROWS = [line.split("\t") for line in TEXT.splitlines() if not line.startswith("#")]
KEYS = sorted({row[0] for row in ROWS})
NEWEST = LINES[-1]


def known(key: str, version: Version) -> facts.Setting:
    found = setting(key, version)
    assert found is not None, key
    return found


def kind(key: str, value: str = "${any}", version: Version = (4, 0, 5)) -> str | None:
    found = fault(key, value, version)
    return found and found.kind


# --- the table ------------------------------------------------------------------------------------


def test_rows_stand_in_order_and_no_line_of_spark_is_told_of_twice() -> None:
    assert [(row[0], row[1]) for row in ROWS] == sorted({(row[0], row[1]) for row in ROWS})
    for key in KEYS:
        rows = settings(key)
        assert all(one.first <= one.last for one in rows)
        assert all(a.last < b.first for a, b in pairwise(rows)), key


def test_every_row_says_what_it_can_mean() -> None:
    kinds = {"boolean", "int", "ints", "long", "longs", "double", "doubles", "text", "regex"}
    for row in ROWS:
        one = settings(row[0])[0]
        assert one.key.startswith("spark."), row
        assert {one.first, one.last} <= set(LINES), row
        plain = one.type in kinds | {"-", "gone", "enum"}
        assert plain or "something else" not in expected(one.type, one.values), row
        assert not one.instead or one.old, row
        assert (one.type == "enum") <= bool(one.values), row


def test_the_table_is_small_and_says_where_it_comes_from() -> None:
    assert len(TEXT) < 200_000
    head = TEXT.splitlines()[:3]
    assert f"{len(KEYS):,} settings of Spark 3.5.9, 4.0.5, 4.1.4, 4.2.1, 4.3.0" in head[0]
    assert "checked 2026-11-21" in head[1]
    assert head[2] == "# Made by: python tools/spark_conf.py"
    assert tuple(".".join(map(str, line)) for line in LINES) == tool.LINES


def test_importing_reads_nothing() -> None:
    probe = "import specgen.facts.spark_conf as s; assert s._rows.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", probe], cwd=REPOSITORY, check=True)


@pytest.mark.parametrize("version", ["3.5.9", "4.3.0"])
def test_entries_are_those_of_the_dump(version: str) -> None:
    """Made another way: the dump leaves out streaming, YARN, Mesos and what needs Hive's module."""
    parts = tuple(map(int, version.split(".")))
    rows = shared_file(f"facts/spark-conf-{version}.tsv").read_text(encoding="utf-8").splitlines()
    dumped = {row.split("\t")[0]: row.split("\t")[2] for row in rows}
    for key, since in dumped.items():
        told = known(key, parts)
        assert told.type not in ("-", "gone"), key
        assert told.since == since or parts[:2] != NEWEST, key
    entries = {key for key in KEYS if (one := setting(key, parts)) and one.type not in "- gone"}
    left_out = {key for key in entries - set(dumped) if not key.startswith(_LEFT_OUT)}
    assert left_out <= {"spark.driver.appUIAddress", "spark.executor.uri", *_OTHERS_LEFT_OUT}


_LEFT_OUT = ("spark.streaming.", "spark.yarn.", "spark.mesos.", "spark.sql.hive.")
_OTHERS_LEFT_OUT = {
    "spark.shuffle.cleaner.interval",
    "spark.sql.legacy.hive.thriftServer.useZeroBasedColumnOrdinalPosition",
    "spark.sql.optimizer.datasourceV2ExprFolding",
}


@pytest.mark.parametrize("version", ["3.5.9", "4.3.0"])
def test_defaults_of_the_dump_are_values_of_their_settings(version: str) -> None:
    parts = tuple(map(int, version.split(".")))
    rows = shared_file(f"facts/spark-conf-{version}.tsv").read_text(encoding="utf-8").splitlines()
    told = [row.split("\t")[:2] for row in rows]
    checked = [(k, v) for k, v in told if v and not v.startswith("<") and v != "EXCEPTION"]
    assert len(checked) > 800
    wrong = [(k, v) for k, v in checked if (one := fault(k, v, parts)) and one.kind == "malformed"]
    assert wrong == []


# --- what is known of a key -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "version", "type_", "values"),
    [
        ("spark.sql.shuffle.partitions", (4, 0), "int", "1.."),
        ("spark.network.timeout", (3, 5), "time:s", ""),
        ("spark.executor.memory", (4, 3), "bytes:m", ""),
        ("spark.reducer.maxSizeInFlight", (4, 1), "bytes:m", ""),
        ("spark.scheduler.mode", (4, 0), "text", ""),
        ("spark.scheduler.mode", (4, 3), "enum", "*FAIR|FIFO|NONE"),
        ("spark.app.name", (4, 0), "-", ""),
        ("spark.eventLog.rolling.maxFileSize", (4, 2), "bytes:b", "2097152.."),
    ],
)
def test_a_setting(key: str, version: Version, type_: str, values: str) -> None:
    assert known(key, version)[4:6] == (type_, values)


@pytest.mark.parametrize(
    ("version", "line"),
    [
        ((3, 3, 1), (3, 5)),
        ((3, 5, 9), (3, 5)),
        ((4, 0), (4, 0)),
        ((4, 1, 2), (4, 1)),
        ((4, 9), (4, 3)),
        ((5, 0, 0), (4, 3)),
    ],
)
def test_a_release_is_held_against_the_nearest_line(version: Version, line: Version) -> None:
    assert line_of(version) == line


@given(st.sampled_from(KEYS), st.sampled_from(LINES))
def test_a_key_is_known_to_the_lines_of_its_rows(key: str, line: Version) -> None:
    found = setting(key, line)
    told = [row for row in ROWS if row[0] == key]
    spans = [tuple(tuple(map(int, end.split("."))) for end in row[1].split("-")) for row in told]
    assert (found is not None) == any(first <= line <= last for first, last in spans)


# --- faults ---------------------------------------------------------------------------------------

# A session of Spark 3.5.9 and of 4.0.5 was started with each: True, it started and shuffled.
MEASURED = [
    ("spark.sql.ansi.strictIndexOperator", "false", False),
    ("spark.sql.ansi.strictIndexOperator", "true", True),
    ("spark.sql.shuffle.partitions", "many", False),
    ("spark.sql.shuffle.partitions", "0", False),
    ("spark.sql.shuffle.partitions", " 7 ", True),
    ("spark.sql.shuffle.partitions", "+7", True),
    ("spark.sql.shuffle.partitions", "1_000", False),
    ("spark.reducer.maxSizeInFlight", "48mib", False),
    ("spark.reducer.maxSizeInFlight", "1.5g", False),
    ("spark.network.timeout", "2 min", False),
    ("spark.network.timeout", "", False),
    ("spark.network.timeout", "120min", True),
    ("spark.executor.heartbeatInterval", "10", True),
    ("spark.speculation", "yes", False),
    ("spark.speculation", " true ", True),
    ("spark.shuffle.compress", "True", True),
    ("spark.scheduler.mode", "fair", True),
    ("spark.sql.parquet.compression.codec", "zzz", False),
    ("spark.memory.fraction", "0.6f", True),
    ("spark.memory.fraction", "1e-1", True),
    ("spark.sql.adaptive.enabled", "", False),
    ("spark.sql.autoBroadcastJoinThreshold", "-1", True),
    ("spark.sql.autoBroadcastJoinThreshold", "-10m", True),
    ("spark.sql.warehouse.dir", "${spark.app.name}", True),
]


@pytest.mark.parametrize("version", [(3, 5, 9), (4, 0, 5)])
@pytest.mark.parametrize(("key", "value", "starts"), MEASURED)
def test_what_spark_itself_refuses(key: str, value: str, starts: bool, version: Version) -> None:  # noqa: FBT001
    assert (kind(key, value, version) is None) == starts


@pytest.mark.parametrize(
    ("key", "version", "expected_kind"),
    [
        ("spark.sql.shuffle.partitions", (4, 0, 5), None),
        ("spark.app.name", (4, 0, 5), None),
        ("spark.app.lookback", (4, 0, 5), None),
        ("spark.acme.input", (4, 0, 5), None),
        ("spark.rapids.sql.enabled", (4, 0, 5), None),
        ("spark.gluten.sql.debug", (4, 0, 5), None),
        ("spark.kubernetes.executor.volumes.hostPath.a.mount.path", (4, 0, 5), None),
        ("spark.metrics.conf.*.sink.prometheusServlet.class", (4, 0, 5), None),
        ("spark.sql.catalog.glue.warehouse", (4, 0, 5), None),
        ("spark.task.resource.gpu.amount", (4, 0, 5), None),
        ("spark.shuffle.io.maxRetries", (4, 0, 5), None),
        ("spark.kubernetes.executor.terminationGracePeriodSeconds", (4, 0, 5), "too-new"),
        ("spark.kubernetes.executor.terminationGracePeriodSeconds", (4, 1, 0), None),
        ("spark.sql.legacy.codingErrorAction", (4, 0), None),
        ("spark.mesos.coarse", (3, 5, 9), None),
        ("spark.mesos.coarse", (4, 0, 5), "removed"),
        ("spark.sql.hive.verifyPartitionPath", (3, 5, 9), "deprecated"),
        ("spark.sql.hive.verifyPartitionPath", (4, 0, 5), "removed"),
        ("spark.blacklist.enabled", (4, 0, 5), "deprecated"),
        ("spark.kubernetes.executor.service.label.role", (4, 0, 5), "unread"),
        ("spark.sql.lookback", (4, 0, 5), "unread"),
        ("spark.sql.shuffle.partition", (4, 0, 5), "unknown"),
        ("hive.metastore.uris", (4, 0, 5), "unknown"),
        ("spark", (4, 0, 5), "unknown"),
        ("spark.", (4, 0, 5), None),
        ("spark.default", (4, 0, 5), None),
    ],
)
def test_a_key(key: str, version: Version, expected_kind: str | None) -> None:
    assert kind(key, version=version) == expected_kind


@pytest.mark.parametrize("job", [(3, 5, 9), (4, 0, 5), (4, 3, 0)])
def test_what_the_operator_reads_is_held_against_its_spark(job: Version) -> None:
    assert kind("spark.driver.minMemoryOverhead", "1g", job) is None
    assert kind("spark.kubernetes.driver.pod.excludedFeatureSteps", "a", job) == "too-new"
    assert kind("spark.kubernetes.pyspark.pythonVersion", "3", job) is None


def test_a_patch_release_that_brought_a_setting_counts() -> None:
    patches = [
        one
        for key in KEYS
        for one in settings(key)
        if one.since.startswith("4.0.") and one.since != "4.0.0" and one.first == (4, 0)
    ]
    assert patches
    for one in patches:
        assert kind(one.key, version=(4, 0, 0)) == "too-new"
        assert kind(one.key, version=(4, 0)) in (None, "deprecated")


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("spark.exector.memory", "spark.executor.memory"),
        ("spark.executor.decommission.enabled", "spark.decommission.enabled"),
        (
            "spark.kubernetes.executor.reusePersistentVolume",
            "spark.kubernetes.driver.reusePersistentVolumeClaim",
        ),
        ("sql.shuffle.partitions", "spark.sql.shuffle.partitions"),
        ("spark.SQL.shuffle.Partitions", "spark.sql.shuffle.partitions"),
        ("spark.sql.shufle.partitions", "spark.sql.shuffle.partitions"),
        ("spark.executorEnvs.A", "spark.executorEnv.A"),
        ("spark.hadop.fs.s3a.endpoint", "spark.hadoop.fs.s3a.endpoint"),
        ("spark.kubernetes.driver.labels.a", "spark.kubernetes.driver.label.a"),
        ("spark.dynamicAlocation.enabled", "spark.dynamicAllocation.enabled"),
        ("spark.kubernetes.allocation.batchsize", "spark.kubernetes.allocation.batch.size"),
        ("spark.streaming.dynamicAllocation.enable", "spark.streaming.dynamicAllocation.enabled"),
        ("spark.driver.foo", None),
        ("spark.acme.memory", None),
        ("spark", None),
        ("", None),
        ("hello", None),
    ],
)
def test_a_near_miss_has_a_suggestion(key: str, near: str | None) -> None:
    assert nearest_key(key, (4, 0, 5)) == near


@given(st.text(max_size=20), st.text(max_size=10))
def test_no_text_breaks_the_asking(tail: str, value: str) -> None:
    for key in (tail, f"spark.{tail}", f"spark.sql.{tail}"):
        fault(key, value, (4, 0, 5))


# --- what specgen writes --------------------------------------------------------------------------


def conf_of(text: str | bytes) -> Iterator[tuple[Version, str, str]]:
    """Spark's release, key and value of each setting of the applications in a file."""
    for document in yaml.safe_load_all(text):
        spec: dict[str, Any] = document.get("spec", {})
        spec = spec.get("template", spec)
        for key, value in spec.get("sparkConf", {}).items():
            yield tuple(map(int, spec["sparkVersion"].split("."))), key, value


def rendered() -> Iterator[tuple[Version, str, str]]:
    """The same of every tree in the repository."""
    for folder in (REPOSITORY / "tests/golden", REPOSITORY / "rendered"):
        for file in sorted(folder.rglob("jobs/**/*.yaml")):
            yield from conf_of(file.read_text(encoding="utf-8"))


def test_no_rendered_setting_is_at_fault() -> None:
    written = sorted(set(rendered()))
    assert len({version[:2] for version, _, _ in written}) > 1
    assert len({key for _, key, _ in written}) > 30
    faults = [(key, value, fault(key, value, version)) for version, key, value in written]
    assert [one for one in faults if one[2] is not None] == []


_EVERYTHING = """\
kind: Environment
name: sample
images: {{spark-py: {{sparkVersion: "{0}"}}}}
---
kind: SparkJob
name: count
eventLog: {{rolling: true, maxFileSize: 64m}}
s3: {{committer: magic, pathStyle: true, endpoint: "https://s3.example.com", s3Scheme: true}}
executor:
  batchSize: 20
  decommission: {{fallbackStorage: loc://lake/spill/, forceKillTimeout: 100s}}
  instances:
    min: 1
    max: 10
    initial: 2
    idleTimeout: 2m
    cachedIdleTimeout: 10m
    backlogTimeout: 1s
    sustainedBacklogTimeout: 1s
    allocationRatio: "0.5"
    shuffleTracking: true
    shuffleTrackingTimeout: 30m
"""


@pytest.mark.parametrize("line", tool.LINES)
def test_every_line_knows_what_features_write(line: str, tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path, _EVERYTHING.format(line)))
    written = list(conf_of(out.files["one/jobs/reviews/count.yaml"]))
    assert len(written) > 20
    faults = [(key, value, fault(key, value, version)) for version, key, value in written]
    assert [one for one in faults if one[2] is not None] == []


def test_keys_of_other_tables_are_known() -> None:
    for key in (*TYPED_CONF, *DENIED_CONF, *OPERATOR_READS):
        assert settings(key) or key.startswith(FAMILIES) or key in _NOT_SPARKS, key
    assert all(one.startswith(FAMILIES) for one in TYPED_PREFIXES)


_NOT_SPARKS = {"spark.kubernetes.driver.master"}
"""Refused by the operator, known to no Spark since 3.5."""


# --- the script -----------------------------------------------------------------------------------


def test_the_script_makes_rows_of_what_it_was_told(tmp_path: Path) -> None:
    one, two = tmp_path / "4.0.5.tsv", tmp_path / "4.1.4.tsv"
    common = "entry\tspark.a.b\t1.0\tint\t1..\tspark.a.old\nliteral\tspark.a\nliteral\tspark.t.u\n"
    one.write_text(
        common
        + "deprecated\tspark.gone.by\t2.0\tUse spark.a.b instead.\n"
        + "alternate\tspark.a.older\tspark.a.b\t1.4\t\n"
        + "removed\tspark.sql.r\t3.0\ttrue\tUse nothing.\n"
        + "sql\tspark.a.b\t4.0\told\n",
        encoding="utf-8",
    )
    two.write_text(
        "entry\tspark.a.b\t1.0\tlong\t\t\nentry\tspark.new\t4.1.0\ttext\t\t\n"
        "alternate\tspark.a.older\tspark.a.b\t1.4\t\ndeprecated\tspark.x\t1\tno\n"
        "removed\tspark.sql.r\t3.0\ttrue\t\nsql\tspark.y\t4.0\told\nliteral\tspark.t.u\n",
        encoding="utf-8",
    )
    rows = [line for line in tool.table([two, one]).splitlines() if not line.startswith("#")]
    assert rows == [
        "spark.a.b\t4.0-4.0\t1.0\tint\t1..\t4.0",
        "spark.a.b\t4.1-4.1\t1.0\tlong",
        "spark.a.old\t4.0-4.0\t\t-\t\t0\tspark.a.b",
        "spark.a.older\t4.0-4.1\t\t-\t\t1.4\tspark.a.b",
        "spark.gone.by\t4.0-4.0\t\t-\t\t2.0\tspark.a.b",
        "spark.new\t4.1-4.1\t4.1.0\ttext",
        "spark.sql.r\t4.0-4.1\t\tgone\ttrue\t3.0",
        "spark.t.u\t4.0-4.1\t\t-",
        "spark.x\t4.1-4.1\t\t-\t\t1",
        "spark.y\t4.1-4.1\t\t-\t\t4.0",
    ]
