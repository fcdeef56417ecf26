"""`specgen render` where nothing at all has changed: said at once, from a note of the last run."""

import datetime as dt
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from specgen.cli.console import Console
from specgen.load.root import find
from specgen.pipeline.unchanged import LEAST, Folders, Request, Told, keep, recall

if TYPE_CHECKING:
    from specgen.cli.session import Session
    from specgen.pipeline.outcome import Outcome


def asked(chdir: str, names: Iterable[str]) -> Request | None:
    """The request for these environments of the project of a folder, if there is one."""
    root = find(chdir)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return None if root is None else Request(root, tuple(names), today)


def recalled(console: Console, request: Request) -> bool:
    """Whether nothing has changed since the trees were written; then that is told."""
    told = recall(request)
    for one in told or ():
        _tell(console, one)
    return told is not None


def _tell(console: Console, told: Told) -> None:
    from specgen.report.changes import Size, summary
    from specgen.tree.plan import Plan

    if not console.quiet:
        size = Size(told.files, told.clusters, time.monotonic() - console.started)
        for line in summary(told.name, Plan(same=told.files), size, console.style(sys.stdout)):
            console.out(line)


def noted(session: "Session", request: Request, outcomes: "list[Outcome]", since: float) -> None:
    """Note that the trees of the project are whole, if they are large enough for it to matter."""
    from specgen.cli.trees import is_whole

    project = session.project
    if sum(len(one.files) for one in outcomes) < LEAST or any(one.findings for one in outcomes):
        return
    if all(is_whole(session.root, f"{project.rendered}/{one.name}", one) for one in outcomes):
        told = [Told(one.name, len(one.files), len(one.clusters)) for one in outcomes]
        folders = Folders(project.environments, project.rendered)
        keep(request, folders, told, since)
