"""Credentials in the lines of a spec file: what no excerpt shows and no message repeats.

Exactly, from its data and from where each value stands, if the file can be read; line by line as
well, for files that cannot be, and for comments.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yaml.error import YAMLError

from specgen.load.yaml import Mark, documents, marks
from specgen.paths import Path, at
from specgen.secret_names import in_field, names_secret
from specgen.secrets import find, places

_LONGEST = 20_000
"""Characters of a value that are looked through; a longer one is hidden as a whole."""

_AROUND = 2500
"""Characters of a line that are looked through on each side of what is meant, at least."""

_MOST_PARTS = 64
"""Parts of long lines that are looked through in one file; what lies in others is not shown."""

_HINT = re.compile(r"(?i)passw|pwd|phrase|secret|token|key|sig|sas|\\")
"""In every file where a name can tell a credential; a name may be written with escapes."""

Hidden = Mapping[int, tuple[str, ...]]
"""By number of the line, from 1: the texts on it that are a credential or a part of one."""


def hidden(text: str, lines: list[str]) -> Hidden:
    """What to hide of a file, as far as a line does not tell it by itself."""
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    if _HINT.search(text) is None:
        return found
    for number, part in (*_exactly(text, lines), *_Lines().read(lines)):
        if part:
            found[number] += (part,)
    return found


class Told:
    """What lines tell by themselves, each part of a line looked through once."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._found: dict[tuple[int, int], tuple[str, ...]] = {}

    def near(self, number: int, column: int) -> tuple[str, ...] | None:
        """The credentials near a column of a line; None if that is too much to look through."""
        part = (number, column // _AROUND)
        if part not in self._found:
            if len(self._found) >= _MOST_PARTS and len(self._lines[number - 1]) > _AROUND:
                return None
            start = max(0, part[1] - 1) * _AROUND
            near = self._lines[number - 1][start : start + 3 * _AROUND]
            found = (near[one:end].strip("\"'") for one, end in find(near))
            self._found[part] = tuple(found)
        return self._found[part]


# --- exactly --------------------------------------------------------------------------------------


def _exactly(text: str, lines: list[str]) -> Iterator[tuple[int, str]]:
    for data, where in zip(documents(text).data, _marks(text), strict=False):
        for path in places(_short(data)):
            mark, value = where.get(path), at(data, path)
            if mark is not None:
                yield from _pieces(value, mark, lines)


def _marks(text: str) -> list[dict[Path, Mark]]:
    """Where values stand; nothing if the text cannot be read to its end."""
    try:
        return marks(text)
    except (YAMLError, AttributeError, RecursionError):  # a key that is no scalar; 1,000 brackets
        return []


def _short(node: object) -> object:
    """The data with its long texts cut, so that no file takes long."""
    if isinstance(node, dict):
        return {key: _short(value) for key, value in node.items() if len(key) <= _LONGEST}
    if isinstance(node, list):
        return [_short(value) for value in node]
    return node[:_LONGEST] if isinstance(node, str) else node


def _pieces(value: object, mark: Mark, lines: list[str]) -> Iterator[tuple[int, str]]:
    """The raw text of a value, line by line; of one line, what of it is the credential."""
    if mark.line == mark.end_line and isinstance(value, str):
        raw = lines[mark.line - 1][mark.column - 1 : mark.end_column - 1]
        spans = [value[start:end] for start, end in find(value[:_LONGEST])]
        inside = spans if all(span in raw for span in spans) else []
        yield from ((mark.line, part) for part in inside or [raw.strip("\"'"), value])
        return
    for number in range(mark.line, min(mark.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = mark.column - 1 if number == mark.line else 0
        end = mark.end_column - 1 if number == mark.end_line else len(line)
        yield number, line[start:end].strip(" \t\"'")


# --- line by line ---------------------------------------------------------------------------------

_OPENS = re.compile(r"[\"']?(?P<key>[\w./-]{1,150})[\"']?[ \t]*:(?:[ \t]+(?P<rest>.*))?$")
_ENDS = re.compile(r"(?P<key>[\w./-]{1,150})[\"']?[ \t]{0,8}:$")
_ENTRY = re.compile(r"[\"']?[\w./-]{1,150}[\"']?[ \t]*:(?:[ \t]|$)")
_BLOCK = re.compile(r"[|>][-+0-9]{0,2}(?:[ \t]+#.*)?")
_MARGIN = " \t#-"
"""What stands left of a key: blanks, the signs of a comment and of a list."""
_NOWHERE = (-1, "")


@dataclass
class _Lines:
    """What a name above tells about the lines below it."""

    found: list[tuple[int, str]] = field(default_factory=list)
    deeper: int | None = None
    """Lines that are indented deeper belong to a credential."""
    entries: bool = True
    """Even if they look like entries of a map."""
    quote: str = ""
    """The credential goes on up to this sign."""
    name: tuple[int, str] = _NOWHERE
    """Indentation and text of the last `name:`."""
    value: tuple[int, int, str] = (-1, 0, "")
    """Indentation, line and text of the last `value:`."""
    option: str = ""
    """The last item of a list, if it is an option."""

    def read(self, lines: list[str]) -> list[tuple[int, str]]:
        for number, line in enumerate(lines, 1):
            body = line.lstrip(_MARGIN).rstrip()
            column = len(line) - len(line.lstrip(_MARGIN))
            if body and self._goes_on(body, len(line) - len(line.lstrip(" \t#"))):
                self.found.append((number, body.strip("\"',")))
            elif body:
                self.deeper, self.quote = None, ""
                self._line(number, line, body, column)
        return self.found

    def _goes_on(self, body: str, indent: int) -> bool:
        if self.quote:
            if self.quote in body:
                self.quote, self.deeper = "", None
            return True
        if self.deeper is None or indent <= self.deeper:
            return False
        return self.entries or _ENTRY.match(body) is None

    def _line(self, number: int, line: str, body: str, column: int) -> None:
        if "-" in line[:column]:
            self.name, self.value = _NOWHERE, (-1, 0, "")
            self._item(number, line.lstrip(" \t#").removeprefix("-").strip(" \t\"',"), column)
        match = _OPENS.match(body)
        if match is not None:
            self._entry(number, column, match["key"], (match["rest"] or "").strip())
        ends = _ENDS.search(body, max(0, len(body) - 200))
        if ends is not None and names_secret(ends["key"]) and ends.start() > 1:
            self.deeper, self.entries = -1, False  # inside brackets any indentation will do

    def _item(self, number: int, text: str, column: int) -> None:
        """An item of a list; the one after `--password` is one."""
        before, self.option = self.option, text if text.startswith("-") else ""
        if before and not self.option and names_secret(before.lstrip("-")):
            self._open(text, column - 2)
            self.found.append((number, "" if _BLOCK.fullmatch(text) else text))

    def _entry(self, number: int, column: int, key: str, rest: str) -> None:
        """An entry of a map; the value beside a name is called by it."""
        if key == "name":
            self.name = (column, rest.strip("\"'"))
            if self.value[0] == column:
                self._beside(*self.value[1:])
        elif key == "value":
            self.value = (column, number, rest)
            if self.name[0] == column and self._beside(number, rest):
                self._open(rest, column)
        elif names_secret(key):
            self._open(rest, column)

    def _beside(self, number: int, rest: str) -> bool:
        """Whether the `value:` in that line is a credential by the `name:` beside it."""
        if in_field(self.name[1], rest):
            self.found.append((number, rest.strip("\"',")))
        return names_secret(self.name[1])

    def _open(self, rest: str, column: int) -> None:
        """What follows may be the value's."""
        if rest[:1] in ("{", "["):
            return
        if rest[:1] in ("'", '"') and rest.count(rest[0]) == 1:
            self.quote = rest[0]
        self.deeper, self.entries = column, bool(rest) and not rest.startswith("#")
