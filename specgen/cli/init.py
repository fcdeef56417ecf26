"""`specgen init`: a project to begin with, which renders as it is."""

import os
import re
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from specgen.cli import exits
from specgen.cli.options import one_of
from specgen.refusal import Refused, printable

if TYPE_CHECKING:
    from specgen.cli.console import Console
    from specgen.starter import Answers
    from specgen.tree.add import Added

EPILOG = """\b
Example:
  specgen init spark-platform            a folder of that name, and a project in it
  specgen init --name acme-spark --region eu-west-1
  specgen init --repo https://github.com/acme/spark-platform.git
"""

_URL = r"(?:(?:https?|ssh|git)://|[\w.-]+@)[\w.~:/@%+-]+"
"""An address as Git takes it; nothing of it needs care inside of YAML's double quotes."""

_ADDED_TO = (".gitattributes", ".gitignore")
"""Files that a repository often has already, and that ours are lines of."""


def command(
    context: typer.Context,
    where: Annotated[
        str, typer.Argument(metavar="[DIR]", help="Where it goes; made if it is missing.")
    ] = ".",
    provider: Annotated[
        str, typer.Option(metavar="eks", help="What its clusters are; only EKS as yet.")
    ] = "eks",
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What it is called; by default as DIR is.")
    ] = None,
    region: Annotated[
        str, typer.Option(metavar="REGION", help="Where its example cluster is.")
    ] = "us-east-1",
    repo: Annotated[
        str | None, typer.Option(metavar="URL", help="The Git repository that it is kept in.")
    ] = None,
) -> None:
    """Begin a project: an example that renders. Nothing that is there is written over."""
    from specgen.starter import PROVIDERS

    console: Console
    console, chdir = context.obj
    if not os.path.isdir(chdir):
        raise typer.BadParameter(f"no such folder: {chdir!a}", param_hint="--chdir")
    if not where:
        raise typer.BadParameter("an empty name; write . for this folder", param_hint="DIR")
    place = os.path.join(chdir, where)
    one_of(provider, PROVIDERS, "--provider")
    answers = _answers(place, name, region, repo)
    _refuse_projects(console, place)
    _begin(console, place, provider, answers)


def _answers(place: str, name: str | None, region: str, repo: str | None) -> "Answers":
    """What the options say, checked; usage errors for what the spec language would refuse."""
    from specgen.spec.base import Name
    from specgen.spec.environment import Region
    from specgen.starter import Answers

    called = os.path.basename(os.path.abspath(place)) if name is None else name
    return Answers(
        _fitting(Name, called, "--name"),
        _known(_fitting(Region, region, "--region")),
        None if repo is None else _url(repo),
    )


def _fitting(grammar: Any, value: str, option: str) -> str:
    """The value, if it is within a grammar of the spec language; a usage error else."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return str(TypeAdapter(grammar).validate_python(value))
    except ValidationError as error:
        refused: Refused = error.errors()[0]["ctx"]["error"]
        what = f"{refused.what}: {refused.mend}"
        raise typer.BadParameter(what, param_hint=option) from None


def _known(region: str) -> str:
    """The region, if a cluster can be made there; a usage error else."""
    from specgen.facts.kubernetes import REGIONS
    from specgen.names import nearest

    if region not in REGIONS:
        near = nearest(region, REGIONS)
        what = f"eksctl knows no region {region}" + (f"; did you mean {near}?" if near else "")
        raise typer.BadParameter(what, param_hint="--region")
    return region


def _url(text: str) -> str:
    """The address, if Git could take it and it carries no credential; a usage error else."""
    from specgen.secrets import find

    if re.fullmatch(_URL, text, re.ASCII) is None:
        example = "https://github.com/acme/spark-platform.git"
        raise typer.BadParameter(f"{text!a} is no repository; write {example}", param_hint="--repo")
    if find(text):
        what = "there is a credential in it: leave that out, Argo CD has its own"
        raise typer.BadParameter(what, param_hint="--repo")
    return text


def _refuse_projects(console: "Console", place: str) -> None:
    """End the run where a project is, or in one: only the inner of two would ever be found."""
    from specgen.load.root import find

    root = find(place)
    if root is None:
        return
    if root == os.path.realpath(place):
        file = _shown(os.path.join(place, "specgen.yaml"))
        _refuse(console, f"{file} is there: the folder is a project already")
    within = f"{_shown(place)} lies in the project {printable(root)}"
    _refuse(console, f"{within}; choose a folder outside of it")


def _refuse(console: "Console", why: str) -> NoReturn:
    console.say(f"error: {why}; nothing was written")
    raise typer.Exit(exits.UNUSABLE)


def _begin(console: "Console", place: str, provider: str, answers: "Answers") -> None:
    """Write the project, and tell of it."""
    from specgen.cli import schema
    from specgen.spec.schema import editor_schema
    from specgen.starter import files
    from specgen.tree.add import add
    from specgen.tree.folders import TreeError

    texts = {f"schemas/{schema.FILE}": schema.as_text(editor_schema()), **files(provider, answers)}
    try:
        added = add(*_split(place), {path: text.encode() for path, text in texts.items()})
    except TreeError as error:
        _refuse(console, f"no project in {_shown(place)}: {printable(str(error))}")
    if not console.quiet:
        _tell(console, place, texts, added)


def _split(place: str) -> tuple[str, str]:
    """The nearest folder that is there, and the path below it; a link at the end lies below."""
    base, below = os.path.abspath(place), ""
    while not os.path.isdir(base) or (not below and os.path.islink(base)):
        base, name = os.path.split(base)
        below = f"{name}/{below}" if below else name
    return base, below


def _shown(place: str) -> str:
    """A path as a message says it."""
    return printable(os.path.normpath(place))


def _tell(console: "Console", place: str, texts: dict[str, str], added: "Added") -> None:
    """What was written, what was not, what to replace, and what to do next."""
    import shlex

    here = _shown(place)
    console.out(f"Created {here}/ ({len(added.written)} files)")
    for path in sorted(added.written):
        console.out(f"  {path}")
    for line in (*_kept(texts, added), *_yours(texts, added), "Next:"):
        console.out(line)
    if here != ".":
        console.out(f"  cd {shlex.quote(here)}")
    console.out("  specgen validate")
    console.out("  specgen render --all")


def _kept(texts: dict[str, str], added: "Added") -> list[str]:
    """Files that were there, and what those of them should hold that have lines of many."""
    if not added.kept:
        return []
    out = ["Left as they were, since they were there:"]
    for path in sorted(added.kept):
        lines = ", ".join(texts[path].splitlines()) if path in _ADDED_TO else ""
        out.append(f"  {path}" + (f"   it should hold: {lines}" if lines else ""))
    return out


def _yours(texts: dict[str, str], added: "Added") -> list[str]:
    """The lines that hold an example until somebody writes what is true."""
    from specgen.starter import yours

    places = [
        (f"{path}:{one.line}", one.what)
        for path in sorted(added.written)
        for one in yours(texts[path])
    ]
    width = max((len(place) for place, _ in places), default=0)
    rows = [f"  {place.ljust(width)}   {what}" for place, what in places]
    return ["Replace what is yours, marked `# yours`:", *rows] if rows else []
