"""Origins of a document: the inputs that change each value, and those that decide what is there.

A renderer is a pure function from an input to plain data. It knows nothing of origins: it is asked,
by changing one place of the input after the other. What is found is true of this input; where two
places would each be enough, such as two that are both true in `a or b`, neither shows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from specgen.origins.compare import Move, moves, same_kind
from specgen.origins.places import REMOVED, Child, children, is_list, put
from specgen.origins.vary import names_in, others, shuffled, upset
from specgen.paths import Path

Render = Callable[[Any], Any]

IMPOSSIBLE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration,
    TypeError, ValueError,
)  # fmt: skip
"""What a renderer raises for an input that can never be."""

_NOTHING: Any = object()
_MANY = 4
"""From so many on they are not simply tried, but first looked at for what they have to do with."""


@dataclass
class Origin:
    """The inputs that a place of the output depends on, in the order of the input."""

    value: list[Path] = field(default_factory=list)
    """Change its value."""
    presence: list[Path] = field(default_factory=list)
    """Decide whether it, or a part that holds it, is there."""


Origins = dict[Path, Origin]


def origins(render: Render, x: Any, wanted: Path | None = None) -> Origins:
    """Origins by the place of the document; with `wanted` only of that leaf and what holds it."""
    return _Question(render, x, wanted).asked()


def matters_to(render: Render, x: Any, place: Path, wanted: Path) -> bool:
    """Whether another value at a place of the input, if it has it, moves one of the output."""
    question = _Question(render, x, wanted)
    node = Child("", x, Any)
    for step in place:
        below = children(node.value, node.hint)
        node = next((one for one in below if one.step == step), Child("", None, _NOTHING))
        if node.hint is _NOTHING:
            return False
    tried = others(node.value, node.hint, question.names)
    return any(question.moved(place, other) for other in tried)


def of_place(found: Origins, path: Path, *, below: bool = False) -> Origin:
    """The origin of one place: its own value's, and why it and all that holds it is there.

    With `below` also of the values below it: of all lines of a text.
    """
    lines = [one for one in found if below and len(one) > len(path) and one[: len(path)] == path]
    held = [path[:end] for end in range(len(path), -1, -1)]
    value = [one for place in (*held, *lines) for one in found.get(place, Origin()).value]
    presence = [one for place in held for one in found.get(place, Origin()).presence]
    return Origin(_deepest(value, []), _deepest(presence, value))


def _deepest(places: list[Path], told: list[Path]) -> list[Path]:
    """The places, each once, without those above another of them and those `told` already."""
    return [
        one
        for one in dict.fromkeys(places)
        if not any(len(other) > len(one) and other[: len(one)] == one for other in places)
        and not any(other[: len(one)] == one for other in told)
    ]


def _is_flat(below: list[Child]) -> bool:
    """Whether there are only leaves."""
    return all(next(children(one.value, one.hint), None) is None for one in below)


class _Question:
    """One renderer and one input."""

    def __init__(self, render: Render, x: Any, wanted: Path | None) -> None:
        self.render = render
        self.x = x
        self.wanted = wanted
        self.base = render(x)
        self.names = names_in(x)
        self.found: Origins = {}

    def asked(self) -> Origins:
        for child in children(self.x):
            self.ask(child, (child.step,))
        return self.found

    def ask(self, node: Child, at: Path, siblings: int = 0) -> None:
        """Try other values at a place and below it."""
        below = list(children(node.value, node.hint))
        if not self.is_short(node, below):
            flat = len(below) >= _MANY and _is_flat(below)
            wanted = self.wanted if flat or siblings >= _MANY else None
            ways = upset(node.value, node.hint)
            if flat and wanted is not None:
                ways = chain(ways, shuffled(node.value, node.hint))
            if not self.matters(ways, at, wanted):
                return
        names = {} if node.step == "name" else self.names  # two things of one name cannot be
        for other in others(node.value, node.hint, names):
            self.note(at, self.moved(at, other))
        items = len(below) if is_list(node.value) else 0
        for child in below:
            place = (*at, child.step)
            if items:
                self.note(place, self.moved(place, REMOVED))
            self.ask(child, place, items)

    def is_short(self, node: Child, below: list[Child]) -> bool:
        """Whether a leaf, or a list of a few texts: it is as well tried as looked at."""
        texts = isinstance(node.value, tuple) and all(isinstance(one.value, str) for one in below)
        return not below or (texts and len(below) < _MANY)

    def matters(self, ways: Iterable[Any], at: Path, wanted: Path | None) -> bool:
        """Whether anything below a place can matter, as far as changing all of it tells.

        To the whole document; to the one leaf that is `wanted` only where there are many alike, or
        where nothing but leaves is below: then little can hide what one of them does.
        """
        for other in ways:
            now = self.rendered(at, other)
            if now is _NOTHING or not same_kind(self.base, now):
                return True
            if next(moves(self.base, now, wanted), None) is not None:
                return True
        return False

    def moved(self, at: Path, other: Any) -> list[Move]:
        now = self.rendered(at, other)
        return [] if now is _NOTHING else list(moves(self.base, now, self.wanted))

    def rendered(self, at: Path, other: Any) -> Any:
        """What the input with one place changed comes to."""
        tried = put(self.x, at, other)
        try:
            return self.render(tried)
        except IMPOSSIBLE:
            return _NOTHING

    def note(self, at: Path, moved: list[Move]) -> None:
        for move in moved:
            origin = self.found.setdefault(move.path, Origin())
            listed = origin.presence if move.gone else origin.value
            if at not in listed:
                listed.append(at)
