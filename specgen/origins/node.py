"""A place of an input, with all that could stand there instead: alone, or with what is below."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from specgen.origins.places import REMOVED, Child, children, is_list, is_record, optional, replaced
from specgen.origins.vary import Names, another, of_other_kinds, others
from specgen.paths import Path


class Node:
    """A place; what is costly to find out is found out once."""

    def __init__(self, path: Path, child: Child, names: Names) -> None:
        self.path = path
        """From the root of the input."""
        self.step, self.value, self.hint = child
        self.names = names

    @cached_property
    def below(self) -> list["Node"]:
        """What stands one step below; nothing below a leaf."""
        found = children(self.value, self.hint)
        return [Node((*self.path, one.step), one, self.names) for one in found]

    @property
    def is_list(self) -> bool:
        """Whether what stands below may come and go."""
        return is_list(self.value)

    @cached_property
    def others(self) -> list[Any]:
        """Values that could stand there instead, whatever stands below."""
        names = {} if self.step == "name" else self.names  # two things of one name cannot be
        return others(self.value, self.hint, names)

    # --- all of a part at once -------------------------------------------------------------------

    @cached_property
    def changed(self) -> Any:
        """Each leaf another that no neighbour of it is; empty parts filled."""
        if self.below:
            return self._rebuilt({one.step: one.changed for one in self.below})
        return another(self.value, self.hint)

    @cached_property
    def bare(self) -> Any:
        """Each leaf the last of the others, none if that may be; lists and maps empty."""
        if isinstance(self.value, dict | tuple) and not is_record(self.value):
            return type(self.value)()
        if isinstance(self.value, BaseModel):
            switched = of_other_kinds(self.value, self.hint)
            if switched or optional(self.hint):
                return switched[-1] if switched else None
        if self.below:
            return self._rebuilt({one.step: one.bare for one in self.below})
        return [self.value, *self.others][-1]

    @cached_property
    def absent(self) -> Any:
        """None if that may be; lists and maps empty; its other leaves as they are.

        What is bare has other things in place of none, and one of them may do what this did.
        """
        if isinstance(self.value, dict | tuple) and not is_record(self.value):
            return type(self.value)()
        if optional(self.hint):
            return None
        if self.below:
            return self._rebuilt({one.step: one.absent for one in self.below})
        return self.value

    def mixed(self, number: int) -> Any:
        """Each leaf one of its others or itself, its neighbours in another order.

        Else two changes that undo each other would never be seen apart.
        """
        if self.below:
            return self._rebuilt(mixed(self.below, number))
        mine = [*self.others, self.value]
        return mine[number % len(mine)]

    @cached_property
    def choices(self) -> int:
        """How many others the leaf below has that has most."""
        if self.below:
            return max(one.choices for one in self.below)
        return len(self.others)

    def _rebuilt(self, update: dict[Any, Any]) -> Any:
        return replaced(self.value, update)


# --- places side by side --------------------------------------------------------------------------

_MIXTURES = 3
"""How many mixtures a group is tried in, at most."""


def ways(nodes: Sequence[Node], *, items: bool) -> Iterator[dict[Any, Any]]:
    """Ways to change places that stand side by side, and all below them, at once; by step.

    If none of them changes an output, then none of the places does: they need not be tried one by
    one. What is changed together may hide what one place does, so there are several, and in each
    two the places are different from one another.
    """
    yield {one.step: one.changed for one in nodes}
    yield {one.step: one.bare for one in nodes}
    yield {one.step: one.absent for one in nodes}
    if items:
        yield {one.step: REMOVED for one in nodes}
    for number in range(min(_MIXTURES, max(one.choices for one in nodes) + 1)):
        yield mixed(nodes, number)


def mixed(nodes: Sequence[Node], number: int) -> dict[Any, Any]:
    """Values for places that stand side by side; from 0 to `choices` each is all that it can be."""
    return {one.step: one.mixed(number + place) for place, one in enumerate(nodes)}
