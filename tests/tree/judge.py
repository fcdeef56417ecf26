"""What must hold of a tree after a run that was shot at, or beside which others were."""

import re
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from specgen.tree.filenames import RECORD, SPARE
from specgen.tree.tree import Content
from tests.tree.disk import ROOT, check, finished, record_of, render
from tests.tree.scenes import Files, Scene
from tests.tree.shots import BUG, DONE, HUNG, INTERRUPTED, REFUSED, STALE, TERMINATED, Shot

FAULTS = {
    "torn": "a file is neither wholly old nor wholly new",
    "lost": "a file is missing that both the old and the new tree have",
    "lie": "success is told, or recorded, of a tree that is not whole",
    "unseen": "--check takes the tree for another than it is",
    "left": "something is left over after the next good run",
    "unmended": "the next good run does not mend the tree",
    "bug": "the run ended with a traceback, or not at all",
    "unnamed": "the message does not name a path and the cause",
    "impolite": "an interrupted run left the tree neither as it was nor finished",
    "outside": "something beside the tree was changed",
}
"""What may be found against a run."""

Accused = Iterator[tuple[str, str]]
"""Faults, each with what shows it."""

Seen = dict[str, Content | None]
"""Whatever stands below a folder; None is a folder."""

_UNFINISHED = "# unfinished\n"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")


class Verdict(NamedTuple):
    """What a run left."""

    state: str
    """`old`, `new`, or `mixed`: neither, which is no fault if it is seen."""
    faults: tuple[tuple[str, str], ...]

    def and_(self, more: Accused) -> "Verdict":
        """With what else is held against it."""
        return Verdict(self.state, (*self.faults, *more))


class Judged(NamedTuple):
    """A shot, and what it came to."""

    hit: bool
    verdict: Verdict


def seen(base: Path) -> Seen:
    """All below it; a tree of nothing but its own empty folder is none."""
    found = {path.relative_to(base).as_posix(): _read(path) for path in base.rglob("*")}
    return {path: content for path, content in found.items() if not ROOT.startswith(path)}


def _read(path: Path) -> Content | None:
    executable = bool(path.lstat().st_mode & 0o100)
    return Content(path.read_bytes(), executable) if path.is_file() else None


def judged(base: Path, scene: Scene, before: Seen, shot: Shot, cause: str = "") -> Verdict:
    """The verdict on what is there now, and on how the run ended; `cause` is what it met."""
    now = seen(base)
    state = "new" if finished(base, scene.goal) else "old" if now == before else "mixed"
    faults = [
        *_of_the_end(shot, state),
        *_of_the_words(base, shot, cause),
        *of_the_tree(base, scene.states),
        *of_the_next_run(base, [scene.start, scene.goal]),
    ]
    if _beside(now) != _beside(before):
        faults.append(("outside", ""))
    return Verdict(state, tuple(faults))


def judged_check(base: Path, scene: Scene, before: Seen, shot: Shot, cause: str = "") -> Verdict:
    """The verdict on a run of `--check`."""
    faults = [*_of_the_words(base, shot, cause)]
    if shot.status == (STALE if finished(base, scene.goal) else DONE):
        faults.append(("lie", f"exit status {shot.status}"))
    if seen(base) != before:
        faults.append(("outside", "a check wrote"))
    return Verdict("old", tuple(faults))


def _beside(found: Seen) -> Seen:
    return {path: content for path, content in found.items() if not path.startswith(ROOT)}


def _of_the_end(shot: Shot, state: str) -> Accused:
    if shot.status == DONE and state != "new":
        yield "lie", "exit status 0"
    if shot.status in (INTERRUPTED, TERMINATED) and state == "mixed":
        yield "impolite", f"exit status {shot.status}"


def _of_the_words(base: Path, shot: Shot, cause: str) -> Accused:
    if shot.status in (BUG, HUNG, -signal.SIGSEGV):
        yield "bug", shot.said.strip().rpartition("\n")[2] or f"signal {-shot.status}"
    if shot.status == REFUSED:
        where, _, why = shot.said.rpartition(": ")
        if not where.startswith((ROOT, ROOT.partition("/")[0], str(base))) or cause not in why:
            yield "unnamed", shot.said


def of_the_tree(base: Path, states: Sequence[Files]) -> Accused:
    """Files, record and `--check`, if no run is at work; `states` are the trees that may be."""
    files = files_of(base)
    yield from _of_the_files(files, states)
    yield from _of_the_record(base, files, states)
    yield from _of_the_check(base, states)


def files_of(base: Path) -> Files:
    """The rendered files that are there."""
    staged = f"{SPARE}/"
    below = {p.removeprefix(f"{ROOT}/"): f for p, f in seen(base).items() if p.startswith(ROOT)}
    return {
        path: content
        for path, content in below.items()
        if content is not None and path != RECORD and not path.startswith(staged)
    }


def _of_the_files(found: Files, states: Sequence[Files]) -> Accused:
    """Each file is one of those it may be, and those of every state are there."""
    for path, content in found.items():
        if content not in [files.get(path) for files in states]:
            yield "torn", path
    for path in set.intersection(*[{*files} for files in states]) - found.keys():
        yield "lost", path


def _of_the_record(base: Path, found: Files, states: Sequence[Files]) -> Accused:
    """The record is whole, claims each file that is there, and is finished if the tree is."""
    path = base / ROOT / RECORD
    text = path.read_text() if path.exists() else ""
    head = _UNFINISHED if text.startswith(_UNFINISHED) else ""
    lines = {f"{known}  {name}\n" for known, name in _LINE.findall(text)}
    if text != head + "".join(sorted(lines, key=lambda line: (line[64:], line))):
        yield "torn", RECORD
    for name, content in found.items():
        if record_of({name: content}).decode() not in lines:
            yield "lie", f"{name} is not in the record"
    if text and any(text == record_of(files).decode() and found != files for files in states):
        yield "lie", "the record says that the tree is whole"


def _of_the_check(base: Path, states: Sequence[Files]) -> Accused:
    """`--check` says of each state whether it is the one."""
    nothing = not any(path.startswith(ROOT) for path in seen(base))
    for number, files in enumerate(states):
        stands = finished(base, files) or (nothing and not files)
        if check(base, files).clean != stands:
            yield "unseen", f"state {number}"


def of_the_next_run(base: Path, goals: Sequence[Files]) -> Accused:
    """A good run brings the tree to each goal, and leaves nothing."""
    for number, files in enumerate(goals):
        with tempfile.TemporaryDirectory() as copy:
            if (base / ROOT).exists():
                shutil.copytree(base / ROOT, Path(copy) / ROOT)
            yield from _of_a_good_run(Path(copy), files, f"to state {number}")


def _of_a_good_run(base: Path, files: Files, what: str) -> Accused:
    try:
        render(base, files)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is held against the run
        yield "unmended", f"{what}: {error}"
        return
    if files_of(base) != files:
        yield "unmended", what
    elif not finished(base, files):
        yield "left", what
