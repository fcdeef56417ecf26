"""Puts together what independent features contribute to one document.

A union in which no one may overrule another; laying one thing over another is `merging`'s business.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from specgen.paths import Path


class Conflict(ValueError):  # noqa: N818 - the domain's word
    """Two features set one place to two values."""

    def __init__(self, path: Path, old: object, new: object) -> None:
        super().__init__(f"{'.'.join(map(str, path))} is both {old!r} and {new!r}")
        self.path = path
        self.values = (old, new)


def compose(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Maps unite, lists follow on one another, equal scalars agree, None says nothing.

    Items of lists with the same name must be equal. Raises Conflict.
    """
    out: dict[str, Any] = {}
    for part in parts:
        _unite(out, part, ())
    return out


def _unite(out: dict[str, Any], part: Mapping[str, Any], path: Path) -> None:
    for key, new in part.items():
        if new is None:
            continue
        old = out.get(key)
        kind = type(new)
        if kind is dict and (old is None or type(old) is dict):
            if old is None:
                old = out[key] = {}
            _unite(old, new, (*path, key))
        elif kind is list and (old is None or type(old) is list):
            out[key] = list(new) if old is None else _follow(old, new, (*path, key))
        elif old is None:
            out[key] = new
        elif old != new:
            raise Conflict((*path, key), old, new)


def _follow(old: list[Any], new: list[Any], path: Path) -> list[Any]:
    """The old items and the new ones; what has a name stands once."""
    named = {item["name"]: item for item in old if isinstance(item, dict) and "name" in item}
    fresh = []
    for item in new:
        same = named.get(item.get("name")) if isinstance(item, dict) else None
        if same is None:
            fresh.append(item)
        elif same != item:
            raise Conflict((*path, item["name"]), same, item)
    return old + fresh


def setters(
    parts: Iterable[tuple[str, Mapping[str, Any]]], path: Path, values: tuple[object, ...]
) -> list[str]:
    """Names of the parts that say one of `values` at `path`."""
    return [name for name, part in parts if any(_says(part, path, value) for value in values)]


def _says(node: Any, path: Path, value: object) -> bool:
    if not path:
        return bool(node == value)
    if isinstance(node, dict):
        return path[0] in node and _says(node[path[0]], path[1:], value)
    if isinstance(node, list):
        named = (item for item in node if isinstance(item, dict) and item.get("name") == path[0])
        return any(_says(item, path[1:], value) for item in named)
    return False
