"""The command line: parse, call, print, exit. Commands import what they need when they run."""

import gc
import os
import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer

from specgen import __version__
from specgen.cli import exits, explain, init, render, schema, schema_add, validate
from specgen.cli import list as list_
from specgen.cli.console import Console, OutputError, When, writing
from specgen.cli.options import Command, Commands

app = typer.Typer(
    name="specgen",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Typed specs of a Spark-on-Kubernetes platform in, a tree of validated manifests out.",
)
for _name, _module in (
    ("init", init),
    ("render", render),
    ("validate", validate),
    ("explain", explain),
    ("list", list_),
    ("schema", schema),
    ("schema add", schema_add),
):
    app.command(_name, cls=Command, epilog=_module.EPILOG)(_module.command)
app.command("lint", hidden=True)(validate.command)


@app.command("apply", hidden=True)
def _apply() -> NoReturn:
    """There is no apply."""
    sys.stderr.write(
        "error: specgen applies nothing: commit the rendered tree, and Argo CD syncs it\n"
    )
    raise typer.Exit(exits.UNUSABLE)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"specgen {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    chdir: Annotated[str, typer.Option("-C", "--chdir", metavar="DIR", help="Work in DIR.")] = ".",
    color: Annotated[
        str,
        typer.Option(metavar="auto|always|never", help="Colours.", envvar="SPECGEN_COLOR"),
    ] = "auto",
    ascii_: Annotated[bool, typer.Option("--ascii", help="No signs beyond ASCII.")] = False,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="Findings and nothing else.")
    ] = False,
    verbose: Annotated[
        int, typer.Option("-v", "--verbose", count=True, help="Say what is done, with times.")
    ] = 0,
    log_format: Annotated[
        str,
        typer.Option(
            metavar="text|json", help="The form of narration.", envvar="SPECGEN_LOG_FORMAT"
        ),
    ] = "text",
    version: Annotated[  # noqa: ARG001 - the callback answers
        bool,
        typer.Option(
            "-V", "--version", is_eager=True, callback=_version, help="Print the version."
        ),
    ] = False,
) -> None:
    """Typed specs of a Spark-on-Kubernetes platform in, a tree of validated manifests out."""
    for name, value, known in (
        ("--color", color, ("auto", "always", "never")),
        ("--log-format", log_format, ("text", "json")),
    ):
        if value not in known:
            raise typer.BadParameter(f"{value!a} is none of {', '.join(known)}", param_hint=name)
    chosen: When = "always" if color == "always" else "never" if color == "never" else "auto"
    context.obj = (
        Console(chosen, ascii_, quiet, verbose, "json" if log_format == "json" else "text"),
        chdir,
    )


def main() -> NoReturn:
    """Run the program; every way out has one of the statuses of `exits`."""
    gc.disable()  # a run is short and keeps what it makes: collecting would cost more than it frees
    _open_missing_streams()
    signal.signal(signal.SIGTERM, _terminated)
    raise SystemExit(_status())


def _status() -> int:
    try:
        status = _run()
        with writing():
            sys.stdout.flush()
    except OutputError as error:
        if error.args:
            sys.stderr.write(f"error: standard output: {error}\n")
        _drop_stdout()
        return exits.UNUSABLE
    return status


def _run() -> int:
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else exits.DONE
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except OutputError:
        raise
    except Exception:  # noqa: BLE001 - the last line: a bug is reported, never shown raw
        return _report_bug()
    return exits.DONE


def _open_missing_streams() -> None:
    """A stream that the caller closed goes nowhere; else a file of ours would get its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - to the end


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(exits.TERMINATED)


def _drop_stdout() -> None:
    """Let the interpreter's own flush at the end go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_bug() -> int:
    """A bug's traceback goes to a file, whose name is told."""
    import tempfile
    import traceback

    text = f"specgen {__version__}, Python {sys.version}\n\n{traceback.format_exc()}"
    try:
        handle, name = tempfile.mkstemp(prefix="specgen-bug-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as out:
            out.write(text)
    except OSError:
        sys.stderr.write(f"error: a bug in specgen; please report it with this:\n{text!a}\n")
    else:
        sys.stderr.write(f"error: a bug in specgen; please report it with {name}\n")
    return exits.BUG
