"""Which rules look at what a rendered value comes from.

Like the renderer, a rule is asked: it looks at a place if it finds something else where that place
is another. So every rule that is named does; one whose verdict hangs on a limit that no other value
crosses may stay unnamed.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from specgen.origins.places import put
from specgen.origins.trial import IMPOSSIBLE, node_at
from specgen.paths import Path
from specgen.pipeline.documents import Of, subject
from specgen.rules.registry import RULES
from specgen.rules.rule import Rule


def rules_of(of: Of, places: Iterable[Path]) -> tuple[str, ...]:
    """Ids of the rules that look at places of what an object is made of, sorted."""
    x = subject(of)
    found = {rule.id: _found(rule, x) for rule in RULES if isinstance(x, rule.of)}
    others = [_subject(one) for one in _others(of, places)]
    return tuple(
        rule.id
        for rule in sorted(RULES, key=lambda one: one.id)
        if rule.id in found
        and any(_found(rule, one) not in (None, found[rule.id]) for one in others)
    )


def _others(of: Of, places: Iterable[Path]) -> Iterator[Of]:
    """The spec objects, each time with one of the places another."""
    for place in places:
        for other in node_at(of, place).others:
            yield put(of, place, other)


def _subject(of: Of) -> Any:
    """The subject that spec objects come to; None if they can never be."""
    try:
        return subject(of)
    except IMPOSSIBLE:
        return None


def _found(rule: Rule, x: Any) -> list[Path] | None:
    """The places that a rule finds fault with; None for a subject that can never be."""
    try:
        return None if x is None else [problem.place.path for problem in rule.check(x)]
    except IMPOSSIBLE:
        return None
