"""Manifests that others published, expressed in the language: equal in meaning, or listed.

The cases are those of CASES.md in the reference data; `differences.yaml` of each says what differs
and why. What the reference data does not hold stands in `published.yaml`, from its coverage.md.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from specgen.finding import Severity
from specgen.rules.catalogue import unknown
from specgen.spec.base import SpecModel
from specgen.spec.kinds import MODEL_OF
from tests.cases.cases import CASES, HERE, UNRENDERED, Case, Pair, ours, published, rendered
from tests.cases.differences import Group, faults, groups, pairs, uncovered
from tests.cases.semantic import leaves
from tests.shared import shared_file
from tests.test_golden import models

EACH = [
    pytest.param(case, pair, id=f"{case.name}-{pair.name}") for case in CASES for pair in case.pairs
]

WAIVED = {
    "C02": {"system-namespace"},
    "C03": {"system-namespace"},
    "C04": {"system-namespace"},
    "C05": {"system-namespace", "ttl-under-argocd"},
    "C07": {"weak-pod-security", "driver-claim-without-rights"},
    "C08": {"weak-pod-security", "host-path-volume", "too-new-shuffle"},
    "C14": {"system-namespace"},
    "C15": {"system-namespace", "weak-pod-security", "host-path-volume"},
}
"""What published manifests do that rules refuse, and that their projects allow with a reason."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_renders_with_the_waivers_that_are_listed(case: Case) -> None:
    out = rendered(case.name, case.environment)
    assert [one.message for one in out.findings if one.severity is Severity.ERROR] == []
    assert {one.rule for one in out.waived} == WAIVED[case.name]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_overrides_nothing(case: Case) -> None:
    for file in (HERE / case.name).glob("environments/**/*.yaml"):
        for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            assert not {"overrides", "values"} & set(_keys(document)), file.name


def _keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _keys(one)


@pytest.mark.parametrize(("case", "pair"), EACH)
def test_what_we_render_means_what_was_published(case: Case, pair: Pair) -> None:
    known = groups(case.name, pair.name)
    assert list(faults(published(case.name, pair), ours(case, pair), known)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_table_of_a_case_is_of_its_pairs(case: Case) -> None:
    assert pairs(case.name) == {pair.name for pair in case.pairs}


# --- how much of it the language says -------------------------------------------------------------

AIM = 0.95
WITH_UNRENDERED = 0.92
"""The share that counts volumes of a cluster in, too, for which the language has no kind."""


def test_the_language_says_nearly_all_of_it() -> None:
    count, lost = 0, []
    for case in CASES:
        for pair in case.pairs:
            found = published(case.name, pair)
            count += len(found)
            known = groups(case.name, pair.name)
            lost += [f"{case.name} {pair.name}: {one}" for one in uncovered(found, known)]
    assert count > 600
    assert 1 - len(lost) / count >= AIM, "\n".join(lost)
    volumes = sum(_unrendered())
    assert 1 - (len(lost) + volumes) / (count + volumes) >= WITH_UNRENDERED


def _unrendered() -> Iterator[int]:
    """Leaves of the published objects that have no output at all."""
    for file, kinds in UNRENDERED.items():
        documents = yaml.safe_load_all(shared_file(file).read_text(encoding="utf-8"))
        found = [one for one in documents if one and one["kind"] in kinds]
        assert {one["kind"] for one in found} == kinds
        yield from (len(leaves(one)) for one in found)


# --- reasons --------------------------------------------------------------------------------------

REASONS = [
    pytest.param(group, id=f"{case.name}-{pair.name}-{number}")
    for case in CASES
    for pair in case.pairs
    for number, group in enumerate(groups(case.name, pair.name))
]


@pytest.mark.parametrize("group", REASONS)
def test_a_difference_has_a_reason_that_can_be_read(group: Group) -> None:
    assert group.because.endswith(".")
    kind, _, name = group.source.partition(" ")
    if kind == "rule":
        assert unknown([name]) is None, group.source
        return
    text = shared_file(kind).read_text(encoding="utf-8")
    assert re.search(_heading(kind, name), text, re.MULTILINE), group.source


def _heading(page: str, name: str) -> str:
    """How a page of the reference data begins what is called so."""
    if page == "spec.md" and name.startswith("§"):
        return rf"^## {name[1:]}\. "
    if page == "spec.md" and re.fullmatch("D[0-9]+", name) is None:
        return rf"^### {name}$"
    return rf"^\|( [0-9]+ \|)? {re.escape(name)} \|"


@pytest.mark.parametrize("group", REASONS)
def test_what_could_be_said_otherwise_names_the_field(group: Group) -> None:
    assert (group.field is not None) == (group.how in ("changed", "left"))
    if group.field is not None:
        kind, *steps = group.field.split(".")
        assert _is_field(MODEL_OF[kind], steps), group.field


def _is_field(model: type[SpecModel], steps: list[str]) -> bool:
    named = {info.alias or name: info for name, info in model.model_fields.items()}
    if steps[0] not in named:
        return False
    below = models(named[steps[0]].annotation)
    return len(steps) == 1 or any(_is_field(one, steps[1:]) for one in below)
