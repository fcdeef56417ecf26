"""The project: its root folder, its file, and the environments it has."""

import os
import re
from typing import NamedTuple

from specgen import __version__
from specgen.finding import Finding, Owner, Severity, Spot
from specgen.load.files import File, folder, read_file, unreadable
from specgen.load.layer import told
from specgen.load.layers import Source, Stack
from specgen.load.root import FILE
from specgen.load.typing import typed
from specgen.load.yaml import documents
from specgen.paths import Path, text
from specgen.secrets import places, redacted
from specgen.spec.project import Project
from specgen.spec.shapes import shape_of

_NO_FOLDER = re.compile(r"|\.|\.\.|(?i:\.git|git~[0-9]+)")
"""Parts of a path that leave the project or lead into Git's own folder."""


class Opened(NamedTuple):
    """A project that was found: where it is, and what its file says."""

    root: str
    project: Project | None
    findings: list[Finding]
    """Why the file is not taken; `project` is None then."""

    source: Source | None = None
    """The file's document, for who has more to say about it."""


def open_project(root: str) -> Opened:
    """Read the project file of a root folder."""
    with folder(root, "") as handle:
        found = read_file(handle, FILE, FILE)
    if isinstance(found, Finding):
        return Opened(root, None, [found])
    read = documents(found.text)
    findings = [told(found, fault) for fault in read.faults]
    if not findings:
        project = _project(found, read.data, findings)
        if project is not None and not findings:
            return Opened(root, project, [], Source(found, 0, read.data[0], ""))
    return Opened(root, None, findings)


def _project(file: File, data: list[object], findings: list[Finding]) -> Project | None:
    if len(data) != 1 or not isinstance(data[0], dict):
        findings.append(unreadable(
            "wrong-type", Spot(FILE), "specgen.yaml holds one document, the Project",
            "write apiVersion: specgen/v1, kind: Project and a name",
        ))  # fmt: skip
        return None
    source = Source(file, 0, data[0], "")
    project = typed(Project, Stack((source,), shape_of("Project")), Owner("Project", ""), findings)
    if project is not None:
        findings += _unfit(project, source)
    return project


def _unfit(project: Project, source: Source) -> list[Finding]:
    """What the models cannot say: the version asked for, and folders that leave the project."""
    out = [_credential(source, path) for path in places(source.data)]
    for name in ("environments", "rendered"):
        parts = getattr(project, name).split("/")
        if any(_NO_FOLDER.fullmatch(part) or not part.isprintable() for part in parts):
            out.append(
                _error(
                    source, name, f"`{name}` is a folder below the project", "write a plain path"
                )
            )
    if f"{project.rendered}/".startswith(f"{project.environments}/") or (
        f"{project.environments}/".startswith(f"{project.rendered}/")
    ):
        what = "`rendered` and `environments` are two folders, none in the other"
        out.append(_error(source, "rendered", what, "name another folder"))
    if project.requires is not None:
        out += _unfit_version(project.requires, source)
    return out


def _unfit_version(requires: str, source: Source) -> list[Finding]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - 10 ms

    try:
        fits = SpecifierSet(requires).contains(__version__, prereleases=True)
    except InvalidSpecifier:
        return [_error(source, "requires", f"`{requires}` names no versions", 'write ">=0.1,<0.2"')]
    if fits:
        return []
    what = f"this project wants specgen {requires}, and this is {__version__}"
    return [_error(source, "requires", what, "install one of those versions")]


def _credential(source: Source, path: Path) -> Finding:
    """What the rule `literal-secret` says of other documents; it would be rendered for Argo CD."""
    return Finding(
        "literal-secret", "sec", Severity.ERROR,
        f"`{redacted(text(path))}` of the Project holds a credential", source.spot(path),
        "a literal credential", help="revoke it, take it out, and give it to Argo CD as a Secret",
    )  # fmt: skip


def _error(source: Source, field: str, what: str, mend: str) -> Finding:
    return Finding("wrong-value", "spec", Severity.ERROR, what, source.spot((field,)), help=mend)


def environments(opened: Opened) -> list[str]:
    """Names of the folders that hold layers, sorted."""
    assert opened.project is not None  # noqa: S101 - callers look at findings first
    try:
        with (
            folder(opened.root, opened.project.environments) as handle,
            os.scandir(handle) as entries,
        ):
            return sorted(
                entry.name for entry in entries
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
            )  # fmt: skip
    except OSError:
        return []
