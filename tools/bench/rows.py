"""The rows of the table: what is held against what, how much of it, and what was asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tools.bench import floors
from tools.bench.inputs import Project
from tools.bench.measure import Pairs, Run, pairs, peak
from tools.bench.peers import PEERS, Peer, Peers

AGAINST_PEERS = 1000
"""Jobs at most of the rows with peers and floors: kubectl's time grows faster than its input."""

MEGABYTE = 1_000_000


class Row(NamedTuple):
    """A row that has been measured, or that could not be."""

    what: str
    asked: float | None
    """At most; None: nothing was asked, or not at this size."""

    unit: str
    """Of what was measured; empty for a ratio."""

    measured: float | None
    times: tuple[float, float] | None = None
    """Medians in seconds, of a ratio."""

    lack: str = ""
    """What was not found, if that is why it was not measured."""

    @property
    def over(self) -> bool:
        """Whether it is more than was asked."""
        return self.asked is not None and self.measured is not None and self.measured > self.asked


@dataclass
class Bench:
    """A folder for all that is generated, and the machine's peers."""

    folder: Path
    jobs: int
    count: int
    """Pairs of runs for each ratio."""

    peers: Peers
    _projects: dict[int, Project] = field(default_factory=dict)

    def project(self, jobs: int) -> Project:
        """A project of so many jobs; made when it is first asked for."""
        if jobs not in self._projects:
            self._projects[jobs] = Project(self.folder / str(jobs), jobs)
        return self._projects[jobs]

    def rows(self) -> Iterator[Row]:
        """All of them, each as soon as it is measured."""
        few = self.project(min(self.jobs, AGAINST_PEERS))
        for peer, asked in zip(PEERS, _ASKED_OF_PEERS, strict=True):
            yield self._against(peer, few, asked)
        for ratio in RATIOS:
            yield self._ratio(ratio)
            if ratio is _GROWTH:
                yield self._memory()

    def _against(self, peer: Peer, project: Project, asked: float | None) -> Row:
        n = len(project.jobs)
        what = f"{n:,} jobs cold ÷ {peer.what}".format(n=f"{n:,}")
        limit = asked if n == AGAINST_PEERS else None
        if lack := peer.lack(self.peers):
            return Row(what, limit, "", None, lack=lack)
        folder = self.folder / f"peer-{PEERS.index(peer)}"
        folder.mkdir()
        return self._row(what, limit, project.cold(), peer.prepare(self.peers, project, folder))

    def _ratio(self, ratio: "Ratio") -> Row:
        n = ratio.jobs(self.jobs)
        what = ratio.what.format(n=f"{n:,}", tenth=f"{_tenth(n):,}")
        return self._row(what, ratio.asked if n == ratio.at else None, *ratio.sides(self, n))

    def _row(self, what: str, asked: float | None, left: Run, right: Run) -> Row:
        found: Pairs = pairs(left, right, self.count)
        return Row(what, asked, "", found.ratio, (found.left, found.right))

    def _memory(self) -> Row:
        what = f"{self.jobs:,} jobs cold: memory of all processes"
        limit = 600.0 if self.jobs == LARGE else None
        if not Path("/proc/self/smaps_rollup").exists():
            return Row(what, limit, " MB", None, lack="/proc/self/smaps_rollup")
        return Row(what, limit, " MB", peak(self.project(self.jobs).cold()) / MEGABYTE)


# --- specgen against floors, and against itself ---------------------------------------------------

LARGE = 10_000
"""Jobs of the large set."""


class Ratio(NamedTuple):
    """One run of specgen against another process."""

    what: str
    asked: float | None
    at: int
    """The jobs that it was asked for."""

    sides: Callable[[Bench, int], tuple[Run, Run]]

    def jobs(self, most: int) -> int:
        """The jobs to measure it with, where there are to be `most`."""
        return min(most, self.at)


def _tenth(jobs: int) -> int:
    return max(1, jobs // 10)


def _cold_against(floor: Callable[[Project], Run]) -> Callable[[Bench, int], tuple[Run, Run]]:
    def sides(bench: Bench, n: int) -> tuple[Run, Run]:
        return bench.project(n).cold(), floor(bench.project(n))

    return sides


def _against_cold(run: Callable[[Project], Run]) -> Callable[[Bench, int], tuple[Run, Run]]:
    def sides(bench: Bench, n: int) -> tuple[Run, Run]:
        return run(bench.project(n)), bench.project(n).cold()

    return sides


def _against_python(run: Callable[[Project], Run]) -> Callable[[Bench, int], tuple[Run, Run]]:
    def sides(bench: Bench, n: int) -> tuple[Run, Run]:
        return run(bench.project(n)), floors.python(bench.folder)

    return sides


def _growth(bench: Bench, n: int) -> tuple[Run, Run]:
    return bench.project(n).cold(), bench.project(_tenth(n)).cold()


_GROWTH = Ratio("{n} jobs cold ÷ {tenth} cold", 12, LARGE, _growth)

RATIOS = (
    Ratio(
        "{n} jobs cold ÷ libyaml parse and emit of the outputs", 1.3, AGAINST_PEERS,
        _cold_against(floors.libyaml),
    ),
    Ratio(
        "{n} jobs cold ÷ copy of the same files", None, AGAINST_PEERS, _cold_against(floors.copy)
    ),
    _GROWTH,
    Ratio("one job of {n} changed ÷ cold", 0.6, LARGE, _against_cold(Project.one_changed)),
    Ratio("nothing changed of {n} ÷ cold", 0.06, LARGE, _against_cold(Project.unchanged)),
    Ratio("1 job ÷ `python -c pass`", 20, 1, _against_python(Project.cold)),
    Ratio("`--help` ÷ `python -c pass`", 6.5, 1, _against_python(lambda one: one.run("--help"))),
    Ratio(
        "`--version` ÷ `python -c pass`", 6.5, 1, _against_python(lambda one: one.run("--version"))
    ),
)  # fmt: skip

_ASKED_OF_PEERS = (0.25, 0.12, None, None)
