"""Formats of reports, and where each goes: `-f text`, `-f json=report.json`, repeated at will."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import typer

from specgen.cli import exits
from specgen.cli.console import Console
from specgen.finding import Finding
from specgen.report import as_json
from specgen.report import findings as people
from specgen.report.github import github
from specgen.report.style import PLAIN, Style

Writer = Callable[[str, list[Finding], dict[str, Any], Style], str]


def _lines(lines: Any) -> str:
    return "".join(f"{line}\n" for line in lines)


FORMATS: dict[str, Writer] = {
    "text": lambda command, found, more, style: _lines(people.text(found, style)),
    "concise": lambda command, found, more, style: _lines(people.concise(found)),
    "json": lambda command, found, more, style: as_json.report(command, found, **more),
    "github": lambda command, found, more, style: _lines(github(found)),
}


_FOR_PEOPLE = ("text", "concise")


def wanted(formats: Sequence[str], output: str | None) -> list[tuple[str, str]]:
    """Pairs of format and file (`-` is standard output); a usage error for others."""
    pairs = []
    for text in formats or ("text",):
        name, equals, file = text.partition("=")
        if name not in FORMATS:
            raise typer.BadParameter(
                f"no format {name!a}; one of {', '.join(FORMATS)}", param_hint="--format"
            )
        pairs.append((name, file if equals and file else output or "-"))
    _refuse_mixtures(pairs)
    return pairs


def _refuse_mixtures(pairs: list[tuple[str, str]]) -> None:
    """Two reports in one file are one too many; on standard output JSON stands alone, too."""
    for number, (name, file) in enumerate(pairs):
        others = [other for other, place in pairs[:number] if place == file]
        if others and (file != "-" or "json" in (name, *others)):
            place = "standard output" if file == "-" else ascii(file)
            raise typer.BadParameter(
                f"{others[0]} and {name} cannot both go to {place}; write -f FORMAT=FILE",
                param_hint="--format",
            )


class Report(NamedTuple):
    """What a command has to tell."""

    command: str
    findings: list[Finding]
    more: dict[str, Any]
    """Further keys of the report for programs."""


def write(
    console: Console, pairs: list[tuple[str, str]], told: Report, *, to_stderr: bool = False
) -> None:
    """Write each report; text for people goes to standard error where standard output is taken."""
    console.taken = any(name not in _FOR_PEOPLE and file == "-" for name, file in pairs)
    for name, file in pairs:
        if file != "-":
            save(console, file, FORMATS[name](*told, PLAIN))
        elif to_stderr and name in _FOR_PEOPLE:
            lines = FORMATS[name](*told, console.style(sys.stderr))
            for line in lines.removesuffix("\n").split("\n") if told.findings else ():
                console.say(line)
        else:
            style = console.style(sys.stdout)
            console.raw(style.fit(FORMATS[name](*told, style)))


def save(console: Console, file: str, text: str) -> None:
    """Write a report to a file; ends the run if that fails."""
    try:
        with open(file, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except OSError as error:
        console.say(f"error: {file}: {os.strerror(error.errno or 0)}")
        raise typer.Exit(exits.UNUSABLE) from None
