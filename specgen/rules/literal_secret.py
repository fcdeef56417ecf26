"""A credential that is written into a spec."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from specgen.finding import Place, Severity
from specgen.paths import Path, text
from specgen.rules.rule import Problem, Rule
from specgen.secrets import find, in_field, redacted
from specgen.spec.platform import ClusterOn, EnvironmentOn, JobOn, TeamOn

_ELSEWHERE = frozenset(("defaults", "perCluster"))
"""Raw parts of other objects; what they say is seen in those objects."""


def check(x: JobOn | TeamOn | ClusterOn | EnvironmentOn) -> Iterator[Problem]:
    """Flag every text of an object that is, holds or is named like a credential."""
    spec = _spec(x)
    given = spec.model_dump(mode="json", by_alias=True, exclude_unset=True)
    own = {key: given[key] for key in given if key not in _ELSEWHERE}
    for path in _secrets(own) if _any(own) else ():
        if _names_an_object(path):
            continue
        yield Problem(
            Place(x.owner, path),
            f"`{redacted(text(path))}` of {x.owner.kind} `{x.owner.name}` holds a credential",
            "a literal credential",
        )


def _names_an_object(path: Path) -> bool:
    """Whether the field holds the name of a Secret, which is a label of DNS and no more."""
    return path[:1] + path[2:] == ("volumes", "secret") or (
        path[-3:-2] + path[-1:] == ("envFrom", "secretRef")
    )


def _spec(x: JobOn | TeamOn | ClusterOn | EnvironmentOn) -> Any:
    if isinstance(x, JobOn):
        return x.job
    if isinstance(x, TeamOn):
        return x.team
    return x.cluster if isinstance(x, ClusterOn) else x.environment


def _secrets(node: Any) -> Iterator[Path]:
    """Paths of the credentials below a map or list.

    A value is called what its key says, or the `name` beside a `value`, or the option before it.
    """
    if isinstance(node, dict):
        named = node.get("name")
        for key, value in node.items():
            called = named if key == "value" else key
            yield from _below(key, value, called if isinstance(called, str) else "")
    elif isinstance(node, list):
        before = ""
        for index, value in enumerate(node):
            yield from _below(index, value, before if before.startswith("-") else "")
            before = value if isinstance(value, str) else ""


def _any(node: Any) -> bool:
    """Whether `_secrets` would find one: the same walk, in a quarter of the time."""
    if type(node) is dict:
        named = node.get("name")
        return any(
            _holds_one(key) or _tells(value, named if key == "value" else key)
            for key, value in node.items()
        )
    before = ""
    for value in node:
        if _tells(value, before if before.startswith("-") else ""):
            return True
        before = value if isinstance(value, str) else ""
    return False


def _tells(value: Any, called: Any) -> bool:
    kind = type(value)
    if kind is str:
        return _is_one(called if isinstance(called, str) else "", value)
    return (kind is dict or kind is list) and _any(value)


@lru_cache(8192)
def _is_one(name: str, value: str) -> bool:
    """Whether a text is, holds or is named like a credential; many jobs say the same."""
    return bool(find(value)) or in_field(name, value)


@lru_cache(8192)
def _holds_one(key: str) -> bool:
    return bool(find(key))


def _below(step: str | int, value: Any, name: str) -> Iterator[Path]:
    if isinstance(step, str) and _holds_one(step):
        yield (step,)
    elif type(value) is str:
        if _is_one(name, value):
            yield (step,)
    elif type(value) in (dict, list):
        for path in _secrets(value):
            yield (step, *path)


_JOB = """\
kind: SparkJob
name: count
env: {DB_PASSWORD: %s}
"""

RULE = Rule(
    id="literal-secret",
    family="sec",
    severity=Severity.ERROR,
    of=(JobOn, TeamOn, ClusterOn, EnvironmentOn),
    summary="credential written into a spec",
    why="Git keeps it for ever, and everybody who may read the repository, the rendered tree "
    "or the cluster's objects may use it.",
    hint="revoke it, put the new one into a Secret, and refer to that: {secretKeyRef: {name: "
    "…, key: …}}",
    source="https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    bad=_JOB % "open-sesame",
    good=_JOB % "{secretKeyRef: {name: db, key: password}}",
    check=check,
    waiver="never",
)
