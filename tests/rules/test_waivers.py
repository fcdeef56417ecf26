"""What a waiver covers, and what is wrong with one."""

import datetime as dt
from pathlib import Path

import pytest

from specgen.finding import Severity
from specgen.pipeline.outcome import Outcome
from tests.projects import TODAY, broken, outcome, sample_project

_SPANS = "kind: SparkJob\nname: count\nzone: any\n"
_SPOT = """\
kind: Cluster
name: one
pools: [{name: drivers, capacityType: [spot]}]
"""
_ENVIRONMENT = "kind: Environment\nname: sample\n%s---\n"


def _allow(rule: str, **more: object) -> str:
    fields = {"rule": rule, "because": "it is a test", **more}
    return f"allow: [{{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}]\n"


def _of_environment(allow: str, example: str, *, production: bool = False) -> str:
    return _ENVIRONMENT % (allow + ("production: true\n" if production else "")) + example


def _run(tmp_path: Path, example: str, today: dt.date = TODAY) -> Outcome:
    return outcome(sample_project(tmp_path, example), today=today)


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(_SPANS + _allow("job-spans-zones"), id="of the object"),
        pytest.param(_SPANS + _allow("job-spans-zones", at="zone"), id="of a field of the object"),
        pytest.param(
            _of_environment(_allow("job-spans-zones", at="SparkJob/count"), _SPANS),
            id="of the Environment",
        ),
        pytest.param(
            _of_environment(_allow("job-spans-zones", at="SparkJob/count.zone"), _SPANS),
            id="of the Environment, for a field",
        ),
        pytest.param(_SPANS + _allow("job-spans-zones", until="2027-01-15"), id="on its last day"),
    ],
)
def test_a_waiver_covers(tmp_path: Path, example: str) -> None:
    out = _run(tmp_path, example)
    assert not out.findings
    assert [finding.rule for finding in out.waived] == ["job-spans-zones"]


@pytest.mark.parametrize(
    ("example", "left"),
    [
        pytest.param(
            _SPANS + _allow("job-spans-zones", at="driver"),
            {"job-spans-zones", "unused-waiver"},
            id="another field",
        ),
        pytest.param(
            _of_environment(_allow("job-spans-zones", at="SparkJob/other"), _SPANS),
            {"job-spans-zones", "unused-waiver"},
            id="another object",
        ),
        pytest.param(
            _of_environment(_allow("job-spans-zones", at="SparkJob/count.zon"), _SPANS),
            {"job-spans-zones", "unused-waiver"},
            id="a field whose name only starts alike",
        ),
        pytest.param(
            _SPANS + _allow("job-span-zones"),
            {"job-spans-zones", "unknown-rule"},
            id="no such rule",
        ),
        pytest.param(
            f"kind: SparkJob\nname: count\n{_allow('job-spans-zones')}",
            {"unused-waiver"},
            id="nothing to cover",
        ),
        pytest.param(
            f"kind: SparkJob\nname: count\nidentity: other\n{_allow('unknown-identity')}",
            {"unknown-identity", "unknown-rule"},
            id="a rule that is never waived",
        ),
        pytest.param(
            f"kind: Team\nname: reviews\npodSecurity: baseline\n{_allow('weak-pod-security')}",
            {"weak-pod-security", "unknown-rule"},
            id="a rule that only the Environment may waive",
        ),
    ],
)
def test_a_waiver_does_not_cover(tmp_path: Path, example: str, left: set[str]) -> None:
    out = _run(tmp_path, example)
    assert broken(out) == left
    assert not out.waived


def test_past_its_day_a_waiver_stops_checks_but_not_rendering(tmp_path: Path) -> None:
    late = _SPANS + _allow("job-spans-zones", until="2027-01-14")
    root = sample_project(tmp_path, late)
    rendering, checking = outcome(root), outcome(root, checks_only=True)
    assert [(one.rule, one.severity) for one in rendering.findings] == [
        ("expired-waiver", Severity.WARNING)
    ]
    assert broken(checking) == {"job-spans-zones", "expired-waiver"}
    assert checking.failed


def test_what_is_no_rule_cannot_be_waived(tmp_path: Path) -> None:
    out = _run(tmp_path, "kind: SparkJob\nname: count\n" + _allow("unknown-field"))
    assert [one.message for one in out.findings] == ["`unknown-field` cannot be waived"]


def test_the_environment_waives_what_others_may_not(tmp_path: Path) -> None:
    weak = "kind: Team\nname: reviews\npodSecurity: baseline\n"
    out = _run(tmp_path, _of_environment(_allow("weak-pod-security", at="Team/reviews"), weak))
    assert not out.findings
    assert [finding.rule for finding in out.waived] == ["weak-pod-security"]


def test_an_open_end_is_an_error_in_production(tmp_path: Path) -> None:
    allow = _allow("driver-on-spot", at="SparkJob/count")
    out = _run(tmp_path, _of_environment(allow, _SPOT, production=True))
    assert broken(out) == {"open-ended-waiver"}
    assert out.failed


def test_a_last_day_closes_it(tmp_path: Path) -> None:
    allow = _allow("driver-on-spot", at="SparkJob/count", until="2027-06-30")
    assert not _run(tmp_path, _of_environment(allow, _SPOT, production=True)).findings


def test_an_unused_waiver_is_no_error(tmp_path: Path) -> None:
    out = _run(tmp_path, f"kind: SparkJob\nname: count\n{_allow('job-spans-zones')}")
    assert [finding.severity for finding in out.findings] == [Severity.WARNING]
