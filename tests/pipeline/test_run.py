"""One pass over an environment: what it comes to, and what stands against it."""

from pathlib import Path

import pytest

from specgen.finding import Severity
from specgen.load.layer import Layers
from specgen.load.project import open_project
from specgen.load.world import World
from specgen.pipeline.plain import without_none
from specgen.pipeline.run import run
from specgen.rules.sample import ON_DEMAND, karpenter
from tests.projects import TODAY, broken, outcome, sample_project


def test_a_sound_project_comes_to_files_and_no_findings(tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path))
    assert (out.findings, out.waived, out.jobs, out.clusters) == ([], [], 1, {"one"})
    assert sorted(out.files) == [
        "one/jobs/reviews/count.yaml",
        "one/jobs/reviews/kustomization.yaml",
        "one/teams/reviews/kustomization.yaml",
        "one/teams/reviews/namespace-spark-reviews.yaml",
        "one/teams/reviews/networkpolicy-spark-pods.yaml",
        "one/teams/reviews/resourcequota-spark.yaml",
        "one/teams/reviews/role-spark-driver.yaml",
        "one/teams/reviews/rolebinding-spark-driver.yaml",
        "one/teams/reviews/serviceaccount-spark-driver.yaml",
        "one/teams/reviews/serviceaccount-spark-executor.yaml",
    ]


def test_each_file_names_the_spec_it_comes_from_and_the_command(tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path, "kind: SparkJob\nname: count\nsuspend: true\n"))
    first = {file: data.split(b"\n")[0].decode() for file, data in out.files.items()}
    top, base = "environments/sample/reviews/example.yaml", "environments/base/reviews/base.yaml"
    assert first["one/jobs/reviews/count.yaml"] == f"# From {top} by: specgen render sample"
    assert (
        first["one/teams/reviews/role-spark-driver.yaml"]
        == f"# From {base} by: specgen render sample"
    )
    assert first["one/jobs/reviews/kustomization.yaml"] == "# Written by: specgen render sample"


def test_every_file_but_the_lists_has_an_owner(tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path))
    assert out.files.keys() - out.owners.keys() == {
        file for file in out.files if file.endswith("/kustomization.yaml")
    }


def test_checks_only_finds_the_same_and_renders_nothing(tmp_path: Path) -> None:
    root = sample_project(
        tmp_path,
        (
            "kind: SparkJob\nname: count\n"
            "overrides: {SparkApplication: {spec: {driver: {cores: many}}}}\n"
        ),
    )
    opened = open_project(str(root))
    assert opened.project is not None
    layers = Layers(str(root), "environments")
    checked = run(World(opened.project, layers, "sample"), TODAY, checks_only=True)
    assert checked.findings == outcome(root).findings != []
    assert not any(file for file in checked.files if not file.endswith("kustomization.yaml"))


def test_an_abstract_layer_is_not_rendered(tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path), "base")
    (finding,) = [one for one in out.findings if one.rule == "abstract-environment"]
    assert (finding.severity, finding.spot.line) == (Severity.ERROR, 3)
    assert out.files == {}


@pytest.mark.parametrize(
    ("fragment", "place", "both", "line"),
    [
        pytest.param(
            "conf: {spark.driver.port: 1}",
            "sparkConf.spark.driver.port",
            "ports and conf",
            7,
            id="conf",
        ),
        pytest.param(
            "annotations: {karpenter.sh/do-not-disrupt: 'false'}",
            "driver.annotations.karpenter.sh/do-not-disrupt",
            "identity and protection",
            7,
            id="an annotation of all pods",
        ),
        pytest.param(
            "driver:\n  annotations:\n    karpenter.sh/do-not-disrupt: 'false'",
            "driver.annotations.karpenter.sh/do-not-disrupt",
            "identity and protection",
            9,
            id="an annotation of the driver",
        ),
    ],
)
def test_two_features_that_set_one_key_are_both_named(
    tmp_path: Path, fragment: str, place: str, both: str, line: int
) -> None:
    out = outcome(sample_project(tmp_path, f"kind: SparkJob\nname: count\n{fragment}\n"))
    (finding,) = [one for one in out.findings if one.rule == "two-values"]
    assert finding.severity is Severity.ERROR
    assert f"`{place}` is both" in finding.message
    assert finding.message.endswith(f"set by {both}")
    assert finding.spot.line == line


def test_an_equal_value_in_conf_is_no_conflict(tmp_path: Path) -> None:
    out = outcome(
        sample_project(tmp_path, 'kind: SparkJob\nname: count\nconf: {spark.driver.port: "7078"}\n')
    )
    assert "two-values" not in broken(out)


def test_a_pool_with_the_name_of_anothers_step_is_refused(tmp_path: Path) -> None:
    example = karpenter(
        f"a, runs: services, prefer: [arm64/on-demand], limitsEach: {{cpu: 1, memory: 1Gi}}}}\n"
        f"    - {{name: a-arm64-od, runs: services, {ON_DEMAND}"
    )
    out = outcome(sample_project(tmp_path, example))
    (finding,) = [one for one in out.findings if one.rule == "same-file"]
    assert finding.message == (
        "two objects of Cluster/one are rendered to one/platform/nodepool-a-arm64-od.yaml"
    )


