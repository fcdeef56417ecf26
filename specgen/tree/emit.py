"""Documents as YAML: the only YAML writer.

Every string is written so that PyYAML (YAML 1.1), Kubernetes' sigs.k8s.io/yaml and kustomize's
kyaml read it back unchanged. Where their grammars differ, quotes are cheaper than an argument.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from types import NoneType

_PLAIN = re.compile(r"[A-Za-z/_][A-Za-z0-9_./-]*")
_WORDS = frozenset(
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "_"],
)
"""Look plain, but are no text in YAML 1.1, whatever their case."""

_VISIBLE = (
    r"\x20-\x7e\xa1-\xac\xae-\u061b\u061d-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e"
    r"\u2070-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufdff\ufe10-\ufefe\uff01-\uff9f\uffa1-\uffef"
)
"""Inside a regex class: what a reviewer sees as it is. Left out are control and format characters
(bidi marks, joiners, BOM), spaces other than the space, private use, and all outside the BMP. A
table of our own, for Python's differs from release to release and the output must not."""

_HIDDEN = f"[^{_VISIBLE}]"
_ESCAPED = rf"[\"\\]|[^{_VISIBLE}]"
_NO_BLOCK = rf"\A[ \n]|^ *\t|[ \t]$|\n\n\Z|[^\t\n{_VISIBLE}]"
"""What a literal block cannot hold safely: space before the first line, which says how far the
block is indented; tabs before any, blanks behind any; blank lines at either end of the text;
anything that needs an escape. These three are compiled when the first text needs them, which most
runs have none of."""

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_SURROGATES = range(0xD800, 0xE000)
_INT64 = 2**63

_LONGEST_SIMPLE_KEY = 128
"""In written characters. Readers refuse `key:` beyond 1,024; libyaml writes `? key` beyond 128."""

_KEYS: dict[str, str] = {}
_TEXTS: dict[str, str] = {}
"""As written; a few hundred texts make up most of a tree. Neither holds what depends on its place:
long keys and blocks."""

_MEMO_TEXT = 128
_MEMO_SIZE = 50_000
"""Longest text remembered, in written characters, and how many a memo holds: some 20 MB at most."""


class UnwritableError(ValueError):
    """A value that no YAML text carries unchanged to every reader."""


def emit(body: Mapping[str, object], header: Sequence[str] = ()) -> bytes:
    """One document as block-style UTF-8 YAML, `header` above it as one comment line each.

    `body` is JSON-like data: dicts with text keys, lists, str, int, bool, None and finite floats,
    subclasses of these included. Keys keep their order. Raises TypeError for any other type and
    UnwritableError for a value that some reader would change: a lone surrogate, an infinite float,
    an int beyond 64 bits.
    """
    out = [f"# {_seen(line)}".rstrip() + "\n" for line in header]
    if body:
        _mapping(out, body, "", "")
    else:
        out.append("{}\n")
    return "".join(out).encode()


def _mapping(out: list[str], body: Mapping[str, object], indent: str, lead: str) -> None:
    """Add the lines of a filled mapping; `lead` opens the first entry, `indent` the others."""
    for key, value in body.items():
        name = _KEYS.get(key) or _key(key, indent)
        if type(value) is str:
            out.append(f"{lead}{name}: {_TEXTS.get(value) or _text(value, indent)}\n")
        elif type(value) is dict and value:
            deeper = f"{indent}  "
            out.append(f"{lead}{name}:\n")
            _mapping(out, value, deeper, deeper)
        else:
            _value(out, f"{lead}{name}:", value, indent)
        lead = indent


def _value(out: list[str], head: str, value: object, indent: str) -> None:
    """Add what stands under a key; a list's dashes stand below the key's first letter."""
    if value and isinstance(value, dict):
        out.append(f"{head}\n")
        _mapping(out, value, f"{indent}  ", f"{indent}  ")
    elif value and isinstance(value, list):
        out.append(f"{head}\n")
        _sequence(out, value, indent, indent)
    else:
        out.append(f"{head} {_scalar(value, indent)}\n")


