"""What merging must know of each kind, read once from its model."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from specgen.merging import KUBERNETES_KEYS, Data, Shape
from specgen.paths import Path
from specgen.spec.base import JOB_ONLY, RAW, KeyedBy, PartOf, SpecModel
from specgen.spec.kinds import MODEL_OF


@cache
def shape_of(kind: str) -> Shape:
    """The shape of an object of `kind`."""
    return _model(MODEL_OF[kind])


@cache
def has_keyed_lists(kind: str) -> bool:
    """Whether an object of `kind` has a list anywhere whose items are told apart by a key."""
    return _keyed(shape_of(kind))


def _keyed(shape: Shape) -> bool:
    below = [*shape.children.values(), *([shape.every] if shape.every else [])]
    return not shape.raw and (shape.key is not None or any(map(_keyed, below)))


def _model(model: type[SpecModel]) -> Shape:
    shape = Shape()
    for name, info in model.model_fields.items():
        alias = info.alias or name
        child = _field(info)
        shape.children[alias] = child
        if name == "type":
            shape.typed = True
            shape.type_default = info.default if isinstance(info.default, str) else None
    return shape


def _field(info: FieldInfo) -> Shape:
    """The shape of one field, from its type and its marks."""
    return _hint(info.annotation, tuple(info.metadata))


def _hint(hint: Any, marks: tuple[Any, ...]) -> Shape:
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        return _hint(inner, (*marks, *more))
    shape = _of_type(hint, marks)
    keyed = next((mark for mark in marks if isinstance(mark, KeyedBy)), None)
    shape.key = keyed.key if keyed else None
    if RAW in marks:
        shape = Shape(raw=True, keyed_lists=KUBERNETES_KEYS)
    shape.job_only = JOB_ONLY in marks
    return shape


def _of_type(hint: Any, marks: tuple[Any, ...]) -> Shape:
    """What is below a type; a union's is what its models and maps have."""
    part = next((mark for mark in marks if isinstance(mark, PartOf)), None)
    if part is not None:
        return Shape()  # layered apart, as a source of the objects that it is a part of
    if isinstance(hint, type) and issubclass(hint, SpecModel):
        return _model(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin is dict:
        return Shape(every=_hint(args[1], ()))
    found = [_hint(arg, ()) for arg in args if arg is not type(None) and arg is not Ellipsis]
    return next((one for one in found if one.children or one.every), Shape())


def job_only_places(data: Data, shape: Shape, path: Path = ()) -> Iterator[Path]:
    """Where `data` sets a field that only a job itself may set."""
    for key, value in data.items():
        below = shape.children.get(key)
        if below is None:
            continue
        if below.job_only:
            yield (*path, key)
        elif type(value) is dict:
            yield from job_only_places(value, below, (*path, key))
