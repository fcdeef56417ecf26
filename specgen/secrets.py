"""Credentials in text: where they stand, and the text without them.

Three ways to tell: the shape of a value (an AWS access key), the name it is given (`password=…`),
and randomness (a run of letters and digits that nobody types). Everything is linear in the text.
"""

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

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

# --- names ----------------------------------------------------------------------------------------

_KEY = re.compile(
    r"(?<![\w.-])(?P<dashes>-{0,2})(?P<key>[A-Za-z_](?:[\w./-]{0,150}\w)?)[\"']?"
    r"(?P<sign>\s{0,4}[=:]\s{0,8}|\s{1,4})"
)
_VALUE = re.compile(
    r"\"(?:[^\"\\]|\\.){0,2000}\"?|'(?:[^']|''){0,2000}'?|[^\s\"',;&][^\s\"',;&]{0,2000}"
)
"""`key=value`, `key: value`, `--key value`; the last counts for options only."""

_LINE = re.compile(
    r"(?m)^[ \t-]{0,200}[\"']?(?P<key>[\w./-]{1,150})[\"']?[ \t]{0,8}:[ \t](?P<value>[^\n]*)"
)
"""A line of block YAML: the value goes to the end of the line, or to its comment."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PASSWORDS = ("password", "passwd", "pwd", "passphrase", "passwords")
_KEYS = (
    "access", "account", "api", "auth", "master", "private", "secret", "shared", "signing",
    "storage",
)  # fmt: skip
_SECRET_ENDS = (*_PASSWORDS, "secret", "token", *(f"{first}key" for first in _KEYS))
_EXACT = frozenset(("sig", "signature"))
_INSIDE = re.compile(r"fs\.azure\.(?:account\.(?:key|oauth2\.client\.secret)|sas)\.")
"""Names of credentials that go on with a host."""

_ABOUT = frozenset(
    (
        "alg", "algorithm", "arn", "audience", "class", "classname", "count", "dir",
        "directory", "duration", "enable", "enabled", "endpoint", "env", "expiration",
        "expiry", "field", "file", "filename", "format", "group", "header", "host", "id",
        "ids", "interval", "issuer", "kind", "label", "length", "lifetime", "limit",
        "location", "max", "min", "mode", "mount", "name", "names", "namespace", "needed",
        "object", "path", "paths", "pattern", "policy", "port", "prefix", "prompt",
        "property", "provider", "providers", "ref", "reference", "refresh", "regex",
        "renewal", "renewer", "required", "role", "rotation", "scope", "server", "service",
        "size", "source", "store", "ttl", "type", "types", "uri", "url", "user", "username",
        "validity", "version", "volume",
    )
)  # fmt: skip
"""Last words of a name that is about a credential and holds none: `token.renewal.interval`."""

_DIGITS = re.compile(r"[0-9]+(?:ms|[smhd])?")
_PLAIN = frozenset(
    ("", "true", "false", "yes", "no", "on", "off", "none", "null", "~", "auto", "default")
)
_PLACEHOLDER = re.compile(
    r"(?s)\$\{.*|\$\(.*|\$[A-Za-z_]\w*|\{\{.*|<redacted>.*|<[^<>]*>|%[A-Za-z_(]\w*[%)]?s?"
    r"|\*+|[xX]{3,}|\.{3}|…|[{\[|>&!].*"
)
_REFERENCE = re.compile(
    r"(?:arn:aws[a-z-]*|ref\+[a-z]+|vault|ssm|secretsmanager|awssm|gcpsm|azurekv|sops|op|env|file):\S+"
    r"|[a-z][a-z0-9+.-]*://[^\s@]*"  # a URI; one with a password is found by its shape
    r"|(?:~|\.{1,2})?/[\w.@/-]*"  # a path
    r"|[a-zA-Z_]\w*(?:\.[a-zA-Z_$]\w*){2,}"  # a class, a setting
)
_OBJECT_NAME = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)+(?::[\w.-]+)?")


@lru_cache(4096)
def _words(key: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORDS.findall(key))


@lru_cache(4096)
def _names_secret(key: str) -> bool:
    """Whether a field of that name holds a credential."""
    if _INSIDE.search(key):
        return True
    words = _words(key)
    if not words or words[-1] in _ABOUT or "secretkeyref" in "".join(words):
        return False
    tail = words[-3:]
    pairs = (first in _KEYS and second == "key" for first, second in pairwise(tail))
    return any(pairs) or any(word.endswith(_SECRET_ENDS) or word in _EXACT for word in tail)


def in_field(key: str, value: str) -> bool:
    """Whether `value`, in a field called `key`, is a credential and no reference to one."""
    value = value.strip().strip("\"'")
    if not _names_secret(key) or value.lower() in _PLAIN or _PLACEHOLDER.fullmatch(value):
        return False
    last = _words(key)[-1]
    if _DIGITS.fullmatch(value):
        return last.endswith(_PASSWORDS)
    if _OBJECT_NAME.fullmatch(value):
        return not last.endswith("secret") or _varied(value)
    return _REFERENCE.fullmatch(value) is None or _random(value)


# --- randomness -----------------------------------------------------------------------------------

_RUN = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}(?![A-Za-z0-9+/_-])")
_CHECKSUM = re.compile(
    r"(?i)(?:sha(?:1|224|256|384|512)|md5|checksum|integrity|etag|digest)[-:=\"' ]{1,4}$"
)
_INTEGRITY = re.compile("sha(?:256|384|512)-")
_LONG, _MEDIUM = 32, 20
_LEAST_ENTROPY, _LEAST_CHANGES = 3.9, 0.4
_CLASSES = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "A" * 26 + "a" * 26 + "0" * 10
)


def _changes(text: str) -> float:
    """How often the class of characters changes, as a fraction."""
    classes = text.translate(_CLASSES)
    return sum(one != two for one, two in pairwise(classes)) / len(classes)


def _entropy(text: str) -> float:
    """Shannon's entropy in bits a character."""
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def _random(text: str) -> bool:
    """Whether nobody typed that: all classes of characters, often changing, few repeated."""
    body = text.rstrip("=")
    kinds = set(body.translate(_CLASSES))
    if len(body) < _MEDIUM or not kinds >= {"A", "a", "0"}:
        return False
    return _changes(body) >= _LEAST_CHANGES and _entropy(body) >= _LEAST_ENTROPY


