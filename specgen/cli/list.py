"""`specgen list`: the inventory, one line for each job on each cluster."""

import io
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from specgen.cli import exits
from specgen.cli.options import Environments, one_of

if TYPE_CHECKING:
    from specgen.cli.console import Console

EPILOG = """\b
Example:
  specgen list                 every job of every environment
  specgen list prod -f csv > jobs.csv
"""


def command(
    context: typer.Context,
    names: Environments = None,
    format_: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help="text, json, csv or md.")
    ] = "text",
) -> None:
    """List the jobs of environments."""
    from specgen.cli.reports import Report, write
    from specgen.cli.session import start
    from specgen.finding import tidy
    from specgen.load.inventory import COLUMNS, rows
    from specgen.load.world import World
    from specgen.report.clean import clean

    console: Console
    console, chdir = context.obj
    one_of(format_, tuple(_FORMATS), "--format")
    session = start(console, chdir)
    listed: list[tuple[str, ...]] = []
    found = []
    for name in session.meant(names or ()):
        world = World(session.project, session.layers, name)
        listed += rows(world)
        found += world.findings
    rows_ = [COLUMNS, *(tuple(map(clean, row)) for row in listed)]
    console.raw(console.style(sys.stdout).fit(_FORMATS[format_](rows_)))
    if found:
        write(console, [("text", "-")], Report("list", tidy(found), {}), to_stderr=True)
    raise typer.Exit(exits.of(found))


Rows = list[tuple[str, ...]]


def _text(rows: Rows) -> str:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)


def _json(rows: Rows) -> str:
    import json

    head, *listed = rows
    return json.dumps([dict(zip(head, row, strict=True)) for row in listed], indent=2) + "\n"


def _csv(rows: Rows) -> str:
    import csv

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _md(rows: Rows) -> str:
    head, *listed = ([_cell(cell) for cell in row] for row in rows)
    lines = [head, ["---"] * len(head), *listed]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(text: str) -> str:
    """Text that Markdown takes for text."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


_FORMATS = {"text": _text, "json": _json, "csv": _csv, "md": _md}
