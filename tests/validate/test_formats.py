"""Formats of text, as the API server reads them."""

import pytest

from specgen.validate.formats import FORMATS

CASES = {
    "byte": (["", "YQ=="], ["YQ", "a b"]),
    "cidr": (["10.0.0.0/8", "10.1.2.3/8", "fd00::/8"], ["10.0.0.0", "10.0.0.0/33", "10/8"]),
    "date": (["2026-01-31"], ["2026-1-31", "31.1.2026"]),
    "date-time": (
        ["2026-01-31T10:00:00Z", "2026-01-31T10:00:00.5+01:00", "2026-01-31T10:00:00"],
        ["2026-01-31", "10:00"],
    ),
    "duration": (["0", "5m", "1h30m", "22 ns", "-1.5s", "5µs"], ["5", "PT5M", ""]),
    "ipv4": (["10.0.0.1"], ["10.0.0", "::1"]),
    "ipv6": (["::1", "fd00::1"], ["10.0.0.1"]),
    "uuid": (
        ["6F9619FF-8B86-D011-B42D-00C04FC964FF", "6f9619ff8b86d011b42d00c04fc964ff"],
        ["6f9619ff"],
    ),
}


def test_every_format_has_cases() -> None:
    assert CASES.keys() == FORMATS.keys()


@pytest.mark.parametrize(
    ("name", "text", "fits"),
    [(name, text, n == 0) for name, both in CASES.items() for n in (0, 1) for text in both[n]],
)
def test_what_is_of_a_format(name: str, text: str, fits: bool) -> None:  # noqa: FBT001
    assert FORMATS[name](text) is fits
