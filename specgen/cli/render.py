"""`specgen render`: write the tree, or say whether it is what the specs render to."""

import os
import time
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
  specgen render dev                 write rendered/dev
  specgen render --all --check       what CI asks: is the committed tree current?
  specgen render prod --stdout | less
  specgen render prod --only SparkJob/word-count
"""


def command(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ENV]...", help="Environments; name some, or say --all."),
    ] = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="Every environment that is not abstract; trees of those gone are removed."
        ),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if a tree is stale.")
    ] = False,
    stdout: Annotated[
        bool, typer.Option("--stdout", help="Print the documents instead of writing them.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND/NAME", help="Only files of this spec object; all is checked."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Write below DIR, not the project's rendered folder."),
    ] = None,
    formats: Formats = None,
    output: Output = None,
    fail_on: Gate = "error",
) -> None:
    """Write the rendered tree; nothing if anything is wrong."""
    from specgen.cli.shortcut import asked, noted, recalled

    console: Console
    console, chdir = context.obj
    one_of(fail_on, exits.GATES, "--fail-on")
    _refuse_mixtures(names, every=every, check=check, stdout=stdout, only=only)
    since = time.time()
    other = check or stdout or only or out or formats or output
    plain = None if other else asked(chdir, names or ())
    if plain is not None and recalled(console, plain):
        return None

    from specgen.cli.reports import Report, wanted
    from specgen.cli.reports import write as report
    from specgen.cli.session import findings_of, start
    from specgen.cli.trees import reading

    pairs = wanted(formats or (), output)
    if stdout and any(file == "-" and name in ("json", "github") for name, file in pairs):
        raise typer.BadParameter(
            "the documents go there; write -f FORMAT=FILE", param_hint="--stdout"
        )
    session = start(console, chdir)
    chosen = session.meant(names or ())
    with reading(console):
        outcomes = session.outcomes(chosen)
    found = findings_of(outcomes)
    told = Report("render", found, {"environments": chosen})
    report(console, pairs, told, to_stderr=True)
    status = exits.of(found, "warning" if fail_on == "warning" else "error")
    if status:
        console.say(_refusal(outcomes, found))
        raise typer.Exit(status)
    picked = _only(outcomes, only)
    if stdout:
        return _print(console, outcomes, picked)
    target = _target(session, out)
    if check:
        raise typer.Exit(_checked(session, target, outcomes, every=every))
    _written(session, target, outcomes, picked, every=every)
    if plain is not None:
        noted(session, plain, outcomes, since)
    return None


def _refuse_mixtures(
    names: list[str] | None, *, every: bool, check: bool, stdout: bool, only: list[str] | None
) -> None:
    """A usage error for options that do not go together."""
    if bool(names) == every:
        raise typer.BadParameter("name environments, or say --all", param_hint="ENV")
    if check and (stdout or only):
        option = "--stdout" if stdout else "--only"
        raise typer.BadParameter("it does not go with --check", param_hint=option)


def _refusal(outcomes: "list[Outcome]", found: "list[Finding]") -> str:
    from specgen.report.clean import clean
    from specgen.report.findings import count, counted

    errors, warnings = count(found)
    names = clean(", ".join(outcome.name for outcome in outcomes))
    told = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    return f"checked {names}: {told}; nothing was written"


def _only(outcomes: "list[Outcome]", only: list[str] | None) -> set[str] | None:
    """Names of the objects whose files are wanted; None is all."""
    if not only:
        return None
    known = {str(owner) for outcome in outcomes for owner in outcome.owners.values()}
    for one in only:
        if one not in known:
            raise typer.BadParameter(f"nothing is rendered from {one!a}", param_hint="--only")
    return set(only)


def _paths(outcome: "Outcome", picked: set[str] | None) -> list[str] | None:
    if picked is None:
        return None
    return [file for file, owner in outcome.owners.items() if str(owner) in picked]


def _print(console: "Console", outcomes: "list[Outcome]", picked: set[str] | None) -> None:
    """The documents as one stream of YAML, each with the name of its file."""
    for outcome in outcomes:
        chosen = _paths(outcome, picked)
        for file in sorted(outcome.files if chosen is None else chosen):
            console.document(f"---\n# {outcome.name}/{file}\n".encode() + outcome.files[file])


class Target(NamedTuple):
    """Where trees go: a folder that exists, and the path below it."""

    base: str
    root: str

    def tree(self, environment: str) -> str:
        """The tree of an environment, below `base`."""
        return f"{self.root}/{environment}" if self.root else environment


def _target(session: "Session", out: str | None) -> Target:
    if out is None:
        return Target(session.root, session.project.rendered)
    try:
        os.makedirs(out, exist_ok=True)
    except OSError as error:
        session.console.say(f"error: {out}: {os.strerror(error.errno or 0)}")
        raise typer.Exit(exits.UNUSABLE) from None
    return Target(os.path.realpath(out), "")


def _checked(session: "Session", target: Target, outcomes: "list[Outcome]", *, every: bool) -> int:
    """Whether each tree is what its specs render to."""
    from specgen.cli.trees import check, reading
    from specgen.report.clean import clean

    console = session.console
    with reading(console):
        stale = [
            o.name for o in outcomes if not check(console, target.base, target.tree(o.name), o)
        ]
        for name in _gone(session, target) if every else ():
            console.out(f"stale: {clean(name)} belongs to no environment")
            stale.append(name)
    if not stale:
        return exits.DONE
    what = "--all" if every else clean(" ".join(stale))
    console.say(f"fix: specgen render {what}   (edits by hand are lost: move them to the source)")
    return exits.FAILED


def _written(
    session: "Session",
    target: Target,
    outcomes: "list[Outcome]",
    picked: set[str] | None,
    *,
    every: bool,
) -> None:
    """Bring each tree to its files."""
    from specgen.cli.trees import drop, reading, write

    console = session.console
    with reading(console):
        for outcome in outcomes:
            name = target.tree(outcome.name)
            write(console, target.base, name, outcome, _paths(outcome, picked))
        for name in _gone(session, target) if every else ():
            drop(console, target.base, name)


def _gone(session: "Session", target: Target) -> list[str]:
    """Trees of ours whose environment is no more."""
    from specgen.tree.filenames import RECORD, SPARE

    folder = os.path.join(target.base, target.root)
    there = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    known = set(session.rendered_names())
    ours = [
        one
        for one in there
        if any(os.path.lexists(os.path.join(folder, one, mark)) for mark in (RECORD, SPARE))
    ]
    return [target.tree(one) for one in ours if one not in known]
