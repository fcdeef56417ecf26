"""Durations, time zones and versions."""

import re
from functools import lru_cache
from typing import ClassVar, Self

from specgen.units.unit import Unit

_DURATION = re.compile(
    r"(?=[0-9])(?:(?P<h>[0-9]{1,9})h)?(?:(?P<m>[0-9]{1,9})m)?(?:(?P<s>[0-9]{1,9})s)?"
)
_DAYS = re.compile(r"([0-9]{1,6})d")
_LONGEST = 9_223_372_036
"""Seconds that Go's durations can hold: 64 bits of nanoseconds."""
_AREAS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil",
    "Canada", "Chile", "Etc", "Europe", "Indian", "Mexico", "Pacific", "US",
)  # fmt: skip
_LONE = (
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT",
    "GMT[+]0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo",
    "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC",
    "Universal", "W-SU", "WET", "Zulu",
)  # fmt: skip
"""Names without an area, complete: every other short form (`CST`) is ambiguous and unknown.
https://data.iana.org/time-zones/tzdb/backward"""
_ZONE = re.compile(rf"(?:{'|'.join(_AREAS)})(?:/[A-Z][A-Za-z0-9_+-]*){{1,2}}|{'|'.join(_LONE)}")
_VERSION = re.compile(r"v?[0-9]{1,9}\.[0-9]{1,9}(?:\.[0-9]{1,9})?")


class Duration(Unit):
    """A length of time in hours, minutes and seconds: `110s`, `168h`, `1h30m`."""

    __slots__ = ()

    noun: ClassVar[str] = "a duration"
    hint: ClassVar[str] = "write hours, minutes and seconds, like 30s, 5m or 1h30m"
    pattern: ClassVar[str] = (
        _DURATION.pattern.replace("?P<h>", "").replace("?P<m>", "").replace("?P<s>", "")
    )

    @property
    def seconds(self) -> int:
        """The length in seconds."""
        return _seconds(self.text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `1h30m`; days and bare numbers are refused, with their hours or seconds."""
        if _DURATION.fullmatch(text):
            read = cls(text)
            if read.seconds > _LONGEST:
                raise cls.refused(text, f"write at most {_LONGEST // 3600}h")
            return read
        days = _DAYS.fullmatch(text)
        raise cls.refused(text, f"write {int(days[1]) * 24}h" if days else _bare(text))

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a scalar; a bare number has no unit and is refused."""
        if type(value) is int and value >= 0:
            raise cls.refused(str(value), _bare(str(value)))
        return super().read(value)


@lru_cache(1024)
def _seconds(text: str) -> int:
    """Defaults are asked for once a job."""
    match = _DURATION.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _bare(text: str) -> str:
    return (
        f"write the unit: {text}s, {text}m or {text}h"
        if text.isdecimal() and text.isascii()
        else ""
    )


class TimeZone(Unit):
    """An IANA time zone by name: `Asia/Shanghai`, `UTC`; whether the city exists is not asked."""

    __slots__ = ()

    noun: ClassVar[str] = "an IANA time zone"
    hint: ClassVar[str] = "write a name like Europe/Berlin or UTC"
    pattern: ClassVar[str] = _ZONE.pattern


class Version(Unit):
    """A version of two or three numbers, with or without `v`: `"1.34"`, `4.0.5`."""

    __slots__ = ()

    noun: ClassVar[str] = "a version"
    hint: ClassVar[str] = 'write two or three numbers in quotes, like "1.34" or "4.0.5"'
    pattern: ClassVar[str] = _VERSION.pattern

    @property
    def parts(self) -> tuple[int, ...]:
        """The numbers, for comparison."""
        return tuple(int(part) for part in self.text.removeprefix("v").split("."))

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a scalar; a number would lose how it was written (`4.10`)."""
        if type(value) is float and _VERSION.fullmatch(str(value)):
            raise cls.refused(str(value), f'quote it: "{value}"')
        return super().read(value)


class KubernetesVersion(Version):
    """A minor release of Kubernetes: `"1.34"`."""

    __slots__ = ()

    noun: ClassVar[str] = "a minor release of Kubernetes"
    hint: ClassVar[str] = 'write major and minor in quotes, like "1.34"'
    pattern: ClassVar[str] = r"1\.[0-9]{1,3}"


class EksVersion(Unit):
    """The version of an EKS add-on: `v1.20.1-eksbuild.1`."""

    __slots__ = ()

    noun: ClassVar[str] = "the version of an EKS add-on"
    hint: ClassVar[str] = "write EKS's own form, like v1.20.1-eksbuild.1"
    pattern: ClassVar[str] = r"v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+"
