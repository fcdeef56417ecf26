"""Changes of a created cluster that eksctl would skip, held against the ClusterConfig there.

`eksctl create nodegroup` passes over a group whose name is known, whatever its file says of it, and
no command moves a cluster to another network. Such a change would look applied and not be.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from specgen.finding import Finding, Owner, Place, Related, Severity, Spot
from specgen.load.files import File
from specgen.load.world import World
from specgen.load.yaml import documents
from specgen.paths import ABSENT, Path, at, text
from specgen.pipeline import fixed as facts
from specgen.pipeline import versions
from specgen.pipeline.fixed import Fixed, Said
from specgen.pipeline.overrides import Body, Patch, author
from specgen.spec.platform import ClusterOn

Before = Callable[[str], bytes | None]
"""The file of that path in the environment's tree as it is on disk; None if there is none."""


class Rendered(NamedTuple):
    """A document of a cluster as it is rendered now."""

    file: str
    body: Any
    given: tuple[Patch, ...]
    """Overrides that were laid over it."""


class Change(NamedTuple):
    """A change of what cannot change."""

    new: Path
    """In the ClusterConfig that is rendered now."""
    old: Path
    """In the one that is there."""
    said: tuple[Place, ...]
    what: str
    mend: str


def findings(world: World, x: ClusterOn, now: Rendered, before: Before) -> Iterator[Finding]:
    """What a ClusterConfig changes of the one that is there, and eksctl would not."""
    old = before(now.file) if _is_config(now.body) else None
    if old is not None:
        name = f"{world.project.rendered}/{world.name}/{now.file}"
        yield from _compared(world, x, now, File(name, old.decode(errors="replace")))


def _is_config(body: Any) -> bool:
    return isinstance(body, dict) and body.get("kind") == facts.KIND


def _compared(world: World, x: ClusterOn, now: Rendered, there: File) -> Iterator[Finding]:
    read = documents(there.text)
    data = read.data[0] if len(read.data) == 1 else None
    if read.faults or not isinstance(data, dict) or not _is_config(data):
        fault = read.faults[0] if read.faults else None
        yield _unreadable(there, there.spot(fault.line, fault.column) if fault else None)
        return
    for change in _Compared(x, data, now.body, there.name).changes():
        place = author(now.given, change.new, now.body) or _written(world, change.said)
        yield Finding(
            "immutable-change",
            "eks",
            Severity.ERROR,
            change.what,
            world.spot(place),
            related=(_related(there, change.old, at(data, change.old)),),
            help=change.mend,
            owner=place.owner,
            path=place.path,
        )


def _unreadable(there: File, spot: Spot | None) -> Finding:
    return Finding(
        "unreadable-base",
        "eks",
        Severity.ERROR,
        f"{there.name} is no ClusterConfig any more, and what the cluster was made from is unknown",
        spot or Spot(there.name),
        help="restore it from Git; if the cluster was never made, delete it",
    )


def _written(world: World, said: tuple[Place, ...]) -> Place:
    """The first place where somebody wrote something; else the first."""
    for place in said:
        if at(world.stack_of(place.owner).data, place.path) is not ABSENT:
            return place
    return said[0]


def _related(there: File, path: Path, value: Any) -> Related:
    """The old value in its file; where it had none, what it would have stood in."""
    marks = there.marks[0]
    while path not in marks:
        path = path[:-1]
    mark = marks[path]
    width = mark.end_column - mark.column if mark.end_line == mark.line else 1
    spot = there.spot(mark.line, mark.column, max(width, 1))
    return Related(spot, f"was {facts.shown(value)}")


