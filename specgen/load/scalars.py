"""What a plain (unquoted) YAML scalar means; refused where YAML's readers disagree about it.

The table holds what YAML 1.1 readers (PyYAML, go-yaml in Kubernetes) and YAML 1.2 readers take for
different things: https://yaml.org/type/, https://yaml.org/spec/1.2.2/#103-core-schema.
"""

import datetime as dt
import re
from typing import Any

from specgen.refusal import Refused

MAX_DIGITS = 18
"""A longer whole number loses digits in some reader (64 bits)."""
MAX_FLOAT_DIGITS = 15
"""A longer fraction loses digits in a double."""
MAX_NUMBER = 100
"""Characters that are looked at closely; what is longer and looks like a number is refused."""

_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_BOOLEAN_OF_1_1 = frozenset(
    form for word in ("y", "n", "yes", "no", "on", "off")
    for form in (word, word.capitalize(), word.upper())
)  # fmt: skip
_STARTS_NUMBER = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+|[-+]?(?:0|[1-9][0-9]*)\.")
_LONG_NUMBER = re.compile(r"[-+]?(?:[0-9._:]+(?:[eE][-+]?[0-9]*)?|0[xXoObB][0-9a-fA-F_]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER_TO_SOME = "a number to some readers, text to others"
_TWO_MEANINGS = (
    (re.compile(r"[-+]?0[0-9_]+"), "octal to some readers, decimal to others"),
    (re.compile(r"[-+]?0(?:[xX][0-9a-fA-F_]+|[oO][0-7_]+|[bB][01_]+)"), _NUMBER_TO_SOME),
    (re.compile(r"[-+]?[0-9.][0-9_.]*_[0-9_.]*(?:[eE][-+]?[0-9]+)?"), _NUMBER_TO_SOME),
    (re.compile(r"[-+]?0[0-9]+\.[0-9]*"), _NUMBER_TO_SOME),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?"),
        "a number in base 60 to some readers",
    ),
    (re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+"), _NUMBER_TO_SOME),
    (
        re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?"),
        "a date to some readers, text to others",
    ),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)"), "no number that can be written in JSON"),
)


def plain(text: str) -> Any:
    """The value of a plain scalar: None, bool, int, float, date or str.

    Raises Refused, with the quoted spelling as the mend, where readers disagree.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _STARTS_NUMBER:
        return _number_or_text(text)
    if text in _BOOLEAN_OF_1_1:
        truth = "true" if text.lower() in ("y", "yes", "on") else "false"
        raise Refused(
            f"`{text}` is a boolean to some YAML readers and text to others",
            f'write {truth}, or "{text}" for the text',
        )
    if text in ("=", "<<"):
        raise Refused(f"`{text}` has a meaning of its own in YAML 1.1", f'quote it: "{text}"')
    return text


def _number_or_text(text: str) -> Any:
    if len(text) > MAX_NUMBER:
        if _LONG_NUMBER.fullmatch(text):
            raise _too_long(text)
        return text
    if _INTEGER.fullmatch(text):
        return int(_short(text, text.lstrip("+-"), MAX_DIGITS))
    if _FLOAT.fullmatch(text):
        return float(_short(text, text.lstrip("+-0.").replace(".", ""), MAX_FLOAT_DIGITS))
    if _DATE.fullmatch(text):
        return _day(text)
    for pattern, meaning in _TWO_MEANINGS:
        if pattern.fullmatch(text):
            raise Refused(f"`{text[:40]}` is {meaning}", f'quote it: "{text}"')
    return text


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"`{text}` looks like a date and is none", f'quote it: "{text}"') from None


def _short(text: str, digits: str, limit: int) -> str:
    if len(digits) > limit:
        raise _too_long(text)
    return text


def _too_long(text: str) -> Refused:
    digits = sum(one.isdigit() for one in text)
    mend = "quote it if it is text" if len(text) > MAX_NUMBER else f'quote it: "{text}"'
    return Refused(f"a number of {digits} digits loses some in other readers", mend)
