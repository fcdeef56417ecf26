"""What a credential is called, and what nobody typed: two ways to tell one.

`in_field` asks for the name that a value is given and for what the value refers to; `random` for
the mix of its characters.
"""

import math
import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

# --- randomness -----------------------------------------------------------------------------------

_MEDIUM = 20
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


def random(text: str) -> bool:
    """Whether nobody typed that: all classes of characters, often changing, few repeated."""
    body = text.rstrip("=")
    kinds = set(body.translate(_CLASSES))
    if len(body) < _MEDIUM or not kinds >= {"A", "a", "0"}:
        return False
    return _changes(body) >= _LEAST_CHANGES and _entropy(body) >= _LEAST_ENTROPY


def varied(text: str) -> bool:
    """Whether letters and digits change as they do in no word."""
    return _changes(text) >= _LEAST_CHANGES


# --- names ----------------------------------------------------------------------------------------

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
def names_secret(key: str) -> bool:
    """Whether a field of that name holds a credential."""
    if _INSIDE.search(key):
        return True
    words = _words(key)
    if not words or words[-1] in _ABOUT or "secretkeyref" in "".join(words):
        return False
    tail = words[-3:]
    pairs = (first in _KEYS and second == "key" for first, second in pairwise(tail))
    return any(pairs) or any(word.endswith(_SECRET_ENDS) or word in _EXACT for word in tail)


def placeholder(value: str) -> bool:
    """Whether something else is put in its place, or a person should: `${X}`, `<password>`."""
    return _PLACEHOLDER.fullmatch(value) is not None


def in_field(key: str, value: str) -> bool:
    """Whether `value`, in a field called `key`, is a credential and no reference to one."""
    value = value.strip().strip("\\\"'")
    if not names_secret(key) or value.lower() in _PLAIN or placeholder(value):
        return False
    last = _words(key)[-1]
    if _DIGITS.fullmatch(value):
        return last.endswith(_PASSWORDS)
    if _OBJECT_NAME.fullmatch(value):
        return not last.endswith("secret") or varied(value)
    return _REFERENCE.fullmatch(value) is None or random(value)
