"""Plain data of objects, read without asking at each step what is there.

Parts of an application go into its pods as they are: nothing here changes what it did not make.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Body = dict[str, Any]
"""An object of Kubernetes, or a part of one, as YAML has it."""


def part(body: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """The map at a path; empty where there is none, or null."""
    for key in keys:
        body = body.get(key) or {}
    return body


def items(body: Mapping[str, Any], key: str) -> Sequence[Any]:
    """The list at a key; empty where there is none, or null."""
    return body.get(key) or ()


def extend(body: Body, key: str, values: Sequence[Any]) -> None:
    """Put items after those of a list, or into a new one. Map and list must be one's own."""
    if values:
        body.setdefault(key, []).extend(values)
