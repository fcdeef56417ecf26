"""Amounts of memory, storage and CPU, each in the grammar of the system that reads it."""

import re
from fractions import Fraction
from typing import Any, ClassVar, Self

from pydantic_core import CoreSchema

from specgen.units.unit import Unit, whole_number_or

_SPARK_KIB = {"k": 1, "m": 1024, "g": 1024**2, "t": 1024**3}
_SPARK = re.compile(r"(?P<amount>[1-9][0-9]{0,17})(?P<unit>[kmgt])")
_SPARK_NEAR = re.compile(
    r"(?P<amount>[0-9]{1,18})(?:\.(?P<part>[0-9]{1,9}))?\s*(?P<unit>[kmgtKMGT])(?:i?[bB]?)"
)

_QUANTITY_FACTORS = {
    "": Fraction(1),
    "m": Fraction(1, 1000),
    **{unit: Fraction(1000) ** (n + 1) for n, unit in enumerate("kMGTPE")},
    **{f"{unit}i": Fraction(1024) ** (n + 1) for n, unit in enumerate("KMGTPE")},
}
_QUANTITY = re.compile(r"(?P<amount>[0-9]{1,18}(?:\.[0-9]{1,9})?)(?P<unit>(?:[KMGTPE]i|[kMGTPE])?)")
_LARGEST = 2**63 - 1
"""Tried with kubectl 1.32: `8Ei` becomes this without a word, and `100000000E` becomes `100`.

https://github.com/kubernetes/apimachinery/blob/v0.32.4/pkg/api/resource/quantity.go, maxAllowed.
"""
_SHORTEST_LARGE = len("8Ei")
_CPU = re.compile(r"(?P<amount>[0-9]{1,9})(?P<unit>m?)")
_CPU_DECIMAL = re.compile(r"[0-9]{1,9}\.[0-9]{1,3}")


class SparkMemory(Unit):
    """An amount of JVM memory as Spark reads it, in powers of 1024: `512m`, `12g`, `1t`."""

    __slots__ = ()

    noun: ClassVar[str] = "a Spark memory size"
    hint: ClassVar[str] = "write a whole number with k, m, g or t, like 512m or 12g"
    pattern: ClassVar[str] = _SPARK.pattern.replace("?P<amount>", "?:").replace("?P<unit>", "?:")

    @property
    def kib(self) -> int:
        """The amount in KiB."""
        return int(self.text[:-1]) * _SPARK_KIB[self.text[-1]]

    @property
    def mib(self) -> int:
        """The amount in whole MiB, rounded down as Spark does."""
        return self.kib // 1024

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `12g`; Kubernetes' units (`12Gi`), fractions and bare numbers are refused."""
        if _SPARK.fullmatch(text):
            return cls(text)
        raise cls.refused(text, _spark_mend(text))


def _spark_mend(text: str) -> str:
    """What somebody who wrote `12Gi`, `1.5g` or `12` probably means."""
    if _SPARK.fullmatch(f"{text}g"):
        return f"write the unit: {text}g or {text}m"
    near = _SPARK_NEAR.fullmatch(text)
    if near is None:
        return ""
    unit = near["unit"].lower()
    kib = Fraction(f"{near['amount']}.{near['part'] or 0}") * _SPARK_KIB[unit]
    if near["part"] is None:
        meant = f"{int(near['amount'])}{unit}"
    else:
        meant = f"{kib // 1024}m" if kib % 1024 == 0 else f"{kib}k"
    return f"write {meant}" if _SPARK.fullmatch(meant) else ""


class Quantity(Unit):
    """A Kubernetes quantity: `1600Gi` (powers of 1024), `1k` (powers of 1000), `500`, `1.5Gi`.

    https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
    """

    __slots__ = ()

    noun: ClassVar[str] = "a Kubernetes quantity"
    hint: ClassVar[str] = "write a number with Ki, Mi, Gi, Ti (or k, M, G, T), like 1600Gi"
    pattern: ClassVar[str] = _QUANTITY.pattern.replace("?P<amount>", "?:").replace("?P<unit>", "?:")

    @property
    def amount(self) -> Fraction:
        """The exact amount, in bytes or pieces."""
        digits = self.text.rstrip("KMGTPEikm")
        return Fraction(digits) * _QUANTITY_FACTORS[self.text[len(digits) :]]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `1600Gi`; Spark's units (`12g`), exponents and signs are refused."""
        if _QUANTITY.fullmatch(text):
            read = cls(text)
            if len(text) >= _SHORTEST_LARGE and read.amount > _LARGEST:
                raise cls.refused(
                    text, "write at most 8E: Kubernetes makes another of some that are more"
                )
            return read
        spark = _SPARK.fullmatch(text.lower())
        raise cls.refused(text, f"write {spark['amount']}{spark['unit'].upper()}i" if spark else "")

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a scalar; a bare whole number is a quantity, too."""
        if type(value) is int and value >= 0:
            return cls.parse(str(value))
        return super().read(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: object) -> dict[str, Any]:
        return whole_number_or(cls)


class Cpu(Unit):
    """An amount of CPU: whole cores (`4`) or thousandths (`3800m`)."""

    __slots__ = ()

    noun: ClassVar[str] = "an amount of CPU"
    hint: ClassVar[str] = "write whole cores like 4, or thousandths like 3800m"
    pattern: ClassVar[str] = _CPU.pattern.replace("?P<amount>", "?:").replace("?P<unit>", "?:")

    @property
    def millis(self) -> int:
        """The amount in thousandths of a core."""
        return int(self.text[:-1]) if self.text.endswith("m") else int(self.text) * 1000

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `3800m` or `4`; decimals are refused with their thousandths."""
        if _CPU.fullmatch(text):
            return cls(text)
        raise cls.refused(text, _cpu_mend(text))

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a scalar; a bare whole number is cores."""
        if type(value) is int and value >= 0:
            return cls.parse(str(value))
        if type(value) is float:
            raise cls.refused(str(value), _cpu_mend(str(value)))
        return super().read(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: object) -> dict[str, Any]:
        return whole_number_or(cls)


def _cpu_mend(text: str) -> str:
    """What somebody who wrote `0.1` means, if it is whole thousandths."""
    if not _CPU_DECIMAL.fullmatch(text):
        return ""
    meant = f"{Fraction(text) * 1000}m"
    return f"write {meant}" if _CPU.fullmatch(meant) else ""
