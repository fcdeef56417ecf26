"""Sources of an object, lowest first: what they come to, and who set what.

Nothing is recorded while merging. Who set a value is found by replaying the fold for one path, and
the line by reading the file's text once more; both only when a person is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from specgen.finding import Spot
from specgen.load.files import File
from specgen.merging import Data, Shape, is_removal, merge
from specgen.paths import ABSENT, Path, at

UNION_TAGS = frozenset(("map", "text", "scalar", "number", "[key]"))
"""Steps of pydantic's addresses that no one wrote."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document, or a part of one (`under`), that contributes to an object."""

    file: File
    index: int
    data: Data
    layer: str
    under: Path = ()

    def part(self, under: Path) -> "Source | None":
        """The map below `under` as a source of its own, or None if there is none."""
        below = at(self.data, under)
        if not isinstance(below, dict):
            return None
        return Source(self.file, self.index, below, self.layer, (*self.under, *under))

    def spot(self, path: Path, *, key: bool = False) -> Spot:
        """Where the value at `path` (or its key) stands; of the nearest parent if not written."""
        whole = (*self.under, *path)
        marks = self.file.marks[self.index]
        while whole not in marks and whole:
            whole, key = whole[:-1], True
        mark = marks[whole]
        if key and mark.key_line:
            return self.file.spot(mark.key_line, mark.key_column, _key_width(whole))
        width = mark.end_column - mark.column if mark.end_line == mark.line else 1
        return self.file.spot(mark.line, mark.column, max(width, 1))

    def written(self, path: Path) -> str:
        """The text of a value of one line as it stands in the file, quotes and all."""
        mark = self.file.marks[self.index].get((*self.under, *path))
        if mark is None or mark.line != mark.end_line:
            return ""
        return self.file.lines[mark.line - 1][mark.column - 1 : mark.end_column - 1]


def _key_width(path: Path) -> int:
    last = path[-1] if path else ""
    return len(last) if isinstance(last, str) and last else 1


class Hit(NamedTuple):
    """A source that says something about a path, at its own path, and what; None takes it away."""

    source: Source
    path: Path
    value: Any


class Stack:
    """All that an object is made of, lowest first, and what it comes to."""

    __slots__ = ("_lows", "data", "shape", "sources")

    def __init__(self, sources: tuple[Source, ...], shape: Shape, data: Data | None = None) -> None:
        self.sources = sources
        self.shape = shape
        self.data = fold(sources, shape) if data is None else data
        self._lows: list[Data] = []

    def chain(self, path: Path) -> list[Hit]:
        """Who sets `path`, highest first. A source that replaces a map on the way counts, too."""
        hits = (
            _said(source, path, low, self.data, self.shape)
            for source, low in zip(self.sources, self._below_each(), strict=True)
        )
        return [hit for hit in hits if hit is not None][::-1]

    def _below_each(self) -> list[Data]:
        """For each source, what lies below it; kept, because one question brings the next."""
        if not self._lows:
            low: Data = {}
            for source in self.sources:
                self._lows.append(low)
                low = merge(low, source.data, self.shape)
        return self._lows

    def place(self, path: Path, *, key: bool = False) -> Spot:
        """Where the effective value is set, or the nearest parent that somebody wrote."""
        while True:
            for hit in self.chain(path):
                return hit.source.spot(hit.path, key=key)
            if not path:
                return self.sources[-1].spot(())
            path, key = path[:-1], True

    def real(self, loc: Path) -> Path:
        """Pydantic's address without the steps that no one wrote (tags of unions)."""
        out: list[str | int] = []
        node: Any = self.data
        for step in loc:
            if step in UNION_TAGS and not (isinstance(node, dict) and step in node):
                continue
            out.append(step)
            node = at(node, (step,))
        return tuple(out)


def fold(sources: Iterable[Source], shape: Shape, low: Data | None = None) -> Data:
    """What the sources come to on top of `low`."""
    data = low or {}
    for source in sources:
        data = merge(data, source.data, shape)
    return data


