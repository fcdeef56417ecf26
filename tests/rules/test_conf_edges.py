"""Rules about Spark's settings: where a finding stands, and which Spark it is held against."""

from pathlib import Path

import pytest

from specgen.finding import Finding
from tests.projects import broken, outcome, sample_project

_JOB = "kind: SparkJob\nname: count\n"
_PROFILE = "profiles: [p]\n---\nkind: SparkProfile\nname: p\n"
_OVERRIDE = "overrides: {SparkApplication: {spec: {sparkConf: {%s}}}}\n"


def only(root: Path, example: str) -> Finding:
    (finding,) = outcome(sample_project(root, example)).findings
    return finding


@pytest.mark.parametrize(
    ("example", "line", "excerpt"),
    [
        (_JOB + "conf:\n  spark.sql.shuffle.partition: 4\n", 8, "spark.sql.shuffle.partition: 4"),
        (
            _JOB + _PROFILE + "conf:\n  spark.sql.shuffle.partition: 4\n",
            12,
            "spark.sql.shuffle.partition: 4",
        ),
        (
            _JOB + _OVERRIDE % "spark.sql.shuffle.partition: 4",
            7,
            (_OVERRIDE % "spark.sql.shuffle.partition: 4").strip(),
        ),
    ],
    ids=["job", "profile", "override"],
)
def test_a_finding_stands_where_the_key_is_written(
    example: str, line: int, excerpt: str, tmp_path: Path
) -> None:
    found = only(tmp_path, example)
    assert (found.rule, found.spot.line) == ("unknown-conf", line)
    assert found.spot.excerpt[-1].strip() == excerpt
    assert found.help == "did you mean `spark.sql.shuffle.partitions`?"
    shown = found.spot.excerpt[-1][found.spot.column - 1 :][: found.spot.width]
    assert shown.startswith("spark.sql.shuffle.partition")


def test_a_wrong_value_is_what_is_pointed_at(tmp_path: Path) -> None:
    found = only(tmp_path, _JOB + "conf:\n  spark.network.timeout: soon\n")
    assert found.spot.excerpt[-1][found.spot.column - 1 :] == "soon"
    assert found.help == "write a time like 60s; a number alone is in seconds"


@pytest.mark.parametrize(
    ("spark", "conf", "rules"),
    [
        ("3.5.9", "spark.kubernetes.allocation.maximum: 9", {"too-new-conf"}),
        ("4.1.0", "spark.kubernetes.allocation.maximum: 9", set()),
        ("4.1", "spark.kubernetes.allocation.maximum: 0", {"malformed-conf"}),
        ("3.5.9", "spark.mesos.coarse: true", set()),
        ("4.0.5", "spark.mesos.coarse: true", {"removed-conf"}),
        ("3.4.4", "spark.sql.shuffle.partitions: 4", {"uncatalogued-spark"}),
        ("3.4.4", "spark.sql.shuffle.partition: 4", {"uncatalogued-spark", "unknown-conf"}),
        ("4.4.0", "spark.sql.shuffle.partitions: 4", {"uncatalogued-spark"}),
        ("3.5.9", "spark.driver.minMemoryOverhead: 1g", set()),
        ("4.3.0", "spark.kubernetes.driver.pod.excludedFeatureSteps: a.B", {"too-new-conf"}),
        ("4.0.5", "spark.blacklist.enabled: true", {"deprecated-conf"}),
        ("4.0.5", "spark.sql.ansi.strictIndexOperator: true", set()),
        ("4.0.5", "spark.acme.lookback: 7d", set()),
        ("4.0.5", 'spark.sql.shuffle.partitions: "${spark.acme.n}"', set()),
        ("4.0.5", "hive.metastore.uris: thrift://hive", {"unknown-conf"}),
    ],
)
def test_conf_is_held_against_the_jobs_spark(
    spark: str, conf: str, rules: set[str], tmp_path: Path
) -> None:
    image = f'kind: Environment\nname: sample\nimages: {{spark-py: {{sparkVersion: "{spark}"}}}}\n'
    out = outcome(sample_project(tmp_path, f"{image}---\n{_JOB}conf: {{{conf}}}\n"))
    assert broken(out) == rules, [one.message for one in out.findings]


def test_a_job_of_unknown_spark_is_told_once(tmp_path: Path) -> None:
    image = "image: registry.example.com/spark:4\ndriver: {only: {arch: amd64}}\n"
    example = f"{_JOB}{image}executor: {{only: {{arch: amd64}}}}\nconf: {{spark.sql.nonsense: 1}}\n"
    assert broken(outcome(sample_project(tmp_path, example))) == {"spark-version-unclear"}


def test_a_library_of_ones_own_is_waived(tmp_path: Path) -> None:
    waiver = "allow: [{rule: unread-conf, because: our listener reads it}]\n"
    example = f"{_JOB}conf: {{spark.sql.acmeListener.url: x}}\n{waiver}"
    assert broken(outcome(sample_project(tmp_path, example))) == set()


def test_a_setting_of_the_operator_says_so(tmp_path: Path) -> None:
    key = "spark.kubernetes.driver.service.publishNotReadyAddresses"
    found = only(tmp_path, f"{_JOB}conf: {{{key}: true}}\n")
    assert "the operator's, which makes the driver's pod, is 4.0.4" in found.message
    assert found.help == "remove it; the operator has a Spark of its own"
