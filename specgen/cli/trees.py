"""Trees on disk for `specgen render`: compared, written, dropped, and told of."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from specgen.cli import exits
from specgen.cli.console import Console
from specgen.pipeline.outcome import Outcome
from specgen.pipeline.run import lists
from specgen.report.changes import Size, stale, summary, written
from specgen.report.clean import clean
from specgen.tree.encode import executable
from specgen.tree.filenames import FileNameError
from specgen.tree.tree import Content, Tree, TreeError
from specgen.tree.write import apply, plan


@contextmanager
def reading(console: Console) -> Iterator[None]:
    """Ends the run with the cause where a tree cannot be read or written."""
    try:
        yield
    except (TreeError, FileNameError) as error:
        console.say(f"error: {clean(str(error))}")
        raise typer.Exit(exits.UNUSABLE) from None


def _contents(outcome: Outcome) -> dict[str, Content]:
    return {path: Content(data, executable(path)) for path, data in outcome.files.items()}


def write(console: Console, base: str, name: str, outcome: Outcome, only: list[str] | None) -> None:
    """Bring the tree `name` below `base` to the outcome's files, or to those of `only`."""
    files = _contents(outcome)
    with Tree(base, name, write=True) as tree:
        if only is not None:
            ours = tree.listing().files & tree.record().owned.keys()
            listed = _lists_of(only, lists(outcome.name, ours.union(only)))
            files |= listed
            only = [*only, *listed]
        planned = plan(tree, files, only)
        apply(tree, planned, files)
    if console.quiet:
        return
    style = console.style(sys.stdout)
    size = Size(len(files), len(outcome.clusters), time.monotonic() - console.started)
    for line in summary(outcome.name, planned, size, style):
        console.out(line)
    for line in written(name, planned, style):
        console.out(line)


def _lists_of(only: list[str], all_: dict[str, bytes]) -> dict[str, Content]:
    """The lists of the folders of `only`, of what is there then: others are left as they are."""
    folders = {file.rpartition("/")[0] for file in only}
    return {
        file: Content(data) for file, data in all_.items() if file.rpartition("/")[0] in folders
    }


def check(console: Console, base: str, name: str, outcome: Outcome) -> bool:
    """Whether the tree is exactly what the specs render to; tells what is not."""
    files = _contents(outcome)
    with Tree(base, name, write=False) as tree:
        planned = plan(tree, files)
        there = {path: tree.read(path) for path in planned.changed}
    if planned.clean:
        console.note(f"{clean(name)} is current: {planned.same} files")
        return True
    old = {path: content.data if content else b"" for path, content in there.items()}
    console.out(f"stale: {clean(name)} is not what its specs render to")
    for line in stale(name, planned, old, outcome.files):
        console.out(line)
    return False


def is_whole(base: str, name: str, outcome: Outcome) -> bool:
    """Whether the tree is exactly what the specs render to, every byte compared."""
    with Tree(base, name, write=False) as tree:
        return plan(tree, _contents(outcome)).clean


def drop(console: Console, base: str, name: str) -> None:
    """Remove what we own of a tree whose environment is gone."""
    with Tree(base, name, write=True) as tree:
        planned = plan(tree, {})
        apply(tree, planned, {})
    console.note(f"{clean(name)}   removed: its environment is gone ({len(planned.remove)} files)")
