"""What a rule is, and how its findings become severe."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from specgen.finding import Place, Severity


class Problem(NamedTuple):
    """One place where a rule is broken."""

    place: Place
    message: str
    """What is wrong, naming the object; one line."""

    label: str = ""
    """What stands under the carets."""

    related: tuple[tuple[Place, str], ...] = ()
    """Further places, each with what it has to do with it."""

    hint: str = ""
    """The mend for this very case; else the rule's."""


class Rule(NamedTuple):
    """A rule with its documentation. Its id is its module's name, and names the bad pattern."""

    id: str
    family: str
    severity: Severity
    of: type[Any] | tuple[type[Any], ...]
    """The subjects it looks at: NamedTuples of spec/platform.py."""

    summary: str
    """The bad pattern in a few words."""

    why: str
    """What happens if it is shipped."""

    hint: str
    """How to mend it, as an imperative."""

    source: str
    """Where the fact behind it can be read."""

    bad: str
    """Documents that, laid over `sample.BASE`, break this rule and no other."""

    good: str
    """Documents that break none."""

    check: Callable[[Any], Iterator[Problem]]

    in_production: Severity | None = None
    """The severity in a production environment, if it is another."""

    waiver: Literal["anywhere", "environment", "never"] = "anywhere"
    """Who may accept it: the object itself too, the Environment only, or nobody."""

    def level(self, *, production: bool) -> Severity:
        """How severe it is there."""
        return self.in_production if production and self.in_production else self.severity
