"""The file and the line that `specgen explain` is pointed at; the run ends where they are none."""

import os
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from specgen.cli.session import Session


def unclear(message: str) -> typer.BadParameter:
    """The usage error that nothing is named that could be explained."""
    return typer.BadParameter(message, param_hint="WHAT")


def in_tree(session: "Session", file: str) -> tuple[str, str]:
    """The environment and the path in its tree of a file, named from here or from the root."""
    rendered, specs = session.project.rendered, session.project.environments
    named = [os.path.abspath(file), os.path.join(session.root, file)]
    below = [_below(session.root, one) for one in named if os.path.lexists(one)]
    below.append(_below(session.root, named[-1]))
    whole = next((one for one in below if f"{one}/".startswith(f"{rendered}/")), below[0])
    environment, _, inside = whole.removeprefix(f"{rendered}/").partition("/")
    if whole.startswith(f"{rendered}/") and inside and not _is_folder(session, whole):
        return session.chosen([environment])[0], inside
    if whole.startswith(f"{specs}/"):
        raise unclear(
            f"{file} is a spec; name a rendered file, or a field: SparkJob.executor.memory"
        )
    if _is_folder(session, whole) and f"{whole}/".startswith(f"{rendered}/"):
        raise unclear(f"{file} is a folder; name a file in it, and a line: {file}/…:12")
    raise unclear(f"{file} is not below {rendered}/ENV, where rendered files are")


def _is_folder(session: "Session", whole: str) -> bool:
    path = os.path.join(session.root, whole)
    return os.path.isdir(path) and not os.path.islink(path)


def _below(root: str, path: str) -> str:
    """A path from the root; links on the way are what they lead to."""
    folder, name = os.path.split(path)
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), root)


def read(session: "Session", environment: str, inside: str, file: str) -> str:
    """The text of a file of a tree as it stands there."""
    from specgen.cli.trees import reading
    from specgen.tree.filenames import RECORD
    from specgen.tree.tree import Tree

    if inside == RECORD:
        raise unclear(
            f"{file} is the record of what specgen wrote: of each file its SHA-256 and name"
        )
    root = f"{session.project.rendered}/{environment}"
    with reading(session.console), Tree(session.root, root, write=False) as tree:
        content = tree.read(inside)
    if content is None:
        raise unclear(f"no such file: {file}; specgen render {environment} writes what is missing")
    return content.data.decode(errors="backslashreplace")


def check_line(file: str, text: str, line: int) -> None:
    """End the run if a text has no such line, counted from 1."""
    count = text.removesuffix("\n").count("\n") + 1
    if not 1 <= line <= count:
        raise unclear(f"{file} has {count} lines, and {line} is none of them")
