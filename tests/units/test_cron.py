"""Cron schedules, held against robfig/cron, which the Spark operator reads them with."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specgen.refusal import Refused
from specgen.units.cron import Cron
from tests.units import robfig


def refusal(text: object) -> Refused:
    with pytest.raises(Refused) as caught:
        Cron.read(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "0 2 * * *", "*/15 * * * *", "0 0 1,15 * *", "0 9-17 * * MON-FRI", "0 9 * * mon-fri",
        "0 0 1 JAN,Jul *", "5/10 * * * *", "? ? ? ? ?", "0 0 29 2 *", "0 0 31 1-12/2 *",
        "0 0 31 2 1", "0 0 31 2 */2", "0 0 30 2 ?/3", "0  2 * * *", "59 23 31 12 6", "00 02 * * *",
        "1,2,3-5/2,*/7 * * * *", "@hourly", "@daily", "@midnight", "@weekly", "@monthly",
        "@yearly", "@annually", "@every 5m", "@every 1h30m10s", "@every 90s",
    ],
)  # fmt: skip
def test_a_schedule_has_five_fields_or_a_word(text: str) -> None:
    assert str(Cron.read(text)) == text
    assert re.fullmatch(Cron.pattern, text)


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        pytest.param("0 0 2 * * *", "is no", "five are read", id="six fields"),
        pytest.param("0 2 * *", "is no", "five fields in quotes", id="four fields"),
        pytest.param("", "is no", "five fields", id="nothing"),
        pytest.param("TZ=UTC", "is no", "set timeZone", id="TZ alone panics robfig"),
        pytest.param("TZ=UTC 0 2 * * *", "is no", "set timeZone", id="TZ"),
        pytest.param("CRON_TZ=Asia/Tokyo 0 2 * * *", "is no", "set timeZone", id="CRON_TZ"),
        pytest.param("0 0 31 2 *", "never fires", "a day that the month has", id="31 February"),
        pytest.param("0 0 30 feb *", "never fires", "a day", id="30 February"),
        pytest.param("0 0 31 4,6,9,11 *", "never fires", "a day", id="31 of short months"),
        pytest.param("0 0 31 2 ?", "never fires", "a day", id="a question mark is a star"),
        pytest.param("0 0 * * 7", "`7` is no day of week", "from 0 to 6", id="Sunday is 0"),
        pytest.param("60 * * * *", "`60` is no minute", "from 0 to 59", id="minute 60"),
        pytest.param("0 24 * * *", "`24` is no hour", "from 0 to 23", id="hour 24"),
        pytest.param("0 0 0 * *", "`0` is no day of month", "from 1 to 31", id="day 0"),
        pytest.param("0 0 1 13 *", "`13` is no month", "from 1 to 12", id="month 13"),
        pytest.param("5-1 * * * *", "`5-1` is no minute", "", id="backwards"),
        pytest.param("*/0 * * * *", "`*/0` is no minute", "", id="step 0"),
        pytest.param("1-2-3 * * * *", "`1-2-3` is no minute", "", id="two hyphens"),
        pytest.param("1/2/3 * * * *", "`1/2/3` is no minute", "", id="two strokes"),
        pytest.param("mon * * * *", "`mon` is no minute", "", id="a weekday as minute"),
        pytest.param("0 0 * * monday", "`monday` is no", "", id="a whole word"),
        pytest.param("0 0 L * *", "`L` is no day of month", "", id="Quartz"),
        pytest.param("0 0 1, * *", "`` is no day of month", "", id="empty item"),
        pytest.param("-1 * * * *", "`-1` is no minute", "", id="negative"),
        pytest.param(" 0 2 * * *", "is no", "", id="leading blank"),
        pytest.param("0\t2 * * *", "is no", "", id="tab"),
        pytest.param("0 2 * * *\n", "is no", "", id="line break"),
        pytest.param("\u0660 2 * * *", "is no", "", id="digits of another script"),
        pytest.param("@reboot", "is no", "@hourly", id="an unknown word"),
        pytest.param("@Daily", "is no", "@daily", id="words are lower case"),
        pytest.param("@every", "is no", "@every 5m", id="every what"),
        pytest.param("@every 0s", "is no", "@every 5m", id="without pause"),
        pytest.param("@every 5", "is no", "@every 5m", id="no unit"),
        pytest.param("@every 1d", "is no", "@every 5m", id="days"),
        pytest.param("@every -5m", "is no", "@every 5m", id="backwards in time"),
        pytest.param("@every 9999999h", "is no", "@every 5m", id="longer than Go can hold"),
    ],
)
def test_other_schedules_are_refused(text: str, what: str, mend: str) -> None:
    refused = refusal(text)
    assert what in refused.what
    assert mend in refused.mend


@pytest.mark.parametrize("value", [5, True, None, ["0 2 * * *"], {"cron": "x"}], ids=ascii)
def test_what_is_no_text_is_no_schedule(value: object) -> None:
    assert "is not a cron schedule" in refusal(value).what


numbers = st.integers(0, 70).map(str)
words = st.sampled_from(["jan", "FEB", "dec", "sun", "Sat", "x", "*", "?", "7", "00"])
ends = numbers | words
ranges = st.builds("{}-{}".format, ends, ends)
items = ends | ranges | st.builds("{}/{}".format, ends | ranges, st.integers(0, 40).map(str))
lists = st.lists(items, min_size=1, max_size=3).map(",".join)
schedules = st.lists(lists | st.just("*"), min_size=4, max_size=6).map(" ".join)
small = st.builds(
    "0 0 {} {} {}".format,
    st.sampled_from(["*", "?", "*/2", "29", "30", "31", "30,31", "31-31", "*/30", "1-31"]),
    st.sampled_from(["*", "2", "feb", "4,6", "2,4", "2-3", "*/2", "2/12"]),
    st.sampled_from(["*", "?", "1", "*/2", "0-6", "sun", "*/1", "*,1"]),
)


@given(schedules | small)
@example("0 0 31 2 */1")
@example("0 0 29 2 ?")
@example("0 0 */31 2 *")
def test_what_we_take_robfig_takes_and_it_fires(text: str) -> None:
    """And the reverse, but for `*-5` (a range from everything), which robfig reads as `*`."""
    try:
        bits = robfig.fields(text)
        fires = robfig.ever_fires(bits)
    except robfig.Refusal:
        fires = False
    try:
        taken = str(Cron.parse(text)) == text
    except Refused:
        taken = False
    if not re.search(r"[*?]-", text):
        assert taken == fires
    else:
        assert not taken
