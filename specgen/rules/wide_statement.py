"""Statements that allow more than anybody looked at."""

import re
from collections.abc import Iterator
from typing import Any

from specgen.finding import Place, Severity
from specgen.paths import Path, text
from specgen.rules.places import identities
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn

_WIDE = {
    "Action": (re.compile(r"(?:[^:]+:)?[*?]+"), "every action"),
    "Resource": (re.compile(r"(?:arn:[^:]*:[^:]*:[^:]*:[^:]*:)?[*?]+"), "every resource"),
}
"""What is too wide of an element, and what it comes to."""
_INVERTED = {"NotAction": "every action but a few", "NotResource": "every resource but a few"}


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag each `*`, `service:*` and `Not…` of what a statement allows."""
    for under, identity in identities(x):
        for index, statement in enumerate(identity.statements):
            place = (*under, "statements", index)
            for below, what in _wide(statement) if statement["Effect"] == "Allow" else ():
                path = (*place, *below)
                yield Problem(
                    Place(x.owner, path),
                    f"`{text(path)}` of team `{x.team.name}` allows {what}",
                    "too wide",
                )


def _wide(statement: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for element, (pattern, what) in _WIDE.items():
        for path, value in _values(statement.get(element), (element,)):
            if pattern.fullmatch(value):
                yield path, what
    yield from (((name,), what) for name, what in _INVERTED.items() if name in statement)


def _values(said: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """One value, or a list of them."""
    if isinstance(said, list):
        yield from (((*path, index), str(one)) for index, one in enumerate(said))
    elif said is not None:
        yield path, str(said)


_TEAM = """\
kind: Team
name: reviews
statements:
  - {Effect: Allow, Action: [glue:GetTable], Resource: "%s"}
"""

RULE = Rule(
    id="wide-statement",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="statement that allows everything",
    why="Every job of the identity gets it, and so does whoever changes the code of one: what "
    "nobody listed, nobody has agreed to.",
    hint="list the actions and the ARNs that jobs need",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    bad=_TEAM % "*",
    good=_TEAM % "arn:aws:glue:us-east-1:111122223333:table/lake/*",
    check=check,
)
