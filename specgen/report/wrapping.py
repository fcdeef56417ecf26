"""Lines under labels, folded at a width that every terminal has."""

import textwrap
from collections.abc import Iterator

from specgen.report.clean import clean

WIDTH = 100
LABEL = 9
"""Columns of a label, with the blanks behind it."""


def labelled(label: str, rest: str) -> str:
    """A line under a label."""
    return f"  {label:<{LABEL}}{rest}".rstrip()


def folded(label: str, told: str) -> Iterator[str]:
    """A text under a label, in as many lines as it needs."""
    width = WIDTH - LABEL - 2
    lines = textwrap.wrap(clean(told), width, break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines):
        yield labelled("" if number else label, line)
