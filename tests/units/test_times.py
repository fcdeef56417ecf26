"""Durations, time zones and versions."""

import re
import string
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.refusal import Refused
from specgen.units.times import Duration, TimeZone, Version
from specgen.units.unit import Unit


def refusal(unit: type[Unit], value: object) -> Refused:
    with pytest.raises(Refused) as caught:
        unit.read(value)
    return caught.value


# --- durations ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("110s", 110),
        ("168h", 604_800),
        ("1h30m", 5400),
        ("1h30m10s", 5410),
        ("5m", 300),
        ("0s", 0),
        ("90m", 5400),
        ("1h5s", 3605),
        ("2562047h", 9_223_369_200),
    ],
)
def test_a_duration_has_hours_minutes_and_seconds(text: str, seconds: int) -> None:
    read = Duration.read(text)
    assert (str(read), read.seconds) == (text, seconds)


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        pytest.param("7d", "write 168h", id="days"),
        pytest.param("1d", "write 24h", id="a day"),
        pytest.param("30", "write the unit: 30s, 30m or 30h", id="bare text"),
        pytest.param(30, "write the unit: 30s, 30m or 30h", id="bare number"),
        pytest.param("2562048h", "write at most 2562047h", id="more than Go can hold"),
        pytest.param("999999999h", "write at most 2562047h", id="nine digits"),
        *[
            pytest.param(value, Duration.hint, id=ascii(value))
            for value in (
                "", "s", "1s1m", "1m1h", "1h1h", "1.5h", "100ms", "1h 30m", "-1s", "+1s", "1H",
                "1hs", "1d2h", "1h\n", "\u0663s", "1_0s", "1e3s", "never", True, None, 1.5, -1,
                ["1s"],
            )
        ],
    ],
)  # fmt: skip
def test_other_durations_are_refused_with_their_mend(value: object, mend: str) -> None:
    assert refusal(Duration, value).mend == mend


amounts = st.one_of(st.none(), st.integers(0, 2_000_000))


@given(amounts, amounts, amounts)
def test_a_duration_adds_up(hours: int | None, minutes: int | None, seconds: int | None) -> None:
    parts = [(hours, "h", 3600), (minutes, "m", 60), (seconds, "s", 1)]
    text = "".join(f"{n}{unit}" for n, unit, _ in parts if n is not None)
    if not text:
        return
    read = Duration.parse(text)
    assert str(read) == text
    assert read.seconds == sum((n or 0) * factor for n, _, factor in parts)


@given(st.text(alphabet="0123456789hmsd ", max_size=9))
def test_the_pattern_for_editors_says_what_duration_says(text: str) -> None:
    try:
        taken = str(Duration.parse(text)) == text
    except Refused as refused:
        taken = False
        if "at most" in refused.mend:
            return  # a pattern does not count
    assert taken == (re.fullmatch(Duration.pattern, text) is not None)


# --- time zones -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Asia/Shanghai", "Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5",
        "America/Port-au-Prince", "EST5EDT", "GMT-0", "GMT+0", "US/Eastern",
    ],
)  # fmt: skip
def test_a_time_zone_is_an_iana_name(text: str) -> None:
    assert str(TimeZone.read(text)) == text


@pytest.mark.parametrize(
    "value",
    [
        "Local", "CST", "PST", "IST", "BST", "CEST", "utc", "asia/shanghai", "Asia/", "/Berlin",
        "Europe", "Europe/berlin", "Foo/Bar", "Europe/Berlin ", "Europe/../Berlin", "UTC+2",
        "+02:00", "", "A/B/C/D", "Europe/Berlin\n", "posix/Europe/Berlin", 2, None, True,
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_no_iana_name_is_refused(value: object) -> None:
    assert refusal(TimeZone, value).mend == "write a name like Europe/Berlin or UTC"


def test_every_zone_of_the_tz_database_is_taken() -> None:
    others = ("posix/", "right/", "SystemV/", "Factory", "localtime", "posixrules")
    known = {name for name in zoneinfo.available_timezones() if not name.startswith(others)}
    if len(known) < 300:
        pytest.skip("no tz database on this machine")
    assert {name for name in known if not re.fullmatch(TimeZone.pattern, name)} == set()


# --- versions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [("1.34", (1, 34)), ("v2.5.2", (2, 5, 2)), ("4.0.5", (4, 0, 5)), ("1.10", (1, 10))],
)
def test_a_version_has_two_or_three_numbers(text: str, parts: tuple[int, ...]) -> None:
    read = Version.read(text)
    assert (str(read), read.parts) == (text, parts)


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        pytest.param(1.34, 'quote it: "1.34"', id="unquoted"),
        *[
            pytest.param(value, Version.hint, id=ascii(value))
            for value in (
                "latest", ">=1.30", "1.x", "1", "1.2.3.4", "1.2-rc1", "1.2.", ".1.2", "V1.2",
                "", "1.2\n", "1 .2", "1.\u0662", 4, True, None, 1e22,
            )
        ],
    ],
)  # fmt: skip
def test_other_versions_are_refused_with_their_mend(value: object, mend: str) -> None:
    assert refusal(Version, value).mend == mend


numbers = st.lists(st.integers(0, 999_999_999), min_size=2, max_size=3)


@given(numbers, numbers)
def test_versions_compare_by_their_numbers(one: list[int], other: list[int]) -> None:
    low, high = (Version.parse(".".join(map(str, parts))) for parts in (one, other))
    assert (low.parts < high.parts) == (one < other)


@given(st.text(alphabet=string.digits + ".v-", max_size=8))
def test_the_pattern_for_editors_says_what_version_says(text: str) -> None:
    try:
        taken = str(Version.parse(text)) == text
    except Refused:
        taken = False
    assert taken == (re.fullmatch(Version.pattern, text) is not None)
