"""Overrides: patches of rendered objects, merged last, and held against the schema."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from specgen.finding import Finding, Owner, Place, Severity
from specgen.load.world import World
from specgen.merging import PATCH, merge
from specgen.paths import ABSENT, Path, at, text
from specgen.spec.platform import JobOn, Subject, TeamOn
from specgen.validate.schema import Misfit, misfits

Body = dict[str, Any]


class Patch(NamedTuple):
    """An entry of somebody's `overrides`."""

    owner: Owner
    key: str
    """`Kind` or `Kind/name`."""
    body: Body

    @property
    def path(self) -> Path:
        """Where it is written."""
        return ("overrides", self.key)

    def names(self, body: Body) -> bool:
        """Whether it is meant for a document."""
        kind, _, name = self.key.partition("/")
        return bool(body["kind"] == kind and name in ("", body["metadata"]["name"]))


def patches(owner: Owner, overrides: dict[str, Body]) -> tuple[Patch, ...]:
    """The entries of an object's `overrides`."""
    return tuple(Patch(owner, key, body) for key, body in overrides.items())


def of_subject(world: World, shared: tuple[Patch, ...], x: Subject) -> tuple[Patch, ...]:
    """What may concern a subject's documents, lowest first: environment, cluster, its own."""
    cluster = x.where.cluster
    on_cluster = patches(Owner("Cluster", cluster), world.cluster_overrides(cluster))
    own: tuple[Patch, ...] = ()
    if isinstance(x, TeamOn):
        own = patches(x.owner, x.team.overrides)
    elif isinstance(x, JobOn):
        own = patches(x.owner, x.job.overrides)
    return (*shared, *on_cluster, *own)


def patched(body: Body, given: list[Patch]) -> tuple[Body, list[Patch]]:
    """The document with the patches laid over it, and those that change nothing."""
    idle = []
    for patch in given:
        after = merge(body, patch.body, PATCH)
        if after == body:
            idle.append(patch)
        body = after
    return body, idle


def idle_override(world: World, patch: Patch) -> Finding:
    """An override that changes nothing."""
    place = Place(patch.owner, patch.path, on_key=True)
    return Finding(
        "idle-override",
        "ovr",
        Severity.WARNING,
        f"the override of `{patch.key}` changes nothing",
        world.spot(place),
        help="remove it",
        owner=patch.owner,
        path=patch.path,
    )


def faults(world: World, body: Body, given: list[Patch], owner: Owner) -> Iterator[Finding]:
    """What the schema of a document's kind does not take, at the override that wrote it."""
    for misfit in misfits(body):
        patch = _author(given, misfit.path)
        place = Place(patch.owner, (*patch.path, *misfit.path)) if patch else Place(owner)
        told = _unchecked(misfit, body) if misfit.unknown and patch else _misfit(misfit, body)
        rule, severity, what, mend = told
        spot = world.spot(place)
        yield Finding(
            rule, "ovr", severity, what, spot, help=mend, owner=place.owner, path=place.path
        )


Told = tuple[str, Severity, str, str]


def _unchecked(misfit: Misfit, body: Body) -> Told:
    what = (
        f"{body['kind']} `{text(misfit.path)}` is not checked: no schema at hand knows this field"
    )
    return "unchecked-override", Severity.WARNING, what, "see whether the name is right"


def _misfit(misfit: Misfit, body: Body) -> Told:
    what = f"{body['kind']} `{text(misfit.path)}`: {misfit.message}"
    return "misfit", Severity.ERROR, what, "write what the kind's schema takes"


def _author(given: list[Patch], path: Path) -> Patch | None:
    """The last override that says something at a path."""
    saying = (patch for patch in reversed(given) if at(patch.body, path) is not ABSENT)
    return next(saying, None)
