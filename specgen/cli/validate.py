"""`specgen validate`: all checks, no writing."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from specgen.cli import exits
from specgen.cli.options import Formats, Gate, Output, one_of

if TYPE_CHECKING:
    from specgen.cli.console import Console
    from specgen.cli.session import Session
    from specgen.finding import Finding
    from specgen.pipeline.outcome import Outcome

EPILOG = """\b
Example:
  specgen validate                          every environment
  specgen validate prod -f github           annotations in a pull request
  specgen validate environments/prod/teams  only what is wrong in those files
  specgen validate --select job --ignore driver-on-spot
"""


def command(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ENV|PATH|-]...",
            help="Environments, or files and folders of specs; all, if none is named. "
            "`-` reads one file from standard input.",
        ),
    ] = None,
    formats: Formats = None,
    output: Output = None,
    fail_on: Gate = "error",
    select: Annotated[
        list[str] | None, typer.Option(metavar="RULE|FAMILY", help="Only these.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="RULE|FAMILY", help="All but these.")
    ] = None,
    stdin_filename: Annotated[
        str | None, typer.Option(metavar="FILE", help="What the file on standard input is called.")
    ] = None,
) -> None:
    """Check environments; writes nothing."""
    from specgen.cli.reports import Report, wanted, write
    from specgen.cli.session import findings_of, start

    console: Console
    console, chdir = context.obj
    pairs = wanted(formats or (), output)
    one_of(fail_on, exits.GATES, "--fail-on")
    _known(select, "--select")
    _known(ignore, "--ignore")
    buffer = _buffer(what, stdin_filename)
    session = start(console, chdir)
    given = [one for one in what or () if one != "-"]
    names, paths = _split(session, given + list(buffer))
    session.layers.instead = {
        _inside(session.root, one) or one: text for one, text in buffer.items()
    }
    outcomes = session.outcomes(session.meant(names), checks_only=True)
    found = _picked(findings_of(outcomes), paths, select or (), ignore or ())
    waived = sum(len(outcome.waived) for outcome in outcomes)
    write(console, pairs, Report("validate", found, {"waived": waived}))
    if "text" in dict(pairs):
        console.note(_closing(outcomes, found, waived))
    raise typer.Exit(exits.of(found, fail_on))


def _buffer(what: list[str] | None, name: str | None) -> dict[str, str]:
    """The file on standard input, by its name below the project."""
    if "-" not in (what or ()):
        return {}
    if name is None:
        raise typer.BadParameter("name the file with --stdin-filename", param_hint="-")
    try:
        return {name: sys.stdin.buffer.read().decode("utf-8-sig")}
    except UnicodeDecodeError:
        raise typer.BadParameter("standard input is not UTF-8 text", param_hint="-") from None


def _split(session: "Session", given: list[str]) -> tuple[list[str], list[str]]:
    """Environments, and paths below the project's root."""
    known, names, paths = session.names(), [], []
    for one in given:
        path = None if one in known else _inside(session.root, one)
        if path is None and ("/" in one or one.endswith(".yaml")):
            raise typer.BadParameter(f"no such file or folder: {one!a}", param_hint="PATH")
        if path is None:
            names.append(one)
        else:
            paths.append(path)
    return names, paths


def _inside(root: str, name: str) -> str | None:
    """The path below the root of something that exists here or there."""
    for base in (name, os.path.join(root, name)):
        if os.path.lexists(base):
            return os.path.relpath(os.path.abspath(base), root)
    return None


def _known(names: list[str] | None, option: str) -> None:
    from specgen.rules.catalogue import unknown

    fault = unknown(names or [])
    if fault:
        raise typer.BadParameter(fault, param_hint=option)


def _picked(
    found: "list[Finding]", paths: list[str], select: Sequence[str], ignore: Sequence[str]
) -> "list[Finding]":
    """The findings that were asked for; what could not be read is always told."""

    def wanted(one: "Finding") -> bool:
        if one.unreadable:
            return True
        names = {one.rule, one.family}
        file = one.spot.file
        return (
            (not select or not names.isdisjoint(select))
            and names.isdisjoint(ignore)
            and (not paths or any(file == path or file.startswith(f"{path}/") for path in paths))
        )

    return [one for one in found if wanted(one)]


def _closing(outcomes: "list[Outcome]", found: "list[Finding]", waived: int) -> str:
    from specgen.report.clean import clean
    from specgen.report.findings import count, counted

    errors, warnings = count(found)
    jobs = sum(outcome.jobs for outcome in outcomes)
    names = clean(", ".join(outcome.name for outcome in outcomes))
    return (
        f"checked {names}: {counted(jobs, 'job')}: {counted(errors, 'error')}, "
        f"{counted(warnings, 'warning')}" + (f" ({waived} waived)" if waived else "")
    )
