"""What a user's schema refuses is told where a person can mend it: at the line of the spec."""

from pathlib import Path
from typing import Any

import pytest

from specgen.finding import Finding, Severity
from specgen.pipeline.outcome import Outcome
from specgen.validate.adding import Added, found_in
from specgen.validate.own import FOLDER
from tests.crds import KEEPS, application, as_file, fields
from tests.projects import outcome, sample_project

DRIVER = "spec.driver"
MANY = {"type": "integer", "maximum": 2}
OPEN = {"x-kubernetes-preserve-unknown-fields": True}


def project(root: Path, spec: Any, example: str = "kind: SparkJob\nname: count\n") -> Path:
    """The sample, on a cluster whose applications have this spec."""
    (added,) = found_in(application(spec))
    assert isinstance(added, Added)
    return sample_project(root, example, more={f"{FOLDER}/{added.file}": as_file(added.schema)[4:]})


def told(out: Outcome) -> list[Finding]:
    """What the final check says."""
    return [one for one in out.findings if one.rule in ("misfit", "unchecked-override")]


def shown(finding: Finding) -> str:
    """The text that a finding points at."""
    spot = finding.spot
    return spot.excerpt[-1][spot.column - 1 : spot.column - 1 + spot.width]


def only(name: str, schema: Any, **more: Any) -> Any:
    """A spec of which one part's field is said something, and nothing of the rest."""
    part = {**fields(**{name: schema}), **OPEN, **more}
    return {**fields(executor=part, driver=part), **OPEN}


JOB = "kind: SparkJob\nname: count\n"
DEFAULTS = """\
kind: Environment
name: sample
defaults:
  SparkJob:
    driver: {pool: drivers, cores: 1, memory: 2g}
    executor: {pool: executors, cores: 3, memory: 4g, instances: {min: 1, max: 2}}
"""
JOB_BY_DEFAULT = """\
---
kind: SparkJob
name: late-%d
team: reviews
zone: us-east-1a
image: spark-py
run: "1"
application: {file: loc://lake/jobs/count.py}
"""


@pytest.mark.parametrize(
    ("spec", "example", "where", "words"),
    [
        pytest.param(
            only("cores", MANY),
            f"{JOB}executor: {{cores: 3}}\n",
            ("example.yaml", "3"),
            ("this is rendered as `spec.executor.cores`", "`3` is more than 2"),
            id="the line of the job",
        ),
        pytest.param(
            only("cores", MANY),
            f"{DEFAULTS}{JOB_BY_DEFAULT % 1}",
            ("example.yaml", "3"),
            ("this is rendered as `spec.executor.cores`", "`3` is more than 2"),
            id="the line of the defaults",
        ),
        pytest.param(
            {**fields(dynamicAllocation={**fields(maxExecutors=MANY), **OPEN}), **OPEN},
            f"{JOB}executor: {{instances: {{min: 1, max: 7}}}}\n",
            ("example.yaml", "7"),
            ("this is rendered as `spec.dynamicAllocation.maxExecutors`", "`7` is more than 2"),
            id="a value under another name",
        ),
        pytest.param(
            {**fields(restartPolicy={**fields(onFailureRetryInterval=MANY), **OPEN}), **OPEN},
            f"{JOB}restartPolicy: {{type: OnFailure, onFailureRetries: 1, "
            "onFailureRetryInterval: 60s}\n",
            ("example.yaml", "60s"),
            ("`spec.restartPolicy.onFailureRetryInterval` comes of it", "`60` is more than 2"),
            id="a value in another unit",
        ),
        pytest.param(
            only("hostNetwork", {}, required=["hostNetwork"]),
            f"{JOB}",
            ("", ""),
            ("no field of a spec sets it; an override can", "it is required"),
            id="what nothing sets",
        ),
        pytest.param(
            only("coreLimit", {}, required=["coreLimit"]),
            f"{JOB}",
            ("", ""),
            ("`driver.coreLimit` would set it", "it is required"),
            id="what a field would set",
        ),
        pytest.param(
            {**fields(mode={"enum": ["client"]}), **OPEN},
            f"{JOB}",
            ("example.yaml", "k"),
            ("specgen itself writes it, whatever the spec says", "`cluster` is none of client"),
            id="a literal",
        ),
    ],
)
def test_where_a_misfit_is_told(
    tmp_path: Path, spec: Any, example: str, where: tuple[str, str], words: tuple[str, str]
) -> None:
    finding = told(outcome(project(tmp_path, spec, example)))[0]
    assert (finding.rule, finding.severity) == ("misfit", Severity.ERROR)
    assert finding.spot.line > 0
    assert finding.spot.file.endswith(where[0])
    assert where[1] in shown(finding)
    assert finding.label == words[0]
    assert words[1] in finding.message


def test_a_field_that_the_cluster_lacks_is_an_error_at_the_line_that_makes_it(
    tmp_path: Path,
) -> None:
    spec = {**fields(driver=KEEPS, executor={**fields(cores={}), "x-none": 1}), **OPEN}
    found = told(outcome(project(tmp_path, spec, f"{JOB}executor: {{memoryOverhead: 700m}}\n")))
    (finding,) = [one for one in found if "memoryOverhead" in one.message]
    assert shown(finding) == "700m"
    assert "there is no such field, and the cluster would drop it" in finding.message


def test_one_line_that_many_jobs_have_is_told_once(tmp_path: Path) -> None:
    example = DEFAULTS + "".join(JOB_BY_DEFAULT % n for n in range(3))
    found = told(outcome(project(tmp_path, only("cores", MANY), example)))
    (finding,) = [one for one in found if shown(one) == "3"]
    assert finding.others >= 2


@pytest.mark.parametrize(
    ("spec", "override", "expected"),
    [
        pytest.param(
            {**fields(mood={"type": "string"}), **OPEN},
            "{spec: {mood: good}}",
            [],
            id="a field that the user's schema knows",
        ),
        pytest.param(
            {**fields(mood={"type": "string"}), **OPEN},
            "{spec: {mood: 3}}",
            [("misfit", "3")],
            id="with a wrong value",
        ),
        pytest.param(
            OPEN | {"type": "object"},
            "{spec: {mood: good}}",
            [("unchecked-override", "good")],
            id="a field of which neither says anything",
        ),
        pytest.param(
            only("cores", {"type": "integer"}),
            "{spec: {driver: {cores: many}}}",
            [("misfit", "many")],
            id="a known field",
        ),
    ],
)
def test_what_only_an_override_sets(
    tmp_path: Path, spec: Any, override: str, expected: list[tuple[str, str]]
) -> None:
    example = f"{JOB}overrides: {{SparkApplication: {override}}}\n"
    found = told(outcome(project(tmp_path, spec, example)))
    assert [(one.rule, shown(one)) for one in found] == expected


def test_an_override_beside_a_wrong_value_is_not_blamed(tmp_path: Path) -> None:
    override = "{spec: {executor: {labels: {a: b}}}}"
    example = f"{JOB}executor: {{cores: 3}}\noverrides: {{SparkApplication: {override}}}\n"
    (finding,) = told(outcome(project(tmp_path, only("cores", MANY), example)))
    assert shown(finding) == "3"


def test_a_schema_changes_no_byte(tmp_path: Path) -> None:
    reordered = {**fields(zzz={}, executor=KEEPS, driver=KEEPS), **OPEN}
    theirs = outcome(project(tmp_path / "theirs", reordered))
    ours = outcome(sample_project(tmp_path / "ours", JOB))
    assert not theirs.failed
    assert theirs.files == ours.files
