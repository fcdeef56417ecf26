"""Colours and signs of the terminal; both can be done without."""

from typing import NamedTuple

_CODES = {
    "error": "1;31", "warning": "1;33", "place": "1;34", "bold": "1", "new": "32", "changed": "33",
    "removed": "31", "dim": "2", "good": "32",
}  # fmt: skip


class Style(NamedTuple):
    """How to write for one stream."""

    colour: bool = False
    ascii: bool = False

    def paint(self, text: str, kind: str) -> str:
        """The text in the colour of its kind."""
        return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if self.colour else text

    def sign(self, sign: str) -> str:
        """A sign, or what stands for it in ASCII."""
        return _ASCII.get(sign, sign) if self.ascii else sign

    def fit(self, text: str) -> str:
        """Text that the stream can encode."""
        return text.encode("ascii", "backslashreplace").decode() if self.ascii else text


_ASCII = {"✓": "ok", "…": "...", "→": "->"}
PLAIN = Style()
