"""Spark's configuration as one release of Spark reads it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from specgen.facts.spark_pods import SINCE, Line
from specgen.refusal import Refused

FAMILIES = (
    "spark.kubernetes.node.selector.",
    "spark.kubernetes.driver.node.selector.",
    "spark.kubernetes.executor.node.selector.",
    "spark.kubernetes.driver.label.",
    "spark.kubernetes.executor.label.",
    "spark.kubernetes.driver.annotation.",
    "spark.kubernetes.executor.annotation.",
    "spark.kubernetes.driver.secrets.",
    "spark.kubernetes.executor.secrets.",
    "spark.kubernetes.driver.secretKeyRef.",
    "spark.kubernetes.executor.secretKeyRef.",
    "spark.kubernetes.driver.volumes.",
    "spark.kubernetes.executor.volumes.",
    "spark.kubernetes.driverEnv.",
    "spark.executorEnv.",
    "spark.driver.resource.",
    "spark.executor.resource.",
)
"""What keys begin with whose rest is a name."""
_FAMILY = re.compile("|".join(re.escape(prefix) for prefix in FAMILIES))

_BYTES = re.compile(r"([0-9]{1,18})(b|kb?|mb?|gb?|tb?|pb?)?")
_BYTE_UNITS = {"b": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_SECONDS = re.compile(r"([0-9]{1,12})(us|ms|s|min|m|h|d)?")
_SECOND_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
"""JavaUtils.byteStringAs and timeStringAs of apache/spark, common/utils."""


def in_bytes(text: str, bare: str) -> int | None:
    """Bytes of a size that Spark reads, or None; `bare` is the unit of a plain number."""
    match = _BYTES.fullmatch(text.strip().lower())
    if match is None:
        return None
    return int(match[1]) << (10 * _BYTE_UNITS[(match[2] or bare)[0]])


@dataclass(frozen=True, slots=True)
class Conf:
    """Keys and values as a line of Spark reads them: what only newer lines know is not there."""

    values: Mapping[str, str]
    line: Line
    families: Mapping[str, Mapping[str, str]] = field(init=False)
    """The keys that begin with one of FAMILIES: by that, the rest of the key and the value."""

    def __post_init__(self) -> None:
        unknown = [key for key in SINCE.keys() & self.values.keys() if SINCE[key] > self.line]
        if unknown:
            known = {key: one for key, one in self.values.items() if key not in unknown}
            object.__setattr__(self, "values", known)
        object.__setattr__(self, "families", _families(self.values))

    def get(self, *keys: str) -> str | None:
        """The value of the first of `keys` that is set."""
        for key in keys:
            if key in self.values:
                return self.values[key]
        return None

    def text(self, default: str, *keys: str) -> str:
        """The same, or else the default."""
        for key in keys:
            if key in self.values:
                return self.values[key]
        return default

    def flag(self, key: str, default: str = "false") -> bool:
        """Whether a key says true."""
        return self.text(default, key).strip().lower() == "true"

    def mib(self, default: str | None, *keys: str) -> int | None:
        """A size in whole MiB, rounded down; a bare number is in MiB. Refused if it is no size."""
        found = self.get(*keys)
        found = default if found is None else found
        if found is None:
            return None
        size = in_bytes(found, "m")
        if size is None:
            raise _no_size(self._named(keys), found)
        return size >> 20

    def size(self, key: str) -> int:
        """A size in bytes, a bare number too; 0 if unset. Refused if it is no size."""
        found = self.text("0", key)
        size = in_bytes(found, "b")
        if size is None:
            raise _no_size(key, found)
        return size

    def number(self, default: float, *keys: str) -> float:
        """A decimal number. Refused if it is none."""
        found = self.get(*keys)
        try:
            return default if found is None else float(found)
        except ValueError:
            what = f"`{found}` of {self._named(keys)} is no number"
            raise Refused(what, "write one like 0.1") from None

    def whole(self, default: int, *keys: str) -> int:
        """A whole number. Refused if it is none."""
        found = self.text(str(default), *keys).strip()
        if found.removeprefix("-").isdecimal():
            return int(found)
        what = f"`{found}` of {self._named(keys)} is no whole number"
        raise Refused(what, "write digits only")

    def seconds(self, default: str, key: str) -> int:
        """A time in whole seconds; a bare number is in seconds. Refused if it is none."""
        found = self.text(default, key).strip().lower()
        match = _SECONDS.fullmatch(found)
        if match is None:
            raise Refused(f"`{found}` of {key} is no time", "write one like 100s or 2m")
        return int(int(match[1]) * _SECOND_UNITS[match[2] or "s"])

    def _named(self, keys: tuple[str, ...]) -> str:
        return next((key for key in keys if key in self.values), keys[0])

    def family(self, prefix: str) -> Mapping[str, str]:
        """The keys that begin with one of FAMILIES, without it, by name."""
        return self.families.get(prefix, {})


def _families(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """One pass over all keys: a pod asks for eight families."""
    out: dict[str, dict[str, str]] = {}
    for key in values:
        match = _FAMILY.match(key)
        if match is not None:
            out.setdefault(match[0], {})[key[match.end() :]] = values[key]
    return out


def _no_size(key: str, found: str) -> Refused:
    return Refused(
        f"`{found}` of {key} is no size that Spark reads",
        "write a whole number with k, m, g or t, like 512m or 12g",
    )
