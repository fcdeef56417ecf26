"""Schedules in the grammar of robfig/cron v3, which the Spark operator uses.

Five fields, `*` `?` lists, ranges and steps, month and weekday names, or a descriptor. Read from
github.com/robfig/cron/v3 parser.go and spec.go; differences from other crons: Sunday is 0 only,
a step makes `*` count as a restriction, and no seconds field.
"""

import re
from typing import ClassVar, NamedTuple, Self

from specgen.refusal import Refused
from specgen.units.times import Duration
from specgen.units.unit import Unit, shown

_DESCRIPTORS = frozenset(
    f"@{word}"
    for word in ("yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly")
)
_ITEM = re.compile(
    r"(?P<low>\*|\?|[0-9a-zA-Z]+)(?:-(?P<high>[0-9a-zA-Z]+))?(?:/(?P<step>[0-9]{1,4}))?"
)
_DAYS_IN_MONTH = dict.fromkeys(range(1, 13), 31) | {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


class _Field(NamedTuple):
    """One of the five: its name, its bounds, and words for its numbers."""

    name: str
    low: int
    high: int
    words: dict[str, int]


_FIELDS = (
    _Field("minute", 0, 59, {}),
    _Field("hour", 0, 23, {}),
    _Field("day of month", 1, 31, {}),
    _Field("month", 1, 12, {word: n + 1 for n, word in enumerate(_MONTHS)}),
    _Field("day of week", 0, 6, {word: n for n, word in enumerate(_WEEKDAYS)}),
)


class _Set(NamedTuple):
    """The numbers a field allows, and whether it is a plain `*` (any)."""

    allowed: frozenset[int]
    star: bool


class Cron(Unit):
    """When a job starts: `0 2 * * *`, `@hourly`, `@every 5m`."""

    __slots__ = ()

    noun: ClassVar[str] = "a cron schedule"
    hint: ClassVar[str] = 'write five fields in quotes, like "0 2 * * *", or "@hourly", "@every 5m"'
    pattern: ClassVar[str] = r"@[a-z]+|@every [0-9hms]+|[^ ]+( +[^ ]+){4}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a schedule; Refused if the operator would refuse it or if it never fires."""
        if text in _DESCRIPTORS:
            return cls(text)
        if text.startswith("@"):
            if _repeats(text):
                return cls(text)
            raise cls.refused(text, f"write one of {', '.join(sorted(_DESCRIPTORS))}, or @every 5m")
        if text.startswith(("TZ=", "CRON_TZ=")):
            raise cls.refused(text, "take the time zone out of it and set timeZone")
        fields = re.split(" +", text)
        if len(fields) == len(_FIELDS) + 1 and all(fields):
            raise cls.refused(text, "it has six fields; leave out the seconds: five are read")
        if len(fields) != len(_FIELDS) or not all(fields):
            raise cls.refused(text)
        sets = [_read_field(field, part) for field, part in zip(_FIELDS, fields, strict=True)]
        if not _ever_fires(sets):
            raise Refused(
                f"`{shown(text)}` never fires: no such day exists",
                "choose a day that the month has",
            )
        return cls(text)


def _repeats(text: str) -> bool:
    """Whether `@every` and a duration above zero."""
    try:
        return (
            text.startswith("@every ") and Duration.parse(text.removeprefix("@every ")).seconds > 0
        )
    except Refused:
        return False


def _read_field(field: _Field, part: str) -> _Set:
    """The numbers of one field; a list is the union of its items."""
    items = [_read_item(field, item) for item in part.split(",")]
    return _Set(frozenset().union(*(item.allowed for item in items)), any(i.star for i in items))


def _read_item(field: _Field, item: str) -> _Set:
    match = _ITEM.fullmatch(item)
    if match is None:
        raise _bad(field, item)
    step = int(match["step"] or 1)
    if match["low"] in "*?":
        low, high = field.low, field.high
        if match["high"]:
            raise _bad(field, item)
    else:
        low = _number(field, match["low"], item)
        open_end = field.high if match["step"] else low
        high = _number(field, match["high"], item) if match["high"] else open_end
    if step == 0 or low > high:
        raise _bad(field, item)
    return _Set(frozenset(range(low, high + 1, step)), match["low"] in "*?" and step == 1)


def _number(field: _Field, word: str, item: str) -> int:
    number = field.words.get(word.lower())
    if number is None:
        number = int(word) if word.isdecimal() and word.isascii() and len(word) < 5 else -1  # noqa: PLR2004
    if not field.low <= number <= field.high:
        raise _bad(field, item)
    return number


def _bad(field: _Field, item: str) -> Refused:
    return Refused(
        f"`{shown(item)}` is no {field.name} of a cron schedule",
        f"the {field.name} goes from {field.low} to {field.high}",
    )


def _ever_fires(sets: list[_Set]) -> bool:
    """Whether a day exists; with both days restricted, either is enough."""
    days, months, weekdays = sets[2:]
    if not weekdays.star and not days.star:
        return True
    return any(min(days.allowed) <= _DAYS_IN_MONTH[month] for month in months.allowed)
