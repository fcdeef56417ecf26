"""Waivers: which findings are accepted, and what is wrong with a waiver itself."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from specgen.finding import Finding, Owner, Place, Severity
from specgen.names import nearest
from specgen.paths import text
from specgen.rules.rule import Rule
from specgen.spec.allow import Allow


@dataclass
class Waiver:
    """A waiver and the object that carries it."""

    owner: Owner
    index: int
    allow: Allow
    used: bool = False

    @property
    def place(self) -> Place:
        """Where it is written."""
        return Place(self.owner, ("allow", self.index))

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        if finding.owner is None or finding.rule != self.allow.rule:
            return False
        if self.owner.kind == "Environment" and self.allow.at is not None:
            return _at(self.allow.at, f"{finding.owner}", finding)
        same = (finding.owner.kind, finding.owner.name) == (self.owner.kind, self.owner.name)
        path = text(finding.path)
        return same and (self.allow.at is None or _within(path, self.allow.at))


def _at(at: str, owner: str, finding: Finding) -> bool:
    """`Kind/name`, or `Kind/name.path` for a field of it and what is below."""
    return at == owner or _within(f"{owner}.{text(finding.path)}", at)


def _within(path: str, at: str) -> bool:
    return path == at or path.startswith((f"{at}.", f"{at}["))


class Fault(NamedTuple):
    """What is wrong with a waiver itself."""

    rule: str
    severity: Severity
    place: Place
    what: str
    mend: str


@dataclass
class Waivers:
    """All waivers of an environment."""

    rules: Mapping[str, Rule]
    checks: Collection[str]
    """Ids of findings that are no rule's and cannot be waived."""
    today: dt.date
    production: bool
    strict: bool
    """Past their day they cover nothing: in checks, while rendering goes on with a warning."""
    all: list[Waiver] = field(default_factory=list)

    def add(self, owner: Owner, allows: Iterable[Allow]) -> None:
        """The waivers of one object."""
        if not any(known.owner == owner for known in self.all):
            self.all += [Waiver(owner, index, allow) for index, allow in enumerate(allows)]

    def accepted(self, finding: Finding) -> bool:
        """Whether a waiver that may and still does hold covers the finding."""
        covering = [one for one in self.all if one.covers(finding)]
        for waiver in covering:
            waiver.used = True
        return any(self._holds(one) for one in covering)

    def _holds(self, waiver: Waiver) -> bool:
        """Whether it may cover anything; past its day it does so only while rendering."""
        late = waiver.allow.until is not None and self.today > waiver.allow.until
        return self._forbidden(waiver) is None and not (late and self.strict)

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the waivers themselves."""
        for waiver in self.all:
            forbidden = self._forbidden(waiver)
            if forbidden is not None:
                yield forbidden
            else:
                yield from self._outdated(waiver)
            if waiver.allow.until is None and self.production:
                what = f"the waiver of `{waiver.allow.rule}` has no end"
                mend = "set until: a day on which to look again"
                yield Fault("open-ended-waiver", Severity.ERROR, waiver.place, what, mend)

    def _forbidden(self, waiver: Waiver) -> Fault | None:
        """Why nobody, or not this object, may waive its rule."""
        name = waiver.allow.rule
        rule = self.rules.get(name)
        if rule is None:
            what, mend = self._no_rule(name)
        elif rule.waiver == "never":
            what, mend = f"`{name}` cannot be waived", rule.hint
        elif rule.waiver == "environment" and waiver.owner.kind != "Environment":
            what = f"only the Environment may waive `{name}`"
            mend = f"move it there, with at: {waiver.owner}"
        else:
            return None
        place = Place(waiver.owner, (*waiver.place.path, "rule"))
        return Fault("unknown-rule", Severity.ERROR, place, what, mend)

    def _no_rule(self, name: str) -> tuple[str, str]:
        if name in self.checks:
            return f"`{name}` cannot be waived", "mend what it says"
        near = nearest(name, self.rules)
        mend = f"did you mean `{near}`?" if near else "name a rule that findings print"
        return f"there is no rule `{name}`", mend

    def _outdated(self, waiver: Waiver) -> Iterator[Fault]:
        """Past its day, or of no use any more."""
        allow, place = waiver.allow, waiver.place
        if allow.until is not None and allow.until < self.today:
            what = f"the waiver of `{allow.rule}` ended on {allow.until}"
            severity = Severity.ERROR if self.strict else Severity.WARNING
            mend = "mend the cause, or agree on a new day"
            yield Fault("expired-waiver", severity, place, what, mend)
        elif not waiver.used:
            what = f"nothing breaks `{allow.rule}` here any more"
            yield Fault("unused-waiver", Severity.WARNING, place, what, "remove the waiver")
