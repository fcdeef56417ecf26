"""The cases that eksctl was asked: `upstream/eksctl/verdicts.yaml` of the reference data.

A case is a ClusterConfig: a base with a change (RFC 6902), or a text whose spelling is the point.
"""

import copy
from functools import cache
from typing import Any, NamedTuple

import yaml

from tests.shared import shared_file

Node = dict[str, Any]


class Case(NamedTuple):
    """What eksctl was asked, and what it said."""

    name: str
    verdict: str
    """`accept` or `refuse`, of `eksctl create cluster`."""

    base_name: str
    base: Node
    """Empty for a text."""

    change: list[Node]

    config: Node
    """The ClusterConfig: the first document of a text."""

    text: str


@cache
def cases() -> dict[str, Case]:
    """Every case by its name; the calling test is skipped where there is no reference data."""
    text = shared_file("upstream/eksctl/verdicts.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    return {one["id"]: _case(one, data["bases"]) for one in data["cases"]}


def _case(one: Node, bases: dict[str, Node]) -> Case:
    base = bases[one["base"]] if "base" in one else {}
    config = changed(base, one["change"]) if base else _first(one["text"])
    text = one.get("text") or yaml.dump(config, Dumper=yaml.CSafeDumper)
    change = one.get("change", [])
    return Case(one["id"], one["verdict"], one.get("base", ""), base, change, config, text)


def _first(text: str) -> Node:
    """PyYAML keeps the last of two values for a key, where eksctl refuses."""
    node: Node = next(iter(yaml.load_all(text, Loader=yaml.CSafeLoader)))
    return node


def changed(base: Node, change: list[Node]) -> Node:
    """The document after a JSON patch of `add`, `remove` and `replace`.

    IndexError or KeyError if the document has no place for it.
    """
    out = copy.deepcopy(base)
    for operation in change:
        *above, last = (_unescaped(step) for step in operation["path"].split("/")[1:])
        node: Any = out
        for step in above:
            node = node[int(step)] if isinstance(node, list) else node[step]
        _apply(node, last, operation)
    return out


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _apply(node: Any, last: str, operation: Node) -> None:
    if isinstance(node, list):
        at = len(node) if last == "-" else int(last)
        end = at if operation["op"] == "add" else at + 1
        node[at:end] = [] if operation["op"] == "remove" else [operation["value"]]
    elif operation["op"] == "remove":
        del node[last]
    else:
        node[last] = operation["value"]


def difference(low: Node, high: Node) -> Node:
    """The merge patch that makes `high` of `low`: null removes, a list is replaced whole."""
    out: Node = dict.fromkeys(low.keys() - high.keys())
    for key, new in high.items():
        old = low.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            out |= {key: below} if (below := difference(old, new)) else {}
        elif key not in low or old != new:
            out[key] = new
    return out
