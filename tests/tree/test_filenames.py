"""Names that cannot stand are refused, with both of a pair shown."""

import pytest

from specgen.tree.filenames import (
    RECORD,
    SPARE,
    FileNameError,
    collisions,
    printable,
    refuse,
    unsafe,
)


@pytest.mark.parametrize(
    "path",
    [
        "a",
        "a/b.yaml",
        "a.b/c-d_e",
        "é/日本",
        ".argocd",
        "console/x",
        "com10",
        "a/.specgen.sums",
        "x" * 255,
    ],
)
def test_safe(path: str) -> None:
    assert unsafe(path) is None
    refuse([path])


@pytest.mark.parametrize(
    ("path", "why"),
    [
        *[(path, "absolute") for path in ("/a", "/", "//a/b", "/a/b")],
        *[(path, "empty part") for path in ("", "a//b", "a/")],
        *[(path, "no name") for path in (".", "..", "a/../b", "../a", "a/./b", "a/..")],
        *[(path, "Git") for path in (".git", ".git/config", "a/.GIT/hooks/x", ".Git", "git~1/x")],
        *[(path, "Windows drops") for path in ("a.", "a ", "a./b", "a /b", "...", ".git.")],
        *[
            (path, "device")
            for path in (
                "CON",
                "con.yaml",
                "a/NUL",
                "aux.tar.gz",
                "LPT1",
                "com1/x",
                "com\xb9",
                "Lpt\xb2.x",
            )
        ],
        *[(path, "forbids") for path in ("a:b", "a\\b", "a*", 'a"b', "a?", "a|b", "<a>")],
        *[(f"a{c}b/c", "control") for c in "\0\n\r\t\x1b\x7f\x85\u2028\u202e\u200b\ufeff\ud800"],
        *[(path, "own") for path in (RECORD, RECORD.upper(), SPARE, f"{SPARE}/0", f"{RECORD}/a")],
        *[(path, "255 bytes") for path in ("x" * 256, "é" * 128 + "/a", "😀" * 64)],
        ("/".join("a" * 65), "64 parts"),
    ],
    ids=ascii,
)
def test_unsafe(path: str, why: str) -> None:
    assert why in str(unsafe(path))
    with pytest.raises(FileNameError, match=why):
        refuse(["fine", path])


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("A", "a", "case"),
        ("A/x", "a/y", "case"),
        ("a/B/c", "a/b", "case"),
        ("straße", "STRASSE", "case"),
        ("\xe9", "e\u0301", "Unicode form"),
        ("É", "e\u0301", "Unicode form"),
        ("a", "a/b", "file and a folder"),
        ("a/b", "a/b/c/d", "file and a folder"),
    ],
)
def test_collisions(one: str, other: str, why: str) -> None:
    ((first, second, said),) = collisions(["other/x", one, other, "z"])
    assert {first, second} == {one, other}
    assert why in said
    with pytest.raises(FileNameError, match=why) as raised:
        refuse([one, other])
    assert ascii(one) in str(raised.value)
    assert ascii(other) in str(raised.value)


def test_neighbours_do_not_collide() -> None:
    assert not collisions(["a/b", "a/c", "a.b", "ab/c/d", "ab/c/e", "b/a"])


def test_all_faults_are_named() -> None:
    with pytest.raises(FileNameError) as raised:
        refuse(["..", "CON", "a", "A"])
    assert len(str(raised.value).split("\n")) == 3


def test_printable() -> None:
    assert printable("a b/c") == "a b/c"
    assert printable("a\x1b\udcff'") == "a\\x1b\\udcff'"
