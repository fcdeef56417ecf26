"""`specgen explain`: where a rendered value comes from, what a field is, why a rule exists."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from specgen.cli import exits

if TYPE_CHECKING:
    from specgen.cli.console import Console
    from specgen.cli.session import Session
    from specgen.load.world import World
    from specgen.paths import Path
    from specgen.pipeline.documents import Made
    from specgen.report.style import Style

EPILOG = """\b
Example:
  specgen explain rendered/prod/use1-a/jobs/reviews/word-count.yaml:41
  specgen explain prod/word-count:spec.template.executor.memory
  specgen explain prod/use1-a/NodePool/drivers:spec.limits.cpu
  specgen explain SparkJob.executor.memory     a field of the specs
  specgen explain driver-on-spot               a rule
"""

_LINE = re.compile(r"(?P<file>.+?):(?P<line>[0-9]{1,9})(?::[0-9]*)?")
_OBJECT = re.compile(r"(?P<env>[^/:]+)/(?P<words>[^:]+):(?P<path>.*)", re.DOTALL)
_WAYS = "FILE:LINE of a rendered file, ENV/NAME:PATH of an object, Kind.field, or a rule's id"
_MOST_WORDS = 3
"""Cluster, kind and name of an object."""


def command(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="FILE:LINE of a rendered file; ENV/NAME:PATH of a rendered object, or "
            "ENV/CLUSTER/KIND/NAME:PATH; a field like SparkJob.executor.memory; a rule's id.",
        ),
    ],
) -> None:
    """Say where a rendered value comes from, what a field is, or why a rule exists."""
    console: Console
    console, chdir = context.obj
    style = console.style(sys.stdout)
    lines = _of_language(what, style)
    if lines is None:
        from specgen.cli.session import start
        from specgen.pipeline.located import NothingThereError

        try:
            lines = list(_of_tree(start(console, chdir), what, style))
        except NothingThereError as error:
            _unclear(str(error))
    for line in lines:
        console.out(line)


def _unclear(message: str) -> NoReturn:
    raise typer.BadParameter(message, param_hint="WHAT")


# --- rules and fields, which need no project ------------------------------------------------------


def _of_language(what: str, style: "Style") -> Iterable[str] | None:
    """The explanation of a rule, a finding, a kind or a field; None if it is none of these."""
    from specgen.report import fields
    from specgen.report import rules as report
    from specgen.rules.catalogue import CHECKS
    from specgen.rules.registry import RULES
    from specgen.spec.kinds import KINDS

    rules = {rule.id: rule for rule in RULES}
    if what in rules:
        return report.rule(rules[what], style)
    if what in CHECKS:
        return report.check(what, style)
    if what.partition(".")[0] in KINDS:
        try:
            return list(fields.explained(fields.find(what), style))
        except fields.UnknownFieldError as error:
            _unclear(str(error))
    if ":" not in what and "/" not in what:
        _unclear(f"there is no rule or kind {what!a}{_near(what, [*rules, *CHECKS, *KINDS])}")
    return None


def _near(what: str, known: list[str]) -> str:
    from specgen.names import nearest

    near = nearest(what, known) or nearest(what.partition(".")[0], known)
    return f"; did you mean {near}?" if near else f"; name {_WAYS}"


# --- what is rendered -----------------------------------------------------------------------------


def _of_tree(session: "Session", what: str, style: "Style") -> Iterator[str]:
    """The explanation of a line, or of a place of an object."""
    from specgen.pipeline.located import by_name

    line, named = _LINE.fullmatch(what), _OBJECT.fullmatch(what)
    if line is not None:
        yield from _of_line(session, line["file"], int(line["line"]), style)
    elif named is not None and len(named["words"].split("/")) <= _MOST_WORDS:
        world = _world(session, session.chosen([named["env"]])[0])
        found, path = by_name(world, named["words"].split("/"), named["path"])
        yield from _explained(session, world, found[0], path, style)
        yield from (f"  the same on {other.of.cluster.name}" for other in found[1:])
    elif os.path.lexists(what):
        _unclear(f"name the line, too: {what}:12")
    else:
        _unclear(f"{what!a} is none of {_WAYS}")


def _world(session: "Session", name: str) -> "World":
    """An environment; ends the run if there is nothing that could be rendered."""
    from specgen.load.world import World

    world = World(session.project, session.layers, name)
    if world.environment is None:
        session.console.say(f"error: {name} cannot be rendered; specgen validate {name} says why")
        raise typer.Exit(exits.of(world.findings) or exits.UNUSABLE)
    return world


def _explained(
    session: "Session", world: "World", made: "Made", path: "Path", style: "Style"
) -> Iterator[str]:
    from specgen.pipeline.explained import Asker
    from specgen.report.explanation import explained

    return explained(Asker(world, session.opened.source).explain(made, path), style)


def _of_line(session: "Session", file: str, line: int, style: "Style") -> Iterator[str]:
    """A line of a rendered file."""
    from specgen.pipeline.located import by_file, path_at, shows
    from specgen.report import explanation

    environment, inside = _in_tree(session, file)
    there = _read(session, environment, inside, file)
    _check_line(file, there, line)
    world = _world(session, environment)
    if inside.endswith("/kustomization.yaml"):
        yield from _of_list(world, inside, there, line, style)
        return
    made = by_file(world, inside)
    now = made.text(world)
    if now != there:
        shown = f"{session.project.rendered}/{environment}/{inside}"
        yield from explanation.outdated(shown, there, now, environment, style)
    path = path_at(made, now, there, line)
    if path is None:
        yield explanation.no_value(line)
    elif not shows(made, path):
        yield explanation.gone(path)
    else:
        yield from _explained(session, world, made, path, style)


def _of_list(world: "World", inside: str, there: str, line: int, style: "Style") -> Iterator[str]:
    """A line of the list of a synced folder."""
    from specgen.load.yaml import documents
    from specgen.paths import at
    from specgen.pipeline.located import by_file, in_data
    from specgen.report import explanation

    path = in_data(there, line)
    if path is None:
        yield explanation.no_value(line)
    elif path[0] != "resources" or len(path) == 1:
        yield from explanation.of_list(path, style)
    else:
        name = at(documents(there).data[0], path)
        made = by_file(world, f"{inside.rpartition('/')[0]}/{name}")
        yield from explanation.listed(path, made, world, style)


# --- files ----------------------------------------------------------------------------------------


def _in_tree(session: "Session", file: str) -> tuple[str, str]:
    """The environment and the path in its tree of a file, named from here or from the root."""
    rendered, specs = session.project.rendered, session.project.environments
    named = [os.path.abspath(file), os.path.join(session.root, file)]
    below = [_below(session.root, one) for one in named if os.path.lexists(one)]
    below.append(_below(session.root, named[-1]))
    whole = next((one for one in below if one.startswith(f"{rendered}/")), below[0])
    environment, _, inside = whole.removeprefix(f"{rendered}/").partition("/")
    if whole.startswith(f"{rendered}/") and inside:
        return session.chosen([environment])[0], inside
    if whole.startswith(f"{specs}/"):
        _unclear(f"{file} is a spec; name a rendered file, or a field: SparkJob.executor.memory")
    _unclear(f"{file} is not below {rendered}/ENV, where rendered files are")


def _below(root: str, path: str) -> str:
    """A path from the root; links on the way are what they lead to."""
    folder, name = os.path.split(path)
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), root)


def _read(session: "Session", environment: str, inside: str, file: str) -> str:
    """The text of a file of a tree as it stands there."""
    from specgen.cli.trees import reading
    from specgen.tree.filenames import RECORD
    from specgen.tree.tree import Tree

    if inside == RECORD:
        _unclear(f"{file} is the record of what specgen wrote: of each file its SHA-256 and name")
    root = f"{session.project.rendered}/{environment}"
    with reading(session.console), Tree(session.root, root, write=False) as tree:
        content = tree.read(inside)
    if content is None:
        _unclear(f"no such file: {file}; specgen render {environment} writes what is missing")
    return content.data.decode(errors="backslashreplace")


def _check_line(file: str, text: str, line: int) -> None:
    count = text.removesuffix("\n").count("\n") + 1
    if not 1 <= line <= count:
        _unclear(f"{file} has {count} lines, and {line} is none of them")
