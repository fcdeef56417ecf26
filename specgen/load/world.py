"""One environment as its layers make it: stacks of sources for every object, and findings."""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from specgen.finding import Finding, Owner, Place, Related, Severity, Spot
from specgen.load.layer import Key, Layer, Layers
from specgen.load.layers import Source, Stack, fold, idle_removals, parts, said, twice
from specgen.load.typing import MAX_FINDINGS, check_alone, check_header, check_part, typed
from specgen.merging import Data, is_removal
from specgen.paths import Path, at
from specgen.spec.environment import Environment
from specgen.spec.job import SparkProfile
from specgen.spec.project import Project
from specgen.spec.shapes import has_keyed_lists, shape_of

_NOT_INHERITED = frozenset(("name", "extends", "abstract"))


class World:
    """Everything that one environment's specs say, merged when asked for."""

    def __init__(self, project: Project, layers: Layers, name: str) -> None:
        self.project = project
        self.name = name
        order, self.findings = layers.order(name)
        for layer in order:
            self.findings += layer.findings
        self.objects = _stacked(order, self.findings)
        self.environment = self._environment(order)
        low = (layer.objects.get(("Environment", "")) for layer in order[:-1])
        self._lower = tuple(source for source in low if source is not None)
        self._prefixes: dict[tuple[object, ...], Stack] = {}
        self._overrides: dict[str, Data] = {}
        self._check_documents()

    # --- the environment -------------------------------------------------------------------------

    def _environment(self, order: list[Layer]) -> Environment | None:
        sources = self.objects.get(("Environment", ""), ())
        top = order[-1].objects.get(("Environment", "")) if order else None
        if top is None:
            if order and order[-1].readable:
                self._no_environment(order[-1])
            return None
        owner = Owner("Environment", self.name)
        if top.data["name"] != order[-1].name:
            self._error(
                "wrong-value", owner, top.spot(("name",)),
                f"the Environment in folder `{order[-1].name}` is called `{top.data['name']}`",
                f"write name: {order[-1].name}",
            )  # fmt: skip
        if top.data.get("abstract") is True:
            self._error(
                "abstract-environment", owner, top.spot(("abstract",)),
                f"`{self.name}` is a layer, never rendered itself",
                "name an environment that extends it",
            )  # fmt: skip
            return None
        return typed(Environment, Stack(sources, shape_of("Environment")), owner, self.findings)

    def _no_environment(self, layer: Layer) -> None:
        self._error(
            "missing-field", None, Spot(layer.folder),
            f"layer `{layer.name}` has no Environment document",
            f"write one there: kind: Environment and name: {layer.name}",
        )  # fmt: skip

    def _error(self, rule: str, owner: Owner | None, spot: Spot, what: str, mend: str) -> None:
        self.findings.append(
            Finding(rule, "spec", Severity.ERROR, what, spot, help=mend, owner=owner)
        )

    # --- checks of documents by themselves -------------------------------------------------------

    def _check_documents(self) -> None:
        """Every document below another, and every part, by itself: types and unknown keys."""
        for (kind, name), sources in self.objects.items():
            owner = Owner(kind, name or self.name)
            alone = sources if kind == "SparkProfile" else sources[:-1]
            if kind == "Environment":
                alone = self._lower  # with what is not inherited
                self._check_digests(Stack(sources, shape_of(kind)), owner)
            for source in alone:
                check_alone(source, kind, owner, self.findings)
                if kind == "SparkProfile":
                    check_header(source, SparkProfile, owner, self.findings)
                    check_part(source, "a profile", shape_of("SparkJob"), owner, self.findings)
            self._check_defaults(kind, owner, sources)
            self._check_per_cluster(kind, owner, sources)
            if has_keyed_lists(kind):
                self._check_items(kind, owner, sources)

    def _check_digests(self, stack: Stack, owner: Owner) -> None:
        """No image's tag stands above the digest of another tag: the digest alone is pulled."""
        images = stack.data.get("images")
        for name, image in images.items() if isinstance(images, dict) else ():
            if not isinstance(image, dict) or not {"tag", "digest"} <= image.keys():
                continue
            tag, *lower = stack.chain(("images", name, "tag"))
            digest = stack.chain(("images", name, "digest"))[0]
            order = [*map(id, stack.sources)]
            at_digest = order.index(id(digest.source))
            own = [hit.value for hit in lower if order.index(id(hit.source)) <= at_digest]
            if order.index(id(tag.source)) > at_digest and tag.value not in own[:1]:
                self.findings.append(Finding(
                    "stale-digest", "spec", Severity.ERROR,
                    f"image `{name}` gets another tag and keeps its digest, so the old one runs",
                    tag.source.spot(tag.path),
                    related=(Related(digest.source.spot(digest.path), "the digest is set here"),),
                    help="set digest, too (or digest: null)", owner=owner,
                ))  # fmt: skip

    def _check_defaults(self, kind: str, owner: Owner, sources: tuple[Source, ...]) -> None:
        if kind not in ("Environment", "Cluster", "Team"):
            return
        for source in sources:
            for part_kind in ("Cluster", "Team", "SparkJob"):
                part = source.part(("defaults", part_kind))
                if part is None:
                    continue
                check_alone(part, part_kind, owner, self.findings)
                check_part(part, _HOME[kind], shape_of(part_kind), owner, self.findings)

    def _check_per_cluster(self, kind: str, owner: Owner, sources: tuple[Source, ...]) -> None:
        if kind not in ("Team", "SparkJob"):
            return
        for source in sources:
            given = source.data.get("perCluster")
            for cluster in given if isinstance(given, dict) else ():
                part = source.part(("perCluster", cluster))
                if part is not None:
                    check_alone(part, kind, owner, self.findings)
                    check_part(part, "perCluster", shape_of(kind), owner, self.findings)

    def _twice(self, owner: Owner, source: Source, second: Path, first: Path) -> None:
        key, name = second[-1], at(source.data, second)
        self.findings.append(Finding(
            "duplicate-item", "spec", Severity.ERROR,
            f"{key} `{name}` stands twice in `{second[-3]}`",
            source.spot(second), related=(Related(source.spot(first), "first here"),),
            help="join the two, or rename one", owner=owner,
        ))  # fmt: skip

    def _check_items(self, kind: str, owner: Owner, sources: tuple[Source, ...]) -> None:
        """Items of keyed lists: none twice in a document, none removed that is not there."""
        shape = shape_of(kind)
        low: Data = {}
        for number, source in enumerate(sources):
            for path, first in islice(twice(source.data, shape), MAX_FINDINGS):
                self._twice(owner, source, path, first)
            if "remove" in source.file.text:
                for path in islice(idle_removals(source.data, low, shape), MAX_FINDINGS):
                    self._error(
                        "idle-removal", owner, source.spot(path),
                        "this removes what no lower layer has", "remove the line, or mend the name",
                    )  # fmt: skip
            if number + 1 < len(sources):
                low = fold((source,), shape, low)

    # --- stacks ----------------------------------------------------------------------------------

    @cached_property
    def by_kind(self) -> dict[str, list[str]]:
        """Names of the objects of each kind, sorted."""
        out: dict[str, list[str]] = {}
        for kind, name in sorted(self.objects):
            out.setdefault(kind, []).append(name)
        return out

    def names(self, kind: str) -> list[str]:
        """Names of all objects of a kind, sorted."""
        return self.by_kind.get(kind, [])

    def documents(self, kind: str, name: str) -> tuple[Source, ...]:
        """The documents of an object, lowest layer first."""
        return self.objects.get((kind, name), ())

    def cluster_stack(self, name: str) -> Stack:
        """A cluster: the Environment's defaults below its own documents."""
        sources = (*self._defaults("Environment", "", "Cluster"), *self.documents("Cluster", name))
        return Stack(sources, shape_of("Cluster"))

    def team_sources(self, name: str, cluster: str) -> tuple[Source, ...]:
        """A team on a cluster: defaults, its own documents, its perCluster."""
        own = self.documents("Team", name)
        return (
            *self._defaults("Environment", "", "Team"),
            *(self._defaults("Cluster", cluster, "Team") if cluster else ()),
            *own,
            *(parts(own, ("perCluster", cluster)) if cluster else ()),
        )

    def team_stack(self, name: str, cluster: str) -> Stack:
        """A team on a cluster, merged."""
        return Stack(self.team_sources(name, cluster), shape_of("Team"))

    def job_prefix(self, team: str, cluster: str, profiles: tuple[str, ...]) -> Stack:
        """What lies below a job's own documents; folded once for all jobs that have it."""
        key = (team, cluster, profiles)
        if key not in self._prefixes:
            sources = (
                *self._defaults("Environment", "", "SparkJob"),
                *(self._defaults("Cluster", cluster, "SparkJob") if cluster else ()),
                *self._defaults("Team", team, "SparkJob"),
                *(part for name in profiles for part in self._profile(name)),
            )
            self._prefixes[key] = Stack(sources, shape_of("SparkJob"))
        return self._prefixes[key]

    def job_stack(self, name: str, cluster: str) -> Stack:
        """A job on a cluster, merged."""
        own = self.documents("SparkJob", name)
        below = self.job_prefix(self.job_team(name), cluster, self.job_profiles(name))
        above = (*own, *(parts(own, ("perCluster", cluster)) if cluster else ()))
        return Stack((*below.sources, *above), below.shape, fold(above, below.shape, below.data))

    def job_team(self, name: str) -> str:
        """The team that a job's documents name; empty if none."""
        team = said(self.documents("SparkJob", name), "team")
        return team if isinstance(team, str) else ""

    def job_profiles(self, name: str) -> tuple[str, ...]:
        """The profiles that a job's documents name."""
        listed = said(self.documents("SparkJob", name), "profiles")
        return tuple(x for x in listed if isinstance(x, str)) if isinstance(listed, list) else ()

    def _profile(self, name: str) -> Iterator[Source]:
        for source in self.documents("SparkProfile", name):
            data = {k: v for k, v in source.data.items() if k not in ("kind", "name")}
            yield Source(source.file, source.index, data, source.layer)

    def _defaults(self, kind: str, name: str, part: str) -> tuple[Source, ...]:
        return parts(self.documents(kind, name), ("defaults", part))

    def cluster_overrides(self, name: str) -> Data:
        """What a cluster's `overrides` come to; empty if it has none."""
        if name not in self._overrides:
            given = self.cluster_stack(name).data.get("overrides") if name else None
            self._overrides[name] = given if isinstance(given, dict) else {}
        return self._overrides[name]

    # --- places ----------------------------------------------------------------------------------

    def stack_of(self, owner: Owner) -> Stack:
        """The stack of an object, for whoever asks where a value was set."""
        if owner.kind == "SparkJob":
            return self.job_stack(owner.name, owner.cluster)
        if owner.kind == "Team":
            return self.team_stack(owner.name, owner.cluster)
        if owner.kind == "Cluster":
            return self.cluster_stack(owner.name)
        name = "" if owner.kind == "Environment" else owner.name
        return Stack(self.documents(owner.kind, name), shape_of(owner.kind))

    def spot(self, place: Place) -> Spot:
        """The line of a place."""
        return self.stack_of(place.owner).place(place.path, key=place.on_key)

    def related(self, place: Place, label: str) -> Related:
        """A second place of a finding."""
        return Related(self.spot(place), label)


