"""Waivers: which findings are accepted, and what is wrong with a waiver itself."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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


@dataclass
class Waivers:
    """All waivers of an environment."""

    rules: Mapping[str, Rule]
    today: datetime.date
    production: bool
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
        rule = self.rules.get(waiver.allow.rule)
        if rule is None or rule.waiver == "never":
            return False
        if rule.waiver == "environment" and waiver.owner.kind != "Environment":
            return False
        return waiver.allow.until is None or self.today <= waiver.allow.until

    def faults(self) -> Iterable[tuple[str, Severity, Place, str, str]]:
        """What is wrong with the waivers themselves: rule, severity, place, message, mend."""
        for waiver in self.all:
            yield from self._fault(waiver)

    def _fault(self, waiver: Waiver) -> Iterable[tuple[str, Severity, Place, str, str]]:
        allow, place = waiver.allow, waiver.place
        rule = self.rules.get(allow.rule)
        at_rule = Place(place.owner, (*place.path, "rule"))
        error, warning = Severity.ERROR, Severity.WARNING
        if rule is None:
            near = nearest(allow.rule, self.rules)
            mend = f"did you mean `{near}`?" if near else "name a rule that findings print"
            yield "unknown-rule", error, at_rule, f"there is no rule `{allow.rule}`", mend
        elif rule.waiver == "never":
            yield "unknown-rule", error, at_rule, f"`{allow.rule}` cannot be waived", rule.hint
        elif rule.waiver == "environment" and waiver.owner.kind != "Environment":
            yield (
                "unknown-rule", error, at_rule, f"only the Environment may waive `{allow.rule}`",
                f"move it there, with at: {waiver.owner}",
            )  # fmt: skip
        elif allow.until is not None and allow.until < self.today:
            what = f"the waiver of `{allow.rule}` ended on {allow.until}"
            yield "expired-waiver", error, place, what, "mend the cause, or agree on a new day"
        elif not waiver.used:
            what = f"nothing breaks `{allow.rule}` here any more"
            yield "unused-waiver", warning, place, what, "remove the waiver"
        if allow.until is None and self.production:
            what = f"the waiver of `{allow.rule}` has no end"
            yield "open-ended-waiver", error, place, what, "set until: a day on which to look again"
