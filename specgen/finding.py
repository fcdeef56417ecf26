"""What is told to a person: one finding, exact in place, with what is wrong and how to mend it."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from specgen.paths import Path


class Severity(enum.StrEnum):
    """How bad a finding is: an error stops `render`, a warning is printed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a file: line and column from 1, in characters; line 0 is the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    width: int = field(default=1, compare=False)
    """Characters that are meant, on that line."""

    excerpt: tuple[str, ...] = field(default=(), compare=False)
    """The file's lines up to and including the one that is meant; the last is that line."""

    hidden: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Credentials on those lines; no report shows them."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a finding is about, and what stands there."""

    spot: Spot
    label: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A spec object by name; with a cluster where it may differ from one to another."""

    kind: str
    name: str
    cluster: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a spec object, before anyone has asked for its line."""

    owner: Owner
    path: Path = ()
    on_key: bool = False
    """The key is meant, not its value."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    rule: str
    """The slug that names the bad pattern; what waivers and `--select` take."""

    family: str
    """The rule's family: `yaml`, `spec`, `job`, …"""

    severity: Severity
    message: str
    """What is wrong, in the writer's words; no line breaks."""

    spot: Spot
    label: str = ""
    """What stands under the carets."""

    related: tuple[Related, ...] = ()
    help: str = ""
    """The mend, as an imperative."""

    unreadable: bool = False
    """The input could not be read at all: exit status 2."""

    others: int = 0
    """How many further objects the same line is wrong for."""

    owner: Owner | None = None
    """The object that it is about, for waivers."""

    path: Path = ()
    """The field of that object, for waivers."""

    @property
    def order(self) -> tuple[Spot, str, str]:
        """By file, line, column and rule."""
        return self.spot, self.rule, self.message


def tidy(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted, and one for each line and message: the same fault of many objects is counted.

    What is tidy already stays as it is: environments with a layer in common are told as one.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in sorted(findings, key=lambda one: one.order):
        groups.setdefault((one.spot, one.rule, one.message, one.severity), []).append(one)
    return [_counted(group) for group in groups.values()]


def _counted(group: list[Finding]) -> Finding:
    """The first of equal findings, with how many other objects it is about."""
    owners = {(one.owner.kind, one.owner.name) if one.owner else None for one in group}
    known = max(one.others for one in group)
    return replace(group[0], others=max(known, len(owners) - 1))
