"""Overrides: merged last, held against the schema, and never left lying about."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.finding import Finding, Severity
from specgen.pipeline.outcome import Outcome
from tests.projects import outcome, sample_project

JOB = "one/jobs/reviews/count.yaml"
TEAM = "one/teams/reviews/"
_CHECKED = ("idle-override", "unchecked-override", "misfit")


def run(root: Path, overrides: str, more: str = "") -> Outcome:
    """The sample with overrides of its job."""
    return outcome(
        sample_project(root, f"kind: SparkJob\nname: count\n{more}\noverrides:\n{overrides}\n")
    )


def told(out: Outcome) -> list[Finding]:
    """What the pipeline says of overrides; the rules have tests of their own."""
    return [one for one in out.findings if one.rule in _CHECKED]


def body(out: Outcome, file: str = JOB) -> Any:
    assert not out.failed, [one.message for one in out.findings]
    return yaml.safe_load(out.files[file])


def excerpt(finding: Finding) -> str:
    """The text that a finding points at."""
    spot = finding.spot
    return spot.excerpt[-1][spot.column - 1 : spot.column - 1 + spot.width]


def test_a_patch_is_merged_and_what_it_does_not_name_stays(tmp_path: Path) -> None:
    spec = body(run(tmp_path, "  SparkApplication: {spec: {driver: {labels: {a: b}}}}"))["spec"]
    labels = {"a": "b", "specgen.dev/job": "count", "specgen.dev/team": "reviews"}
    assert spec["driver"]["labels"] == labels
    assert spec["driver"]["memory"] == "2g"


def test_null_deletes_a_field(tmp_path: Path) -> None:
    out = run(tmp_path, "  SparkApplication: {spec: {driver: {dnsConfig: null}}}")
    assert "dnsConfig" not in body(out)["spec"]["driver"]
    assert "dnsConfig" in body(out)["spec"]["executor"]


@pytest.mark.parametrize(
    ("field", "patch", "expected"),
    [
        pytest.param(
            "env",
            "[{name: B, value: new}, {name: C, value: c}]",
            [
                {"name": "A", "value": "a"},
                {"name": "B", "value": "new"},
                {"name": "C", "value": "c"},
            ],
            id="items with a name merge",
        ),
        pytest.param(
            "env",
            "[{name: A, value: null, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]",
            [
                {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
                {"name": "B", "value": "b"},
            ],
            id="null inside an item deletes",
        ),
        pytest.param(
            "tolerations",
            "[{key: x, operator: Exists, effect: NoSchedule}]",
            [{"key": "x", "operator": "Exists", "effect": "NoSchedule"}],
            id="a list without merge keys is replaced",
        ),
    ],
)
def test_lists_merge_as_kubernetes_merges_them(
    tmp_path: Path, field: str, patch: str, expected: list[Any]
) -> None:
    out = run(
        tmp_path,
        f"  SparkApplication: {{spec: {{executor: {{{field}: {patch}}}}}}}",
        "env: {A: a, B: b}",
    )
    assert body(out)["spec"]["executor"][field] == expected


def test_a_patch_of_a_scheduled_job_is_one_of_what_is_rendered(tmp_path: Path) -> None:
    example = (
        "kind: SparkJob\nname: count\nrun: null\nschedule: {cron: '@daily'}\n---\n"
        "kind: Cluster\nname: one\n"
        "overrides: {ScheduledSparkApplication: {spec: {template: {driver: {cores: 2}}}}}\n"
    )
    out = outcome(sample_project(tmp_path, example))
    assert body(out)["spec"]["template"]["driver"]["cores"] == 2


def test_the_jobs_patch_comes_after_the_clusters_and_that_after_the_environments(
    tmp_path: Path,
) -> None:
    def patch(value: str) -> str:
        labels = ", ".join(f"{one}: {value}" for one in value_of[value])
        return f"overrides: {{SparkApplication: {{metadata: {{labels: {{{labels}}}}}}}}}\n"

    value_of = {"env": ("a", "b", "c"), "cluster": ("b", "c"), "job": ("c",)}
    example = (
        "kind: Environment\nname: sample\n"
        + patch("env")
        + "---\nkind: Cluster\nname: one\n"
        + patch("cluster")
        + "---\nkind: SparkJob\nname: count\n"
        + patch("job")
    )
    labels = body(outcome(sample_project(tmp_path, example)))["metadata"]["labels"]
    assert {key: labels[key] for key in "abc"} == {"a": "env", "b": "cluster", "c": "job"}


def test_a_patch_may_name_one_object_of_a_kind(tmp_path: Path) -> None:
    example = (
        "kind: Team\nname: reviews\n"
        "overrides: {ServiceAccount/spark-driver: {metadata: {labels: {a: b}}}}\n"
    )
    out = outcome(sample_project(tmp_path, example))
    assert body(out, f"{TEAM}serviceaccount-spark-driver.yaml")["metadata"]["labels"]["a"] == "b"
    assert "a" not in body(out, f"{TEAM}serviceaccount-spark-executor.yaml")["metadata"]["labels"]


def test_a_teams_patch_does_not_reach_its_jobs(tmp_path: Path) -> None:
    example = "kind: Team\nname: reviews\noverrides: {SparkApplication: {spec: {suspend: true}}}\n"
    out = outcome(sample_project(tmp_path, example))
    assert "suspend" not in body(out)["spec"]
    assert [one.rule for one in told(out)] == ["idle-override"]


@pytest.mark.parametrize(
    ("overrides", "mend"),
    [
        pytest.param(
            "  SparkApplication: {spec: {driver: {memory: 2g}}}",
            "remove it",
            id="says what is there",
        ),
        pytest.param(
            "  SparkApplication: {spec: {suspend: null}}",
            "remove it",
            id="deletes what is not there",
        ),
        pytest.param(
            "  SparkAplication: {spec: {suspend: true}}", "`SparkApplication`", id="a kind misspelt"
        ),
        pytest.param(
            "  SparkApplication/cuont: {spec: {suspend: true}}",
            "mend the name",
            id="a name misspelt",
        ),
        pytest.param(
            "  ScheduledSparkApplication: {spec: {suspend: true}}", "", id="a kind that it is not"
        ),
    ],
)
def test_an_override_that_changes_nothing_is_told_at_its_key(
    tmp_path: Path, overrides: str, mend: str
) -> None:
    (finding,) = told(run(tmp_path, overrides))
    assert (finding.rule, finding.severity) == ("idle-override", Severity.WARNING)
    assert excerpt(finding) == overrides.split(":", maxsplit=1)[0].strip()
    assert mend in finding.help


def test_an_override_that_changes_one_of_several_objects_is_not_idle(tmp_path: Path) -> None:
    example = (
        "kind: Environment\nname: sample\n"
        "overrides: {ServiceAccount: {automountServiceAccountToken: false}}\n"
    )
    out = outcome(sample_project(tmp_path, example))
    assert (
        body(out, f"{TEAM}serviceaccount-spark-driver.yaml")["automountServiceAccountToken"]
        is False
    )
    assert told(out) == []


@pytest.mark.parametrize("owner", ["Environment\nname: sample", "Cluster\nname: one"])
def test_an_idle_override_of_an_environment_or_cluster_is_told(tmp_path: Path, owner: str) -> None:
    out = outcome(
        sample_project(tmp_path, f"kind: {owner}\noverrides: {{Deployment: {{spec: {{}}}}}}\n")
    )
    assert [one.rule for one in told(out)] == ["idle-override"]


def test_it_is_not_called_idle_while_a_job_cannot_be_rendered(tmp_path: Path) -> None:
    example = (
        "kind: Environment\nname: sample\noverrides: {SparkApplication: {spec: {suspend: true}}}\n"
        "---\nkind: SparkJob\nname: count\ndriver: {pool: nowhere}\n"
    )
    out = outcome(sample_project(tmp_path, example))
    assert out.failed
    assert told(out) == []


@pytest.mark.parametrize(
    ("overrides", "where", "what"),
    [
        pytest.param("{spec: {drivr: {cores: 1}}}", "{cores: 1}", "spec.drivr", id="a map"),
        pytest.param(
            "{spec: {executor: {env: [{name: B, vlaue: x}]}}}", "x", "env[1].vlaue", id="in an item"
        ),
    ],
)
def test_a_field_that_no_schema_knows_is_told_as_not_checked_and_rendered(
    tmp_path: Path, overrides: str, where: str, what: str
) -> None:
    out = run(tmp_path, f"  SparkApplication: {overrides}", "env: {A: a}")
    (finding,) = told(out)
    assert (finding.rule, finding.severity) == ("unchecked-override", Severity.WARNING)
    assert excerpt(finding) == where
    assert what in finding.message
    assert what.rpartition(".")[2].encode() in out.files[JOB]


@pytest.mark.parametrize(
    ("overrides", "where", "what"),
    [
        pytest.param(
            "{spec: {driver: {cores: many}}}", "many", "spec.driver.cores", id="another type"
        ),
        pytest.param("{spec: {type: Cobol}}", "Cobol", "spec.type", id="no word of the kind"),
        pytest.param(
            "{spec: {driver: null}}", "null", "spec.driver", id="what must be there is deleted"
        ),
        pytest.param("{spec: 3}", "3", "spec", id="no map at all"),
        pytest.param(
            "{spec: {driver: {env: [{name: B, value: 3}]}}}", "3", "env[1].value", id="in an item"
        ),
        pytest.param(
            "{spec: {driver: {env: [{value: x}]}}}",
            "{value: x}",
            "env[0].name",
            id="an item without its name",
        ),
    ],
)
def test_a_value_that_the_schema_refuses_is_an_error_at_the_overrides_line(
    tmp_path: Path, overrides: str, where: str, what: str
) -> None:
    found = told(run(tmp_path, f"  SparkApplication: {overrides}", "env: {A: a}"))
    (finding,) = [one for one in found if one.rule == "misfit"]
    assert finding.severity is Severity.ERROR
    assert finding.spot.line == 9
    assert excerpt(finding) == where
    assert f"{what}`" in finding.message


def test_the_last_override_that_says_it_is_blamed(tmp_path: Path) -> None:
    example = (
        "kind: Cluster\nname: one\noverrides: {SparkApplication: {spec: {driver: {cores: few}}}}\n"
        "---\nkind: SparkJob\nname: count\n"
        "overrides: {SparkApplication: {spec: {driver: {cores: many}}}}\n"
    )
    (finding,) = [
        one for one in told(outcome(sample_project(tmp_path, example))) if one.rule == "misfit"
    ]
    assert excerpt(finding) == "many"
