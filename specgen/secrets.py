"""Credentials in text: where they stand, and the text without them.

Three ways to tell: the shape of a value (an AWS access key), the name it is given (`password=…`),
and randomness (a run of letters and digits that nobody types). Everything is linear in the text.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from specgen.paths import Path
from specgen.secret_names import in_field, names_secret, placeholder, random

Span = tuple[int, int]

MASK = "<redacted>"

# --- shapes ---------------------------------------------------------------------------------------

_PEM = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:(?s:.*?)-----END [A-Z0-9 ]{0,40}-----|(?s:.*))"
)
_ISSUED = (
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",  # AWS
    r"LTAI[A-Za-z0-9]{12,28}(?![A-Za-z0-9])|AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])",  # Alibaba, Tencent
    r"eyJ[\w-]{8,}\.eyJ[\w-]{6,}(?:\.[\w-]*)?|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}",  # JWT
    r"gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}",
    r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[\w-]{16,}",  # GitLab
    r"xox[a-z]-[\w-]{10,}|xapp-[\w-]{16,}|hooks\.slack\.com/services/[\w/]{20,}",  # Slack
    r"[srp]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/]{20,}",  # Stripe
    r"AIza[\w-]{30,40}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}",  # Google
    r"npm_[A-Za-z0-9]{30,}|pypi-[\w-]{40,}|dckr_[a-z]+_[\w-]{20,}",  # registries
    r"dapi[0-9a-f]{32}(?:-[0-9])?\b|hf_[A-Za-z0-9]{30,}",  # Databricks, Hugging Face
    r"hv[sbr]\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|SK[0-9a-f]{32}\b",  # Vault, mail
    r"do[opr]_v1_[0-9a-f]{40,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|lin_api_\w{30,}",
    r"gl(?:sa|c)_\w{20,}|NRAK-[A-Z0-9]{20,}|AGE-SECRET-KEY-1[A-Z0-9]{40,}",
    r"ATATT3[\w=-]{20,}|key-[0-9a-f]{32}\b|sq0(?:atp|csp)-[\w-]{20,}",
)
"""Values that tell by themselves what they are; prefixes as their issuers document them."""

_TOKEN = re.compile(rf"(?<![A-Za-z0-9_])(?:{'|'.join(_ISSUED)})")
_SK = re.compile(r"(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{16,}")
"""Keys of OpenAI and its kind; words joined by `-` look alike, so the body must be random."""

_AUTHORITY = re.compile(r"://([^\s/\"'<>]{0,600})")
_ORACLE = re.compile(r"jdbc:oracle:[a-z]{1,8}:[^/\s:@]{1,60}/(?P<secret>[^@\s/]{1,100})@")
_BEARER = re.compile(r"(?i:\b(?:bearer|basic))\s{1,3}(?P<secret>[A-Za-z0-9._~+/-]{16,}={0,2})")

_TOOLS = (
    re.compile(
        r"\b(?:curl|wget)\b[^\n|;]{0,300}?\s(?:-u|--user)[ =]?[\"']?[^\s\"':/]{1,100}:"
        r"(?P<secret>[^\s\"']{1,200})"
    ),
    re.compile(r"\bmysql(?:dump)?\b[^\n|;]{0,300}?\s-p(?P<secret>[^\s\"']{1,200})"),
)
"""Options of programs that take a password with no name in front of it."""

# --- names ----------------------------------------------------------------------------------------

_KEY = re.compile(
    r"(?<![\w.-])(?P<dashes>-{0,2})(?P<key>[A-Za-z_](?:[\w./-]{0,150}\w)?)\\?[\"']?"
    r"(?P<sign>\s{0,4}[=:]\s{0,8}|,?\s{1,4})"
)
_VALUE = re.compile(
    r"\\?\"(?:[^\"\\]|\\.){0,2000}\"?|'(?:[^']|''){0,2000}'?|[^\s\"',;&][^\s\"',;&]{0,2000}"
)
"""`key=value`, `key: value`, `--key value`, `[--key, value]`; the last two for options only."""

_PAIR = re.compile(
    r"\bname[\"']?: {0,4}[\"']?(?P<key>[\w./-]{1,150})[\"']?, {0,4}[\"']?value[\"']?: {0,4}"
    r"(?P<value>\"(?:[^\"\\]|\\.){0,2000}\"?|'[^']{0,2000}'?|[^\s\"',}]{1,2000})"
    r"|<name>\s{0,8}(?P<tag>[\w./-]{1,150})\s{0,8}</name>\s{0,8}<value>(?P<text>[^<]{1,2000})"
)
"""`{name: key, value: value}` as Kubernetes has it, and Hadoop's form of it."""

_LINE = re.compile(
    r"(?m)^[ \t-]{0,200}[\"']?(?P<key>[\w./-]{1,150})[\"']?[ \t]{0,8}:[ \t](?P<value>[^\n]*)"
)
"""A line of block YAML: the value goes to the end of the line, or to its comment."""

# --- randomness -----------------------------------------------------------------------------------

_RUN = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}(?![A-Za-z0-9+/_-])")
_CHECKSUM = re.compile(
    r"(?i)(?:sha(?:1|224|256|384|512)|md5|checksum|integrity|etag|digest)[-:=\"' ]{1,4}$"
)
_INTEGRITY = re.compile("sha(?:256|384|512)-")
_URL = re.compile("[-_]")
_LONG = 32
_BLANKS = str.maketrans("\n\r\t", "   ")


