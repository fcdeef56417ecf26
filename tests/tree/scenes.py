"""Changes of a tree that runs are shot at: what is there, and what is to be."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from specgen.tree.filenames import RECORD, SPARE
from specgen.tree.tree import Content
from tests.tree.disk import contents, put, record_of, render

Files = dict[str, Content]


class Scene(NamedTuple):
    """A change, from what an earlier run left to the goal."""

    start: Files
    goal: Files
    cut: Files | None = None
    """The goal of one more run, which was cut short on its way there."""

    @property
    def states(self) -> list[Files]:
        """Whole trees, any file of which may be met."""
        return [self.start, self.goal, *([] if self.cut is None else [self.cut])]

    def prepare(self, base: Path) -> None:
        """Make the tree as it is before the shot."""
        if self.start:
            render(base, self.start)
        if self.cut is not None:
            _cut_short(base, self.start, self.cut)


def _cut_short(base: Path, start: Files, cut: Files) -> None:
    """All removed that goes, half of the rest written, and some of it still staged."""
    render(base, {path: content for path, content in start.items() if path in cut})
    claims = b"# unfinished\n" + record_of(start, cut)
    half = dict([*cut.items()][::2])
    put(base, {**half, RECORD: claims, f"{SPARE}/0": "ha", f"{SPARE}/1": "x"})


def jobs(teams: str, numbers: Iterable[int], text: str) -> Files:
    """Files as jobs have them: a folder for each team."""
    return contents({f"c/{team}/job-{n}.yaml": text for team in teams for n in numbers})


_LONG = {"c/a/long.yaml": Content(b"0123456789abcdef" * 8192)}
_FEW = {**jobs("ab", (1, 2), "old\n"), **contents({"same": "s", "c/same": "s"})}
_OLD = {
    **_FEW,
    "bin/run": Content(b"#!/bin/sh\n", executable=True),
    **contents({"swap": "a file\n", "dir/x": "1", "dir/deep/er/y": "2", "mode": "m"}),
}
_NEW = {
    **jobs("ac", (2, 3), "new\n"),
    **_LONG,
    **contents({"same": "s", "c/same": "s", "swap/x": "in a folder\n", "swap/y/z": "1"}),
    **contents({"dir": "a file now\n", "bin/run": "#!/bin/sh\n"}),
    "mode": Content(b"m", executable=True),
}

SCENES = {
    "create": Scene({}, _NEW),
    "change": Scene(_OLD, _NEW),
    "remove most": Scene({**jobs("abc", range(1, 5), "old\n"), **_FEW}, _FEW),
    "remove all": Scene(_OLD, {}),
    "resume": Scene(_OLD, {**_FEW, **_LONG, "dir/x": Content(b"3")}, cut=_NEW),
}
"""By name. A file becomes a folder, a folder a file, and executable bits come and go."""
