"""Every rule keeps what a rule promises."""

import re
from pathlib import Path

import pytest

from specgen import rules as package
from specgen.finding import Severity
from specgen.rules.registry import RULES
from specgen.rules.rule import Rule
from tests.projects import IN_GIT, broken, outcome, sample_project

_NO_RULES = {"__init__", "catalogue", "places", "registry", "rule", "sample", "waivers"}
_FAMILIES = {"ca", "eks", "git", "job", "ovr", "pool", "sec", "spec", "team"}
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_the_sample_breaks_no_rule(tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path, more=IN_GIT))
    assert not out.findings
    assert out.files


@every_rule
def test_a_bad_example_breaks_only_its_rule(rule: Rule, tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path, rule.bad, more=IN_GIT))
    assert broken(out) == {rule.id}, [(f.rule, f.message) for f in out.findings]


@every_rule
def test_a_good_example_breaks_none(rule: Rule, tmp_path: Path) -> None:
    out = outcome(sample_project(tmp_path, rule.good, more=IN_GIT))
    assert not out.findings


@every_rule
def test_a_finding_says_where_and_what_to_do(rule: Rule, tmp_path: Path) -> None:
    for finding in outcome(sample_project(tmp_path, rule.bad, more=IN_GIT)).findings:
        assert finding.spot.line
        assert finding.owner
        assert finding.help
        assert "\n" not in finding.message + finding.label + finding.help
        assert not finding.message.endswith(".")


def test_every_module_is_registered() -> None:
    folder = Path(package.__path__[0])
    modules = {path.stem for path in folder.glob("*.py")} - _NO_RULES
    registered = {rule.check.__module__.rpartition(".")[2] for rule in RULES}
    missing = ", ".join(f"{name}.RULE" for name in sorted(modules - registered))
    assert not missing, f"add to RULES in specgen/rules/registry.py: {missing}"


@every_rule
def test_an_id_is_its_modules_name(rule: Rule) -> None:
    assert rule.check.__module__ == f"specgen.rules.{rule.id.replace('-', '_')}"
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", rule.id)


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@every_rule
def test_a_rule_is_documented(rule: Rule) -> None:
    for words in (rule.summary, rule.why, rule.hint, rule.source):
        assert words
        assert "\n" not in words
        assert "  " not in words
        assert words == words.strip()
    assert rule.why.endswith(".")
    assert not rule.summary.endswith(".")
    assert not rule.hint.endswith(".")
    assert re.fullmatch(r"https://\S+|measured: .+", rule.source)
    assert "- " not in rule.why + rule.hint + rule.summary
    assert rule.family in _FAMILIES


@every_rule
def test_production_is_never_laxer(rule: Rule) -> None:
    assert rule.in_production in (None, Severity.ERROR)
    if rule.severity is Severity.ERROR:
        assert rule.in_production is None
        assert rule.level(production=True) is Severity.ERROR
    assert rule.level(production=False) is rule.severity
