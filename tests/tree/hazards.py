"""Texts that some YAML reader takes for something else, or changes: every class that is known."""

from collections.abc import Iterator
from itertools import product

_WORDS = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"]
_WORDS += ["~", "_", "__", ".nan", ".inf", "-.inf", "+.inf", "none", "undefined"]

_NUMBERS = """
0 00 -0 +0 1 01 +1 -1 1. .1 -.1 1.0 1.30 1_000 1_0.0 0x1F 0X1f 0o14 0O14 014 08 09 0b101 0B1 1e3
1E3 1e+3 1.e3 1.0e3 1.0e+3 1234567e8 .5e1 e3 1e 0e0 012345678901 123456789012345678901234567890
9223372036854775808 12:30 12:30:45 190:20:30 1:2 0:0 -1:30 1:30.5 2024-1-1 2024-01-01
2024-01-01T00:00:00Z 2024-01-01t00:00:00.5+01:00 2001-12-14T21:59:43.10-05:00 0.0.0.0 10.0.0.0/16
1.2.3 3.5.1 1k 10m 512Mi 4g 0xZZ 1__0 1,000 +.5 -_1 0b_ 0x_ 6.02e23 1e1000 0777 1.2e-3
"""

_SIGNS = list("=<>!%@&*#|?:-,[]{}'\"`\\^$.;()+/")
_SIGNS += [
    "<<",
    "---",
    "...",
    "--- a",
    "... b",
    "- a",
    "-a",
    "? a",
    "?a",
    ": a",
    ":a",
    "a:",
    "a: b",
]
_SIGNS += ["a :b", "a#b", "a #b", " #", "#a", "a:b", "::", "a::b", "!!str x", "!t x", "&a x", "*a"]
_SIGNS += [
    "[a, b]",
    "{a: b}",
    "{{ x }}",
    "{% x %}",
    "${x}",
    "$(x)",
    "%TAG",
    "%YAML 1.1",
    "@x",
    "`x`",
]
_SIGNS += [
    "'a'",
    '"a"',
    "it's",
    'say "x"',
    "\\",
    "\\n",
    "\\x41",
    "a\\",
    "C:\\x",
    "|",
    ">",
    "|-",
    ">+",
]
_SIGNS += [
    "a, b",
    "a]",
    "a}",
    "key: [",
    "http://x/y?z=1&a=b#c",
    "a@b.c",
    "s3a://b/k",
    "-Dx=y -Xmx1g",
]
_SIGNS += [
    "0 3 * * *",
    "@daily",
    "*/5 * * * *",
    "arn:aws:iam::1:role/x",
    "<b>",
    "a|b",
    "::set-output",
]
_SIGNS += ["merge: <<", "y: n", "null: ~", "a\u2028b: c", "//", "/", "_a", "a_", "a.", "a-", "a/"]

_SPACES = [
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\x85",
    "\u2028",
    "\u2029",
    "\xa0",
    "\u3000",
    "\u200b",
]
_SPACES += ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\ufeff"]

_SPECIAL = [
    "\0",
    "\x01",
    "\x07",
    "\x08",
    "\x1b",
    "\x1b[31m",
    "\x7f",
    "\x80",
    "\x9f",
    "\xad",
    "\u200d",
]
_SPECIAL += [
    "\u200e",
    "\u202e",
    "\u2066",
    "\u061c",
    "\u2060",
    "\ue000",
    "\uf8ff",
    "\ufdd0",
    "\ufffd",
]
_SPECIAL += ["\ufffe", "\uffff", "\ufe0f", "\U0001f600", "\U00010000", "\U0001fffe", "\U0010ffff"]
_SPECIAL += [
    "\U000e0041",
    "é",
    "e\u0301",
    "ß",
    "日本語",
    "עברית",
    "🇩🇪",
    "\ud7ff",
    "\uf900",
    "\x00\x01\x02",
]

_BLOCKS = [
    "a\nb",
    "a\nb\n",
    "a\nb\n\n",
    "a\n\nb",
    "a\n\n\nb\n",
    "\na",
    "\n\na\n",
    "a\n",
    "\n",
    "\n\n",
    "a \nb",
    "a\nb ",
    "a\t\nb",
    " a\nb",
    "a\n b",
    "a\n  b\nc",
    '{\n  "a": [\n    1\n  ]\n}',
    '{\n  "a": "b"\n}\n',
    "a\n\n  b\n\n    c\nd",
    "a\n  - b\n  # c\n",
    "a\n  \tb",
    "\ta\nb",
    "a\n\tb",
    "a\tb\nc",
    "a\n \nb",
    "a\n\t\nb",
    "a\rb",
    "a\r\nb\r\n",
    "a\x85b",
    "a\u2028b",
    "a\u2029b",
    "a\nb\x85",
    "a\n\ufeffb",
    "a\n\0b",
    "# a\nb",
    "a\n# b",
    "a\n#b\n",
    "---\na",
    "a\n---\nb",
    "a\n...\n",
    "a: b\nc: d",
    "- a\n- b",
    "%a\nb",
    "a\n%b",
    "{{ a }}\n{{ b }}",
    "key: |\nvalue",
    "a\nb\n ",
    "a\n\n ",
    "\n a",
    "  \n",
    "a\\\nb",
    '"a\nb"',
    "'a\nb'",
    "a\nb\n\n\n",
    "x" * 200 + "\n" + "y " * 100 + "z",
    "#!/bin/sh\nset -eu\necho hi\n",
    "é\nb",
    "😀\nb",
]

_LONG = [
    "k" * 127,
    "k" * 129,
    "k" * 1000,
    "k" * 1024,
    "a b" * 40,
    "a b " * 250,
    "word " * 60,
    " " * 90,
]
_LONG += [
    "x: " * 100,
    "é" * 200,
    "\x85" * 100,
    "\U0001f600" * 80,
    "# " * 100,
    "0" * 500,
    "\\" * 300,
]


def _cases(word: str) -> Iterator[str]:
    yield from {word, word.lower(), word.upper(), word.capitalize(), word.swapcase()}


def _around() -> Iterator[str]:
    """Each space and special character in front, behind, within, twice and alone."""
    for char in _SPACES + _SPECIAL:
        yield from (
            char,
            f"{char}a",
            f"a{char}",
            f"a{char}b",
            f"a{char}{char}b",
            f"{char}#",
            f":{char}",
        )


def _affixed() -> Iterator[str]:
    """Words and numbers that a line's end, a colon or a comment turns into something else."""
    for stem, tail in product(
        ["yes", "1", "null", "2024-01-01", "a"], ["\n", ":", " ", " #", ": ", ","]
    ):
        yield from (stem + tail, tail + stem)


def hazards() -> list[str]:
    """All of them, each once, sorted; the empty text included."""
    words = [case for word in _WORDS for case in _cases(word)]
    plain = [*words, *_NUMBERS.split(), *_SIGNS, *_BLOCKS, *_LONG, *_around(), *_affixed(), ""]
    return sorted({*plain})
