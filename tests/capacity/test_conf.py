"""How Spark reads its configuration."""

from collections.abc import Callable

import pytest

from specgen.capacity.conf import FAMILIES, Conf
from specgen.refusal import Refused

OLD, NEW = (3, 5), (4, 3)


def test_a_key_that_only_newer_lines_know_is_not_there() -> None:
    values = {"spark.executor.minMemoryOverhead": "1g", "spark.executor.memory": "2g"}
    assert Conf(values, OLD).get("spark.executor.minMemoryOverhead") is None
    assert Conf(values, OLD).get("spark.executor.memory") == "2g"
    assert Conf(values, NEW).get("spark.executor.minMemoryOverhead") == "1g"


def test_the_first_key_that_is_set_counts() -> None:
    conf = Conf({"b": "2", "c": "3"}, NEW)
    assert conf.get("a", "b", "c") == "2"
    assert conf.text("0", "c", "b") == "3"
    assert conf.text("0", "a") == "0"


@pytest.mark.parametrize("prefix", FAMILIES)
def test_a_family_is_what_follows_its_prefix(prefix: str) -> None:
    conf = Conf({f"{prefix}a.b/c": "1", prefix.removesuffix("."): "2", f"x{prefix}a": "3"}, NEW)
    assert conf.family(prefix) == {"a.b/c": "1"}
    assert all(not conf.family(other) for other in FAMILIES if other != prefix)


@pytest.mark.parametrize(
    ("text", "seconds"), [("100s", 100), ("2min", 120), ("2m", 120), ("30", 30), ("1500ms", 1)]
)
def test_times(text: str, seconds: int) -> None:
    assert Conf({"a": text}, NEW).seconds("0s", "a") == seconds


@pytest.mark.parametrize(
    ("read", "text", "why"),
    [
        (lambda conf: conf.seconds("0s", "a"), "soon", "is no time"),
        (lambda conf: conf.mib(None, "a"), "12Gi", "is no size that Spark reads"),
        (lambda conf: conf.size("a"), "lots", "is no size that Spark reads"),
        (lambda conf: conf.number(0.1, "a"), "a tenth", "is no number"),
        (lambda conf: conf.whole(1, "a"), "1.5", "is no whole number"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_its_key(
    read: Callable[[Conf], object], text: str, why: str
) -> None:
    with pytest.raises(Refused, match=f"`{text}` of a {why}") as refused:
        read(Conf({"a": text}, NEW))
    assert refused.value.mend
