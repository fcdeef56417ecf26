"""What a run would do to a tree: rendered files against what is there and what is ours."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from specgen.tree.filenames import RECORD, above, fold, printable, refuse
from specgen.tree.record import Owned, digest, written
from specgen.tree.tree import Content, Listing, Tree

Files = Mapping[str, Content]
"""The rendered files of one tree, by path."""


@dataclass(frozen=True)
class Plan:
    """What a run would do; every group is sorted, and of paths in the tree."""

    new: tuple[str, ...] = ()
    """Written where nothing is."""

    changed: tuple[str, ...] = ()
    """Written over what is there: the bytes or the executable bit differ."""

    edited: tuple[str, ...] = ()
    """Those of `changed` that somebody changed by hand; that is lost."""

    remove: tuple[str, ...] = ()
    """Ours, no longer rendered, and as we left them."""

    kept: tuple[str, ...] = ()
    """No longer rendered, but changed by hand: left alone, and ours no more."""

    foreign: tuple[str, ...] = ()
    """Rendered files whose place is taken by what is not ours. `apply` refuses such a plan."""

    strangers: tuple[str, ...] = ()
    """What nobody owns and nobody needs the place of: left alone. Names are printable."""

    unfinished: bool = False
    """The record or the spare folder is not as a finished run leaves it."""

    same: int = 0
    """Rendered files that are there already."""

    before: Owned = field(default_factory=dict, repr=False, compare=False)
    after: Owned = field(default_factory=dict, repr=False, compare=False)
    """What the record says is ours, and what it will say."""

    @property
    def write(self) -> tuple[str, ...]:
        """Files to be written."""
        return tuple(sorted(self.new + self.changed))

    @property
    def settled(self) -> bool:
        """Nothing is to be done on disk."""
        return not (self.new or self.changed or self.remove or self.unfinished)

    @property
    def clean(self) -> bool:
        """The tree is exactly what the specs render to, with no file of others in it."""
        return self.settled and not (self.kept or self.foreign or self.strangers)


class _State(Enum):
    """How a file's place looks."""

    SAME = auto()
    NEW = auto()
    CHANGED = auto()
    EDITED = auto()
    FOREIGN = auto()
    REMOVE = auto()
    KEPT = auto()
    GONE = auto()


_Groups = defaultdict[_State, set[str]]


class _Sight(NamedTuple):
    """What is there, and what of it is ours."""

    tree: Tree
    listing: Listing
    owned: Owned


def plan(tree: Tree, files: Files, only: Collection[str] | None = None) -> Plan:
    """Compare; nothing is touched. `only`: nothing but these paths is to be written or removed.

    Raises FileNameError for names that cannot stand, all of them; TreeError for what cannot be
    read.
    """
    refuse(files.keys())
    record = tree.record()
    sight = _Sight(tree, tree.listing(), record.owned)
    chosen = files.keys() | record.owned.keys() if only is None else only
    groups = _groups(sight, files, chosen)
    strangers = _strangers(sight, files, groups[_State.FOREIGN])
    twins = _twins(groups[_State.NEW], strangers | groups[_State.KEPT])
    after = _after(sight, files, chosen)
    return Plan(
        new=_sorted(groups[_State.NEW] - twins),
        changed=_sorted(groups[_State.CHANGED] | groups[_State.EDITED]),
        edited=_sorted(groups[_State.EDITED]),
        remove=_sorted(groups[_State.REMOVE]),
        kept=_sorted(groups[_State.KEPT]),
        foreign=_sorted(groups[_State.FOREIGN] | twins),
        strangers=_sorted(map(printable, strangers)),
        unfinished=record.unfinished or tree.left_over() or tree.read(RECORD) != _final(after),
        same=len(groups[_State.SAME]),
        before=record.owned,
        after=after,
    )


def _sorted(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(paths))


def _groups(sight: _Sight, files: Files, chosen: Collection[str]) -> _Groups:
    """The chosen paths by the state of their place."""
    groups: _Groups = defaultdict(set)
    for path in chosen:
        if path in sight.owned and path not in files:
            groups[_state_of_dropped(path, sight)].add(path)
    # Only now, for what goes makes room: a file for a folder, or a folder for a file.
    dropped = groups[_State.REMOVE] | groups[_State.GONE]
    leaving = {up for path in dropped for up in (path, *above(path))}
    for path in chosen:
        if path in files:
            groups[_state(path, files[path], sight, leaving)].add(path)
    return groups


def _state_of_dropped(path: str, sight: _Sight) -> _State:
    """How the place looks of a file that is ours and no longer rendered."""
    if path in sight.listing.others:
        return _State.KEPT
    if path not in sight.listing.files:
        return _State.GONE
    return _State.REMOVE if _digest_of(path, sight) in sight.owned[path] else _State.KEPT


def _state(path: str, content: Content, sight: _Sight, leaving: Collection[str]) -> _State:
    """How the place of a rendered file looks."""
    if path in sight.listing.files:
        return _compared(path, content, sight)
    return _State.NEW if _has_room(path, sight.listing, leaving) else _State.FOREIGN


def _compared(path: str, content: Content, sight: _Sight) -> _State:
    there = sight.tree.read(path)
    if there == content:
        return _State.SAME
    known = sight.owned.get(path, ())
    if there is None or there.data == content.data or digest(there.data) in known:
        return _State.CHANGED
    return _State.EDITED if known else _State.FOREIGN


def _has_room(path: str, listing: Listing, leaving: Collection[str]) -> bool:
    """Whether nothing stands there, or on the way there, but what leaves."""
    if path in listing.folders:
        below = f"{path}/"
        inside = (other for group in listing for other in group if other.startswith(below))
        return path in leaving and all(other in leaving for other in inside)
    return all(
        up in leaving for up in (path, *above(path)) if up in listing.files or up in listing.others
    )


def _twins(new: Iterable[str], others: Iterable[str]) -> set[str]:
    """Those that would go over a file of others on a disk to which names alike are one."""
    taken = {fold(path) for path in others}
    return {path for path in new if fold(path) in taken}


def _after(sight: _Sight, files: Files, chosen: Collection[str]) -> Owned:
    """What is ours when the plan is done."""
    after = {path: {digest(files[path].data)} for path in chosen if path in files}
    for path in (sight.owned.keys() & sight.listing.files) - {*chosen}:
        after[path] = _carried(path, sight)
    return after


def _carried(path: str, sight: _Sight) -> set[str]:
    """The digests of a file that was not chosen: one, if the file itself says which."""
    known = {*sight.owned[path]}
    return known if len(known) == 1 else known & {_digest_of(path, sight)} or known


def _digest_of(path: str, sight: _Sight) -> str:
    there = sight.tree.read(path)
    return digest(there.data) if there else ""


def _strangers(sight: _Sight, files: Files, foreign: Collection[str]) -> set[str]:
    """What nobody owns, and what is not in the way of a foreign file's folder."""
    ways = {up for path in foreign for up in above(path)}
    there = sight.listing.files | sight.listing.others
    return there - files.keys() - sight.owned.keys() - ways


def _final(after: Owned) -> Content | None:
    """The record of a finished run; a tree without files has none."""
    return Content(written(after)) if after else None
