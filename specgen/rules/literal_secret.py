"""A credential that is written into a spec."""

from collections.abc import Iterator
from typing import Any

from specgen.finding import Place, Severity
from specgen.paths import Path, leaves, text
from specgen.rules.rule import Problem, Rule
from specgen.secrets import find, in_field, redacted
from specgen.spec.platform import ClusterOn, EnvironmentOn, JobOn, TeamOn

_ELSEWHERE = frozenset(("defaults", "perCluster"))
"""Raw parts of other objects; what they say is seen in those objects."""


def check(x: JobOn | TeamOn | ClusterOn | EnvironmentOn) -> Iterator[Problem]:
    """Flag every text of an object that is, holds or is named like a credential."""
    spec = _spec(x)
    given = spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for path, value in leaves(given):
        if path and path[0] not in _ELSEWHERE and _secret(given, path, value):
            yield Problem(
                Place(x.owner, path),
                f"`{redacted(text(path))}` of {x.owner.kind} `{x.owner.name}` holds a credential",
                "a literal credential",
            )


def _spec(x: JobOn | TeamOn | ClusterOn | EnvironmentOn) -> Any:
    if isinstance(x, JobOn):
        return x.job
    if isinstance(x, TeamOn):
        return x.team
    return x.cluster if isinstance(x, ClusterOn) else x.environment


def _secret(given: Any, path: Path, value: object) -> bool:
    if any(find(step) for step in path if isinstance(step, str)):
        return True
    return isinstance(value, str) and (bool(find(value)) or in_field(_name(given, path), value))


def _name(given: Any, path: Path) -> str:
    """What a value is called: its key, the `name` beside a `value`, or the option before it."""
    for step in path[:-1]:
        given = given[step]
    last = path[-1]
    if isinstance(last, int):
        before = given[last - 1] if last else ""
        return before if isinstance(before, str) and before.startswith("-") else ""
    name = given.get("name") if last == "value" else last
    return name if isinstance(name, str) else ""


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
