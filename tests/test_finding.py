"""Findings: places, order, and one line for the same fault of many objects."""

import random

import pytest

from specgen.finding import Finding, Owner, Severity, Spot, tidy

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def finding(
    name: str = "a", line: int = 1, rule: str = "r", message: str = "m", cluster: str = ""
) -> Finding:
    owner = Owner("SparkJob", name, cluster) if name else None
    return Finding(rule, "spec", ERROR, message, Spot("f.yaml", line, 1), owner=owner)


@pytest.mark.parametrize(
    ("spot", "text"),
    [(Spot("a/b.yaml", 3, 7), "a/b.yaml:3:7"), (Spot("a/b.yaml"), "a/b.yaml")],
    ids=["with a line", "a file as a whole"],
)
def test_a_spot_as_editors_read_it(spot: Spot, text: str) -> None:
    assert str(spot) == text


def test_an_owner_is_named_without_its_cluster() -> None:
    assert str(Owner("SparkJob", "count", "use1")) == "SparkJob/count"


def test_width_and_excerpt_make_no_other_spot() -> None:
    assert Spot("f", 1, 2, 3, ("x",)) == Spot("f", 1, 2)


def test_findings_come_by_file_line_column_and_rule() -> None:
    spots = [Spot("a", 1, 2), Spot("a", 1, 10), Spot("a", 2, 1), Spot("a", 10, 1), Spot("b")]
    wanted = [Finding(rule, "spec", ERROR, "m", spot) for spot in spots for rule in ("p", "q")]
    shuffled = random.Random(4).sample(wanted, len(wanted))  # noqa: S311 - no secret is made of it
    assert tidy(shuffled) == wanted


@pytest.mark.parametrize(
    ("findings", "others"),
    [
        pytest.param([finding("a")], [0], id="one"),
        pytest.param([finding("a"), finding("b"), finding("c")], [2], id="one line, three jobs"),
        pytest.param([finding("a"), finding("a")], [0], id="the same twice"),
        pytest.param(
            [finding("a", cluster="x"), finding("a", cluster="y")], [0], id="a job on two clusters"
        ),
        pytest.param([finding("a"), finding("b", line=2)], [0, 0], id="other lines"),
        pytest.param([finding("a"), finding("b", message="n")], [0, 0], id="other messages"),
        pytest.param([finding("a"), finding("b", rule="s")], [0, 0], id="other rules"),
        pytest.param([finding(""), finding("")], [0], id="of no object"),
    ],
)
def test_the_same_fault_of_many_objects_is_counted(
    findings: list[Finding], others: list[int]
) -> None:
    assert [one.others for one in tidy(findings)] == others


def test_errors_and_warnings_are_not_joined() -> None:
    error = finding()
    warning = Finding("r", "spec", WARNING, "m", error.spot, owner=error.owner)
    assert len(tidy([warning, error])) == 2


def test_what_is_tidy_stays_as_it_is() -> None:
    once = tidy([finding("a"), finding("b"), finding("c", line=2), finding("")])
    assert tidy(once) == once
