"""`specgen schema add`: schemas of the user's own cluster, for the final check."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from specgen.cli import exits

if TYPE_CHECKING:
    from specgen.cli.console import Console
    from specgen.finding import Finding
    from specgen.load.files import File
    from specgen.pipeline.added import Gathered
    from specgen.validate.adding import Added, Asked

EPILOG = """\b
Example:
  specgen schema add crds/                  all CRDs in the files of a folder
  kubectl get crds -o yaml | specgen schema add -
  specgen schema add --for v1/ConfigMap configmap.json
"""


def command(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="CustomResourceDefinitions (YAML or JSON), JSON Schemas, folders of them; "
            "`-` is standard input.",
        ),
    ],
    for_: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="VERSION/KIND", help="What a JSON Schema is for, if it does not say."
        ),
    ] = None,
) -> None:
    """Add the schemas of your own cluster's kinds.

    They go to schemas/manifests, beside specgen.yaml; commit them. What is rendered is then held
    against them instead of the schemas that specgen brings: a field that they do not have is
    refused, one that only an override sets is checked. They change no rendered byte. Rules in CEL
    (x-kubernetes-validations) are not evaluated.
    """
    from itertools import chain

    from specgen.cli.session import start
    from specgen.finding import tidy
    from specgen.pipeline.added import gathered
    from specgen.pipeline.own_schemas import is_ours
    from specgen.report.clean import clean
    from specgen.report.findings import text

    console: Console
    console, chdir = context.obj
    asked = _asked(for_)
    root = start(console, chdir).root
    if is_ours(root):
        _end(console, "schemas/manifests holds specgen's own schemas here, made by `make schemas`")
    found = gathered(chain.from_iterable(_files(chdir, name) for name in files), asked)
    for name, one in found.skipped:
        console.note(f"skipped {one.what} in {clean(name)}: {clean(one.why)}")
    if found.faults:
        for line in text(tidy(found.faults), console.style(sys.stderr)):
            console.say(line)
        _end(console, "not everything that was named can be taken")
    if not found.added:
        _end(console, "there is no schema to add in what was named")
    _keep(console, root, found)


def _asked(text: str | None) -> "Asked":
    """What `--for` names; a usage error if it names no kind."""
    from specgen.refusal import Refused
    from specgen.validate.adding import asked_for

    try:
        return None if text is None else asked_for(text)
    except Refused as refused:
        what = ": ".join(filter(None, (refused.what, refused.mend)))
        raise typer.BadParameter(what, param_hint="--for") from None


def _end(console: "Console", why: str) -> NoReturn:
    console.say(f"error: {why}; nothing was written")
    raise typer.Exit(exits.UNUSABLE)


def _files(chdir: str, name: str) -> "list[File | Finding]":
    """The files that a name stands for, there or here; a usage error if there is none."""
    from specgen.pipeline.added import NothingThereError, named

    if name == "-":
        return [_standard_input()]
    try:
        there = os.path.join(chdir, name)
        return list(named(there if os.path.lexists(there) else name))
    except NothingThereError:
        raise typer.BadParameter(f"no such file or folder: {name!a}", param_hint="FILE") from None


def _standard_input() -> "File":
    from specgen.load.files import File
    from specgen.pipeline.own_schemas import MAX_BYTES

    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise typer.BadParameter(f"more than {MAX_BYTES >> 20} MiB; name files", param_hint="-")
    try:
        return File("standard input", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise typer.BadParameter("standard input is not UTF-8 text", param_hint="-") from None


def _keep(console: "Console", root: str, found: "Gathered") -> None:
    """Write what is new, and tell of all."""
    from specgen.cli.schema import as_text
    from specgen.refusal import printable
    from specgen.tree.folders import TreeError
    from specgen.tree.replace import replace
    from specgen.validate.own import FOLDER

    texts = {f"{FOLDER}/{name}": as_text(one.schema) for name, one in found.added.items()}
    states = {path: _state(root, path, text) for path, text in texts.items()}
    changed = {path: texts[path].encode() for path, state in states.items() if state != "same"}
    try:
        replace(root, changed)
    except TreeError as error:
        console.say(f"error: {printable(str(error))}")
        raise typer.Exit(exits.UNUSABLE) from None
    for (path, state), one in zip(states.items(), found.added.values(), strict=True):
        console.out(f"{state:<9} {path}   {one.name}{_notes(one)}")


def _state(root: str, path: str, text: str) -> str:
    """What writing a file comes to."""
    try:
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as there:
            return "same" if there.read() == text else "replaced"
    except OSError:
        return "added"


def _notes(one: "Added") -> str:
    """What a reader must know of a schema."""
    from specgen.report.findings import counted
    from specgen.validate.schema import folder

    notes = []
    if one.cel:
        notes.append(f"{counted(one.cel, 'rule')} in CEL not evaluated")
    if not (folder() / one.file).is_file():
        notes.append("specgen renders nothing of this kind")
    return f"   ({'; '.join(notes)})" if notes else ""
