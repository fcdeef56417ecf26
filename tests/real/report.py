"""What each judge looked at: rows that the suite prints at its end."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Row(NamedTuple):
    """One thing that one judge looked at."""

    judge: str
    """The program and its version, such as `kube-apiserver v1.36.3`."""
    checked: str
    """What it was asked, such as `server-side dry-run of rendered/prod/use1-a`."""
    number: int
    """How many objects, files or questions."""
    seconds: float


ROWS: list[Row] = []
NOT_TRIED: list[str] = []
"""What a judge could not be asked, with the reason."""


@contextmanager
def told(judge: str, checked: str, number: int) -> Iterator[None]:
    """The time of the block is that row's; a block that fails is no row."""
    start = time.monotonic()
    yield
    ROWS.append(Row(judge, checked, number, time.monotonic() - start))


def table(rows: Iterable[Row]) -> Iterator[str]:
    """The rows as lines, by judge."""
    ordered = sorted(rows)
    judge = max((len(row.judge) for row in ordered), default=0)
    checked = max((len(row.checked) for row in ordered), default=0)
    for row in ordered:
        yield (
            f"{row.judge:<{judge}}  {row.checked:<{checked}}"
            f"  {row.number:>6}  {row.seconds:>6.1f} s"
        )
