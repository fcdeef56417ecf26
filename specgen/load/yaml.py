"""The only YAML reader: text to plain data, strictly, and (when asked) where each value stands.

One pass over the events of libyaml 0.2, as PyYAML's wheels bring it. (ruamel.yaml.clib brings
0.1.7, which refuses `{uri: s3://bucket/}`.) What the spec language has no use for is refused before
anything is built: duplicate keys, tags, anchors, aliases, merge keys, directives, deep nesting.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from specgen.load.scalars import plain
from specgen.paths import Path
from specgen.refusal import Refused

MAX_DEPTH = 64


class Fault(NamedTuple):
    """Why a text is not taken: rule, words, mend, and where (line and column from 1)."""

    rule: str
    what: str
    mend: str
    line: int
    column: int
    width: int = 1


class Documents(NamedTuple):
    """The documents of a text as plain data, and all that is wrong with it."""

    data: list[Any]
    faults: list[Fault]


class Mark(NamedTuple):
    """Where a value stands, from 1: its key (or itself, in a list), its start and its end."""

    key_line: int
    key_column: int
    line: int
    column: int
    end_line: int
    end_column: int


class _Stop(Exception):  # noqa: N818 - ends the reading; it is no error of its own
    """The text cannot be read on."""


def documents(text: str) -> Documents:
    """Plain data of each document; the faults that do not stop reading are all found."""
    reader = _Reader(text)
    try:
        reader.read()
    except _Stop:
        pass
    except YAMLError as error:
        reader.faults.append(syntax_fault(error, reader.open_bracket(error, text)))
    return Documents(reader.documents, reader.faults)


class _Reader:
    """Builds data from events; one for each text."""

    def __init__(self, text: str) -> None:
        self.next: Callable[[], Any] = CParser(text).get_event
        self.documents: list[Any] = []
        self.faults: list[Fault] = []
        self.open: list[Any] = []
        """Starts of the maps and lists that are being read."""

    def read(self) -> None:
        event = self.next()
        while type(event) is not StreamEndEvent:
            if type(event) is DocumentStartEvent:
                if event.version is not None or event.tags:
                    self.fault(
                        event,
                        "yaml-feature",
                        "YAML directives are not used here",
                        "remove the % line",
                    )
                self.documents.append(self.value(self.next()))
            event = self.next()

    def value(self, event: Any) -> Any:
        kind = type(event)
        if kind is ScalarEvent:
            return self.scalar(event)
        if kind is not MappingStartEvent and kind is not SequenceStartEvent:
            self.refuse_feature(event)
            return None
        if event.anchor is not None or event.tag is not None:
            self.refuse_feature(event)
        self.open.append(event)
        if len(self.open) > MAX_DEPTH:
            self.fault(event, "too-deep", f"nested deeper than {MAX_DEPTH}", "flatten it")
            raise _Stop
        out = self.mapping() if kind is MappingStartEvent else self.sequence()
        self.open.pop()
        return out

    def open_bracket(self, error: YAMLError, text: str) -> Any:
        """Where the bracket stands that the text ends in, or None."""
        mark = getattr(error, "problem_mark", None)
        if mark is None or mark.index < len(text) or not self.open or not self.open[-1].flow_style:
            return None
        return self.open[-1].start_mark

    def scalar(self, event: Any) -> Any:
        if event.anchor is not None or event.tag is not None:
            self.refuse_feature(event)
        text = event.value
        if not event.implicit[0]:
            self.keep_whole(event, text)
            return text
        try:
            return _PLAIN[text]
        except KeyError:
            return self.plain(event, text)

    def keep_whole(self, event: Any, text: str) -> None:
        """Refuse characters that a reader of the rendered tree would lose or stumble over."""
        lost = _LOST.search(text)
        if lost is not None:
            name = f"U+{ord(lost[0]):04X}"
            what = f"kustomize, and so Argo CD, does not give {name} back as it is"
            self.fault(event, "lost-character", what, "do without it, or encode the text")

    def plain(self, event: Any, text: str) -> Any:
        try:
            value = plain(text)
        except Refused as refused:
            self.fault(event, "ambiguous-scalar", refused.what, refused.mend)
            return text
        if len(_PLAIN) < _MEMO:
            _PLAIN[text] = value
        return value

    def mapping(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        take = self.next
        event = take()
        while type(event) is not MappingEndEvent:
            key = self.key(event)
            if key in out:
                self.fault(event, "duplicate-key", f"`{key}` is set twice", "keep one of the two")
            out[key] = self.value(take())
            event = take()
        return out

    def key(self, event: Any) -> str:
        if type(event) is AliasEvent:
            self.refuse_feature(event)
            raise _Stop
        if type(event) is not ScalarEvent:
            self.fault(event, "yaml-feature", "a key must be one word", "write the key as text")
            raise _Stop
        text: str = event.value
        known = _KEYS.get(text)
        if known is not None and event.anchor is None and event.tag is None:
            return known
        if event.anchor is not None or event.tag is not None:
            self.refuse_feature(event)
        if not event.implicit[0] and text != "<<":
            self.keep_whole(event, text)
            return text
        self.plain_key(event, text)
        if len(_KEYS) < _MEMO and not self.faults:
            _KEYS[text] = text
        return text

    def plain_key(self, event: Any, text: str) -> None:
        if text == "<<":
            self.fault(
                event, "yaml-feature", "merge keys are not used here", "use a profile or a layer"
            )
            return
        try:
            value = plain(text)
        except Refused as refused:
            self.fault(event, "ambiguous-scalar", refused.what, f'quote it: "{text[:40]}"')
            return
        if type(value) is not str:
            self.fault(
                event, "ambiguous-scalar", f"the key `{text}` is no text", f'quote it: "{text}"'
            )

    def sequence(self) -> list[Any]:
        out: list[Any] = []
        take = self.next
        event = take()
        while type(event) is not SequenceEndEvent:
            out.append(self.value(event))
            event = take()
        return out

    def refuse_feature(self, event: Any) -> None:
        if getattr(event, "tag", None) is not None:
            self.fault(
                event, "yaml-feature", f"the tag `{event.tag}` is not used here", "remove it"
            )
        else:
            self.fault(
                event,
                "yaml-feature",
                "anchors and aliases are not used here",
                "use a profile or a layer",
            )

    def fault(self, event: Any, rule: str, what: str, mend: str) -> None:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        self.faults.append(Fault(rule, what, mend, start.line + 1, start.column + 1, max(width, 1)))
        if len(self.faults) >= _MAX_FAULTS:
            raise _Stop


_LOST = re.compile("[\x00\x7f-\x9f\ufffe\uffff]")
"""Tried with `kubectl kustomize` 5.8: U+0085 comes back as a blank, the others stop it. A key
`<<` vanishes there, however it is quoted."""

_MEMO = 50_000
_MAX_FAULTS = 100
_PLAIN: dict[str, Any] = {}
"""Plain scalars already understood; a memo, never an input."""
_KEYS: dict[str, str] = {}
"""Keys already checked: one text object for each, which saves time and memory."""


def marks(text: str) -> list[dict[Path, Mark]]:
    """For each document, where each value stands, by path. Reads the text anew; for people only."""
    take: Callable[[], Any] = CParser(text).get_event
    found: list[dict[Path, Mark]] = []
    event = take()
    while type(event) is not StreamEndEvent:
        if type(event) is DocumentStartEvent:
            root = take()
            found.append({})
            _mark(root, (), root.start_mark, take, found[-1])
        event = take()
    return found


def _mark(event: Any, path: Path, key: Any, take: Callable[[], Any], out: dict[Path, Mark]) -> None:
    start, last = event.start_mark, event
    if type(event) is MappingStartEvent:
        while type(last := take()) is not MappingEndEvent:
            _mark(take(), (*path, last.value), last.start_mark, take, out)
    elif type(event) is SequenceStartEvent:
        index = 0
        while type(last := take()) is not SequenceEndEvent:
            _mark(last, (*path, index), last.start_mark, take, out)
            index += 1
    end = last.end_mark
    out[path] = Mark(
        key.line + 1, key.column + 1, start.line + 1, start.column + 1, end.line + 1, end.column + 1
    )


_SYNTAX = (
    (
        "mapping values are not allowed",
        "a `:` stands where no key can be",
        "quote the text that holds `: `, or start a new line",
    ),
    (
        "cannot start any token",
        "this character cannot start a value",
        "quote the value; indent with blanks, not tabs",
    ),
    (
        "unexpected end of stream",
        "the text ends inside a quoted value or a list",
        "close the quote or the bracket",
    ),
    (
        "did not find expected node content",
        "no value can start here",
        "write a value; quote text that starts with a sign",
    ),
    (
        "did not find expected ',' or",
        "a `,` or the closing bracket is missing",
        "close the bracket",
    ),
    ("could not find expected ':'", "a `:` after the key is missing", "write `key: value`"),
    (
        "did not find expected key",
        "the indentation does not fit the lines above",
        "line it up with its siblings",
    ),
    (
        "did not find expected '-' indicator",
        "a list goes on here without `-`",
        "start the item with `- `",
    ),
    ("a tab character", "a tab stands where blanks are due", "indent with blanks"),
    (
        "unknown escape character",
        "this escape is unknown in double quotes",
        "write \\\\ for a backslash, or use single quotes",
    ),
    (
        "expected <document start>",
        "text follows the end of a document",
        "separate documents by a line with ---",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot start here",
        "put it on lines of its own",
    ),
)


_UNCLOSED = ("unexpected end of stream", "could not find expected ':'", "expected ',' or")
_NO_BRACKET_END = ("yaml-syntax", "the text ends inside a bracket", "close the bracket")


def syntax_fault(error: YAMLError, bracket: Any = None) -> Fault:
    """What libyaml says, in a writer's words; `bracket` is where one stands that never ends."""
    problem = str(getattr(error, "problem", None) or "")
    mark = getattr(error, "problem_mark", None)
    if any(words in problem for words in _UNCLOSED):
        mark = getattr(error, "context_mark", None) or mark  # the opening one
    elif bracket is not None:
        return Fault(*_NO_BRACKET_END, bracket.line + 1, bracket.column + 1)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    for words, what, mend in _SYNTAX:
        if words in problem:
            return Fault("yaml-syntax", what, mend, line, column)
    if isinstance(error, MarkedYAMLError) and problem:
        return Fault("yaml-syntax", problem, "", line, column)
    return Fault("yaml-syntax", "this is not YAML", "", line, column)
