"""From what a person points at, a line of a rendered file or an object's name, to a place."""

import re
from collections.abc import Iterable
from typing import Any

from specgen.finding import Severity
from specgen.load.world import World
from specgen.load.yaml import Mark, documents, marks
from specgen.names import nearest
from specgen.origins.compare import at_place, lines_of
from specgen.paths import ABSENT, Path, at
from specgen.pipeline.documents import Made, made

DATA = ("yaml", "json")
"""Ends of files that hold data; the lines of others are places themselves."""


class NothingThereError(Exception):
    """What was pointed at is not there, or not one thing; the message is for people."""


# --- lines of files -------------------------------------------------------------------------------


def by_file(world: World, file: str) -> Made:
    """The document that is rendered to a file of the environment's tree."""
    cluster = file.partition("/")[0]
    for one in made(world, cluster):
        if one.document.file == file:
            return one
    broken = any(finding.severity is Severity.ERROR for finding in world.findings)
    removed = f"if specgen wrote it, specgen render {world.name} removes it"
    mend = f"specgen validate {world.name} tells errors" if broken else removed
    raise NothingThereError(f"the specs of {world.name} come to no {file}; {mend}")


def path_at(one: Made, now: str, there: str, line: int) -> Path | None:
    """The place that a line (from 1) of a document's file shows; None for one that shows none.

    `now` is what the document comes to, `there` the file's text, which may be older or edited.
    """
    if one.document.file.rpartition(".")[2] not in DATA:
        body = str(one.document.body)
        index = line - 1 - now.count("\n") + body.count("\n")
        lines = lines_of(body) or [body]
        return (index,) if 0 <= index < len(lines) and not _FRAME.fullmatch(lines[index]) else None
    return in_data(there, line)


_FRAME = re.compile(r"[-:| ]*|\s*```\w*")
"""Lines of Markdown that say nothing by themselves: empty, under a table's head, around a block."""


def in_data(text: str, line: int) -> Path | None:
    """The place of YAML or JSON that a line shows: of what begins there, the innermost."""
    read = documents(text)
    if read.faults or len(read.data) != 1:
        return None
    standing = marks(text)[0]
    starting = [path for path, mark in standing.items() if path and mark.key_line == line]
    around = [path for path, mark in standing.items() if path and _spans(mark, line)]
    path = max(starting or around, key=len, default=None)
    if path is None or starting or lines_of(at(read.data[0], path)) is None:
        return path
    return (*path, line - standing[path].line - 1)  # of a block, which begins below its sign


def _spans(mark: Mark, line: int) -> bool:
    return mark.key_line < line <= mark.end_line


# --- places of objects ----------------------------------------------------------------------------


def by_name(world: World, words: list[str], written: str) -> tuple[list[Made], Path]:
    """A place of an object, which may be on several clusters if it is the same on all.

    `words` are its name and, before that, its cluster and its kind, where it takes them.
    """
    *before, name = words
    clusters = [one for one in before if one in world.names("Cluster")]
    kinds = [one for one in before if one not in clusters]
    every = [one for one in made(world) if _names(one)[0]]
    fitting = [
        one
        for one in every
        if _names(one)[1] == name
        and all(one.of.cluster.name == cluster for cluster in clusters)
        and all(_names(one)[0] == kind for kind in kinds)
    ]
    if not fitting:
        raise NothingThereError(_no_object(world, every, kinds, name))
    if len({(_names(one), _space(one)) for one in fitting}) > 1:
        raise NothingThereError(_several(world, fitting))
    path = resolved(fitting[0].document.body, written)
    if path is None:
        raise NothingThereError(_no_place(fitting[0].document.body, written))
    if len({repr(at(one.document.body, path)) for one in fitting}) > 1:
        raise NothingThereError(_several(world, fitting))
    return fitting, path


def _names(one: Made) -> tuple[str, str]:
    """Kind and name of an object; empty of what is none."""
    body = one.document.body
    metadata = body.get("metadata") if isinstance(body, dict) else None
    return (body["kind"], metadata["name"]) if metadata else ("", "")


def _space(one: Made) -> str:
    return str(one.document.body["metadata"].get("namespace", ""))


def _no_object(world: World, every: Iterable[Made], kinds: list[str], name: str) -> str:
    known = {_names(one) for one in every}
    wanted = next((kind for kind in kinds if kind not in {one for one, _ in known}), None)
    if wanted is not None:
        near = nearest(wanted, {*(kind for kind, _ in known), *world.names("Cluster")})
        what = f"{world.name} has no cluster and renders no kind {wanted!a}"
    else:
        near = nearest(name, {one for kind, one in known if not kinds or kind in kinds})
        what = f"{world.name} renders no {kinds[0] if kinds else 'object'} {name!a}"
    return f"{what}; did you mean {near}?" if near else what


def _several(world: World, fitting: Iterable[Made]) -> str:
    """What to write instead of a name that several objects have."""
    ones = list(fitting)
    kinds = dict.fromkeys(f"{world.name}/{'/'.join(_names(one))}" for one in ones)
    if len(kinds) > 1:
        return f"several kinds have this name; name one: {_few(kinds)}"
    if len({_space(one) for one in ones}) > 1:
        files = dict.fromkeys(one.document.file for one in ones)
        return f"several namespaces have it; give a line of its file: {_few(files)}"
    ways = (f"{world.name}/{one.of.cluster.name}/{'/'.join(_names(one))}" for one in ones)
    return f"it is not the same on all clusters; name one: {_few(dict.fromkeys(ways))}"


def _few(names: Iterable[str]) -> str:
    first, rest = [*names][:_LISTED], [*names][_LISTED:]
    return f"{', '.join(first)}{', …' if rest else ''}"


_LISTED = 6


def _no_place(body: Any, written: str) -> str:
    """How far a written path leads, and what is there."""
    end = len(written)
    while end and resolved(body, written[:end]) is None:
        end = max(written.rfind(".", 0, end), written.rfind("[", 0, end), 0)
    node = at(body, resolved(body, written[:end]) or ())
    rest = written[end:].strip(".[]").partition(".")[0]
    known = [str(key) for key in node] if isinstance(node, dict) else []
    near = nearest(rest, known)
    mend = f"did you mean {near}?" if near else f"there is {', '.join(known) or 'nothing below'}"
    return f"{written[:end] or 'the object'} has no {rest!a}; {mend}"


def resolved(body: Any, written: str) -> Path | None:
    """A path as a person writes it; None if nothing is there.

    Keys may hold dots: `spec.sparkConf.spark.sql.shuffle.partitions` and
    `spec.sparkConf["spark.sql.shuffle.partitions"]` are one place.
    """
    if not written:
        return ()
    steps: list[tuple[str | int, str]] = []
    if isinstance(body, dict):
        steps = [(key, form) for key in body for form in (f'["{key}"]', f".{key}", str(key))]
    elif isinstance(body, list):
        steps = [(index, f"[{index}]") for index in range(len(body))]
    for step, form in sorted(steps, key=lambda one: -len(one[1])):
        rest = written.removeprefix(form)
        below = None if rest == written else resolved(at(body, (step,)), rest)
        if below is not None and (not rest or rest[0] in ".["):
            return (step, *below)
    return None


def shows(one: Made, path: Path) -> bool:
    """Whether the document has something at a place now."""
    return at_place(one.document.body, path) is not ABSENT
