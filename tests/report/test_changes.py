"""What `render` says it did, and what `--check` says is stale."""

import pytest

from specgen.report.changes import Size, stale, summary, written
from specgen.tree.plan import Plan


def test_the_summary_counts() -> None:
    plan = Plan(new=("a",), changed=("b", "c"), remove=(), same=7)
    lines = list(summary("prod", plan, Size(9, 1, 0.44)))
    assert lines == [
        "prod   9 files in 1 cluster   0.4 s",
        "  ~ 2 changed   + 1 new   - 0 removed   7 same",
    ]


def test_what_was_written_is_listed_by_sign() -> None:
    plan = Plan(new=("n",), changed=("c",), remove=("r",))
    assert list(written("rendered/prod", plan)) == [
        "  ~ rendered/prod/c",
        "  + rendered/prod/n",
        "  - rendered/prod/r",
    ]


def test_a_long_list_is_cut_but_never_what_was_done_by_hand() -> None:
    plan = Plan(
        changed=tuple(f"c{n:02}" for n in range(30)), edited=("c29",), kept=("k",), strangers=("s",)
    )
    lines = list(written("t", plan))
    assert len([line for line in lines if line.startswith("  ~")]) == 20
    assert lines[20:] == [
        "  … and 10 more (git status lists them)",
        "  ! t/c29 was edited by hand; that is overwritten",
        "  ! t/k is no longer rendered, but was edited by hand: kept",
        "  ! t/s is not specgen's: left alone",
    ]


@pytest.mark.parametrize(
    ("plan", "lines"),
    [
        pytest.param(
            Plan(changed=("a",), edited=("a",)),
            ["  t/a", "      edited by hand, line 2: `memory: 16g`; the source says `memory: 14g`"],
            id="edited",
        ),
        pytest.param(
            Plan(changed=("a",)),
            [
                "  t/a",
                (
                    "      source changed, not re-rendered, line 2: `memory: 16g`; the source says "
                    "`memory: 14g`"
                ),
            ],
            id="not re-rendered",
        ),
        pytest.param(Plan(new=("a",)), ["  t/a   missing"], id="missing"),
        pytest.param(Plan(remove=("z",)), ["  t/z   no longer rendered"], id="left over"),
        pytest.param(
            Plan(kept=("z",)),
            ["  t/z   no longer rendered, and edited by hand"],
            id="left over, edited",
        ),
        pytest.param(Plan(strangers=("z",)), ["  t/z   not written by specgen"], id="of others"),
        pytest.param(
            Plan(foreign=("z",)), ["  t/z   not written by specgen"], id="of others, in our place"
        ),
        pytest.param(
            Plan(unfinished=True),
            ["  t   its record .specgen.sums is stale or a run was cut short"],
            id="the record",
        ),
    ],
)
def test_what_is_stale_is_told_with_its_cause(plan: Plan, lines: list[str]) -> None:
    old, new = {"a": b"x:\n  memory: 16g\n"}, {"a": b"x:\n  memory: 14g\n"}
    assert list(stale("t", plan, old, new)) == lines


def test_a_mode_and_an_end_of_file_are_told_as_such() -> None:
    plan = Plan(changed=("a",), edited=("a",))
    assert "its executable bit" in list(stale("t", plan, {"a": b"x"}, {"a": b"x"}))[1]
    (_, line) = stale("t", plan, {"a": b"x\ny"}, {"a": b"x"})
    assert line.endswith("line 2: `y`; the source says the file ends")


def test_secrets_and_escapes_in_a_file_are_not_repeated() -> None:
    old = {"a": b"key: AKIAIOSFODNN7EXAMPLE \x1b[31m\n"}
    (_, line) = stale("t", Plan(changed=("a",)), old, {"a": b"key: x\n"})
    assert "AKIA" not in line
    assert "\x1b" not in line