_HOME = {
    "Environment": "an environment's defaults",
    "Cluster": "a cluster's defaults",
    "Team": "a team's defaults",
}


def _stacked(order: list[Layer], findings: list[Finding]) -> dict[Key, tuple[Source, ...]]:
    """Documents of each object, lowest layer first; an object removed on the way starts afresh."""
    out: dict[Key, tuple[Source, ...]] = {}
    for layer in order:
        for key, source in layer.objects.items():
            if key[0] != "Environment" and is_removal(source.data, "kind", "name"):
                _remove(out, key, source, findings)
            else:
                out[key] = (*out.get(key, ()), source)
    environment = out.get(("Environment", ""))
    if environment:
        low = tuple(_inherited(source) for source in environment[:-1])
        out["Environment", ""] = (*low, environment[-1])
    return out


def _remove(
    out: dict[Key, tuple[Source, ...]], key: Key, source: Source, findings: list[Finding]
) -> None:
    if out.pop(key, None) is None:
        findings.append(Finding(
            "idle-removal", "spec", Severity.ERROR,
            f"{key[0]} `{key[1]}` is removed, but no lower layer has it", source.spot(("name",)),
            help="remove the document, or mend the name",
        ))  # fmt: skip


def _inherited(source: Source) -> Source:
    """A lower layer's Environment without what is its own."""
    data = {k: v for k, v in source.data.items() if k not in _NOT_INHERITED}
    return Source(source.file, source.index, data, source.layer)
