"""Which constant of the code a rendered value is, where no spec says it: a fact, or a target's own.

A constant has its reason and its source below it; that is what a person wants to know.
"""

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any, NamedTuple

from specgen.paths import leaves
from specgen.units.unit import Unit

_NAME = re.compile("_?[A-Z][A-Z0-9_]*")
_RENDERERS = ("specgen.targets.", "specgen.rights.")
_COMMON = frozenset(("", "0", "1", "true", "false", "True", "False", "None"))
"""Values that are equal to many constants without having to do with any."""


class Constant(NamedTuple):
    """A constant, where it stands and what stands below it."""

    name: str
    module: str
    text: str


def constants(makers: Iterable[Callable[..., Any]], value: Any) -> tuple[Constant, ...]:
    """The constants equal to a value that functions, and what they call, know by name."""
    if isinstance(value, bool) or str(value) in _COMMON or not isinstance(value, str | int):
        return ()
    found: dict[str, Any] = {}
    for module in _reached(sys.modules[maker.__module__] for maker in makers):
        found |= {
            name: constant
            for name, constant in vars(module).items()
            if _NAME.fullmatch(name) and _holds(constant, str(value))
        }
    return tuple(one for name, constant in found.items() for one in _told(name, constant))


def _reached(modules: Iterable[ModuleType]) -> list[ModuleType]:
    """The modules of renderers, and those whose functions they use."""
    out = list(dict.fromkeys(modules))
    for module in out:  # it grows on the way
        names = (getattr(one, "__module__", "") or "" for one in vars(module).values())
        used = {name for name in names if name.startswith(_RENDERERS)}
        out += [sys.modules[name] for name in sorted(used) if sys.modules[name] not in out]
    return out


def _holds(constant: Any, text: str) -> bool:
    """Whether a constant, or a value in it, is written so."""
    if isinstance(constant, str | int | Unit):
        return str(constant) == text
    if isinstance(constant, tuple):
        return any(_holds(item, text) for item in constant)
    if isinstance(constant, dict | list):
        return any(_holds(leaf, text) for _, leaf in leaves(constant) if leaf is not constant)
    return False


def _told(name: str, constant: Any) -> Iterator[Constant]:
    """Where a constant is assigned; nothing if that is not in our code."""
    for module in [one for key, one in sys.modules.items() if key.startswith("specgen.")]:
        if vars(module).get(name) is constant and name in _texts(module):
            yield Constant(name, module.__name__.replace(".", "/") + ".py", _texts(module)[name])
            return


@cache
def _texts(module: ModuleType) -> dict[str, str]:
    """The text below each name that a module assigns; empty where there is none."""
    body = [*ast.parse(inspect.getsource(module)).body, ast.Pass()]
    out = {}
    for one, below in pairwise(body):
        for name in _assigned(one):
            out[name] = ""
            if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                out[name] = inspect.cleandoc(str(below.value.value))
    return out


def _assigned(node: ast.stmt) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    for target in targets:
        for one in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(one, ast.Name):
                yield one.id
