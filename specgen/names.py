"""The grammars of names: what Kubernetes takes, and what a file system keeps apart."""

import difflib
import re
from collections.abc import Iterable

_LABEL = re.compile(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?")
_LABEL_KEY_NAME = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_LABEL_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_SUBDOMAIN = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*"
)
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
"""Names that Windows reserves in every folder; a checkout there would fail."""


def is_label(name: str) -> bool:
    """Whether a DNS-1035 label of at most 63 characters, and no device name of Windows."""
    return _LABEL.fullmatch(name) is not None and name not in _DEVICES


def is_label_key(key: str) -> bool:
    """Whether a label or annotation key: `name` or `dns.subdomain/name`.

    https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    """
    prefix, slash, name = key.rpartition("/")
    if _LABEL_KEY_NAME.fullmatch(name) is None:
        return False
    return not slash or _SUBDOMAIN.fullmatch(prefix) is not None


def is_label_value(value: str) -> bool:
    """Whether a label value: at most 63 of letters, digits, `-_.`, alphanumeric at both ends."""
    return _LABEL_VALUE.fullmatch(value) is not None


def is_subdomain(name: str) -> bool:
    """Whether a DNS-1123 subdomain: labels joined by dots, at most 253 characters."""
    return _SUBDOMAIN.fullmatch(name) is not None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was probably meant to be, or None if none is near."""
    names = sorted(known)
    lowered = {one.lower(): one for one in names}
    if name.lower() in lowered:
        return lowered[name.lower()]
    found = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return found[0] if found else None
