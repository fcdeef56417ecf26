"""Plain scalars: values that all readers agree on are kept, others refused with the mend."""

import datetime as dt
import math
import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specgen.load.scalars import plain
from specgen.refusal import Refused


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False),
        ("0", 0), ("12", 12), ("-3", -3), ("+7", 7), ("-0", 0), ("9" * 18, 10**18 - 1),
        ("1.5", 1.5), ("0.33", 0.33), ("-.5", -0.5), ("1.", 1.0), ("0.10", 0.1), ("4.0", 4.0),
        ("2027-06-30", dt.date(2027, 6, 30)),
        ("text", "text"), ("nULL", "nULL"), ("tRUE", "tRUE"), ("-", "-"), (".", "."), ("+", "+"),
        ("1.2.3", "1.2.3"), ("4.0.5-1", "4.0.5-1"), ("12g", "12g"), ("1600Gi", "1600Gi"),
        ("30s", "30s"), ("v1.30", "v1.30"), ("s3://b/p/", "s3://b/p/"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("a:b", "a:b"), ("us-east-1a", "us-east-1a"), ("0b2f1c", "0b2f1c"), ("0x", "0x"),
        ("Yess", "Yess"), ("yEs", "yEs"), ("nan", "nan"), ("1e", "1e"), ("e3", "e3"),
        ("12:3456", "12:3456"), ("=x", "=x"), ("<", "<"), ("é", "é"), ("10%", "10%"),
        ("m5.xlarge", "m5.xlarge"),
    ],
    ids=ascii,
)  # fmt: skip
def test_values_that_all_readers_agree_on(text: str, value: object) -> None:
    read = plain(text)
    assert (type(read), read) == (type(value), value)


QUOTED = [
    *("012", "0755", "00", "-012", "0_7", "08"),  # octal
    *("0x1F", "0X1F", "0o14", "0O14", "0b101", "0B1", "-0x1", "0x_"),
    *("1_000", "1__0", "1_", "1_0.5", "0.1_0", ".1_0", "1_0.5e+3"),
    *("12:30", "1:2:3", "190:20:30.15", "-1:59"),  # base 60
    *("1e3", "1E3", "1.5e3", "1e+3", "12e-03", ".5e3", "1.e3", "1234567e8"),
    *("2024-1-1", "2024-01-01T00:00:00Z", "2024-01-01 10:00:00", "2024-13-01", "2024-02-30"),
    *(".inf", "-.Inf", "+.INF", ".nan", ".NaN", ".NAN"),
    *("01.5", "00.5", "-01.", "007.0"),
    *("9" * 19, "-" + "9" * 19, "1.2345678901234567", "0.12345678901234567"),
    *("=", "<<"),
]


@pytest.mark.parametrize("text", QUOTED)
def test_what_readers_disagree_about_is_refused_with_the_quoted_spelling(text: str) -> None:
    with pytest.raises(Refused) as caught:
        plain(text)
    assert caught.value.mend == f'quote it: "{text}"'


@pytest.mark.parametrize("word", ["y", "n", "yes", "no", "on", "off"])
@pytest.mark.parametrize("form", [str.lower, str.upper, str.capitalize], ids=["a", "A", "Aa"])
def test_booleans_of_yaml_1_1_are_refused_with_both_meanings(word: str, form: Any) -> None:
    text = form(word)
    with pytest.raises(Refused) as caught:
        plain(text)
    truth = "true" if word in {"y", "yes", "on"} else "false"
    assert caught.value.mend == f'write {truth}, or "{text}" for the text'


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10**6,
        "-" + "1" * 101,
        "1" * 10**6 + ".5",
        "0x" + "f" * 10**6,
        "1_0" * 10**5,
        "1:1" * 10**5,
    ],
    ids=lambda text: f"{text[:4]}… {len(text)}",
)
def test_numbers_that_never_end_are_refused_at_once(text: str) -> None:
    with pytest.raises(Refused, match="digits loses some") as caught:
        plain(text)
    assert caught.value.mend == "quote it if it is text"
    assert len(caught.value.what) < 100


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10**6 + "x",
        "1_" * 10**6 + "x",
        "1:1" * 10**5 + "x",
        "0x" + "f" * 10**6 + "g",
        "-" * 10**6,
    ],
    ids=lambda text: f"{text[:4]}… {len(text)}",
)
def test_long_texts_that_begin_like_a_number_are_text_at_once(text: str) -> None:
    assert plain(text) == text


# --- against other readers ------------------------------------------------------------------------

_CORE = {  # https://yaml.org/spec/1.2.2/#1032-tag-resolution
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}


def of_1_2(text: str) -> str:
    """The tag that YAML 1.2's core schema gives a plain scalar."""
    return next((tag for tag, grammar in _CORE.items() if re.fullmatch(grammar, text)), "str")


_RESOLVER: Any = yaml.SafeLoader("")


def of_1_1(text: str) -> str:
    """The tag that PyYAML gives it."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return {"timestamp": "date"}.get(tag.rpartition(":")[2], tag.rpartition(":")[2])


def ours(value: object) -> str:
    """The tag of what we read."""
    names = {
        type(None): "null",
        bool: "bool",
        int: "int",
        float: "float",
        dt.date: "date",
        str: "str",
    }
    return names[type(value)]


@settings(max_examples=400)
@given(st.text(alphabet="0123456789+-._:eEnNaAiIfFxXobOT~yYs=<l", max_size=10))
@example("0.1_0")
@example("01.5")
@example("1_0.5e+3")
@example("0X1F")
@example("-.e5")
@example("1:1")
def test_no_reader_takes_for_another_thing_what_we_take(text: str) -> None:
    try:
        value = plain(text)
    except Refused:
        return
    if ours(value) != "date":  # which YAML 1.2 does not know; only `until` may be one
        assert ours(value) == of_1_2(text)
    assert ours(value) == of_1_1(text)
    if isinstance(value, int) and not isinstance(value, bool):
        assert value == yaml.safe_load(text)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_fractions_are_read_exactly_or_refused(value: float, digits: int) -> None:
    text = f"{value:.{digits}f}"
    try:
        read = plain(text)
    except Refused:
        assert len(text.lstrip("-0.").replace(".", "")) > 15
    else:
        assert math.isfinite(read)
        assert float(f"{read:.{digits}f}") == float(text)
