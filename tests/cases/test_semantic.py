"""The comparison itself: what means the same, and that it tells what does not."""

import pytest

from tests.cases.cases import read_argv
from tests.cases.differences import Group, Row, faults
from tests.cases.semantic import leaves

Pairs = tuple[tuple[dict[str, object], dict[str, object]], ...]

SAME: Pairs = (
    ({"memory": "4g"}, {"memory": "4096m"}),
    ({"coreLimit": "1200m"}, {"coreLimit": 1.2}),
    ({"driver": {"cores": 1}}, {"driver": {"cores": "1"}}),
    ({"spot": "True"}, {"spot": True}),
    ({"spark.network.timeout": "2400"}, {"spark.network.timeout": "2400s"}),
    ({"spark.network.timeout": "40min"}, {"spark.network.timeout": "2400"}),
    ({"limits": {"cpu": "1k"}}, {"limits": {"cpu": 1000}}),
    ({"limits": {"memory": "1Gi"}}, {"limits": {"memory": "1024Mi"}}),
    ({"drop": ["ALL", "NET_RAW"]}, {"drop": ["NET_RAW", "ALL"]}),
    ({"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]},
     {"env": [{"name": "B", "value": 2}, {"name": "A", "value": 1}]}),
    ({"annotations": {"a": '{"x": 1, "y": 2}'}}, {"annotations": {"a": '{"y":2,"x":1}'}}),
    ({"metadata": {"name": "a", "creationTimestamp": None}, "status": {"state": "x"}},
     {"metadata": {"name": "a"}}),
    ({"Statement": [{"Effect": "Allow", "Action": ["a", "b"], "Resource": "r"}]},
     {"Statement": [{"Effect": "Allow", "Action": "b", "Resource": ["r"]},
                    {"Effect": "Allow", "Action": "a", "Resource": ["r"]}]}),
    ({"a": None, "b": {}, "c": []}, {}),
)  # fmt: skip

OTHER: Pairs = (
    ({"memory": "4g"}, {"memory": "4000m"}),
    ({"coreLimit": "1200m"}, {"coreLimit": "12"}),
    ({"spark.network.timeout": "2400"}, {"spark.network.timeout": "2400ms"}),
    ({"arguments": ["a", "b"]}, {"arguments": ["b", "a"]}),
    ({"drop": ["ALL"]}, {"drop": []}),
    ({"env": [{"name": "A", "value": "1"}]}, {"env": [{"name": "A", "value": "2"}]}),
    ({"labels": {"version": "3.1.1"}}, {"labels": {"version": "3.1"}}),
    ({"a": {"b": 1}}, {"a": {"c": 1}}),
    ({"Statement": [{"Effect": "Allow", "Action": "a", "Resource": "r"}]},
     {"Statement": [{"Effect": "Deny", "Action": "a", "Resource": "r"}]}),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_means_the_same(one: dict[str, object], other: dict[str, object]) -> None:
    assert leaves(one) == leaves(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_does_not(one: dict[str, object], other: dict[str, object]) -> None:
    assert leaves(one) != leaves(other)


def test_a_call_is_its_flags_settings_program_and_arguments() -> None:
    words = ["--name", "n", "--conf", "a=b=c", "--conf", "d=", "local:///x.py", "--name", "in"]
    assert read_argv(words) == {
        "--name": "n",
        "conf": {"a": "b=c", "d": ""},
        "file": "local:///x.py",
        "arguments": ["--name", "in"],
    }


# --- the table of differences ---------------------------------------------------------------------


def table(*rows: Row) -> list[Group]:
    return [Group(rows[0].how, "So it is.", "rule unknown-pool", None, rows)] if rows else []


CHANGED = Row("changed", "a b", "1", "a b", "2")
MOVED = Row("elsewhere", "a b", "1", "c", "1")
DROPPED = Row("dropped", "a b", "1", "a b", None)
ADDED = Row("added", "c", None, "c", "*")
BELOW = Row("added", "c *", None, "c *", "*")

FAULTS: tuple[tuple[dict[str, str], dict[str, str], tuple[Row, ...], str | None], ...] = (
    # published, ours, rows, what is said
    ({"a b": "1"}, {"a b": "1"}, (), None),
    ({"a b": "1"}, {"a b": "2"}, (), "not listed: a b: 1 -> 2"),
    ({"a b": "1"}, {}, (), "not listed: a b: 1 -> None"),
    ({}, {"a b": "1"}, (), "not listed: a b: added 1"),
    ({"a b": "1"}, {"a b": "2"}, (CHANGED,), None),
    ({"a b": "1"}, {"a b": "1"}, (CHANGED,), "no difference any more"),
    ({"a b": "1"}, {"a b": "3"}, (CHANGED,), "no difference any more"),
    ({"a b": "1"}, {"c": "1"}, (MOVED,), None),
    ({"a b": "1"}, {"c": "2"}, (MOVED,), "no difference any more"),
    ({"a b": "1"}, {"a b": "1", "c": "1"}, (MOVED,), "no difference any more"),
    ({"a b": "1"}, {}, (DROPPED,), None),
    ({"a b": "1"}, {"a b": "1"}, (DROPPED,), "no difference any more"),
    ({}, {"c": "7"}, (ADDED,), None),
    ({}, {}, (ADDED,), "no difference any more"),
    ({"c": "7"}, {"c": "7"}, (ADDED,), "no difference any more"),
    ({}, {"c d": "7"}, (BELOW,), None),
    ({"c e": "7"}, {"c e": "7", "c d": "7"}, (BELOW,), "no difference any more"),
    ({}, {}, (BELOW,), "no difference any more"),
)  # fmt: skip


@pytest.mark.parametrize(("published", "ours", "rows", "said"), FAULTS)
def test_a_row_is_true_and_nothing_is_unlisted(
    published: dict[str, str], ours: dict[str, str], rows: tuple[Row, ...], said: str | None
) -> None:
    found = list(faults(published, ours, table(*rows)))
    assert not found if said is None else any(one.startswith(said) for one in found)
