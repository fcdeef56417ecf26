"""Statements and managed policies that allow more than anybody looked at."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from specgen.finding import Place, Severity
from specgen.paths import Path, text
from specgen.rules.places import identities
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn
from specgen.spec.team import Identity

_WIDE = {
    "Action": (re.compile(r"(?:[^:]+:)?[*?]+"), "every action"),
    "Resource": (re.compile(r"(?:arn:[^:]*:[^:]*:[^:]*:[^:]*:)?[*?]+"), "every resource"),
}
"""What is too wide of an element, and what it comes to."""
_INVERTED = {"NotAction": "every action but a few", "NotResource": "every resource but a few"}

_MANAGED = {
    "AdministratorAccess": "every action",
    "PowerUserAccess": "every action but those on people and accounts",
    "IAMFullAccess": "every action on IAM, and so to give itself any right",
    "AmazonS3FullAccess": "every action on every bucket",
}
"""Policies of AWS that allow everything, or to take it, or all data.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html and
…/PowerUserAccess.html, …/IAMFullAccess.html, …/AmazonS3FullAccess.html, checked 2026-11-21.
"""
_OF_AWS = re.compile(r"arn:[^:]*:iam::aws:policy/(?P<name>[^/]+)")
_TAKEN = ("iam:passrole", "sts:assumerole")
"""Actions by which somebody gets the rights of a role."""
_ROLES = re.compile(r"arn:[^:]*:iam:[^:]*:[^:]*:role/[*?/]*[*?]")


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag each `*`, `service:*`, `Not…` and `role/*` of what is allowed, and full access."""
    for under, identity in identities(x):
        for below, what in (*_of_statements(identity), *_of_policies(identity)):
            path = (*under, *below)
            yield Problem(
                Place(x.owner, path),
                f"`{text(path)}` of team `{x.team.name}` allows {what}",
                "too wide",
            )


def _of_statements(identity: Identity) -> Iterator[tuple[Path, str]]:
    for index, statement in enumerate(identity.statements):
        if statement["Effect"] == "Allow":
            for below, what in (*_wide(statement), *_every_role(statement)):
                yield ("statements", index, *below), what


def _of_policies(identity: Identity) -> Iterator[tuple[Path, str]]:
    for index, arn in enumerate(identity.policies):
        found = _OF_AWS.fullmatch(arn.text)
        if found is not None and found["name"] in _MANAGED:
            yield ("policies", index), _MANAGED[found["name"]]


def _every_role(statement: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    actions = [value.lower() for _, value in _values(statement.get("Action"), ())]
    if any(fnmatchcase(taken, action) for taken in _TAKEN for action in actions):
        for path, value in _values(statement.get("Resource"), ("Resource",)):
            if _ROLES.fullmatch(value):
                yield path, "every role to be taken or handed on"


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
    summary="statement or managed policy that allows everything",
    why="Every job of the identity gets it, and so does whoever changes the code of one: what "
    "nobody listed, nobody has agreed to.",
    hint="list the actions and the ARNs that jobs need, in statements",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    bad=_TEAM % "*",
    good=_TEAM % "arn:aws:glue:us-east-1:111122223333:table/lake/*",
    check=check,
)
