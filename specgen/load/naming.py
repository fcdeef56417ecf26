"""Names that specs give to one another: that they lead somewhere, and what to write if not."""

from collections.abc import Iterable

from specgen.finding import Finding, Owner, Related, Severity, Spot
from specgen.load.layers import Stack
from specgen.load.world import World
from specgen.names import nearest
from specgen.units.unit import shown

_LISTED = 8
"""Names that a finding lists."""
_HOW_TO_ADD = {
    "cluster": "write a Cluster",
    "image": "add it to the Environment's images",
    "profile": "write a SparkProfile",
    "team": "write a Team",
}


class Naming:
    """Looks names up and tells of those that lead nowhere."""

    def __init__(self, world: World, sites: Iterable[str], findings: list[Finding]) -> None:
        self.world = world
        self.sites = tuple(sites)
        """Names of the clusters that are sound."""
        self.findings = findings

    def known_clusters(self, listed: object, stack: Stack, owner: Owner, field: str) -> list[str]:
        """The clusters of a list that exist; all, if there is no list."""
        if not isinstance(listed, list):
            return list(self.sites)
        declared = self.world.names("Cluster")
        seen: dict[str, None] = {}
        for index, name in enumerate(listed):
            if not isinstance(name, str):
                continue  # told when the whole is typed
            if name not in declared:
                self.unknown("cluster", name, declared, stack.place((field, index)), owner)
            elif name in seen:
                self.add(
                    "duplicate-item", f"cluster `{name}` stands twice in `{field}`",
                    stack.place((field, index)), owner, "remove one of the two",
                )  # fmt: skip
            seen[name] = None
        return [name for name in seen if name in self.sites]

    def check_per_cluster(self, stack: Stack, owner: Owner, listed: object, whose: str) -> None:
        """That `perCluster` names clusters that count; else what it says is never used.

        Those are the ones that are listed, or all; also one that is itself not sound.
        """
        declared = self.world.names("Cluster")
        clusters = [one for one in declared if one in listed] if isinstance(listed, list) else []
        clusters = clusters or declared
        given = stack.data.get("perCluster")
        for name in given if isinstance(given, dict) else ():
            if name not in clusters and name in declared:
                self.add(
                    "idle-per-cluster",
                    f"perCluster names `{name}`, which is no cluster of {whose}",
                    stack.place(("perCluster", name), key=True), owner,
                    f"remove it, or add `{name}` to clusters",
                )  # fmt: skip
            elif name not in clusters:
                self.unknown(
                    "cluster", name, clusters, stack.place(("perCluster", name), key=True), owner
                )

    def unknown(self, what: str, name: str, known: Iterable[str], spot: Spot, owner: Owner) -> None:
        """Tell of a name that nothing has."""
        names = sorted(known)
        near = nearest(name, names)
        there = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
        mend = f"there is {there}" if names else _HOW_TO_ADD[what]
        if near:
            mend = f"did you mean `{near}`?"
        related = self._where_declared(what, near)
        self.findings.append(Finding(
            "unknown-name", "spec", Severity.ERROR, f"there is no {what} `{shown(name)}`",
            spot, related=related, help=mend, owner=owner,
        ))  # fmt: skip

    def _where_declared(self, what: str, name: str | None) -> tuple[Related, ...]:
        kind = {"team": "Team", "cluster": "Cluster", "profile": "SparkProfile"}.get(what)
        sources = self.world.documents(kind, name) if kind and name else ()
        return (Related(sources[-1].spot(("name",)), f"this {what} exists"),) if sources else ()

    def add(self, rule: str, what: str, spot: Spot, owner: Owner, mend: str) -> None:
        """Tell of an error."""
        self.findings.append(
            Finding(rule, "spec", Severity.ERROR, what, spot, help=mend, owner=owner)
        )