def _sequence(out: list[str], items: list[object], indent: str, lead: str) -> None:
    """Add the lines of a filled list; `lead` opens the first item, `indent` the others."""
    deeper = f"{indent}  "
    for value in items:
        if value and isinstance(value, dict):
            _mapping(out, value, deeper, f"{lead}- ")
        elif value and isinstance(value, list):
            _sequence(out, value, deeper, f"{lead}- ")
        else:
            out.append(f"{lead}- {_scalar(value, indent)}\n")
        lead = indent


def _scalar(value: object, indent: str) -> str:
    """A leaf as written below `indent`."""
    if isinstance(value, str):
        return _TEXTS.get(value) or _text(value, indent)
    return _writer(type(value))(value)


def _key(key: object, indent: str) -> str:
    """A key that is not in the memo, up to its colon."""
    if not isinstance(key, str):
        raise TypeError(f"a key is text, not {type(key).__name__}: {key!r:.80}")
    written = _one_line(key)
    if len(written) > _LONGEST_SIMPLE_KEY:
        return f"? {written}\n{indent}"
    return _remember(_KEYS, key, written)


def _text(text: str, indent: str) -> str:
    """Text that is not in the memo: a block if it has several lines and none is delicate."""
    if "\n" in text and re.search(_NO_BLOCK, text, re.MULTILINE) is None:
        return _block(text, f"{indent}  ")
    return _remember(_TEXTS, text, _one_line(text))


def _remember(memo: dict[str, str], text: str, written: str) -> str:
    if len(written) <= _MEMO_TEXT:
        if len(memo) >= _MEMO_SIZE:
            memo.clear()
        memo[text] = written
    return written


def _block(text: str, indent: str) -> str:
    """Text of several lines, each as it is."""
    head = "|" if text.endswith("\n") else "|-"
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([head, *(line and indent + line for line in lines)])


def _one_line(text: str) -> str:
    """Text as a plain scalar if no reader can take it for anything else; else double-quoted."""
    text = str.__str__(text)  # a str enum would format as its name
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if text.isascii() and text.isprintable():
        text = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{text}"'
    return f'"{re.sub(_ESCAPED, _escape, text)}"'


def _seen(line: str) -> str:
    """A line of a comment, with a number for each character that nobody would see."""
    return line if line.isascii() and line.isprintable() else re.sub(_HIDDEN, _code, line)


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    if ord(char) in _SURROGATES:
        raise UnwritableError(f"half of a surrogate pair, {char!a}, is no text")
    return _SHORT.get(char) or _code(found)


def _code(found: re.Match[str]) -> str:
    """A character by its number, as YAML escapes it."""
    number = ord(found.group())
    if number <= 0xFF:  # noqa: PLR2004 - two digits
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - four


def _int(value: int) -> str:
    if not -_INT64 <= value < _INT64:
        raise UnwritableError("a whole number beyond 64 bits is rounded by Kubernetes' readers")
    return int.__repr__(value)


def _float(value: float) -> str:
    """As short as it reads back; YAML 1.1 knows an exponent only after a point and with a sign."""
    if not math.isfinite(value):
        raise UnwritableError("JSON, and so Kubernetes, knows no infinity and no NaN")
    digits, e, exponent = float.__repr__(value).partition("e")
    return f"{digits}{'' if '.' in digits else '.0'}{e}{exponent}"


_WRITERS: dict[type, Callable[..., str]] = {
    bool: lambda value: "true" if value else "false",
    NoneType: lambda _: "null",
    int: _int,
    float: _float,
    dict: lambda _: "{}",
    list: lambda _: "[]",
}


def _writer(kind: type) -> Callable[..., str]:
    """Who writes a leaf of that type or of one it descends from."""
    for base in kind.__mro__:
        if base in _WRITERS:
            return _WRITERS[base]
    raise TypeError(f"a document holds maps, lists, text, numbers and null, not {kind.__name__}")