class _Compared:
    """Two ClusterConfigs of one cluster."""

    def __init__(self, x: ClusterOn, old: Body, new: Body, name: str) -> None:
        self.x = x
        self.old = old
        self.new = new
        self.undo = f"; if eksctl never made it, first restore {name} as it was before"
        self.declared = {
            part.name: index
            for index, group in enumerate(x.cluster.node_groups)
            for part in group.parts(x.cluster.zones)
        }

    def changes(self) -> Iterator[Change]:
        """All of them; a cluster that moves to another region is another one, whatever else."""
        region = [*self.of_cluster(facts.REGION)]
        yield from region or self.in_place()

    def in_place(self) -> Iterator[Change]:
        """Of the cluster, then of each group that was there."""
        yield from self.version()
        for one in facts.CLUSTER:
            yield from self.of_cluster(one)
        network = [*self.network()]
        yield from network
        told = {change.new for change in network}.isdisjoint({("vpc", "id"), (facts.ZONES[0],)})
        before = {name: index for index, name in _named(self.old)}
        for index, name in _named(self.new):
            if name in before:
                yield from self.group(index, before[name], () if told else facts.ZONES)

    # --- the cluster -----------------------------------------------------------------------------

    def of_cluster(self, one: Fixed) -> Iterator[Change]:
        """A field of the cluster, if it differs."""
        was, now = at(self.old, one.path), at(self.new, one.path)
        if facts.same(one.path[-1], was, now) or (one.later and facts.nothing(was)):
            return
        field = text(one.said[0][1] or one.path)
        name = self.x.cluster.name
        what = f"`{field}` of cluster `{name}` is settled when the cluster is made"
        mend = f"put it back, or make a cluster of another name{self.undo}"
        yield Change(one.path, one.path, self.places(one.said), what, mend)

    def network(self) -> Iterator[Change]:
        """A VPC of one's own says by itself what it is; only one that eksctl made is compared."""
        moved = [*self.of_cluster(facts.VPC)]
        yield from moved
        if not moved and facts.nothing(at(self.new, facts.VPC.path)):
            for one in facts.MADE:
                yield from self.of_cluster(one)
        for one in self.subnets() if not moved else ():
            yield from self.of_cluster(one)

    def subnets(self) -> Iterator[Fixed]:
        """Those that were there; a new one is there for new groups."""
        for kind in ("private", "public"):
            known = at(self.old, ("vpc", "subnets", kind))
            for zone in known if isinstance(known, dict) else ():
                yield facts.subnet(kind, zone)

    def version(self) -> Iterator[Change]:
        """A step of the control plane that EKS does not take."""
        path: Path = ("metadata", "version")
        fault = versions.of_cluster(at(self.old, path), at(self.new, path))
        if fault is not None:
            what = f"`kubernetesVersion` of cluster `{self.x.cluster.name}` {fault.what}"
            yield Change(path, path, self.places(facts.VERSION), what, fault.mend)

    # --- node groups -----------------------------------------------------------------------------

    def group(self, index: int, before: int, told: tuple[str, ...]) -> Iterator[Change]:
        """Fields that differ, but zones that follow the cluster's where those are `told` of."""
        old, new = self.old["managedNodeGroups"][before], self.new["managedNodeGroups"][index]
        declared = self.declared.get(new["name"])
        own = declared is not None and self.x.cluster.node_groups[declared].zones is not None
        for field in dict.fromkeys((*new, *old)):
            if field in facts.CHANGEABLE or (field in told and not own):
                continue
            if not facts.same(field, old.get(field), new.get(field)):
                said = facts.GROUP.get(field, (("group", ()),))
                yield self.of_group((index, before, field), said, "cannot change in place")
        if versions.goes_back(old, new):
            where = (index, before, "releaseVersion")
            yield self.of_group(where, facts.RELEASE, "goes back, and EKS only goes forward")

    def of_group(self, where: tuple[int, int, str], said: Said, why: str) -> Change:
        """A field of a group: its index now and before, and its name."""
        index, before, rendered = where
        name = self.new["managedNodeGroups"][index]["name"]
        declared, mend = self.declared.get(name), "give the group another name"
        if declared is not None:
            group = self.x.cluster.node_groups[declared]
            name, mend = group.name, f"set revision: {(group.revision or 1) + 1} (a new group)"
        return Change(
            ("managedNodeGroups", index, rendered),
            ("managedNodeGroups", before, rendered),
            self.places(said, () if declared is None else ("nodeGroups", declared)),
            f"`{text(said[0][1] or (rendered,))}` of node group `{name}` {why}",
            f"{mend}{self.undo}",
        )

    def places(self, said: Said, group: Path = ()) -> tuple[Place, ...]:
        """Where the spec may say it."""
        roots = {
            "group": Place(self.x.owner, group),
            "cluster": Place(self.x.owner),
            "environment": Place(Owner("Environment", self.x.where.environment)),
        }
        whole = [(roots[scope], path) for scope, path in said]
        return tuple(Place(root.owner, (*root.path, *path)) for root, path in whole)


def _named(config: Body) -> Iterator[tuple[int, str]]:
    """Places and names of a ClusterConfig's groups."""
    groups = config.get("managedNodeGroups")
    for index, group in enumerate(groups if isinstance(groups, list) else ()):
        if isinstance(group, dict) and isinstance(group.get("name"), str):
            yield index, group["name"]
