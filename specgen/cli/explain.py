"""`specgen explain`: where a rendered value comes from, what a field is, why a rule exists."""

import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from specgen.cli import exits
from specgen.cli.options import one_of
from specgen.cli.pointed import check_line, in_tree, read, unclear

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


class Answer(NamedTuple):
    """What there is to say."""

    lines: Iterable[str]
    """For people."""
    data: dict[str, Any]
    """For programs."""


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
    format_: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help="text or json.")
    ] = "text",
) -> None:
    """Say where a rendered value comes from, what a field is, or why a rule exists."""
    console: Console
    console, chdir = context.obj
    one_of(format_, ("text", "json"), "--format")
    style = console.style(sys.stdout)
    answer = _of_language(what, style)
    if answer is None:
        from specgen.cli.session import start
        from specgen.pipeline.located import NothingThereError

        try:
            answer = _of_tree(start(console, chdir), what, style)
        except NothingThereError as error:
            raise unclear(str(error)) from None
    _told(console, what, answer, format_)


def _told(console: "Console", what: str, answer: Answer, format_: str) -> None:
    from specgen.report.as_json import report
    from specgen.report.clean import clean

    if format_ == "json":
        console.raw(report("explain", (), what=clean(what), answer=answer.data))
    else:
        for line in answer.lines:
            console.out(line)


# --- rules and fields, which need no project ------------------------------------------------------


def _of_language(what: str, style: "Style") -> Answer | None:
    """A rule, a finding, a kind or a field; None if it names something rendered."""
    if ":" in what or "/" in what:
        return None
    from specgen.report import fields
    from specgen.report import rules as report
    from specgen.rules.catalogue import CHECKS
    from specgen.rules.registry import RULES
    from specgen.spec.kinds import KINDS

    rules = {rule.id: rule for rule in RULES}
    if what in rules:
        return Answer(report.rule(rules[what], style), report.rule_data(rules[what]))
    if what in CHECKS:
        return Answer(report.check(what, style), report.check_data(what))
    if what.partition(".")[0] not in KINDS:
        raise unclear(f"there is no rule or kind {what!a}{_near(what, [*rules, *CHECKS, *KINDS])}")
    try:
        field = fields.find(what)
    except fields.UnknownFieldError as error:
        raise unclear(str(error)) from None
    return Answer(fields.explained(field, style), fields.data(field))


def _near(what: str, known: list[str]) -> str:
    from specgen.names import nearest

    near = nearest(what, known) or nearest(what.partition(".")[0], known)
    return f"; did you mean {near}?" if near else f"; name {_WAYS}"


# --- what is rendered -----------------------------------------------------------------------------


def _of_tree(session: "Session", what: str, style: "Style") -> Answer:
    """A line, or a place of an object."""
    line, named = _LINE.fullmatch(what), _OBJECT.fullmatch(what)
    if line is not None:
        return _of_line(session, line["file"], int(line["line"]), style)
    if named is not None and len(named["words"].split("/")) <= _MOST_WORDS:
        return _of_object(session, named, style)
    raise unclear(_half(session, what))


def _half(session: "Session", what: str) -> str:
    """What is missing where a part of a question is right."""
    before, colon, _ = what.rpartition(":")
    for one in (what, before or what):
        if os.path.lexists(one) or os.path.lexists(os.path.join(session.root, one)):
            in_tree(session, one)
            return f"name a line of the file by its number: {one}:12"
    if not colon and what.partition("/")[0] in session.names():
        return f"name a place of the object, too: {what}:spec"
    if before and "/" not in before:
        return f"name the environment of the object, too: ENV/{what}"
    return f"{what!a} is none of {_WAYS}"


def _of_object(session: "Session", named: re.Match[str], style: "Style") -> Answer:
    """A place of an object, on the first of the clusters that have it."""
    from specgen.pipeline.located import by_name

    world = _world(session, session.chosen([named["env"]])[0])
    found, place = by_name(world, named["words"].split("/"), named["path"])
    lines, data = _explained(session, world, found[0], place, style)
    others = [one.of.cluster.name for one in found[1:]]
    same = (f"  the same on {name}" for name in others)
    return Answer([*lines, *same], {**data, "the_same_on": others})


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
) -> Answer:
    from specgen.pipeline.explained import Asker
    from specgen.report import explained_json
    from specgen.report.explanation import explained

    found = Asker(world, session.opened.source).explain(made, path)
    return Answer(explained(found, style), explained_json.explained(found))


def _of_line(session: "Session", file: str, line: int, style: "Style") -> Answer:
    """A line of a rendered file."""
    from specgen.pipeline.located import by_file

    environment, inside = in_tree(session, file)
    there = read(session, environment, inside, file)
    check_line(file, there, line)
    world = _world(session, environment)
    if inside.endswith("/kustomization.yaml"):
        return _of_list(world, inside, there, line, style)
    made = by_file(world, inside)
    now = made.text(world)
    lines, data = _of_place(session, world, made, (now, there, line), style)
    if now == there:
        return Answer(lines, {"stale": None, **data})
    from specgen.report import explained_json
    from specgen.report.explanation import outdated

    shown = f"{session.project.rendered}/{environment}/{inside}"
    stale = explained_json.stale(shown, there, now, environment)
    return Answer([*outdated(shown, there, now, environment, style), *lines], {**stale, **data})


def _of_place(
    session: "Session",
    world: "World",
    made: "Made",
    standing: tuple[str, str, int],
    style: "Style",
) -> Answer:
    """What stands on a line (from 1) of a text that is, and another that may be older."""
    from specgen.pipeline.located import path_at, shows
    from specgen.report import explanation

    path = path_at(made, *standing)
    if path is None:
        return Answer([explanation.no_value(standing[2])], {"path": None})
    if not shows(made, path):
        return Answer([explanation.gone(path)], {"path": None})
    return _explained(session, world, made, path, style)


def _of_list(world: "World", inside: str, there: str, line: int, style: "Style") -> Answer:
    """A line of the list of a synced folder."""
    from specgen.load.yaml import documents
    from specgen.paths import at
    from specgen.pipeline.located import by_file, in_data
    from specgen.report import explained_json, explanation

    path = in_data(there, line)
    if path is None:
        return Answer([explanation.no_value(line)], {"path": None})
    if path[0] != "resources" or len(path) == 1:
        return Answer(explanation.of_list(path, style), explained_json.listed(path, None))
    name = at(documents(there).data[0], path)
    made = by_file(world, f"{inside.rpartition('/')[0]}/{name}")
    lines = explanation.listed(path, made, world, style)
    return Answer(lines, explained_json.listed(path, made))
