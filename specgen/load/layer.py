"""One layer: the spec files of a folder, as documents by kind and name."""

import os
from collections.abc import Mapping
from typing import Any

from specgen.finding import Finding, Related, Severity, Spot
from specgen.load.files import File, read_tree
from specgen.load.layers import Source
from specgen.load.yaml import Fault, documents
from specgen.names import is_label, nearest
from specgen.spec.kinds import KINDS
from specgen.units.unit import shown

Key = tuple[str, str]
"""Kind and name; the Environment of a layer has no name here, because there is but one."""

MAX_FINDINGS = 100
"""Findings about the headers of one file; a file of rubbish needs no more."""

MAX_DEPTH = 64
"""How many layers may lie below one another."""

_LAYERED = tuple(kind for kind in KINDS if kind != "Project")


class Layer:
    """The documents of one folder below the environments."""

    def __init__(self, root: str, folder: str, instead: Mapping[str, str] | None = None) -> None:
        self.name = folder.rpartition("/")[2]
        self.folder = folder
        self.objects: dict[Key, Source] = {}
        self.findings: list[Finding] = []
        for found in read_tree(root, folder):
            if isinstance(found, File):
                text = (instead or {}).get(found.name)
                self._take(found if text is None else File(found.name, text))
            else:
                self.findings.append(found)

    @property
    def readable(self) -> bool:
        """Whether all of it could be read; else what seems to be missing may stand in the rest."""
        return not any(finding.unreadable for finding in self.findings)

    def _take(self, file: File) -> None:
        read = documents(file.text)
        self.findings += [told(file, fault) for fault in read.faults]
        if read.faults:
            return
        limit = len(self.findings) + MAX_FINDINGS
        for index, data in enumerate(read.data):
            if data is not None and len(self.findings) < limit:
                self._add(Source(file, index, data, self.name))

    def _add(self, source: Source) -> None:
        refusal = _header_fault(source)
        if refusal is not None:
            rule, path, what, mend = refusal
            spot = source.spot(path)
            self.findings.append(Finding(rule, "spec", Severity.ERROR, what, spot, help=mend))
            return
        kind, name = source.data["kind"], source.data["name"]
        key = (kind, "" if kind == "Environment" else name)
        first = self.objects.setdefault(key, source)
        if first is not source:
            self.findings.append(_twice(kind, name, first, source))


def told(file: File, fault: Fault) -> Finding:
    """A fault of a text as a finding."""
    spot = file.spot(fault.line, fault.column, fault.width)
    return Finding(
        fault.rule, "yaml", Severity.ERROR, fault.what, spot, help=fault.mend, unreadable=True
    )


def _header_fault(source: Source) -> tuple[str, tuple[str, ...], str, str] | None:
    """Why a document says not what it is: rule, path, what, mend; None if it does."""
    data: Any = source.data
    if not isinstance(data, dict):
        return "wrong-type", (), "a document is a map with kind and name", "write kind: and name:"
    kind, name = data.get("kind"), data.get("name")
    if kind is None:
        return (
            "missing-field",
            (),
            "the document has no kind",
            f"set kind: one of {', '.join(_LAYERED)}",
        )
    if kind == "Project":
        return "wrong-value", ("kind",), "a Project stands in specgen.yaml only", "move it there"
    if kind not in _LAYERED:
        return _unknown_kind(kind, data)
    return _name_fault(source, name)


def _name_fault(source: Source, name: Any) -> tuple[str, tuple[str, ...], str, str] | None:
    if name is None:
        return "missing-field", (), f"the {source.data['kind']} has no name", "set name"
    if isinstance(name, dict | list):
        return "wrong-type", ("name",), f"`name` is text, and this is {shown(name)}", "write text"
    if isinstance(name, str):
        return None
    written = source.written(("name",)) or shown(name)
    what = f"`name` is text, and `{written}` is not"
    return "wrong-type", ("name",), what, f'quote it: "{written}"'


