"""`specgen schema`: the JSON Schema that editors check specs with."""

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from specgen.cli import exits
from specgen.cli.options import one_of

if TYPE_CHECKING:
    from specgen.cli.console import Console

FILE = "spec/specgen.json"

EPILOG = """\b
Example:
  specgen schema               write schemas/spec/specgen.json
  specgen schema SparkJob      print what a job may say
  specgen schema --modeline environments/dev/jobs.yaml   its first line
  specgen schema add --help    for the schemas of your own cluster
"""


def command(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(metavar="[KIND]", help="Print the schema of one kind instead."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Folder to write to, not the project's schemas/."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if the file is stale.")
    ] = False,
    modeline: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Print the line that points FILE's editor to it."),
    ] = None,
) -> None:
    """Write the JSON Schema that editors check specs with."""
    from specgen.spec.kinds import KINDS
    from specgen.spec.schema import editor_schema, kind_schema

    console: Console
    console, chdir = context.obj
    if modeline is not None:
        schema = os.path.join(_folder(console, chdir, out), FILE)
        way = os.path.relpath(schema, os.path.dirname(os.path.abspath(modeline)))
        console.out(f"# yaml-language-server: $schema={way}")
        return
    if kind is not None:
        one_of(kind, tuple(KINDS), "KIND")
        console.raw(as_text(kind_schema(kind)))
        return
    folder = _folder(console, chdir, out)
    raise typer.Exit(_keep(console, folder, as_text(editor_schema()), check=check))


def as_text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    import json

    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _folder(console: "Console", chdir: str, out: str | None) -> str:
    from specgen.cli.session import start

    return os.path.join(start(console, chdir).root, "schemas") if out is None else out


def _keep(console: "Console", folder: str, text: str, *, check: bool) -> int:
    file = os.path.join(folder, FILE)
    shown = os.path.relpath(file)
    try:
        with open(file, encoding="utf-8", errors="replace") as there:
            current = there.read() == text
    except OSError:
        current = False
    if current:
        console.note(f"{shown} is current")
        return exits.DONE
    if check:
        console.out(f"stale: {shown}; run: specgen schema")
        return exits.FAILED
    _write(console, file, text)
    console.note(f"wrote {shown}")
    return exits.DONE


def _write(console: "Console", file: str, text: str) -> None:
    from specgen.cli.reports import save

    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
    except OSError as error:
        console.say(f"error: {os.path.dirname(file)}: {os.strerror(error.errno or 0)}")
        raise typer.Exit(exits.UNUSABLE) from None
    save(console, file, text)
