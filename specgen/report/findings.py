"""Findings for people: the place, the lines, what is meant, and the mend."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from specgen.finding import Finding, Severity, Spot
from specgen.report.clean import clean, masked
from specgen.report.style import PLAIN, Style

_WIDEST = 160
"""Characters of a line that are shown."""


class _Margin(NamedTuple):
    """What stands left of the lines."""

    width: int
    style: Style

    def line(self, number: int | str, text: str) -> str:
        """A line with its number."""
        left = self.style.paint(f"{number:>{self.width}}", "place") if number else " " * self.width
        return f"{left} {self.style.paint('|', 'place')} {text}".rstrip()

    def sign(self, sign: str, text: str, hidden: Iterable[str] = ()) -> str:
        """A line that begins with a sign instead."""
        return f"{' ' * self.width} {self.style.paint(sign, 'place')} {clean(text, hidden)}"


def text(findings: Iterable[Finding], style: Style = PLAIN) -> Iterator[str]:
    """Lines of the long form; findings are parted by an empty line."""
    for finding in findings:
        yield from _one(finding, style)
        yield ""


def _one(finding: Finding, style: Style) -> Iterator[str]:
    severity = str(finding.severity)
    head = style.paint(f"{severity}[{finding.rule}]", severity)
    lines = (finding.spot.line, *(one.spot.line for one in finding.related), 1)
    margin = _Margin(len(str(max(lines))), style)
    hidden = finding.spot.hidden
    yield f"{head}: {style.paint(clean(finding.message, hidden), 'bold')}"
    yield margin.sign("-->", str(finding.spot))
    if finding.spot.excerpt:
        yield from _context(finding.spot, margin)
        label = style.paint(clean(finding.label, hidden), severity)
        yield from _meant(finding.spot, margin, "^", label)
    for related in finding.related:
        yield margin.sign(":::", str(related.spot))
        yield from _meant(related.spot, margin, "-", style.paint(clean(related.label), "place"))
    if finding.others:
        yield margin.sign("=", f"note: and for {counted(finding.others, 'other object')}")
    if finding.help:
        yield margin.sign("=", f"help: {finding.help}", hidden)


def _context(spot: Spot, margin: _Margin) -> Iterator[str]:
    """The lines before the one that is meant."""
    yield margin.line("", "")
    first = spot.line - len(spot.excerpt) + 1
    for number, line in enumerate(spot.excerpt[:-1], start=first):
        yield margin.line(number, clean(masked(line, spot.hidden)[:_WIDEST]))


def _meant(spot: Spot, margin: _Margin, sign: str, label: str) -> Iterator[str]:
    """The line that is meant, and below it what of it."""
    if not spot.excerpt:
        return
    line, before = (
        masked(one, spot.hidden) for one in (spot.excerpt[-1], spot.excerpt[-1][: spot.column - 1])
    )
    column = len(before)
    shift = max(0, column - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = clean(line[shift : shift + _WIDEST])
    start = len(clean(line[shift:column]))
    width = max(1, min(spot.width, len(shown) - start))
    yield margin.line(spot.line, shown)
    yield margin.line("", f"{' ' * start}{sign * width} {label}")


def concise(findings: Iterable[Finding]) -> Iterator[str]:
    """One line a finding, as editors and grep want it."""
    for finding in findings:
        hidden = finding.spot.hidden
        mend = f" ({clean(finding.help, hidden)})" if finding.help else ""
        more = f" [and {finding.others} more]" if finding.others else ""
        head = f"{clean(str(finding.spot))}: {finding.severity}[{finding.rule}]"
        yield f"{head}: {clean(finding.message, hidden)}{mend}{more}"


def count(findings: Iterable[Finding]) -> tuple[int, int]:
    """How many errors and warnings."""
    levels = [finding.severity for finding in findings]
    return levels.count(Severity.ERROR), levels.count(Severity.WARNING)


def counted(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
