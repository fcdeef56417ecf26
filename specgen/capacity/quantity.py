"""Quantities as the API server reads them and writes them back: `7168Mi` is `7Gi`, `1000m` is `1`.

k8s.io/apimachinery, pkg/api/resource: its whole grammar but for signs, which no resource may have.
"""

import re
from fractions import Fraction
from functools import lru_cache

from specgen.refusal import Refused, printable

_BINARY = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_DECIMAL = ("", "k", "M", "G", "T", "P", "E")
_FACTORS = {
    **{unit: Fraction(1024) ** power for power, unit in enumerate(_BINARY)},
    **{unit: Fraction(1000) ** power for power, unit in enumerate(_DECIMAL)},
    **{unit: Fraction(1, 1000**power) for power, unit in enumerate("mun", 1)},
}
_GRAMMAR = re.compile(
    r"(?P<digits>[0-9]{1,18}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})"
    r"(?:(?P<unit>[KMGTPE]i|[munkMGTPE]|)|[eE](?P<power>[+-]?[0-9]{1,2}))"
)
_MANY = 4096
"""Texts that are kept: a platform has few sizes, and the same ones over and over."""


@lru_cache(_MANY)
def amount(text: str) -> Fraction:
    """The exact amount that a quantity says, in bytes, cores or pieces. Refused if it is none."""
    match = _GRAMMAR.fullmatch(text)
    if match is None:
        raise Refused(f"`{printable(text)}` is no quantity", "write one like 500m, 4 or 16Gi")
    if match["power"] is not None:
        return Fraction(match["digits"]) * Fraction(10) ** int(match["power"])
    return Fraction(match["digits"]) * _FACTORS[match["unit"]]


@lru_cache(_MANY)
def canonical(text: str) -> str:
    """The shortest text of the same quantity, in the same kind of unit; Refused if it is none.

    What is finer than thousandths is rounded up to them, as for CPU and memory no one may ask it.
    """
    value = amount(text)
    if text.endswith("i") and value.denominator == 1:
        return _scaled(value.numerator, 1024, _BINARY)
    thousandths = -(-value.numerator * 1000 // value.denominator)
    if thousandths % 1000:
        return f"{thousandths}m"
    return _scaled(thousandths // 1000, 1000, _DECIMAL)


def _scaled(whole: int, base: int, units: tuple[str, ...]) -> str:
    unit = 0
    while whole and whole % base == 0 and unit + 1 < len(units):
        whole, unit = whole // base, unit + 1
    return f"{whole}{units[unit]}"
