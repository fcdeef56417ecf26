"""Statements of an identity's policy, in IAM's own words."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator

from specgen.names import nearest
from specgen.refusal import Refused
from specgen.spec.base import RAW, Raw, Seq
from specgen.units.unit import shown

_ELEMENTS = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")
"""Of a statement of an identity's policy, which names no principal.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

_ACTION = (
    re.compile(r"\*|[A-Za-z0-9*?-]+:[A-Za-z0-9_*?-]+"),
    "an action",
    "write service:Action, like glue:GetTable",
)
_RESOURCE = (
    re.compile(r"\*|(?:arn:|loc://).+"),
    "a resource",
    "write its ARN, like arn:aws:glue:us-east-1:111122223333:table/lake/*",
)
_TEXTS = {
    "Action": _ACTION,
    "NotAction": _ACTION,
    "Resource": _RESOURCE,
    "NotResource": _RESOURCE,
}
"""What stands in an element, alone or in a list: its grammar, its name, how to write it.

A location is no ARN either; the rule unresolved-location says so, and what to write.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

_SID = re.compile("[A-Za-z0-9]+")
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"""


def _statement(given: dict[str, Any]) -> dict[str, Any]:
    for name in (one for one in given if one not in _ELEMENTS):
        near = nearest(name, _ELEMENTS)
        mend = f"did you mean `{near}`?" if near else f"write {', '.join(_ELEMENTS)}"
        raise Refused(f"`{shown(name)}` is no element of an identity's statement", mend, (name,))
    for pair in (("Action", "NotAction"), ("Resource", "NotResource")):
        _one_of(given, *pair)
    if given.get("Effect") not in ("Allow", "Deny"):
        raise Refused("a statement allows or denies", "write Effect: Allow", ("Effect",))
    for name in (one for one in given if one in _TEXTS):
        _texts(name, given[name])
    _sid(given)
    _condition(given)
    return given


def _one_of(given: dict[str, Any], name: str, inverse: str) -> None:
    if name in given and inverse in given:
        what = f"a statement has either {name} or {inverse}, and this one has both"
        raise Refused(what, f"remove {inverse}", (inverse,))
    if name not in given and inverse not in given:
        raise Refused(f"a statement has either {name} or {inverse}", f"write {name}")


def _texts(name: str, said: Any) -> None:
    pattern, noun, mend = _TEXTS[name]
    if said == []:
        raise Refused(f"`{name}` is empty", mend, (name,))
    for at, value in _values(name, said):
        if not (isinstance(value, str) and pattern.fullmatch(value)):
            raise Refused(f"`{shown(value)}` is not {noun}", mend, at)


def _values(name: str, said: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(said, list):
        yield from (((name, index), value) for index, value in enumerate(said))
    else:
        yield (name,), said


def _sid(given: dict[str, Any]) -> None:
    sid = given.get("Sid", "none")
    if not (isinstance(sid, str) and _SID.fullmatch(sid)):
        raise Refused(f"`{shown(sid)}` is not a Sid", "write letters and digits only", ("Sid",))


def _condition(given: dict[str, Any]) -> None:
    said = given.get("Condition", {})
    if not (isinstance(said, dict) and all(isinstance(one, dict) for one in said.values())):
        raise Refused(
            "a Condition maps operators to maps of keys",
            'write one like {StringEquals: {"aws:SourceVpc": vpc-0abc}}',
            ("Condition",),
        )


def _sids_once(statements: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    seen = set[Any]()
    for index, sid in enumerate(one.get("Sid") for one in statements):
        if sid is not None and sid in seen:
            raise Refused(
                f"two statements have the Sid `{sid}`", "rename one, or remove it", (index, "Sid")
            )
        seen.add(sid)
    return statements


Statements = Annotated[
    Seq[Annotated[Raw, RAW, AfterValidator(_statement)]], AfterValidator(_sids_once)
]