def _said(source: Source, path: Path, low: Any, final: Any, shape: Shape) -> Hit | None:
    """What one source says about `path`, walking it beside what lies below and the final value."""
    node: Any = source.data
    here: list[str | int] = []
    for step in path:
        if isinstance(node, dict):
            restarts = isinstance(low, dict) and not shape.same_type(low, node)
            if restarts and step not in node:
                return Hit(source, tuple(here), node)
            child = node.get(str(step), ABSENT)
            name: str | int = step
            shape = shape.at(str(step))
        elif isinstance(node, list) and isinstance(step, int):
            name = _position(node, final, step, shape)
            child = node[name] if name >= 0 else ABSENT
        else:
            return Hit(source, tuple(here), node)
        if child is ABSENT:
            return None
        here.append(name)
        node, low, final = child, _below(low, step), _below(final, step)
    return Hit(source, tuple(here), node)


def _below(node: Any, step: str | int) -> Any:
    found = at(node, (step,))
    return None if found is ABSENT else found


def _position(items: list[Any], final: Any, index: int, shape: Shape) -> int:
    """Where in this source's list the final list's item `index` stands; -1 if it does not."""
    wanted = _below(final, index)
    if shape.key is None:
        return index if index < len(items) else -1
    if not isinstance(wanted, dict) or shape.key not in wanted:  # it is only itself
        return next((n for n, item in enumerate(items) if _merged(item, shape) == wanted), -1)
    name = wanted[shape.key]
    found = (n for n, x in enumerate(items) if isinstance(x, dict) and x.get(shape.key) == name)
    return next(found, -1)


def _merged(item: Any, shape: Shape) -> Any:
    return merge({}, item, shape) if isinstance(item, dict) else item


def parts(sources: Iterable[Source], under: Path) -> tuple[Source, ...]:
    """The sources' maps below `under`; a null on the way takes away what lower ones said."""
    found: list[Source] = []
    for source in sources:
        part = source.part(under)
        if part is not None:
            found.append(part)
        elif any(at(source.data, under[: n + 1]) is None for n in range(len(under))):
            found.clear()
    return tuple(found)


def said(sources: Iterable[Source], key: str) -> Any:
    """What the highest source says for a field that is replaced whole, or None."""
    found = None
    for source in sources:
        found = source.data.get(key, found)
    return found


def keyed_lists(
    data: Data, shape: Shape, path: Path = ()
) -> Iterator[tuple[Path, Shape, list[Any]]]:
    """Each list whose items the language tells apart by a key, with its path."""
    for key, value in data.items():
        below = shape.at(key)
        if below.raw:
            continue
        if isinstance(value, dict):
            yield from keyed_lists(value, below, (*path, key))
        elif isinstance(value, list) and below.key is not None:
            yield (*path, key), below, value


def idle_removals(data: Data, low: Any, shape: Shape) -> Iterator[Path]:
    """Items of keyed lists that `data` removes although nothing below has them."""
    for path, below, items in keyed_lists(data, shape):
        under = at(low, path)
        known = [_key_of(item, below) for item in under] if isinstance(under, list) else []
        for index, item in enumerate(items):
            removes = isinstance(item, dict) and is_removal(item, below.key or "")
            if removes and _key_of(item, below) not in known:
                yield (*path, index)


def twice(data: Data, shape: Shape) -> Iterator[tuple[Path, Path]]:
    """Items of keyed lists that have the key of an item before them, each with that one."""
    for path, below, items in keyed_lists(data, shape):
        first: dict[str | int, int] = {}
        for index, item in enumerate(items):
            name = _key_of(item, below)
            if isinstance(name, str | int) and first.setdefault(name, index) != index:
                yield (*path, index, below.key or ""), (*path, first[name], below.key or "")


def _key_of(item: Any, shape: Shape) -> Any:
    return item.get(shape.key) if isinstance(item, dict) else None
