"""Values of Spark's settings: what Spark takes, and what is said of what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.units.spark_values import expected, takes


@pytest.mark.parametrize(
    ("type_", "values", "taken", "refused"),
    [
        ("boolean", "", "true FALSE True", "yes 1 on t"),
        ("int", "", "0 -1 +7 2147483647 -2147483648", "2147483648 1.0 1_000 1e3 many 0x10"),
        ("long", "", "2147483648 9223372036854775807", "9223372036854775808 1.5"),
        ("int", "1..", "1 100", "0 -1"),
        ("int", "..600", "-5 600", "601"),
        ("int", "0..600", "0 600", "-1 601"),
        ("double", "", "0.6 1 .5 1. 1e-1 0.6f 2D NaN -Infinity", "half 0,6 1e 60%"),
        ("double", "(0..1)", "0.001 0.999", "0 1 -1 2"),
        ("double", "(0..1", "1 0.1", "0 1.1"),
        ("double", "0..", "0 5", "-0.1"),
        ("bytes:b", "", "512m 512MB 1024 -1 -10m 1p 5kb", "1.5g 512mib 512mi m 10e 1,024"),
        ("bytes:b", "2097152..", "2m 2097152 1g", "1m 2097151 2047k"),
        ("bytes:m", "1..", "1 1m 1024k", "0 1023k 1b"),
        ("time:s", "", "120 120s 2min 2m 1h 1d 500ms -1 5us", "2hours 1.5s s 5sec 1w 5ns"),
        ("time:s", "1..", "1 1000ms 1m", "0 999ms"),
        ("time:ms", "0..", "0 10s", "-1 -1s"),
        ("enum", "FAIR|FIFO", "FAIR FIFO", "fair FAIREST"),
        ("enum", "*FAIR|FIFO", "fair Fifo", "FAIREST"),
        ("text", "", "anything 1 true", ""),
        ("-", "", "anything", ""),
        ("longs", "", "1,2 x", ""),
        ("regex", "", "a.* (", ""),
    ],
)
def test_values(type_: str, values: str, taken: str, refused: str) -> None:
    assert [text for text in taken.split() if not takes(type_, values, text)] == []
    assert [text for text in refused.split() if takes(type_, values, text)] == []


@pytest.mark.parametrize("type_", ["boolean", "int", "double", "bytes:m", "time:s"])
def test_nothing_is_no_value(type_: str) -> None:
    assert not takes(type_, "", "")
    assert not takes(type_, "", "  ")


@pytest.mark.parametrize(
    ("type_", "text"),
    [("boolean", " true "), ("int", " 7 "), ("time:s", " 5s "), ("bytes:m", "\t1g ")],
)
def test_space_around_a_value_is_dropped(type_: str, text: str) -> None:
    assert takes(type_, "", text)


def test_space_inside_is_not() -> None:
    assert not takes("time:s", "", "2 min")
    assert not takes("bytes:m", "", "512 m")


@pytest.mark.parametrize("type_", ["boolean", "int", "enum", "time:s"])
def test_another_settings_value_is_not_known_here(type_: str) -> None:
    assert takes(type_, "", "${spark.app.name}")


@given(st.integers(0, 10**6), st.sampled_from(["", "k", "m", "gb"]), st.integers(0, 10**9))
def test_a_size_is_held_against_its_bound_in_its_own_unit(size: int, unit: str, low: int) -> None:
    factor = {"": 1, "k": 2**10, "m": 2**20, "gb": 2**30}[unit]
    assert takes("bytes:b", f"{low}..", f"{size}{unit}") == (size * factor >= low)


@given(st.integers(-(10**6), 10**6), st.sampled_from([("", 1000), ("ms", 1), ("s", 1000)]))
def test_a_time_without_a_unit_has_the_settings_own(time: int, unit: tuple[str, int]) -> None:
    seconds = abs(time * unit[1]) // 1000 * (1 if time >= 0 else -1)
    assert takes("time:s", "1..", f"{time}{unit[0]}") == (seconds >= 1)


@given(
    st.text(max_size=12),
    st.sampled_from(["boolean", "int", "long", "double", "bytes:b", "time:ms"]),
)
def test_no_text_breaks_the_reading(text: str, type_: str) -> None:
    assert takes(type_, "0..1", text) in (True, False)


@pytest.mark.parametrize(
    ("type_", "values", "words"),
    [
        ("boolean", "", "true or false"),
        ("enum", "*A|B", "one of A, B"),
        ("int", "", "a whole number"),
        ("int", "1..", "a whole number, at least 1"),
        ("double", "(0..1)", "a number, more than 0 and less than 1"),
        ("time:s", "", "a time like 60s; a number alone is in seconds"),
        ("bytes:m", "1..", "a size like 512m, at least 1 MiB; a number alone is in MiB"),
    ],
)
def test_what_is_expected_is_said(type_: str, values: str, words: str) -> None:
    assert expected(type_, values) == words