@pytest.mark.parametrize("kind", ["Team\nname: reviews", "SparkJob\nname: count"])
def test_a_name_in_per_cluster_is_told_and_nothing_is_made_of_it(kind: str, tmp_path: Path) -> None:
    example = f"kind: {kind}\nperCluster: {{one: {{name: other}}}}\n"
    out = outcome(sample_project(tmp_path, example))
    assert "misplaced-field" in broken(out)
    assert not [file for file in out.files if "other" in file]


def test_a_broken_job_does_not_hide_what_is_wrong_with_another(tmp_path: Path) -> None:
    example = """\
kind: SparkJob
name: count
driver: {pool: nowhere}
---
kind: SparkJob
name: other
team: reviews
run: "1"
image: spark-py
zone: us-east-1a
application: {file: 'loc://lake/x.py'}
driver: {pool: nowhere-else}
executor: {pool: executors, instances: 1}
"""
    out = outcome(sample_project(tmp_path, example))
    messages = [one.message for one in out.findings if one.rule == "unknown-pool"]
    assert messages == [
        "cluster `one` has no pool `nowhere`",
        "cluster `one` has no pool `nowhere-else`",
    ]


@pytest.mark.parametrize(
    "allow",
    [
        pytest.param(
            "kind: SparkJob\nname: count\nallow: [{rule: driver-on-spot, %s}]", id="by the job"
        ),
        pytest.param(
            "kind: Environment\nname: sample\nproduction: true\n"
            "allow: [{rule: driver-on-spot, at: SparkJob/count, %s}]",
            id="by the environment",
        ),
    ],
)
def test_a_job_whose_error_is_waived_is_rendered(tmp_path: Path, allow: str) -> None:
    """Left out, it would be pruned from the cluster without a word."""
    waiver = allow % "because: tried out, until: 2027-06-30"
    spot = "kind: Cluster\nname: one\npools: [{name: drivers, capacityType: [spot]}]\n---\n"
    environment = (
        "" if "Environment" in allow else "kind: Environment\nname: sample\nproduction: true\n---\n"
    )
    out = outcome(sample_project(tmp_path, f"{environment}{spot}{waiver}\n"))
    assert not out.failed
    assert [one.rule for one in out.waived] == ["driver-on-spot"]
    assert "one/jobs/reviews/count.yaml" in out.files


def test_a_rule_raised_by_the_project_is_an_error(tmp_path: Path) -> None:
    example = "kind: SparkJob\nname: count\ndriver: {pool: executors}\n"
    root = sample_project(tmp_path, example)
    (before,) = [one for one in outcome(root).findings if one.rule == "driver-on-spot"]
    (root / "specgen.yaml").write_text(
        "apiVersion: specgen/v1\nkind: Project\nname: acme\nseverity: {driver-on-spot: error}\n"
    )
    (after,) = [one for one in outcome(root).findings if one.rule == "driver-on-spot"]
    assert (before.severity, after.severity) == (Severity.WARNING, Severity.ERROR)


def test_findings_are_in_the_order_of_the_files(tmp_path: Path) -> None:
    example = (
        "kind: SparkJob\nname: count\nconf: {spark.master: x}\nimagee: spark\n"
        "driver: {poool: here}\n"
    )
    spots = [one.spot for one in outcome(sample_project(tmp_path, example)).findings]
    assert len(spots) > 1
    assert spots == sorted(spots)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"a": None, "b": 1}, {"b": 1}),
        ({"a": {"b": None}}, {"a": {}}),
        ({"a": [{"b": None}, None]}, {"a": [{}, None]}),
        ({"a": False, "b": 0, "c": "", "d": []}, {"a": False, "b": 0, "c": "", "d": []}),
    ],
)
def test_none_is_what_is_left_out(data: object, expected: object) -> None:
    assert without_none(data) == expected


def test_jobs_are_counted_once_each_whether_they_can_be_typed_or_not(tmp_path: Path) -> None:
    two = (
        "kind: Cluster\nname: two\nprovider: eks\nzones: [us-east-1a]\n"
        "existing: {installed: [sparkOperator, podIdentityAgent]}\n---\n"
        "kind: SparkJob\nname: count\nclusters: [one, two]\nactiveOn: [one]\n---\n"
        "kind: SparkJob\nname: broken\n---\nkind: SparkJob\nname: broken-too\n"
    )
    assert outcome(sample_project(tmp_path, two)).jobs == 3


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        pytest.param(
            "kind: Environment\nname: sample\nextends: [bas]\n", "unknown-name", id="layer"
        ),
        pytest.param("kind: Team\nname: other\nquota x\n", "yaml-syntax", id="syntax"),
    ],
)
def test_what_could_not_be_read_is_told_and_not_what_is_missing_for_it(
    tmp_path: Path, fault: str, rule: str
) -> None:
    root = sample_project(tmp_path)
    (root / "environments/sample/reviews/example.yaml").write_text(fault)
    count = "kind: SparkJob\nname: more\nteam: nobody\ndriver: {memory: 2Gi}\n"
    (root / "environments/sample/reviews/more.yaml").write_text(count)
    found = [finding.rule for finding in outcome(root).findings]
    assert rule in found
    assert set(found) <= {rule, "wrong-value"}
