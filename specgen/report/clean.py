"""Text of a spec made fit for a terminal, a log or an annotation: nothing in it acts or leaks."""

import re
import unicodedata
from collections.abc import Iterable

from specgen.secrets import MASK, redacted

_BMP = 0xFFFF
_QUOTES = ("`", '"', "'")
_TELLING = 8
"""Characters of a credential that is no common word, so that it is masked wherever it stands."""
_CUT, _CUT_MORE = 99, 40
"""Where messages cut a value that is long."""
_ACTING = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
"""Unicode categories that move the cursor, change direction or show nothing."""


def clean(text: str, hidden: Iterable[str] = ()) -> str:
    """The text on one line, secrets masked, control and direction characters spelled out.

    `hidden` are texts known to be credentials; they are masked where the text quotes them.
    """
    safe = redacted(_unquoted(text, hidden))
    if safe.isascii() and safe.isprintable():
        return safe
    return "".join(map(_shown, safe))


def masked(line: str, hidden: Iterable[str]) -> str:
    """A line of a file without the credentials that are known to stand in it."""
    for part in sorted(hidden, key=len, reverse=True):
        line = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", MASK, line) if part in line else line
    return line


def _unquoted(text: str, hidden: Iterable[str]) -> str:
    """A message without them: whole, or cut as messages cut long values."""
    for part in sorted(filter(None, hidden), key=len, reverse=True):
        for cut in dict.fromkeys((part, part[:_CUT], part[:_CUT_MORE])):
            for quote in _QUOTES:
                text = text.replace(f"{quote}{cut}", f"{quote}{MASK}")
            text = text.replace(cut, MASK) if len(cut) >= _TELLING else text
    return text


def _shown(character: str) -> str:
    if character == "\t":
        return " "
    if unicodedata.category(character) not in _ACTING:
        return character
    code = ord(character)
    return f"\\U{code:08x}" if code > _BMP else f"\\u{code:04x}"
