"""Which parts of a file's lines no report shows."""

import time

import pytest

from specgen.load.files import File
from specgen.load.hidden import hidden

WORD = "9retnuH2retnuh"[::-1]


def of(text: str) -> dict[int, set[str]]:
    found = hidden(text, text.split("\n"))
    return {number: set(parts) for number, parts in found.items() if parts}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(f"a: 1\npassword: |\n  x\n  {WORD}\nb: 1\n", {2, 3, 4}, id="a block"),
        pytest.param(f"password:\n  {WORD}\nb: 1\n", {2}, id="on the next line"),
        pytest.param(f"password: 'x\n  {WORD}'\nb: 1\n", {1, 2}, id="in quotes"),
        pytest.param(f"- --token\n- {WORD}\n- x\n", {2}, id="behind an option"),
        pytest.param(f"- name: DB_TOKEN\n  value: {WORD}\n  x: 1\n", {2}, id="beside its name"),
        pytest.param(f"- value: {WORD}\n  name: DB_TOKEN\n- value: x\n", {1}, id="before its name"),
        pytest.param(f"# password: |\n#   {WORD}\n# b: 1\n", {2}, id="in a comment"),
        pytest.param(f"password: |\n  {WORD}\nx: [\n", {2}, id="a block of a broken text"),
        pytest.param(f"- --token\n- {WORD}\nx: [\n", {2}, id="an item of a broken text"),
        pytest.param(f"- value: {WORD}\n  name: DB_TOKEN\n  x: [\n", {1}, id="a broken pair"),
        pytest.param("password:\n  secretKeyRef: {name: db, key: password}\n", set(), id="a ref"),
        pytest.param("password: ${X}\ntoken_url: https://x\n", set(), id="nothing"),
        pytest.param("a: b\n  c\nd: |\n  e\n", set(), id="no name that tells"),
    ],
)
def test_lines_that_belong_to_a_credential(text: str, lines: set[int]) -> None:
    assert set(of(text)) == lines
    if lines:
        assert any(WORD in part for parts in of(text).values() for part in parts)


def test_of_a_long_text_the_credential_alone_is_hidden() -> None:
    assert of(f"arguments: [run --password={WORD} --x 1]\n") == {1: {WORD}}


def test_an_excerpt_names_what_stands_on_its_lines() -> None:
    file = File("x", f"password:\n  {WORD}\na: 1\nb: 2\nc: 3\n")
    assert WORD in file.spot(4, 1).hidden
    assert file.spot(5, 1).hidden == ()


def test_a_line_that_is_too_long_to_look_through_is_not_shown() -> None:
    file = File("x", "a: " + "x " * 400_000 + f"password={WORD}")
    start = time.process_time()
    spots = [file.spot(1, column) for column in range(1, 800_000, 2000)]
    assert time.process_time() - start < 2
    assert all(WORD not in "".join(spot.excerpt) for spot in spots[-100:])
