"""Text of a spec made fit for a terminal, a log or an annotation: nothing in it acts or leaks."""

import unicodedata

from specgen.secrets import redacted

_BMP = 0xFFFF
_ACTING = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
"""Unicode categories that move the cursor, change direction or show nothing."""


def clean(text: str) -> str:
    """The text on one line, secrets masked, control and direction characters spelled out."""
    safe = redacted(text)
    if safe.isascii() and safe.isprintable():
        return safe
    return "".join(map(_shown, safe))


def _shown(character: str) -> str:
    if character == "\t":
        return " "
    if unicodedata.category(character) not in _ACTING:
        return character
    code = ord(character)
    return f"\\U{code:08x}" if code > _BMP else f"\\u{code:04x}"
