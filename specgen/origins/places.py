"""Places of a frozen input: what stands below a node, and a copy with one place changed."""

from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from specgen.paths import Path
from specgen.spec.base import PartOf

REMOVED: Any = object()
"""Put in place of an item of a list or map, it takes the item away."""


class Child(NamedTuple):
    """What stands one step below a node, and the type that it has there."""

    step: str | int
    value: Any
    hint: Any


def children(node: Any, hint: Any = Any) -> Iterator[Child]:
    """All that stands directly below a node of type `hint`; nothing below a leaf."""
    if isinstance(node, BaseModel) or is_record(node):
        kind: type = type(node)
        for name, inner in _declared(kind):
            yield Child(name, getattr(node, name), inner)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield Child(key, value, item_hint(hint, dict))
    elif isinstance(node, list | tuple):
        for index, value in enumerate(node):
            yield Child(index, value, item_hint(hint, tuple))


def put(node: Any, path: Path, value: Any) -> Any:
    """A copy with one place changed. It is not validated, so that any value may be tried."""
    if not path:
        return value
    step, *rest = path
    return replaced(node, {step: put(below(node, step), tuple(rest), value)})


def below(node: Any, step: str | int) -> Any:
    """What stands one step below a node."""
    return node[step] if is_list(node) else getattr(node, str(step))


def replaced(node: Any, update: dict[Any, Any]) -> Any:
    """A copy of a model, record, map or list with other values for some of its places."""
    if isinstance(node, BaseModel):
        return node.model_copy(update=update)
    if is_record(node):
        return node._replace(**update)
    if isinstance(node, dict):
        return {key: value for key, value in {**node, **update}.items() if value is not REMOVED}
    items = (update.get(index, one) for index, one in enumerate(node))
    return type(node)(one for one in items if one is not REMOVED)


def is_record(node: Any) -> bool:
    """Whether a NamedTuple: it is taken apart by name, other tuples by index."""
    return isinstance(node, tuple) and hasattr(node, "_fields")


def is_list(node: Any) -> bool:
    """Whether a list or map, whose items may come and go."""
    return isinstance(node, dict | list | tuple) and not is_record(node)


@cache
def _declared(kind: type) -> tuple[tuple[str, Any], ...]:
    """Fields of a model or a NamedTuple, and their types."""
    if issubclass(kind, BaseModel):
        return fields_of(kind)
    return tuple(get_type_hints(kind).items())


def fields_of(model: type[BaseModel]) -> tuple[tuple[str, Any], ...]:
    """Fields of a model and their types, but for those that are layered into other objects."""
    return tuple(
        (name, info.annotation)
        for name, info in model.model_fields.items()
        if not any(isinstance(mark, PartOf) for mark in info.metadata)
    )


@cache
def choices(hint: Any) -> tuple[Any, ...]:
    """The types that a type allows, with unions opened and marks dropped."""
    if get_origin(hint) is Annotated:
        return choices(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return tuple(one for arg in get_args(hint) for one in choices(arg))
    return (hint,)


def optional(hint: Any) -> bool:
    """Whether None may stand there."""
    return NoneType in choices(hint)


def item_hint(hint: Any, container: type) -> Any:
    """The type of the items of a list or map of that type; Any if nothing is said."""
    for choice in choices(hint):
        if get_origin(choice) is container:
            return get_args(choice)[1 if container is dict else 0]
    return Any