def _varied(text: str) -> bool:
    """Whether letters and digits change as they do in no word."""
    return _changes(text) >= _LEAST_CHANGES


def _runs(text: str) -> Iterator[Span]:
    """Random runs, and base64 of something that holds a credential."""
    for match in _RUN.finditer(text):
        run, start = match[0], match.start()
        if _CHECKSUM.search(text, max(0, start - 16), start) or _INTEGRITY.match(run):
            continue
        if (len(run) >= _LONG and _random(run)) or _decoded(run):
            yield match.span()


def _decoded(run: str) -> bool:
    """Whether base64 of a text that holds a credential."""
    try:
        inner = base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return False
    if inner.startswith("-----BEGIN"):
        return True
    return inner.isprintable() and (_random(inner) or any(True for _ in _shaped(inner)))


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
    if any(sign in text for sign in ":= "):  # else there is no name and no frame
        yield from (
            span for span in _framed(text) if not _PLACEHOLDER.fullmatch(text[slice(*span)])
        )
        yield from _assigned(text)
        yield from _lines(text)


def _framed(text: str) -> Iterator[Span]:
    """Passwords in URLs and headers."""
    for match in _AUTHORITY.finditer(text):
        userinfo, at, _ = match[1].rpartition("@")
        user, colon, password = userinfo.partition(":")
        if at and colon and password and "@" not in user:
            start = match.start(1) + len(user) + 1
            yield start, start + len(password)
    yield from (match.span("secret") for match in _ORACLE.finditer(text))
    for match in _BEARER.finditer(text):
        if not match["secret"].isalpha():
            yield match.span("secret")


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        value = match["value"].partition(" #")[0].rstrip()
        if in_field(match["key"], value):
            yield match.start("value"), match.start("value") + len(value)


def _assigned(text: str) -> Iterator[Span]:
    """Values that a name in front of them tells."""
    position = 0
    while match := _KEY.search(text, position):
        position = match.end("key")
        named = bool(match["sign"].strip()) or bool(match["dashes"])
        value = _VALUE.match(text, match.end()) if named and _names_secret(match["key"]) else None
        if value is not None and in_field(match["key"], value[0]):
            yield value.span()
            position = value.end()


def _body_is_random(token: str) -> bool:
    longest = max(re.split("[-_]", token), key=len)
    kinds = set(longest.translate(_CLASSES))
    return len(longest) >= len("0123456789abcdef") and len(kinds) > 1 and "0" in kinds


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
