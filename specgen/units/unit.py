"""What every unit has in common: parsed once, printed as written, known to pydantic."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Self

from pydantic_core import CoreSchema, core_schema

from specgen.refusal import Refused, printable

MAX_LENGTH = 2000
"""No value with a unit is longer; the grammars need not be quick on more."""
_SHOWN = 100
"""Characters of a value that a message repeats."""


def shown(value: object) -> str:
    """A value as it stands in YAML, for a message: `12`, `a map`; on one line, cut if long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list | tuple):
        return "a list"
    text = "null" if value is None else str(value)
    return printable(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text with a grammar; two of a kind are equal when their texts are.

    Kinds add no fields, so none is a dataclass of its own: making one takes a millisecond.
    """

    text: str

    noun: ClassVar[str] = "value"
    """What messages call it, with its article: `a duration`."""
    hint: ClassVar[str] = ""
    """How to write it, for the help line."""
    pattern: ClassVar[str] = ""
    """Its grammar as a regular expression, for editors."""

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> Self:
        """The value that `text` says; Refused if it is outside the grammar."""
        if re.fullmatch(cls.pattern, text):
            return cls(text)
        raise cls.refused(text)

    @classmethod
    def read(cls, value: object) -> Self:
        """The value of a YAML scalar; Refused with the mend if it is of another type."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str) and len(value) <= MAX_LENGTH:
            unit: Any = cls
            known: Self = _known(unit, value)
            return known
        raise cls.refused(shown(value))

    @classmethod
    def refused(cls, text: str, mend: str = "") -> Refused:
        """The refusal of `text`, with `mend` or else the general hint."""
        return Refused(f"`{shown(text)}` is not {cls.noun}", mend or cls.hint)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: object) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{cls.pattern})$"}


@lru_cache(4096)
def _known(unit: Any, text: str) -> Any:
    """The value that a text says to a unit; many objects say the same."""
    return unit.parse(text)


def whole_number_or(unit: type[Unit]) -> dict[str, Any]:
    """The JSON Schema of a unit that may also be written as a bare whole number."""
    return {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^(?:{unit.pattern})$"}]}
