"""Origins of a document: the inputs that change each value, and those that decide what is there.

A renderer is a pure function from an input to plain data. It knows nothing of origins: it is asked,
by changing one place of the input after the other. What is found is true of this input; where two
places would each be enough, such as two that are both true in `a or b`, neither shows.
"""

from typing import Any

from specgen.origins.alone import Alone
from specgen.origins.node import Node
from specgen.origins.places import REMOVED
from specgen.origins.trial import Origin, Origins, Render, Trial, node_at
from specgen.paths import Path


def origins(render: Render, x: Any, wanted: Path | None = None) -> Origins:
    """Origins by the place of the document; with `wanted` only of that leaf and what holds it."""
    trial = Trial(render, x, wanted)
    return _all(trial) if wanted is None else Alone(trial, wanted).asked()


def matters_to(render: Render, x: Any, place: Path, wanted: Path) -> bool:
    """Whether another value at a place of the input, if it has it, moves one of the output."""
    trial = Trial(render, x, wanted)
    try:
        node = node_at(x, place)
    except StopIteration:
        return False
    return any(trial.note(node, other) for other in node.others)


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


# --- of all leaves at once ------------------------------------------------------------------------


def _all(trial: Trial) -> Origins:
    for node in trial.root.below:
        _ask(trial, trial.root, node)
    return trial.found


def _ask(trial: Trial, parent: Node, node: Node) -> None:
    """Try other values at a place and below it."""
    if parent.is_list:
        trial.note(node, REMOVED)
    if _is_short(node) or not trial.is_still(parent, [node]):
        for other in node.others:
            trial.note(node, other)
        for child in node.below:
            _ask(trial, node, child)


def _is_short(node: Node) -> bool:
    """Whether a leaf, or a list of a few texts: it is as well tried as looked at."""
    texts = isinstance(node.value, tuple) and all(isinstance(one.value, str) for one in node.below)
    return not node.below or (texts and len(node.below) < _MANY)


_MANY = 4
