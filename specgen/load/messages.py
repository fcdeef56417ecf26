"""What pydantic says, in a writer's words: rule, what is wrong, and the mend.

pydantic's own words speak of inputs and types; people think of fields and what to write.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from specgen.merging import Shape
from specgen.names import nearest
from specgen.paths import Path, text
from specgen.refusal import Contradiction, Refused
from specgen.units.unit import shown


class Words(NamedTuple):
    """How one error is told. `path` is where; `on_key` says that the key is meant."""

    rule: str
    what: str
    mend: str
    path: Path
    on_key: bool = False
    label: str = ""


def missing(error: Mapping[str, Any]) -> bool:
    """Whether the error is that a required field is not set."""
    return bool(error["type"] == "missing")


def contradiction(error: Mapping[str, Any]) -> bool:
    """Whether the error is about fields that do not go together."""
    return isinstance(error.get("ctx", {}).get("error"), Contradiction)


def words(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
    """The error in our words. `written` is the value as it stands in the file."""
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Contradiction):
        return Words("contradiction", cause.what, cause.mend, (*path, *cause.at))
    if isinstance(cause, Refused):
        return _refused(cause, error, path, written)
    tell = _TOLD.get(error["type"])
    if tell is None:
        return Words("wrong-value", f"{_field(path)}: {error['msg'].lower()}", "", path)
    return tell(error, path, shape, written)


def _refused(cause: Refused, error: Mapping[str, Any], path: Path, written: str) -> Words:
    """A refusal, with a number or date as it was written: 0.10 is not 0.1."""
    what, mend = cause.what, cause.mend
    value = error["input"]
    if written and not cause.at and not isinstance(value, str | dict | list):
        what = what.replace(f"`{shown(value)}`", f"`{written}`")
        mend = mend.replace(f'"{shown(value)}"', f'"{written}"')
    return Words("wrong-value", what, mend, (*path, *cause.at), error["loc"][-1:] == ("[key]",))


def _field(path: Path) -> str:
    return f"`{text(path)}`" if path else "the document"


def _owner(path: Path) -> str:
    """What holds the last step of a path, for a label."""
    names = [step for step in path[:-1] if isinstance(step, str)]
    return f"`{names[-1]}`" if names else "this kind"


def _unknown(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
    key = shown(path[-1])
    fields = _shape_at(shape, path[:-1]).children
    near = nearest(key, fields)
    listed = ", ".join(sorted(fields)[:8]) + (", …" if len(fields) > 8 else "")  # noqa: PLR2004
    mend = f"did you mean `{near}`?  (fields: {listed})" if near else f"the fields are {listed}"
    return Words(
        "unknown-field",
        f"unknown field `{key}`",
        mend,
        path,
        on_key=True,
        label=f"not a field of {_owner(path)}",
    )


def _shape_at(shape: Shape, path: Path) -> Shape:
    for step in path:
        if isinstance(step, str):
            shape = shape.at(step)
    return shape


def _missing(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
    return Words(
        "missing-field", f"{_field(path)} is not set", f"set `{path[-1]}`", path, on_key=True,
        label=f"`{path[-1]}` is missing here",
    )  # fmt: skip


def _text_due(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
    value = error["input"]
    if isinstance(value, dict | list) or value is None:
        return _typed("text")(error, path, shape, written)
    raw = shown(written or value)
    return Words(
        "wrong-type",
        f"{_field(path)} is text, and `{raw}` is {_kind(value)}",
        f'quote it: "{raw}"',
        path,
    )


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "a map"
    return "a list" if isinstance(value, list | tuple) else "a date"


Tell = Callable[[Mapping[str, Any], Path, Shape, str], Words]


def _typed(due: str, hint: str = "") -> Tell:
    def tell(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
        value = error["input"]
        said = (
            f"`{shown(written or value)}` is {_kind(value)}"
            if not _large(value)
            else f"this is {_kind(value)}"
        )
        mend = hint or f"write {due}"
        if due == "a whole number" and isinstance(value, str) and value.isdecimal():
            mend = f"write {value}, without quotes"
        return Words("wrong-type", f"{_field(path)} is {due}, and {said}", mend, path)

    return tell


def _large(value: object) -> bool:
    return isinstance(value, dict | list | tuple)


def _choice(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
    known = [one.strip("'") for one in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
    value = shown(error["input"])
    near = nearest(value, known) if isinstance(error["input"], str) else None
    mend = (
        f"did you mean `{near}`?  (one of {', '.join(known)})"
        if near
        else f"write one of {', '.join(known)}"
    )
    if len(known) == 1:
        mend = f"write {known[0]}"
    return Words("wrong-value", f"{_field(path)} cannot be `{value}`", mend, path)


def _bound(sign: str, key: str) -> Tell:
    def tell(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
        limit = error["ctx"][key]
        return Words(
            "wrong-value", f"{_field(path)} is {error['input']}; {sign} {limit} is allowed",
            f"write a number of {sign} {limit}", path,
        )  # fmt: skip

    return tell


def _empty(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
    return Words("wrong-value", f"{_field(path)} is empty", "name at least one", path)


def _pattern(error: Mapping[str, Any], path: Path, shape: Shape, written: str) -> Words:
    return Words(
        "wrong-value", f"{_field(path)} cannot be `{shown(error['input'])}`",
        f"it must match {error['ctx']['pattern']}", path,
    )  # fmt: skip


_TOLD: dict[str, Tell] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "string_type": _text_due,
    "int_type": _typed("a whole number"),
    "int_from_float": _typed("a whole number"),
    "bool_type": _typed("a boolean", "write true or false"),
    "date_type": _typed("a date", "write it like 2027-06-30"),
    "dict_type": _typed("a map", "write `key: value` pairs"),
    "model_type": _typed("a map", "write `key: value` pairs"),
    "model_attributes_type": _typed("a map", "write `key: value` pairs"),
    "tuple_type": _typed("a list", "write [a, b] or lines that start with `- `"),
    "literal_error": _choice,
    "too_short": _empty,
    "greater_than_equal": _bound("at least", "ge"),
    "less_than_equal": _bound("at most", "le"),
    "string_pattern_mismatch": _pattern,
}
