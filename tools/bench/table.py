"""The table, for a terminal and for `docs/performance.md`."""

import datetime as dt
import os
import platform
from collections.abc import Iterable, Iterator

from tools.bench.rows import Row

_DECIMALS = ((20, 0), (2, 1), (0.1, 2))
"""From a value on, so many."""

COLUMNS = ("what", "asked", "measured")


def markdown(rows: Iterable[Row], count: int) -> Iterator[str]:
    """Lines of the table with ratios only, and below it where and when they were measured."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield "| --- | --: | --: |"
    for row in rows:
        yield f"| {row.what} | {_asked(row)} | {_measured(row)} |"
    yield ""
    yield f"{_today()}, {_machine()}; medians of {count} pairs."


def line(row: Row) -> str:
    """A row for a terminal, with its times."""
    times = "  ({:.3f} s ÷ {:.3f} s)".format(*row.times) if row.times else ""
    return f"{row.what:<74} {_asked(row):>9} {_measured(row):>9}{times}"


def heading(jobs: int, count: int) -> str:
    """What stands above the rows on a terminal."""
    where = f"{jobs:,} jobs, {_machine()}; medians of {count} pairs"
    return "{}\n{:<74} {:>9} {:>9}".format(where, *COLUMNS)


def lacking(rows: Iterable[Row]) -> Iterator[str]:
    """Which peers were not found."""
    for lack in dict.fromkeys(row.lack for row in rows if row.lack):
        yield f"not found: {lack}"


def _asked(row: Row) -> str:
    return "" if row.asked is None else f"≤ {row.asked:g}{row.unit}"


def _measured(row: Row) -> str:
    if row.measured is None:
        return "not found"
    text = f"{row.measured:.{_decimals(row.measured)}f}{row.unit}"
    return f"{text}, over" if row.over else text


def _decimals(value: float) -> int:
    """So many that two figures or three are told, but of what is very small."""
    return next((places for least, places in _DECIMALS if value >= least), 3)


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def _machine() -> str:
    return f"{os.cpu_count()} processors, Python {platform.python_version()}"
