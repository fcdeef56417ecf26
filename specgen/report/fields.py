"""A field of the spec language, explained: its text, type, default, and where it may stand."""

import json
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from specgen.finding import Finding, Owner
from specgen.load.files import File
from specgen.load.layers import Source
from specgen.load.typing import check_part
from specgen.names import nearest
from specgen.report.style import PLAIN, Style
from specgen.report.wrapping import folded
from specgen.spec.base import JOB_ONLY, RAW, KeyedBy, PartOf, SpecModel
from specgen.spec.docs import field_docs
from specgen.spec.kinds import KINDS, MODEL_OF
from specgen.spec.shapes import shape_of
from specgen.units.unit import Unit, shown


class Field(NamedTuple):
    """A field of a kind."""

    kind: str
    path: tuple[str, ...]
    """As it is written in YAML, without indices; empty: the kind itself."""
    model: type[SpecModel]
    """The model that the field stands in."""
    name: str
    """Its attribute there; empty for a kind."""

    @property
    def info(self) -> FieldInfo:
        """How it is declared."""
        return self.model.model_fields[self.name]


class UnknownFieldError(Exception):
    """There is no such field; the message is for people."""


def find(written: str) -> Field:
    """The field that is meant by `SparkJob.executor.memory`; UnknownFieldError if none is."""
    kind, *path = written.replace("[]", "").split(".")
    model: type[SpecModel] = MODEL_OF[kind] if path else KINDS[kind]
    field = Field(kind, (), model, "")
    below: list[type[SpecModel]] = [model]
    for step in path:
        field = _step(field, below, step)
        below = _below(field.info)
    return field


def _step(field: Field, models: list[type[SpecModel]], step: str) -> Field:
    known: dict[str, tuple[type[SpecModel], str]] = {}
    for model in models:
        for name, info in model.model_fields.items():
            known.setdefault(info.alias or name, (model, name))
    if step not in known:
        where = ".".join((field.kind, *field.path))
        near = nearest(step, known)
        mend = f"did you mean {near}?" if near else f"it has {', '.join(known) or 'no fields'}"
        raise UnknownFieldError(f"{where} has no field {step!a}; {mend}")
    return Field(field.kind, (*field.path, step), *known[step])


def _below(info: FieldInfo) -> list[type[SpecModel]]:
    """The models whose fields stand below a field."""
    part = next((mark for mark in info.metadata if isinstance(mark, PartOf)), None)
    return [MODEL_OF[part.kind]] if part else list(dict.fromkeys(_models(info.annotation)))


def _models(hint: Any) -> Iterator[type[SpecModel]]:
    """The models whose fields may stand below a type."""
    if isinstance(hint, type) and issubclass(hint, SpecModel):
        yield hint
    else:
        for arg in get_args(hint):
            yield from _models(arg)


# --- text -----------------------------------------------------------------------------------------


def explained(field: Field, style: Style = PLAIN) -> Iterator[str]:
    """The lines that explain a field, or a kind."""
    title = style.paint(".".join((field.kind, *field.path)), "bold")
    if not field.name:
        yield title
        yield from folded("what", (field.model.__doc__ or "").partition("\n\n")[0])
        yield from _fields(field.model)
        return
    info, marks = field.info, tuple(field.info.metadata)
    yield f"{title}   {words(info.annotation, marks)}{_bounds(marks)}"
    yield from folded("what", field_docs(field.model).get(field.name, ""))
    yield from folded("default", _default(info))
    yield from folded("stands", ", ".join(_places(field)))
    yield from folded("layers", _layers(info))
    for model in _models(info.annotation):
        yield from _fields(model)


def data(field: Field) -> dict[str, Any]:
    """A field, or a kind with its fields, for programs."""
    path = ".".join((field.kind, *field.path))
    if not field.name:
        text = (field.model.__doc__ or "").partition("\n\n")[0]
        return {"field": path, "text": text, "fields": _names(field.model)}
    info, marks = field.info, tuple(field.info.metadata)
    return {
        "field": path,
        "type": f"{words(info.annotation, marks)}{_bounds(marks)}",
        "text": field_docs(field.model).get(field.name, ""),
        "required": info.is_required(),
        "default": _default(info),
        "stands": ", ".join(_places(field)),
        "layers": _layers(info),
        "fields": [name for model in _models(info.annotation) for name in _names(model)],
    }


