"""Formats of text that the API server knows, as it reads them; the check knows the same.

Which it knows: `pkg/apiserver/validation/formats.go` of kubernetes/apiextensions-apiserver, read
2026-11-21. Those whose reading in Go is hard to mirror exactly (`uri`, `email`,
`hostname`, `isbn`, colours) are left out: what it would take must never be refused here.
"""

import base64
import ipaddress
import re
from collections.abc import Callable


def _by(parse: Callable[[str], object]) -> Callable[[str], bool]:
    """Whether a parser takes a text, by whether it raises ValueError."""

    def takes(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return takes


def _like(pattern: str) -> Callable[[str], bool]:
    """Whether a text matches, whole and in ASCII."""
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _network(text: str) -> None:
    """Go's ParseCIDR wants the length of a prefix, in digits, and takes bits beyond it."""
    if not re.fullmatch(r"[^/%]+/[0-9]+", text, re.ASCII):
        raise ValueError
    ipaddress.ip_network(text, strict=False)


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"

FORMATS: dict[str, Callable[[str], bool]] = {
    "byte": _by(lambda text: base64.b64decode(text, validate=True)),
    "cidr": _by(_network),
    "date": _like(_DATE),
    "date-time": _like(rf"{_DATE}[Tt]{_TIME}(?:[Zz]|[+-][0-9]{{2}}:?[0-9]{{2}})?"),
    "duration": _like(r"[+-]?(?:0|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+) ?[A-Za-zµμ]+)+"),
    "ipv4": _by(ipaddress.IPv4Address),
    "ipv6": _by(ipaddress.IPv6Address),
    "uuid": _like(r"[0-9A-Fa-f]{8}(?:-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}"),
}
"""Whether a text is of a format, by its name."""
