"""The text under each field of the models, read from their source when documentation is made."""

import ast
import inspect
from functools import cache
from types import ModuleType
from typing import Any


@cache
def _module_docs(module: ModuleType) -> dict[str, dict[str, str]]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: _class_docs(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _class_docs(node: ast.ClassDef) -> dict[str, str]:
    """Text by field name: the string expression that follows the field."""
    out = {}
    for field, below in zip(node.body, node.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(
                value=ast.Constant(value=str(text))
            ):
                out[name] = inspect.cleandoc(text).replace("\n", " ")
    return out


def field_docs(model: type[Any]) -> dict[str, str]:
    """Text of each field of a model, inherited ones included, by attribute name."""
    out: dict[str, str] = {}
    for base in reversed(model.__mro__):
        module = inspect.getmodule(base)
        if module is not None and module.__name__.startswith("specgen.spec"):
            out.update(_module_docs(module).get(base.__name__, {}))
    return out