def _names(model: type[SpecModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _fields(model: type[SpecModel]) -> Iterator[str]:
    texts = field_docs(model)
    for number, (name, info) in enumerate(model.model_fields.items()):
        told = f"{info.alias or name}: {texts.get(name, '')}"
        yield from folded("fields" if number == 0 else "", told)


def words(hint: Any, marks: tuple[Any, ...] = ()) -> str:
    """A type as a person says it."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        return f"{words(inner, (*marks, *more))}{_bounds(tuple(more))}"
    if isinstance(hint, type) and issubclass(hint, Unit):
        return f"{hint.noun}: {hint.hint}"
    if isinstance(hint, type) and issubclass(hint, SpecModel):
        return "a map of its own fields"
    return _PLAIN.get(hint) or _composed(hint, marks)


_PLAIN: dict[Any, str] = {str: "text", int: "a whole number", bool: "true or false"}


def _composed(hint: Any, marks: tuple[Any, ...]) -> str:
    """A choice, a union, a list or a map."""
    origin, args = get_origin(hint), get_args(hint)
    part = next((mark for mark in marks if isinstance(mark, PartOf)), None)
    if part is not None:
        return f"fields of a {part.kind}"
    if origin is Literal:
        return " or ".join(map(str, args))
    if origin in (Union, UnionType):
        return ", or ".join(dict.fromkeys(words(one) for one in args if one is not NoneType))
    if origin is tuple:
        return f"a list, each {words(args[0])}"
    if origin is dict:
        return f"a map, each {words(args[1])}"
    return "any value"


_BOUNDS = {"ge": "at least {}", "le": "at most {}", "min_length": "at least {} of them"}


def _bounds(marks: tuple[Any, ...]) -> str:
    """The bounds that marks set, as the end of a phrase."""
    told = (
        words.format(value)
        for mark in marks
        for name, words in _BOUNDS.items()
        if isinstance(value := getattr(mark, name, None), int)
    )
    return "".join(f", {words}" for words in dict.fromkeys(told))


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "none: it must be set, in some layer"
    value = info.get_default(call_default_factory=True)
    if value is None or isinstance(value, SpecModel):
        return "absent"
    if isinstance(value, dict):
        return f"{value}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(shown, value))}]"
    return shown(value)


def _layers(info: FieldInfo) -> str:
    keyed = next((mark for mark in info.metadata if isinstance(mark, KeyedBy)), None)
    if keyed is not None:
        return f"items merge by {keyed.key}; remove: true beside it takes one away"
    if RAW in (*info.metadata, *_marks(info.annotation)):
        return "merged; null is data: it deletes a field of what is rendered"
    kinds = {get_origin(one) or one for one in (info.annotation, *get_args(info.annotation))}
    maps = dict in kinds or any(_models(info.annotation))
    return "maps merge, field by field" if maps and tuple not in kinds else "the highest wins whole"


def _marks(hint: Any) -> Iterator[Any]:
    """The marks of a type, and of the types within it."""
    if get_origin(hint) is Annotated:
        yield from get_args(hint)[1:]
    for arg in get_args(hint):
        yield from _marks(arg)


_PARTS = {
    "SparkJob": {
        "a profile": "a SparkProfile",
        "an environment's defaults": "defaults.SparkJob of an Environment",
        "a cluster's defaults": "of a Cluster",
        "a team's defaults": "of a Team",
        "perCluster": "perCluster of a SparkJob",
    },
    "Team": {
        "an environment's defaults": "defaults.Team of an Environment",
        "a cluster's defaults": "of a Cluster",
        "perCluster": "perCluster of a Team",
    },
    "Cluster": {"an environment's defaults": "defaults.Cluster of an Environment"},
}
"""Where parts of a kind may stand: as the check of parts calls the place, and as people do."""

_WHOLE = {"Project": "specgen.yaml", "Environment": "an Environment"}


def _places(field: Field) -> Iterator[str]:
    """Where the field may be set; the check that refuses a misplaced one is asked."""
    kind = "SparkJob" if field.kind == "SparkProfile" else field.kind
    yield _WHOLE.get(kind, f"a {kind}")
    only = JOB_ONLY in field.info.metadata
    for what, place in _PARTS.get(kind, {}).items():
        if not (only and what != "perCluster") and not _misplaced(field, what, kind):
            yield place
    if only:
        yield "and never in defaults or a profile: it makes a job what it is"


def _misplaced(field: Field, what: str, kind: str) -> bool:
    data: Any = None
    for step in reversed(field.path):
        data = {step: data}
    found: list[Finding] = []
    source = Source(File("", json.dumps(data)), 0, data, "")
    check_part(source, what, shape_of(kind), Owner(kind, ""), found)
    return bool(found)
