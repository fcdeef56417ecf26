"""Data that a job names and its identity may not touch."""

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from specgen.finding import Owner, Place, Severity
from specgen.paths import Path
from specgen.rights.grants import READS, Right, on_s3, resolved, rights
from specgen.rules.places import identities, uris
from specgen.rules.rule import Problem, Rule
from specgen.spec.grant import Access
from specgen.spec.platform import JobOn

_BOTH: tuple[Access, ...] = ("read-write",)
_ANY: tuple[Access, ...] = ("read", "write", "read-write")
_ENOUGH = {"arguments": _ANY, "dir": _BOTH, "fallbackStorage": _BOTH, "writes": _BOTH}
"""Any of these will do, by field; elsewhere to read is enough. What an argument is for is the
program's to know; an event log and what Spark writes are renamed in the end, which is to read,
write and delete."""
_ADVICE = {_ANY: "read or read-write", _BOTH: "read-write", READS: "read"}


class Grants(NamedTuple):
    """What the job's identity has, and where its team says so."""

    team: Owner
    path: Path
    rights: tuple[Right, ...]


def check(x: JobOn) -> Iterator[Problem]:
    """Flag each URI on S3 that no grant of the job's identity covers; once, wherever it stands."""
    given, told = _grants(x), set[str]()
    for path, text in uris(x) if given is not None else ():
        found = on_s3(resolved(text, x.around.locations))
        if given is None or found is None or text in told or _unused(x, path):
            continue
        enough = next((_ENOUGH[str(step)] for step in path if step in _ENOUGH), READS)
        if not any(one.covers(*found) and one.access in enough for one in given.rights):
            told.add(text)
            folder = text[: text.rindex("/") + 1]
            yield Problem(
                Place(x.owner, path),
                f"no grant of identity `{x.job.identity}` covers `{text}`, which job "
                f"`{x.job.name}` names",
                "not granted",
                tuple(_nearest(given, *found)),
                f"add {{uri: {folder}, access: {_ADVICE[enough]}}} to the identity's storage",
            )


def _grants(x: JobOn) -> Grants | None:
    """The grants of the job's identity, if they are all that it has and the job uses them."""
    by = x.job.s3.credentials or x.around.identity
    if not by == x.around.identity == "pod-identity" or x.job.s3.endpoint is not None:
        return None
    for path, one in identities(x):
        if one.name == x.job.identity and one.storage and not (one.statements or one.policies):
            team = Owner("Team", x.team.name, x.where.cluster)
            return Grants(team, path, tuple(rights(one, x.around, x.where.cluster)))
    return None


def _unused(x: JobOn, path: Path) -> bool:
    """Whether the field is without effect: nothing falls back where no executor is reclaimed."""
    return path[-1] == "fallbackStorage" and not x.decommissions


def _nearest(given: Grants, bucket: str, key: str) -> Iterator[tuple[Place, str]]:
    """The grant in the same bucket that has most in common with a key, if there is one."""
    there = [one for one in given.rights if one.bucket == bucket and one.grant is not None]
    near = max(there, key=lambda one: _common(one.path, key), default=None)
    if near is not None and near.grant is not None:
        place = Place(given.team, (*given.path, "storage", near.grant))
        yield place, f"the nearest grant, to {near.access}"


def _common(one: str, other: str) -> int:
    """Steps that two paths share, from the first."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


_TEAM = """\
kind: Team
name: reviews
storage: [{uri: %s, access: read}]
"""

RULE = Rule(
    id="ungranted-data",
    family="sec",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=JobOn,
    summary="data that the job's identity may not touch",
    why="S3 denies it: the driver cannot fetch its program, or the job fails at its first read "
    "or write, maybe hours after its start.",
    hint="add a grant to the storage of the job's identity",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
    bad=_TEAM % "loc://lake/in/",
    good=_TEAM % "loc://lake/jobs/",
    check=check,
)
