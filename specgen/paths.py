"""One address type for spec fields, rules and rendered leaves: keys and indices in an object."""

from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]
"""From an object's root: `("executor", "instances", "max")`, `("pools", 0, "name")`."""

ABSENT: Any = object()
"""Nothing is there; told apart from a written null."""


def text(path: Path) -> str:
    """A path as people write it: `executor.instances.max`, `pools[0].name`, `conf["spark.x"]`."""
    out = ""
    for step in path:
        if isinstance(step, int):
            out += f"[{step}]"
        elif "." in step or "/" in step:
            out += f'["{step}"]'
        else:
            out += f".{step}" if out else step
    return out


def at(node: Any, path: Path) -> Any:
    """What stands at `path` below `node` (maps and lists), or ABSENT."""
    for step in path:
        if isinstance(node, Mapping):
            node = node.get(step, ABSENT)
        elif isinstance(node, list | tuple) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return ABSENT
    return node


def leaves(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each leaf of plain data with its path; an empty map or list is a leaf."""
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list) and node:
        for index, value in enumerate(node):
            yield from leaves(value, (*path, index))
    else:
        yield path, node
