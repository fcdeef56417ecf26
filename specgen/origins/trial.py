"""One renderer and one input: what comes of the input with places changed, and what then moves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from specgen.origins.compare import Move, at_place, moves, same_kind, surely_same
from specgen.origins.node import Node, ways
from specgen.origins.places import Child, put, replaced
from specgen.origins.vary import names_in
from specgen.paths import Path

Render = Callable[[Any], Any]

IMPOSSIBLE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration,
    TypeError, ValueError,
)  # fmt: skip
"""What a renderer raises for an input that can never be."""

_NOTHING: Any = object()


@dataclass
class Origin:
    """The inputs that a place of the output depends on, in the order of the input."""

    value: list[Path] = field(default_factory=list)
    """Change its value."""
    presence: list[Path] = field(default_factory=list)
    """Decide whether it, or a part that holds it, is there."""


Origins = dict[Path, Origin]


def node_at(x: Any, path: Path) -> Node:
    """A place of an input."""
    node = root_of(x)
    for step in path:
        node = next(one for one in node.below if one.step == step)
    return node


def root_of(x: Any) -> Node:
    """An input as a whole."""
    return Node((), Child("", x, Any), names_in(x))


class Trial:
    """One renderer and one input, and the origins found so far."""

    def __init__(self, render: Render, x: Any, wanted: Path | None) -> None:
        self.render = render
        self.wanted = wanted
        """The one leaf that is asked about; None: all."""
        self.root = root_of(x)
        self.base = render(x)
        self.deep = wanted is None or isinstance(at_place(self.base, wanted), str)
        """Whether places below the one that is wanted count: the lines of a text."""
        self.found: Origins = {}

    def is_still(self, parent: Node, nodes: Sequence[Node]) -> bool:
        """Whether nothing moves, in whatever way places directly below one are changed at once.

        A document of another kind, or none at all, may hide what moves.
        """
        for update in ways(nodes, items=parent.is_list):
            now = self._rendered(parent.path, replaced(parent.value, update))
            if now is _NOTHING or not same_kind(self.base, now) or not self._is_same(now):
                return False
        return True

    def _is_same(self, now: Any) -> bool:
        """Whether nothing of what is asked about is another, as far as that is certain."""
        if self.wanted is None:
            return bool(self.base == now)
        return surely_same(self.base, now, self.wanted)

    def note(self, node: Node, other: Any) -> list[Move]:
        """What moves when another value stands at a place; it is kept as found."""
        now = self._rendered(node.path, other)
        moved = [] if now is _NOTHING else self._moved(now)
        for move in moved:
            origin = self.found.setdefault(move.path, Origin())
            listed = origin.presence if move.gone else origin.value
            if node.path not in listed:
                listed.append(node.path)
        return moved

    def _moved(self, now: Any) -> list[Move]:
        every = moves(self.base, now, self.wanted)
        return [one for one in every if self.deep or len(one.path) <= len(self.wanted or ())]

    def _rendered(self, path: Path, other: Any) -> Any:
        """What the input with one place changed comes to."""
        tried = put(self.root.value, path, other)
        try:
            return self.render(tried)
        except IMPOSSIBLE:
            return _NOTHING