def _unknown_kind(kind: Any, data: dict[str, Any]) -> tuple[str, tuple[str, ...], str, str]:
    if isinstance(kind, dict | list):
        return (
            "wrong-type",
            ("kind",),
            f"`kind` is text, and this is {shown(kind)}",
            "write one kind",
        )
    what = f"unknown kind `{shown(kind)}`"
    if "apiVersion" in data:
        return (
            "unknown-kind",
            ("kind",),
            what,
            "an object of Kubernetes is no spec; it cannot stand here",
        )
    near = nearest(kind, _LAYERED) if isinstance(kind, str) else None
    mend = f"did you mean {near}?" if near else f"the kinds are {', '.join(_LAYERED)}"
    return "unknown-kind", ("kind",), what, mend


def _twice(kind: str, name: str, first: Source, second: Source) -> Finding:
    return Finding(
        "duplicate-object", "spec", Severity.ERROR,
        f"{kind} `{name}` is written twice in layer `{first.layer}`", second.spot(("name",)),
        related=(Related(first.spot(("name",)), "first here"),),
        help="one object is one document of a layer: join the two, or rename one",
    )  # fmt: skip


class Layers:
    """Layers of a project, each read once."""

    def __init__(
        self, root: str, environments: str, instead: Mapping[str, str] | None = None
    ) -> None:
        self.root = root
        self.environments = environments
        self.instead = instead
        """Texts of files that are read instead of what is on disk, by name: an editor's buffer."""
        self._read: dict[str, Layer | None] = {}
        self._unopened: dict[str, str] = {}

    def get(self, name: str) -> Layer | None:
        """The layer in the folder `name`, or None if there is no such folder."""
        if name not in self._read:
            self._read[name] = None
            try:
                if is_label(name):  # and so no way to another folder
                    self._read[name] = Layer(self.root, f"{self.environments}/{name}", self.instead)
            except OSError as error:
                self._unopened[name] = os.strerror(error.errno or 0)
        return self._read[name]

    def order(self, name: str) -> tuple[list[Layer], list[Finding]]:
        """The layers below and including `name`, lowest first; or what is wrong with `extends`."""
        out: list[Layer] = []
        findings: list[Finding] = []
        self._descend(name, None, [], out, findings)
        return out, findings

    def _descend(
        self,
        name: str,
        asked: tuple[Source, int] | None,
        path: list[str],
        out: list[Layer],
        findings: list[Finding],
    ) -> None:
        layer = self.get(name)
        if layer is None or name in path or len(path) > MAX_DEPTH:
            findings.append(self._bad_step(name, asked, path))
            return
        if layer in out:
            return
        source = layer.objects.get(("Environment", ""))
        below = source.data.get("extends") if source else None
        for index, other in enumerate(below if isinstance(below, list) else ()):
            if source and isinstance(other, str) and is_label(other):  # others: when it is typed
                self._descend(other, (source, index), [*path, name], out, findings)
        out.append(layer)

    def _bad_step(self, name: str, asked: tuple[Source, int] | None, path: list[str]) -> Finding:
        cycle = name in path
        if cycle:
            what = f"layers go in a circle: {' → '.join([*path[path.index(name) :], name])}"
        elif len(path) > MAX_DEPTH:
            what = f"layers lie on one another deeper than {MAX_DEPTH}"
        else:
            what = f"there is no layer `{shown(name)}`: {self._why_not(name)}"
        spot = Spot(f"{self.environments}/{name}" if is_label(name) else self.environments)
        if asked is not None:
            source, index = asked
            spot = source.spot(("extends", index))
        mend = "take one of them out of `extends`" if cycle else "name a folder that is there"
        return Finding(
            "layer-cycle" if cycle else "unknown-name", "spec", Severity.ERROR, what, spot,
            help=mend, unreadable=True,
        )  # fmt: skip

    def _why_not(self, name: str) -> str:
        folder = f"{self.environments}/{name}"
        if not is_label(name):
            return "a layer is called like a name: lower-case letters, digits and `-`"
        if os.path.islink(os.path.join(self.root, folder)):
            return f"{folder} is a link"
        if os.path.lexists(os.path.join(self.root, folder)):
            return f"{folder}: {self._unopened.get(name, 'it cannot be read')}"
        return f"no folder {folder}"