def _runs(text: str) -> Iterator[Span]:
    """Random runs, and base64 of something that holds a credential."""
    for match in _RUN.finditer(text):
        run, start = match[0], match.start()
        if _CHECKSUM.search(text, max(0, start - 16), start) or _INTEGRITY.match(run):
            continue
        if (len(run) >= _LONG and random(run)) or _decoded(run):
            yield match.span()


def _decoded(run: str) -> bool:
    """Whether base64 of a text that holds a credential."""
    try:
        whole = run + "=" * (-len(run) % 4)
        inner = base64.b64decode(whole, altchars=b"-_" if _URL.search(run) else None, validate=True)
        text = inner.decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return False
    if text.startswith("-----BEGIN"):
        return True
    if not text.translate(_BLANKS).isprintable():
        return False
    return random(text) or any(True for _ in _shaped(text))


# --- all of it ------------------------------------------------------------------------------------


_SHORTEST, _OFTEN = len("pwd=x"), 200


def find(text: str) -> list[Span]:
    """Where credentials stand in a text: start and end of each, in order, none overlapping."""
    if len(text) < _SHORTEST:
        return []
    return list(_again(text) if len(text) <= _OFTEN else _found(text))


@lru_cache(16384)
def _again(text: str) -> tuple[Span, ...]:
    """The same for texts that stand in many objects."""
    return _found(text)


def _found(text: str) -> tuple[Span, ...]:
    return _united([*_shaped(text), *_runs(text)])


def _shaped(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _PEM.finditer(text))
    yield from (match.span() for match in _TOKEN.finditer(text))
    yield from (match.span() for match in _SK.finditer(text) if _body_is_random(match[0]))
    if any(sign in text for sign in ":= <"):  # else there is no name and no frame
        yield from (span for span in _framed(text) if not placeholder(text[slice(*span)]))
        yield from _assigned(text)
        yield from _paired(text)
        yield from _lines(text)


def _framed(text: str) -> Iterator[Span]:
    """Passwords in URLs and headers."""
    for match in _AUTHORITY.finditer(text):
        userinfo, at, _ = match[1].rpartition("@")
        user, colon, password = userinfo.partition(":")
        if at and colon and password and "@" not in user:
            start = match.start(1) + len(user) + 1
            yield start, start + len(password)
    for form in (_ORACLE, *_TOOLS):
        yield from (match.span("secret") for match in form.finditer(text))
    for match in _BEARER.finditer(text):
        if not match["secret"].isalpha():
            yield match.span("secret")


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        value = match["value"].partition(" #")[0].rstrip()
        if in_field(match["key"], value):
            yield match.start("value"), match.start("value") + len(value)


def _paired(text: str) -> Iterator[Span]:
    for match in _PAIR.finditer(text):
        key, value = ("key", "value") if match["key"] else ("tag", "text")
        if in_field(match[key], match[value]):
            yield match.span(value)


def _assigned(text: str) -> Iterator[Span]:
    """Values that a name in front of them tells."""
    position = 0
    while match := _KEY.search(text, position):
        position = match.end("key")
        named = bool(match["sign"].strip(", \t\r\n")) or bool(match["dashes"])
        value = _VALUE.match(text, match.end()) if named and names_secret(match["key"]) else None
        if value is not None and in_field(match["key"], value[0]):
            yield value.span()
            position = value.end()


def _body_is_random(token: str) -> bool:
    longest = max(re.split("[-_]", token), key=len)
    long, mixed = len(longest) >= len("0123456789abcdef"), not longest.isdecimal()
    return long and mixed and any(map(str.isdecimal, longest))


def _united(spans: list[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def redacted(text: str) -> str:
    """The text with every credential masked."""
    for start, end in reversed(find(text)):
        text = text[:start] + MASK + text[end:]
    return text


# --- in plain data --------------------------------------------------------------------------------


def places(node: Any, name: str = "") -> list[Path]:
    """Paths of the credentials below a map or list that is called `name`.

    A value is called what its key says, or the `name` beside a `value`, or the option before it; an
    item of a list, or a `value` alone, as what it lies in.
    """
    found: list[Path] = []
    _look_below(node, name, (), found)
    return found


@lru_cache(8192)
def _is_one(name: str, value: str) -> bool:
    """Whether a text is, holds or is named like a credential; many jobs say the same."""
    return bool(find(value)) or in_field(name, value)


@lru_cache(8192)
def _holds_one(key: str) -> bool:
    return bool(find(key))


def _look_below(node: Any, name: str, path: Path, found: list[Path]) -> None:
    if type(node) is dict:
        named = node.get("name", name)
        for key, value in node.items():
            called = named if key == "value" else key
            if type(key) is str and _holds_one(key):
                found.append((*path, key))
            else:
                _look_at(value, called if type(called) is str else "", (*path, key), found)
    elif type(node) is list:
        before = name
        for index, value in enumerate(node):
            _look_at(value, before, (*path, index), found)
            before = value if type(value) is str and value.startswith("-") else name


def _look_at(value: Any, name: str, path: Path, found: list[Path]) -> None:
    kind = type(value)
    if kind is str:
        if _is_one(name, value):
            found.append(path)
    elif kind is dict or kind is list:
        _look_below(value, name, path, found)
