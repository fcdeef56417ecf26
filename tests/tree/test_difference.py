"""The first line that differs, as it is shown."""

import pytest

from specgen.tree.difference import first_difference


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(b"a\n", b"a\n", None, id="equal"),
        pytest.param(b"a\nb\n", b"a\nc\n", (2, "b", "c"), id="changed"),
        pytest.param(b"a\n", b"a\nb\n", (2, None, "b"), id="more"),
        pytest.param(b"a", b"a\n", (2, None, ""), id="a last line feed"),
        pytest.param(b"a\n", b"a", (2, "", None), id="no last line feed"),
        pytest.param(b"a\n\n", b"a\n", (2, "", None), id="a last blank line"),
        pytest.param(b"a\n", b"a\n\n", (2, None, ""), id="no last blank line"),
        pytest.param(b"", b"a", (1, None, "a"), id="empty"),
        pytest.param(b"a\r\nb", b"a\nb", (1, "a\r", "a"), id="line ends"),
        pytest.param(
            "a\x85\u2028b\nc".encode(), "a\x85\u2028b\nd".encode(), (2, "c", "d"), id="LF"
        ),
        pytest.param(b"\xff", b"a", (1, "\\xff", "a"), id="no UTF-8"),
    ],
)
def test_first_difference(
    old: bytes, new: bytes, expected: tuple[int, str | None, str | None] | None
) -> None:
    assert first_difference(old, new) == expected
