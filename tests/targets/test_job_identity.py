"""Who a job is, when it runs, and what all its features have in common."""

from pathlib import Path

import pytest

from specgen.facts.spark import TYPED_CONF
from specgen.targets.spark.features import FEATURES
from tests.targets.applications import Expected, check, table
from tests.targets.rendered import job


@table(
    ("fragment", "driver", "executor"),
    [
        pytest.param(
            "env: {A: 1}", [{"name": "A", "value": "1"}], [{"name": "A", "value": "1"}], id="both"
        ),
        pytest.param(
            "env: {A: k, B: l}\ndriver: {env: {A: m}}",
            [{"name": "A", "value": "m"}, {"name": "B", "value": "l"}],
            [{"name": "A", "value": "k"}, {"name": "B", "value": "l"}],
            id="a role's own win",
        ),
        pytest.param(
            "executor: {env: {S: {secretKeyRef: {name: s, key: k.txt}}, C: "
            "{configMapKeyRef: {name: c, key: k}},"
            " F: {fieldRef: status.podIP}}}",
            None,
            [
                {"name": "S", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k.txt"}}},
                {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}},
                {"name": "F", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
            ],
            id="from elsewhere",
        ),
        pytest.param("", None, None, id="none"),
    ],
)
def test_environment_variables(
    tmp_path: Path, fragment: str, driver: list[Expected] | None, executor: list[Expected] | None
) -> None:
    check(tmp_path, fragment, {"driver": {"env": driver}, "executor": {"env": executor}})


_PODS = {"specgen.dev/team": "reviews", "specgen.dev/job": "count"}


def test_who_the_application_is(tmp_path: Path) -> None:
    body = job(
        tmp_path,
        "metadata: {labels: {slo: gold}, annotations: {note: x}}\n"
        "labels: {a: '1', b: '1'}\nannotations: {c: '1', d: '1'}\n"
        "driver: {labels: {b: '2'}, annotations: {d: '2'}, protect: false}\n"
        "executor: {labels: {e: '3'}, annotations: {f: '3'}, protect: false}\n",
    )
    assert body["metadata"] == {
        "name": "count",
        "namespace": "spark-reviews",
        "labels": {
            "app.kubernetes.io/managed-by": "specgen",
            "app.kubernetes.io/part-of": "acme",
            "slo": "gold",
            "specgen.dev/environment": "sample",
            "specgen.dev/team": "reviews",
        },
        "annotations": {"argocd.argoproj.io/sync-wave": "10", "note": "x"},
    }
    driver, executor = body["spec"]["driver"], body["spec"]["executor"]
    assert (driver["serviceAccount"], executor["serviceAccount"]) == (
        "spark-driver",
        "spark-executor",
    )
    assert driver["labels"] == {**_PODS, "a": "1", "b": "2"}
    assert executor["labels"] == {**_PODS, "a": "1", "b": "1", "e": "3"}
    assert driver["annotations"] == {"c": "1", "d": "2", "specgen.dev/run": "1"}
    assert executor["annotations"] == {"c": "1", "d": "1", "f": "3"}


def test_a_job_runs_as_the_identity_it_names(tmp_path: Path) -> None:
    more = (
        "kind: Team\nname: reviews\n"
        "identities: [{name: writer, serviceAccounts: {executor: hands}}]\n"
    )
    expected = {
        "driver": {"serviceAccount": "writer-driver"},
        "executor": {"serviceAccount": "hands"},
    }
    check(tmp_path, "identity: writer", expected, more)


def test_the_run_stands_on_the_driver_alone_so_that_a_new_one_invalidates(tmp_path: Path) -> None:
    spec = job(tmp_path, 'run: "2026-11-21"')["spec"]
    assert spec["driver"]["annotations"]["specgen.dev/run"] == "2026-11-21"
    assert "specgen.dev/run" not in spec["executor"]["annotations"]


_SCHEDULE = "run: null\nschedule: {cron: '0 2 * * *'%s}"


def test_a_schedule_wraps_the_application_as_its_template(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    plain = job(tmp_path / "a", "run: null")
    scheduled = job(tmp_path, _SCHEDULE % "")
    assert scheduled["kind"] == "ScheduledSparkApplication"
    assert scheduled["metadata"]["annotations"] == {"argocd.argoproj.io/sync-wave": "5"}
    assert scheduled["spec"].pop("template") == plain["spec"]
    assert scheduled["spec"] == {
        "schedule": "0 2 * * *",
        "timeZone": "Europe/Berlin",
        "concurrencyPolicy": "Forbid",
        "successfulRunHistoryLimit": 3,
        "failedRunHistoryLimit": 3,
    }


@table(
    ("more", "expected"),
    [
        pytest.param(
            ", timeZone: Asia/Tokyo", {"timeZone": "Asia/Tokyo"}, id="a time zone of its own"
        ),
        pytest.param(
            ", concurrencyPolicy: Replace, successfulHistory: 0, failedHistory: 9",
            {
                "concurrencyPolicy": "Replace",
                "successfulRunHistoryLimit": 0,
                "failedRunHistoryLimit": 9,
            },
            id="history and policy",
        ),
    ],
)
def test_a_schedules_fields(tmp_path: Path, more: str, expected: Expected) -> None:
    check(tmp_path, _SCHEDULE % more, expected)


def test_a_suspended_schedule_is_suspended_itself_and_not_its_template(tmp_path: Path) -> None:
    check(
        tmp_path,
        _SCHEDULE % "" + "\nsuspend: true",
        {"suspend": True, "template": {"suspend": None}},
    )


def test_a_stream_is_deleted_only_when_somebody_confirms(tmp_path: Path) -> None:
    body = job(tmp_path, "run: null\nstreaming: true")
    assert body["metadata"]["annotations"] == {
        "argocd.argoproj.io/sync-options": "Prune=confirm,Delete=confirm",
        "argocd.argoproj.io/sync-wave": "10",
    }


@table("name", [pytest.param(feature.__name__, id=feature.__name__) for feature in FEATURES])
def test_each_feature_is_a_function_of_its_own_name(name: str) -> None:
    """`two-values` names features; two of one name would be a riddle."""
    assert [feature.__name__ for feature in FEATURES].count(name) == 1


def test_no_feature_sets_a_conf_key_that_the_typed_table_does_not_know(tmp_path: Path) -> None:
    """A key that a feature sets and `conf` may set, too, would only meet as `two-values`."""
    body = job(
        tmp_path,
        "executor: {batchSize: 9, instances: {max: 5, cachedIdleTimeout: 1h, backlogTimeout: 1s,"
        " sustainedBacklogTimeout: 1s, allocationRatio: '0.5'}, decommission: {fallbackStorage: 's3://b/'}}\n"
        "s3: {endpoint: 'https://x.example', pathStyle: true, s3Scheme: true}\n",
    )
    unknown = body["spec"]["sparkConf"].keys() - TYPED_CONF.keys()
    assert unknown == {
        "spark.blockManager.port",
        "spark.driver.blockManager.port",
        "spark.driver.port",
        "spark.hadoop.fs.s3a.committer.magic.enabled",
        "spark.sql.parquet.output.committer.class",
        "spark.sql.sources.commitProtocolClass",
    }, (
        "a feature's key is neither in facts.spark.TYPED_CONF nor listed here as free "
        "to be clashed with"
    )
