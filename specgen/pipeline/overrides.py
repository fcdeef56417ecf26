"""Overrides: patches of rendered objects, merged last, and held against the schema."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from specgen.finding import Finding, Owner, Place, Severity
from specgen.load.world import World
from specgen.merging import KUBERNETES_KEYS, PATCH, merge
from specgen.names import nearest
from specgen.paths import ABSENT, Path, at, text
from specgen.rules.moved_by_override import WHAT_IT_IS
from specgen.spec.platform import JobOn, Subject, TeamOn
from specgen.validate.misfit import Misfit

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

    @property
    def entry(self) -> tuple[str, str, str]:
        """The entry that it is, on whatever cluster."""
        return self.owner.kind, self.owner.name, self.key


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


@dataclass
class Ledger:
    """Which entries of `overrides` there are, and which of them did something somewhere."""

    entries: dict[tuple[str, str, str], Patch] = field(default_factory=dict)
    used: set[tuple[str, str, str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    """Of all documents that were offered."""

    def enter(self, given: Iterable[Patch]) -> None:
        """Note entries that ought to do something."""
        for patch in given:
            self.entries.setdefault(patch.entry, patch)

    def absorb(self, other: "Ledger") -> None:
        """Note what another has noted."""
        self.entries = {**other.entries, **self.entries}
        self.used |= other.used
        self.kinds |= other.kinds

    def patched(self, body: Body, given: list[Patch]) -> Body:
        """The document with the patches laid over it, but for those that make another of it.

        A rule forbids these, and there is no sense in what they come to.
        """
        for patch in given:
            after = merge(body, patch.body, PATCH)
            if after != body:
                self.used.add(patch.entry)
            if all(at(after, path) == at(body, path) for path in WHAT_IT_IS):
                body = after
        return body

    def idle(self, *, whole: bool) -> Iterator[Patch]:
        """Entries that changed nothing.

        Unless the `whole` environment was rendered, what it or a cluster overrides may concern the
        rest of it.
        """
        for entry, patch in self.entries.items():
            if entry not in self.used and (whole or patch.owner.kind in ("Team", "SparkJob")):
                yield patch


def idle_override(world: World, patch: Patch, kinds: set[str]) -> Finding:
    """An override that changes nothing."""
    place = Place(patch.owner, patch.path, on_key=True)
    kind = patch.key.partition("/")[0]
    near = None if kind in kinds else nearest(kind, kinds)
    return Finding(
        "idle-override",
        "ovr",
        Severity.WARNING,
        f"the override of `{patch.key}` changes nothing",
        world.spot(place),
        help=f"did you mean `{near}`?" if near else "remove it, or mend the name",
        owner=patch.owner,
        path=patch.path,
    )


def fault(world: World, body: Body, given: list[Patch], misfit: Misfit) -> Finding | None:
    """A misfit, at the override that wrote it; None if no override did."""
    place = author(given, misfit.path, body) or _author_of_gap(given, misfit.path, body)
    if place is None:
        return None
    told = _unchecked(misfit, body) if misfit.unknown else _misfit(misfit, body)
    rule, severity, what, mend = told
    spot = world.spot(place)
    return Finding(rule, "ovr", severity, what, spot, help=mend, owner=place.owner, path=place.path)


Told = tuple[str, Severity, str, str]


def _unchecked(misfit: Misfit, body: Body) -> Told:
    what = (
        f"{body['kind']} `{text(misfit.path)}` is not checked: no schema at hand knows this field"
    )
    return "unchecked-override", Severity.WARNING, what, _TO_CHECK.format(mend=misfit.mend)


_TO_CHECK = "{mend}; specgen schema add FILE of the cluster's CRD has it checked"


def _misfit(misfit: Misfit, body: Body) -> Told:
    what = f"{body['kind']} `{text(misfit.path)}`: {misfit.message}"
    return "misfit", Severity.ERROR, what, misfit.mend


def author(given: Sequence[Patch], path: Path, body: Body) -> Place | None:
    """Where the last override that says something at a path of the document says it."""
    for patch in reversed(given) if path else ():
        own = _own_path(patch.body, body, path)
        if own is not None:
            return Place(patch.owner, (*patch.path, *own))
    return None


def _author_of_gap(given: Sequence[Patch], path: Path, body: Body) -> Place | None:
    """Where an override says the whole of what something is missing from."""
    if at(body, path) is not ABSENT:
        return None
    above = path[:-1]
    return author([patch for patch in given if _says_all(patch, above, body)], above, body)


def _says_all(patch: Patch, path: Path, body: Body) -> bool:
    """Whether all that stands at a path is a patch's."""
    own, whole = _own_path(patch.body, body, path), at(body, path)
    node = ABSENT if own is None else at(patch.body, own)
    return isinstance(node, dict) and isinstance(whole, dict) and node.keys() >= whole.keys()


def _own_path(patch: Any, body: Any, path: Path) -> Path | None:
    """A path of the document as one of the patch; None if the patch says nothing there."""
    own: list[str | int] = []
    key: str | None = None
    for step in path:
        node, body = body, at(body, (step,))
        if isinstance(node, list) and isinstance(patch, list) and key is not None:
            same = (n for n, item in enumerate(patch) if at(item, (key,)) == at(body, (key,)))
            step = next(same, len(patch))  # noqa: PLW2901 - the item has another place there
        patch = at(patch, (step,))
        if patch is ABSENT:
            return None
        own.append(step)
        key = KUBERNETES_KEYS.get(str(step))
    return tuple(own)
