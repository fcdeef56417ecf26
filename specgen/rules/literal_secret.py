"""A credential that is written into a spec."""

from collections.abc import Iterator
from typing import Any

from specgen.finding import Place, Severity
from specgen.paths import Path, text
from specgen.rules.rule import Problem, Rule
from specgen.secrets import places, redacted
from specgen.spec.platform import ClusterOn, EnvironmentOn, JobOn, TeamOn

_ELSEWHERE = frozenset(("defaults", "perCluster"))
"""Raw parts of other objects; what they say is seen in those objects."""


def check(x: JobOn | TeamOn | ClusterOn | EnvironmentOn) -> Iterator[Problem]:
    """Flag every text of an object that is, holds or is named like a credential."""
    spec = _spec(x)
    given = spec.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for path in places({key: given[key] for key in given if key not in _ELSEWHERE}):
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
