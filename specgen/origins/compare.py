"""What moves between two renderings of one document."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from specgen.paths import ABSENT, Path, at, leaves


class Move(NamedTuple):
    """A place of the first rendering that is another in the second, or is not there any more."""

    path: Path
    gone: bool
    """The topmost part that is not there; else the leaf has another value."""


def moves(old: Any, new: Any, wanted: Path | None = None) -> Iterator[Move]:
    """Each place of a document that differs; of `wanted` only itself or what holds it.

    A document of another kind has other fields: that some are not there says nothing of them.
    """
    if new is ABSENT:
        yield Move((), gone=True)
        return
    same = same_kind(old, new)
    for move in _moves(old, new, (), wanted) if old != new else ():
        if same or not move.gone:
            yield move


def surely_same(old: Any, new: Any, path: Path) -> bool:
    """Whether a place is the same in both documents; a map or list, if it is there."""
    if not path or new is ABSENT or old == new:
        both = type(old) is type(new)
        return new is not ABSENT and (old == new or (both and isinstance(old, dict | list)))
    step, rest = path[0], path[1:]
    if isinstance(old, dict) and isinstance(new, dict):
        return surely_same(old[step], new.get(step, ABSENT), rest)
    one, other = _as_list(old), _as_list(new)
    if one is None or other is None:
        return False
    twin = _sure_twin(one, other, int(step))
    return twin is not ABSENT and surely_same(one[int(step)], twin, rest)


def _sure_twin(old: list[Any], new: list[Any], index: int) -> Any:
    """What an item of a list has become; ABSENT if it may be one or the other.

    It is the same if as many are like it as were; it has become what has its name, or what stands
    among items that are the same.
    """
    mine = old[index]
    if mine in new:
        return mine if old.count(mine) == new.count(mine) else ABSENT
    named = [one for one in new if _name(one) is not None and _name(one) == _name(mine)]
    if len(named) == 1:
        return named[0]
    alone = len(old) == len(new) and all(n == index or new[n] == x for n, x in enumerate(old))
    return new[index] if alone else ABSENT


def _name(item: Any) -> Any:
    return item.get("name") if isinstance(item, dict) else None


def _as_list(node: Any) -> list[Any] | None:
    """A list, or the lines of a text; None for anything else."""
    if isinstance(node, str):
        return node.split("\n")
    return node if isinstance(node, list) else None


def places(body: Any) -> Iterator[tuple[Path, Any]]:
    """Each leaf of a document with its path; a text of several lines has a place for each."""
    for path, leaf in leaves(body):
        lines = lines_of(leaf)
        if lines is None:
            yield path, leaf
        else:
            yield from (((*path, n), line) for n, line in enumerate(lines))


def at_place(body: Any, path: Path) -> Any:
    """What stands at a place, the lines of a text included; ABSENT if nothing does."""
    found = at(body, path)
    lines = lines_of(at(body, path[:-1])) if found is ABSENT and path else None
    return found if lines is None else at(lines, path[-1:])


def lines_of(leaf: Any) -> list[str] | None:
    """The lines of a text that has several; None for anything else."""
    return leaf.split("\n") if isinstance(leaf, str) and "\n" in leaf else None


def same_kind(old: Any, new: Any) -> bool:
    """Whether two documents are of one kind, or have none."""
    kinds = [node.get("kind") if isinstance(node, dict) else None for node in (old, new)]
    return bool(kinds[0] == kinds[1])


def _moves(old: Any, new: Any, path: Path, wanted: Path | None) -> Iterator[Move]:
    if type(old) is dict and type(new) is dict:
        for key in _steps(old, path, wanted):
            yield from _one(old[key], new.get(key, ABSENT), (*path, key), wanted)
    elif type(old) is list and type(new) is list:
        pairs = twins(old, new)
        for index in _steps(range(len(old)), path, wanted):
            yield from _one(old[index], pairs[index], (*path, index), wanted)
    else:
        lines = lines_of(old)
        if lines is None or not isinstance(new, str):
            yield Move(path, gone=False)
        else:
            yield from _moves(lines, new.split("\n"), path, wanted)


def _steps(every: Any, path: Path, wanted: Path | None) -> Any:
    """The steps to look at below a path: all, or the one on the way to `wanted`."""
    if wanted is None or len(wanted) <= len(path):
        return every
    step = wanted[len(path)]
    return (step,) if step in every else ()


def _one(old: Any, new: Any, path: Path, wanted: Path | None) -> Iterator[Move]:
    if new is ABSENT:
        yield Move(path, gone=True)
    elif new != old:
        yield from _moves(old, new, path, wanted)


def twins(old: list[Any], new: list[Any]) -> list[Any]:
    """For each item of a list what it has become in another; ABSENT if it is not there.

    An item that is there unchanged is its own twin, wherever it stands now. Those left over are
    paired with what is most like them; what is left of the first list has gone.
    """
    out: list[Any] = [ABSENT] * len(old)
    mine, theirs = _where_different(old, new)
    for index in set(range(len(old))) - set(mine):
        out[index] = old[index]
    for index in list(mine):
        moved = next((n for n in theirs if new[n] == old[index]), None)
        if moved is not None:
            out[index] = new[moved]
            mine.remove(index)
            theirs.remove(moved)
    for index, other in _paired(old, mine, new, theirs):
        out[index] = new[other]
    return out


def _paired(
    old: list[Any], mine: list[int], new: list[Any], theirs: list[int]
) -> Iterator[tuple[int, int]]:
    """Pairs of items, those that have most in common first, else in their order."""
    if min(len(mine), len(theirs)) == 0 or not any(isinstance(old[m], dict | list) for m in mine):
        yield from zip(mine, theirs, strict=False)
        return
    leaves_of = {m: _counted(old[m]) for m in mine}, {n: _counted(new[n]) for n in theirs}
    common = {(m, n): (leaves_of[0][m] & leaves_of[1][n]).total() for m in mine for n in theirs}
    pairs = sorted(common, key=lambda pair: -common[pair])
    while pairs:
        index, other = pairs[0]
        yield index, other
        pairs = [(m, n) for m, n in pairs if m != index and n != other]


def _counted(item: Any) -> Counter[str]:
    """The leaves of an item that is a map or list, counted: two have in common what both have."""
    return Counter(str(leaf) for _, leaf in leaves(item) if leaf is not item)


def _where_different(old: list[Any], new: list[Any]) -> tuple[list[int], list[int]]:
    """Indices in both lists, without items that are equal index by index or, counted, at an end."""
    if len(old) == len(new):
        different = [n for n, one in enumerate(old) if one != new[n]]
        return different, list(different)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    return list(range(head, len(old) - tail)), list(range(head, len(new) - tail))


def _common(old: list[Any], new: list[Any]) -> int:
    """How many items both begin with."""
    pairs = zip(old, new, strict=False)
    whole = min(len(old), len(new))
    return next((n for n, (one, other) in enumerate(pairs) if one != other), whole)
