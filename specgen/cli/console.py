"""Where a run's words go: the report to standard output, the narration to standard error."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TextIO

from specgen.report.style import Style

When = Literal["auto", "always", "never"]


class OutputError(Exception):
    """Standard output cannot be written; says why, or nothing if its reader has gone."""


@dataclass
class Console:
    """How this run speaks."""

    colour: When = "auto"
    ascii: bool = False
    quiet: bool = False
    verbose: int = 0
    log_format: Literal["text", "json"] = "text"
    started: float = field(default_factory=time.monotonic)
    taken: bool = False
    """Standard output carries a report for programs, and nothing else."""
    _progress: bool = False

    def style(self, stream: TextIO) -> Style:
        """How to write to a stream."""
        return Style(self._coloured(stream), self.ascii or not _speaks_unicode(stream))

    def _coloured(self, stream: TextIO) -> bool:
        if self.colour != "auto":
            return self.colour == "always"
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return stream.isatty() and os.environ.get("TERM") != "dumb"

    def out(self, text: str) -> None:
        """A line of the report; narration where standard output belongs to a program's report."""
        if self.taken:
            self.note(text)
            return
        style = self.style(sys.stdout)
        self.raw(style.fit(_without_signs(text, style)) + "\n")

    def raw(self, text: str) -> None:
        """Text of the report as it is, such as YAML or JSON."""
        with writing():
            sys.stdout.write(text)

    def document(self, data: bytes) -> None:
        """Bytes of a rendered file, whatever the stream's encoding."""
        with writing():
            sys.stdout.flush()
            sys.stdout.buffer.write(data)

    def note(self, text: str) -> None:
        """A line of narration, unless the run is to be quiet."""
        if not self.quiet:
            self.say(text, "info")

    def detail(self, text: str) -> None:
        """A line for `--verbose`."""
        if self.verbose:
            self.say(f"{text}  ({time.monotonic() - self.started:.2f} s)", "debug")

    def say(self, text: str, level: str = "error") -> None:
        """A line of narration that is always told."""
        self.done()
        style = self.style(sys.stderr)
        line = style.fit(_without_signs(text, style))
        if self.log_format == "json":
            import json

            line = json.dumps({"level": level, "message": text})
        with contextlib.suppress(OSError):  # then there is nobody to tell
            sys.stderr.write(line + "\n")

    def progress(self, text: str) -> None:
        """One line on a terminal, from half a second on, that is erased again."""
        late = time.monotonic() - self.started > _PATIENCE
        if late and not self.quiet and sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
            self._progress = True

    def done(self) -> None:
        """Erase the line of progress."""
        if self._progress:
            sys.stderr.write("\r\x1b[K")
            self._progress = False


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Standard output is being written."""
    try:
        yield
    except BrokenPipeError:
        raise OutputError from None
    except OSError as error:
        raise OutputError(os.strerror(error.errno or 0)) from None


_PATIENCE = 0.5
_SIGNS = ("✓", "…", "→")


def _without_signs(text: str, style: Style) -> str:
    if style.ascii:
        for sign in _SIGNS:
            text = text.replace(sign, style.sign(sign))
    return text


def _speaks_unicode(stream: TextIO) -> bool:
    try:
        "✓→…".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
