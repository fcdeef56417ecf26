"""For people: what a rule or another finding is about, and how to live with it."""

from collections.abc import Iterator
from typing import Any

from specgen.report.style import PLAIN, Style
from specgen.report.wrapping import folded, labelled
from specgen.rules.catalogue import CHECKS
from specgen.rules.rule import Rule

Lines = Iterator[str]

_WAIVERS = {
    "anywhere": "`allow` on its object, or in the Environment",
    "environment": "`allow` in the Environment only",
    "never": "nobody",
}


def rule(one: Rule, style: Style = PLAIN) -> Lines:
    """What a rule refuses, why, and how to mend it."""
    production = one.in_production
    level = f"{one.severity}{f'; in production {production}' if production else ''}"
    yield f"{style.paint(one.id, 'bold')}   {one.summary}   {level}   family {one.family}"
    for label, told in (
        ("why", one.why),
        ("mend", one.hint),
        ("source", one.source),
        ("waive", _WAIVERS[one.waiver]),
    ):
        yield from folded(label, told)
    for label, example in (("breaks", one.bad), ("passes", one.good)):
        for number, line in enumerate(example.rstrip().split("\n")):
            yield labelled("" if number else label, line)


def check(name: str, style: Style = PLAIN) -> Lines:
    """What a finding is that is no rule."""
    one = CHECKS[name]
    yield f"{style.paint(name, 'bold')}   {one.severity}   family {one.family}"
    yield from folded("why", one.why)
    yield from folded("waive", "nobody: it is no rule, but found while reading or checking")


def rule_data(one: Rule) -> dict[str, Any]:
    """A rule, for programs."""
    return {
        "rule": one.id,
        "family": one.family,
        "severity": str(one.severity),
        "in_production": str(one.in_production or one.severity),
        "summary": one.summary,
        "why": one.why,
        "mend": one.hint,
        "source": one.source,
        "waiver": one.waiver,
        "breaks": one.bad,
        "passes": one.good,
    }


def check_data(name: str) -> dict[str, Any]:
    """A finding that is no rule, for programs."""
    one = CHECKS[name]
    return {"check": name, "family": one.family, "severity": str(one.severity), "why": one.why}
