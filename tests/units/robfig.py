"""robfig/cron v3.0.1 in Python, for tests to hold ours against: parser.go and spec.go, by hand.

Written from the Go source, bits and all, and not from ours. `Refusal` where Go returns an error.
https://github.com/robfig/cron/blob/v3.0.1/parser.go
"""

import calendar
import datetime as dt
import re

STAR = 1 << 63
Bounds = tuple[int, int, dict[str, int]]
MINUTES: Bounds = (0, 59, {})
HOURS: Bounds = (0, 23, {})
DOM: Bounds = (1, 31, {})
MONTHS: Bounds = (1, 12, {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name})
DOW: Bounds = (
    0,
    6,
    {n: i for i, n in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))},
)


class Refusal(Exception):  # noqa: N818 - what the Go function returns beside nil
    """Go's error."""


def fields(spec: str) -> list[int]:
    """The bits of the five fields."""
    parts = spec.split()
    if len(parts) != 5:
        raise Refusal(spec)
    bounds = (MINUTES, HOURS, DOM, MONTHS, DOW)
    return [_field(part, each) for part, each in zip(parts, bounds, strict=True)]


def _field(text: str, bounds: Bounds) -> int:
    bits = 0
    for part in text.split(","):
        if part:
            bits |= _range(part, bounds)
    return bits


def _range(text: str, bounds: Bounds) -> int:
    low, high, names = bounds
    range_and_step = text.split("/")
    low_and_high = range_and_step[0].split("-")
    single = len(low_and_high) == 1
    extra = 0
    if low_and_high[0] in ("*", "?"):
        start, end, extra = low, high, STAR
    else:
        start = _number(low_and_high[0], names)
        if len(low_and_high) > 2:
            raise Refusal(text)
        end = start if single else _number(low_and_high[1], names)
    step = 1
    if len(range_and_step) == 2:
        step = _atoi(range_and_step[1])
        if single:
            end = high
        if step > 1:
            extra = 0
    elif len(range_and_step) > 2:
        raise Refusal(text)
    if start < low or end > high or start > end or step == 0:
        raise Refusal(text)
    return sum(1 << n for n in range(start, end + 1, step)) | extra


def _number(text: str, names: dict[str, int]) -> int:
    found = names.get(text.lower())
    return _atoi(text) if found is None else found


def _atoi(text: str) -> int:
    if not re.fullmatch("[+-]?[0-9]+", text) or int(text) < 0:
        raise Refusal(text)
    return int(text)


def fires_on(bits: list[int], day: dt.date) -> bool:
    """Whether a schedule starts something on a day (spec.go, dayMatches)."""
    dom, month, dow = bits[2:]
    if not month >> day.month & 1:
        return False
    of_month = bool(dom >> day.day & 1)
    of_week = bool(dow >> (day.isoweekday() % 7) & 1)
    if dom & STAR or dow & STAR:
        return of_month and of_week
    return of_month or of_week


def ever_fires(bits: list[int]) -> bool:
    """Whether within five years from a day whose five years have a 29 February."""
    first = dt.date(2027, 1, 1)
    return any(fires_on(bits, first + dt.timedelta(days=n)) for n in range(5 * 365))
