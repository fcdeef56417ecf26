"""The schemas in files that a user names, read with the limits of all other input."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from specgen.finding import Finding, Severity, Spot
from specgen.load.files import MAX_FOLDERS, File, read_file, unreadable
from specgen.load.layer import told
from specgen.load.yaml import documents
from specgen.pipeline.own_schemas import MAX_BYTES
from specgen.refusal import Refused, printable
from specgen.validate.adding import Added, Asked, Skipped, found_in

MAX_FILES = 2_000
"""Files that are read in one go; all CRDs of a big cluster are a few hundred."""

_ENDS = (".yaml", ".yml", ".json")


class NothingThereError(Exception):
    """There is no file or folder of that name."""


@dataclass
class Gathered:
    """What was found in files."""

    added: dict[str, Added] = field(default_factory=dict)
    """By where each goes, below the project's folder of schemas."""
    skipped: list[tuple[str, Skipped]] = field(default_factory=list)
    """With the file that each is in."""
    faults: list[Finding] = field(default_factory=list)
    """Why nothing of all this is to be taken."""
    origins: dict[str, str] = field(default_factory=dict)
    """The file that each of `added` is from."""

    def take(self, file: File | Finding, asked: Asked) -> None:
        """Look at a file."""
        if isinstance(file, Finding):
            self.faults.append(file)
            return
        read = documents(file.text)  # JSON is YAML, too
        self.faults += [told(file, fault) for fault in read.faults]
        for document in () if read.faults else read.data:
            try:
                for one in found_in(document, asked):
                    self._keep(one, file.name)
            except Refused as refused:
                self.faults.append(_refused(file.name, refused))

    def _keep(self, one: Added | Skipped, name: str) -> None:
        if isinstance(one, Skipped):
            self.skipped.append((name, one))
            return
        same = self.added.setdefault(one.file, one)
        other = self.origins.setdefault(one.file, name)
        if same != one:
            what = f"{one.name} has another schema here than in {other}"
            self.faults.append(_refused(name, Refused(what, "name the one that the cluster has")))


def gathered(files: Iterable[File | Finding], asked: Asked) -> Gathered:
    """The schemas in files; `asked` is what a JSON Schema is for that does not say it itself."""
    out = Gathered()
    for file in files:
        out.take(file, asked)
    return out


def named(name: str) -> Iterator[File | Finding]:
    """A file, or those of a folder that may hold schemas, by name.

    Raises NothingThereError. A link is not followed, and what begins with a dot is passed over.
    """
    if os.path.isdir(name):
        yield from _folder(name)
        return
    if not os.path.lexists(name):
        raise NothingThereError(name)
    above, base = os.path.split(name)
    handle = os.open(above or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield read_file(handle, base, _shown(name), MAX_BYTES)
    finally:
        os.close(handle)


def _folder(top: str) -> Iterator[File | Finding]:
    count = 0
    for here, below, names, handle in os.fwalk(top, follow_symlinks=False):
        deep = os.path.relpath(here, top).count("/") >= MAX_FOLDERS
        below[:] = [] if deep else sorted(one for one in below if not one.startswith("."))
        for base in sorted(names):
            if base.startswith(".") or not base.lower().endswith(_ENDS):
                continue
            count += 1
            if count > MAX_FILES:
                yield unreadable("too-large", Spot(_shown(top)), f"more than {MAX_FILES} files")
                return
            yield read_file(handle, base, _shown(os.path.join(here, base)), MAX_BYTES)


def _shown(name: str) -> str:
    return printable(os.path.normpath(name))


def _refused(name: str, refused: Refused) -> Finding:
    """A schema that is not to be taken."""
    return Finding(
        "bad-schema",
        "yaml",
        Severity.ERROR,
        refused.what,
        Spot(name),
        help=refused.mend,
        unreadable=True,
    )
