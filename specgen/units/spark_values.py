"""The values of Spark's settings, as Spark reads them: numbers, sizes, times and words.

Source: ConfigBuilder.scala, JavaUtils.java (byteStringAs, timeStringAs) and ByteUnit.java of
apache/spark 4.0; the edges measured with Spark 3.5.9 and 4.0.5, a session for each value. Checked
2026-11-21.
"""

import re
from collections.abc import Callable

_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(NaN|Infinity|([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?)")
_TIME = re.compile(r"(-?[0-9]+)([a-z]+)?")
_SIZE = re.compile(r"(-?)\s*([0-9]+)([a-z]+)?")
_NANOSECONDS = {
    "ns": 1,
    "us": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "min": 60 * 10**9,
    "h": 3600 * 10**9,
    "d": 86400 * 10**9,
}
_BYTES = {
    "b": 1,
    "k": 2**10,
    "kb": 2**10,
    "m": 2**20,
    "mb": 2**20,
    "g": 2**30,
    "gb": 2**30,
    "t": 2**40,
    "tb": 2**40,
    "p": 2**50,
    "pb": 2**50,
}
_UNITS = {
    "time:ns": "nanoseconds",
    "time:us": "microseconds",
    "time:ms": "milliseconds",
    "time:s": "seconds",
    "time:m": "minutes",
    "time:h": "hours",
    "time:d": "days",
    "bytes:b": "bytes",
    "bytes:k": "KiB",
    "bytes:m": "MiB",
    "bytes:g": "GiB",
    "bytes:t": "TiB",
}


def takes(type_: str, values: str, text: str) -> bool:
    """Whether a setting of that type takes the text; `values` narrows it, as in the table.

    A text that names another setting (`${…}`) is taken: Spark puts that one's value there.
    """
    if "${" in text:
        return True
    if type_ == "boolean":
        return text.strip().lower() in ("true", "false")
    if type_ == "enum":
        return _is_word(values, text)
    reader = _READERS.get(type_.partition(":")[0])
    if reader is None:
        return True
    number = reader(text, type_.partition(":")[2])
    return number is not None and _within(number, values)


def expected(type_: str, values: str) -> str:
    """What such a setting takes, in words: `a whole number of at least 1`."""
    if type_ == "boolean":
        return "true or false"
    if type_ == "enum":
        return "one of " + ", ".join(values.removeprefix("*").split("|"))
    kind = type_.partition(":")[0]
    noun = _NOUNS.get(kind, "something else")
    alone = f"; a number alone is in {_UNITS[type_]}" if type_ in _UNITS else ""
    return noun + _span(values, _UNITS.get(type_, "")) + alone


_NOUNS = {
    "int": "a whole number",
    "long": "a whole number",
    "double": "a number",
    "time": "a time like 60s",
    "bytes": "a size like 512m",
}


def _span(values: str, unit: str) -> str:
    """`values` in words."""
    low, _, high = values.partition("..")
    after = f" {unit}" if unit else ""
    words = []
    if low:
        words.append(f"more than {low[1:]}" if low[0] == "(" else f"at least {low}")
    if high:
        words.append(f"less than {high[:-1]}" if high[-1] == ")" else f"at most {high}")
    return f", {' and '.join(words)}{after}" if words else ""


# --- reading --------------------------------------------------------------------------------------


def _whole(bits: int) -> Callable[[str, str], float | None]:
    def read(text: str, _: str) -> float | None:
        if _WHOLE.fullmatch(text.strip()) is None:
            return None
        number = int(text.strip())
        return number if -(2**bits) <= number < 2**bits else None

    return read


def _decimal(text: str, _: str) -> float | None:
    plain = text.strip()
    if _DECIMAL.fullmatch(plain) is None:
        return None
    return float(plain if plain[-1] in "Ny" else plain.rstrip("fFdD"))


def _time(text: str, unit: str) -> float | None:
    found = _TIME.fullmatch(text.strip().lower())
    if found is None or (found[2] or unit) not in _NANOSECONDS or found[2] == "ns":
        return None
    told = int(found[1]) * _NANOSECONDS[found[2] or unit]
    whole = abs(told) // _NANOSECONDS[unit]  # towards zero, as Java rounds
    return whole if told >= 0 else -whole


def _size(text: str, unit: str) -> float | None:
    found = _SIZE.fullmatch(text.rstrip().lower() if text[:1] == "-" else text.strip().lower())
    if found is None or (found[3] or unit) not in _BYTES:
        return None
    size = int(found[2]) * _BYTES[found[3] or unit] // _BYTES[unit]
    return -size if found[1] else size


_READERS: dict[str, Callable[[str, str], float | None]] = {
    "int": _whole(31),
    "long": _whole(63),
    "double": _decimal,
    "time": _time,
    "bytes": _size,
}


def _is_word(values: str, text: str) -> bool:
    words = values.removeprefix("*").split("|")
    if values.startswith("*"):
        return text.lower() in [word.lower() for word in words]
    return text in words


def _within(number: float, values: str) -> bool:
    low, _, high = values.partition("..")
    above = not low or (number > float(low[1:]) if low[0] == "(" else number >= float(low))
    below = not high or (number < float(high[:-1]) if high[-1] == ")" else number <= float(high))
    return above and below
