"""The origins of one leaf: places are changed many at once, and apart only where the leaf moves.

Most places have nothing to do with a leaf, and a few renderings tell that of many of them together.
"""

from collections.abc import Sequence

from specgen.origins.node import Node
from specgen.origins.places import REMOVED
from specgen.origins.trial import Origins, Trial
from specgen.paths import Path


class Alone:
    """A leaf, and what has to do with it."""

    def __init__(self, trial: Trial, wanted: Path) -> None:
        self.trial = trial
        self.wanted = wanted
        self.causes: list[Path] = []
        """Places that change its value."""

    def asked(self) -> Origins:
        """The origins of the leaf and of what holds it."""
        for node in self.trial.root.below:
            self._below(node)
            self._itself(node, is_item=False)
        return self.trial.found

    def _group(self, parent: Node, nodes: Sequence[Node], *, moves: bool) -> bool:
        """Ask places that stand side by side; whether any of them has to do with the leaf.

        With `moves` it is known that the leaf moves where all of them are others.
        """
        if len(nodes) == 1 and not nodes[0].below:
            return self._itself(nodes[0], is_item=parent.is_list)
        if not moves and self.trial.is_still(parent, nodes):
            return False
        if len(nodes) == 1:
            self._below(nodes[0])
            self._itself(nodes[0], is_item=parent.is_list)
        else:
            half = len(nodes) // 2
            first = self._group(parent, nodes[:half], moves=False)
            self._group(parent, nodes[half:], moves=not first)
        return True

    def _below(self, node: Node) -> None:
        """Ask what stands below a place of which it is known that it matters."""
        if node.below:
            self._group(node, node.below, moves=True)

    def _itself(self, node: Node, *, is_item: bool) -> bool:
        """Try other values of a place; whether the leaf moves.

        Once it, or a place below it, is known to change the value, nothing more can be found out.
        """
        moved = False
        for other in ([REMOVED] if is_item else []) + node.others:
            if any(cause[: len(node.path)] == node.path for cause in self.causes):
                break
            found = self.trial.note(node, other)
            moved = moved or bool(found)
            self.causes += [node.path for move in found if not move.gone]
        return moved
