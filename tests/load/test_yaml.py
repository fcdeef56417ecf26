# ruff: noqa: E501 - a row of a table is one line
"""The YAML reader: what it takes, what it refuses and where, and where values stand."""

import datetime as dt
import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.load.yaml import MAX_DEPTH, Fault, Mark, documents, marks
from specgen.paths import Path


def faults(text: str) -> list[tuple[str, int, int]]:
    return [(fault.rule, fault.line, fault.column) for fault in documents(text).faults]


def fault(text: str) -> Fault:
    (one,) = documents(text).faults
    return one


@pytest.mark.parametrize(
    ("text", "data"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\n", [], id="blank lines"),
        pytest.param("# only\n", [], id="a comment"),
        pytest.param("---\n", [None], id="an empty document"),
        pytest.param("null", [None], id="null"),
        pytest.param("a", ["a"], id="a scalar"),
        pytest.param("- a\n- 1\n", [["a", 1]], id="a list"),
        pytest.param("a: 1\n---\nb: 2\n", [{"a": 1}, {"b": 2}], id="two documents"),
        pytest.param("---\na: 1\n...\n---\nb: 2\n...\n", [{"a": 1}, {"b": 2}], id="with ends"),
        pytest.param("a: 1\r\nb:\r\n  - c\r\n", [{"a": 1, "b": ["c"]}], id="CRLF"),
        pytest.param("a: 1\rb: 2\r", [{"a": 1, "b": 2}], id="CR"),
        pytest.param(
            '{"a": [1, true, null, "x\\u00e9"]}', [{"a": [1, True, None, "xé"]}], id="JSON"
        ),
        pytest.param("{uri: s3://bucket/}", [{"uri": "s3://bucket/"}], id="a URI in a flow map"),
        pytest.param(
            "a: 'no'\nb: \"012\"\n'on': c", [{"a": "no", "b": "012", "on": "c"}], id="quoted"
        ),
        pytest.param(
            "a: |\n  x\n  y\nb: >-\n  x\n  y\n", [{"a": "x\ny\n", "b": "x y"}], id="blocks"
        ),
        pytest.param("a: |\n  no\n", [{"a": "no\n"}], id="a block is text"),
        pytest.param("? a\n: b\n", [{"a": "b"}], id="a long key"),
        pytest.param("{a, b: }", [{"a": None, "b": None}], id="keys alone"),
        pytest.param("until: 2027-06-30", [{"until": dt.date(2027, 6, 30)}], id="a day"),
        pytest.param("日本: ñ # x", [{"日本": "ñ"}], id="other scripts"),
        pytest.param("😀: 😀", [{"😀": "😀"}], id="beyond the BMP"),
        pytest.param('"\\t": "\\e"', [{"\t": "\x1b"}], id="escapes"),
        pytest.param("null_: ~\nnullx: Nul", [{"null_": None, "nullx": "Nul"}], id="near null"),
    ],
)
def test_what_is_read(text: str, data: list[Any]) -> None:
    assert documents(text) == (data, [])


@pytest.mark.parametrize(
    ("text", "rule", "line", "column", "what", "mend"),
    [
        pytest.param("a: 1\nb:\n  c: 1\n  c: 2\n", "duplicate-key", 4, 3, "`c` is set twice", "keep one", id="twice"),
        pytest.param("{a: 1, a: 1}", "duplicate-key", 1, 8, "`a` is set twice", "keep one", id="twice in flow"),
        pytest.param('a: 1\n"a": 2', "duplicate-key", 2, 1, "`a` is set twice", "keep one", id="twice, quoted"),
        pytest.param("a: no", "ambiguous-scalar", 1, 4, "`no` is a boolean to some", 'write false, or "no"', id="no"),
        pytest.param("- [012]", "ambiguous-scalar", 1, 4, "octal", 'quote it: "012"', id="octal"),
        pytest.param("on: a", "ambiguous-scalar", 1, 1, "`on` is a boolean", 'quote it: "on"', id="a boolean as key"),
        pytest.param("1: a", "ambiguous-scalar", 1, 1, "the key `1` is no text", 'quote it: "1"', id="a number as key"),
        pytest.param("true: a", "ambiguous-scalar", 1, 1, "the key `true`", 'quote it: "true"', id="true as key"),
        pytest.param("~: a", "ambiguous-scalar", 1, 1, "the key `~`", 'quote it: "~"', id="null as key"),
        pytest.param("1.30: a", "ambiguous-scalar", 1, 1, "the key `1.30`", '"1.30"', id="a version as key"),
        pytest.param("2027-01-01: a", "ambiguous-scalar", 1, 1, "the key", '"2027-01-01"', id="a day as key"),
        pytest.param("a: !!str x", "yaml-feature", 1, 4, "the tag `tag:yaml.org,2002:str`", "remove", id="tag"),
        pytest.param("a: !x y", "yaml-feature", 1, 4, "the tag `!x`", "remove", id="own tag"),
        pytest.param("a: ! x", "yaml-feature", 1, 4, "the tag `!`", "remove", id="bare tag"),
        pytest.param("a: !!map {}", "yaml-feature", 1, 4, "the tag", "remove", id="tag of a map"),
        pytest.param("- !!python/object/apply:os.system [id]", "yaml-feature", 1, 3, "the tag", "", id="python"),
        pytest.param("!!str a: b", "yaml-feature", 1, 1, "the tag", "remove", id="tag of a key"),
        pytest.param("a: &x 1", "yaml-feature", 1, 4, "anchors and aliases", "use a profile", id="anchor"),
        pytest.param("a: &x {b: 1}", "yaml-feature", 1, 4, "anchors", "use a profile", id="anchor of a map"),
        pytest.param("&x a: 1", "yaml-feature", 1, 1, "anchors", "use a profile", id="anchor of a key"),
        pytest.param("a: *x", "yaml-feature", 1, 4, "anchors and aliases", "use a profile", id="alias"),
        pytest.param("*x : a", "yaml-feature", 1, 1, "anchors and aliases", "use a profile", id="alias as key"),
        pytest.param("<<: {a: 1}", "yaml-feature", 1, 1, "merge keys", "use a profile", id="merge key"),
        pytest.param("a: <<", "ambiguous-scalar", 1, 4, "a meaning of its own", 'quote it: "<<"', id="<<"),
        pytest.param('"<<": {}', "yaml-feature", 1, 1, "merge keys", "use a profile", id="quoted merge key"),
        pytest.param('a: "\\0"', "lost-character", 1, 4, "U+0000", "do without", id="NUL"),
        pytest.param('"\\N": a', "lost-character", 1, 1, "U+0085", "do without", id="NEL in a key"),
        pytest.param('a: "\\uFFFE"', "lost-character", 1, 4, "U+FFFE", "do without", id="no character"),
        pytest.param("%YAML 1.1\n---\na: 1", "yaml-feature", 1, 1, "directives", "remove the % line", id="version"),
        pytest.param("%TAG ! x:\n---\na: 1", "yaml-feature", 1, 1, "directives", "remove", id="tag directive"),
        pytest.param("? [a]\n: b", "yaml-feature", 1, 3, "a key must be one word", "as text", id="list as key"),
        pytest.param("{{a: b}: c}", "yaml-feature", 1, 2, "a key must be one word", "as text", id="map as key"),
        pytest.param("a: {{ x }}", "yaml-feature", 1, 5, "a key must be one word", "as text", id="template"),
        pytest.param("[" * 65, "too-deep", 1, 65, "nested deeper than 64", "flatten", id="depth"),
        pytest.param("a: 'x\nb: 1\n", "yaml-syntax", 1, 4, "ends inside a quoted value", "close", id="open quote"),
        pytest.param('a: "x', "yaml-syntax", 1, 4, "ends inside a quoted value", "close", id="open double quote"),
        pytest.param("a: [", "yaml-syntax", 1, 4, "the text ends inside a bracket", "close", id="open bracket"),
        pytest.param("a: [b,\n# c\n", "yaml-syntax", 1, 4, "the text ends inside a bracket", "close", id="after a comma"),
        pytest.param("a: [b\nc: d\n", "yaml-syntax", 1, 4, "closing bracket is missing", "close", id="a bracket left open"),
        pytest.param("x: {a: b, c: [d, e}", "yaml-syntax", 1, 14, "closing bracket", "close", id="the inner of two"),
        pytest.param("{a: {b: ", "yaml-syntax", 1, 5, "the text ends inside a bracket", "close", id="two open"),
        pytest.param("a: ]", "yaml-syntax", 1, 4, "no value can start here", "write a value", id="only a closing one"),
        pytest.param("a: [b,,c]", "yaml-syntax", 1, 7, "no value can start here", "write a value", id="two commas"),
        pytest.param("a: b: c", "yaml-syntax", 1, 5, "a `:` stands where no key can be", "quote", id="two colons"),
        pytest.param("a: b\n  c: d\n", "yaml-syntax", 2, 4, "a `:` stands", "quote", id="a map below a scalar"),
        pytest.param("a:\n  - b\n c: d\n", "yaml-syntax", 3, 2, "the indentation does not fit", "line it up", id="indent"),
        pytest.param("- a\nb: c", "yaml-syntax", 2, 1, "a list goes on here without `-`", "start", id="list, then map"),
        pytest.param("\ta: b", "yaml-syntax", 1, 1, "cannot start a value", "not tabs", id="tab"),
        pytest.param("a:\n\tb: c", "yaml-syntax", 2, 1, "cannot start a value", "not tabs", id="tab inside"),
        pytest.param("a: @b", "yaml-syntax", 1, 4, "cannot start a value", "quote the value", id="@"),
        pytest.param("a: `b`", "yaml-syntax", 1, 4, "cannot start a value", "quote the value", id="backtick"),
        pytest.param("a: %b", "yaml-syntax", 1, 4, "cannot start a value", "quote the value", id="%"),
        pytest.param('a: "\\q"', "yaml-syntax", 1, 5, "this escape is unknown", "single quotes", id="escape"),
        pytest.param("a: 1\nkey\n", "yaml-syntax", 2, 1, "a `:` after the key is missing", "key: value", id="no colon"),
        pytest.param("a: 1\n...\nb: 2", "yaml-syntax", 3, 1, "text follows the end", "---", id="after the end"),
        pytest.param("é: x\nñ: 'x", "yaml-syntax", 2, 4, "ends inside a quoted", "close", id="columns are characters"),
        pytest.param("a: 1\r\nb: 'x\r\n", "yaml-syntax", 2, 4, "ends inside a quoted", "close", id="CRLF"),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(
    *, text: str, rule: str, line: int, column: int, what: str, mend: str
) -> None:
    found = documents(text).faults[0]
    assert (found.rule, found.line, found.column) == (rule, line, column)
    assert what in found.what
    assert mend in found.mend
    assert "\n" not in found.what


def test_all_faults_of_a_text_are_found_in_one_run() -> None:
    text = "a: no\nb: &x 1\nc: !!str y\na: 012\n---\n<<: {d: 12:30}\ne: [on,\n"
    assert faults(text) == [
        ("ambiguous-scalar", 1, 4),
        ("yaml-feature", 2, 4),
        ("yaml-feature", 3, 4),
        ("duplicate-key", 4, 1),
        ("ambiguous-scalar", 4, 4),
        ("yaml-feature", 6, 1),
        ("ambiguous-scalar", 6, 9),
        ("ambiguous-scalar", 7, 5),
        ("yaml-syntax", 7, 4),
    ]


def test_a_fault_spans_the_token_it_is_about() -> None:
    assert fault("key: 1_000").width == 5
    assert fault("kéy: a\nkéy: b").width == 3


def test_what_was_refused_once_is_refused_again() -> None:
    for text in ("on: a", "a: no", "<<: {}", "&x key: a", "'quoted': &x a"):
        assert faults(text) == faults(text) != []
    assert faults("'on': a") == []
    assert faults("on: a") == [("ambiguous-scalar", 1, 1)]


def test_depth_up_to_the_limit_is_read() -> None:
    assert documents("[" * MAX_DEPTH + "]" * MAX_DEPTH).faults == []
    assert documents("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).faults != []
    assert faults("- [[]]\n" * 3) == []


MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * MEGABYTE, id="brackets"),
        pytest.param("{" * MEGABYTE, id="braces"),
        pytest.param("- " * (MEGABYTE // 2), id="dashes"),
        pytest.param("{a: " * (MEGABYTE // 4), id="maps"),
        pytest.param("? " * (MEGABYTE // 2), id="question marks"),
        pytest.param("'" + "x" * MEGABYTE, id="an open quote"),
        pytest.param("a: 1\n" * (MEGABYTE // 5), id="one key again and again"),
        pytest.param("a: " + "1" * MEGABYTE, id="a long number"),
        pytest.param("a: " + "1_" * (MEGABYTE // 2) + "1", id="a long number with signs"),
        pytest.param("1" * MEGABYTE + ": a", id="a long number as key"),
        pytest.param("".join(f"a{n}: &a{n} x\n" for n in range(50_000)), id="anchors"),
        pytest.param(
            "a: &a [x]\n" + "".join(f"{c}: &{c} [{','.join([f'*{b}'] * 9)}]\n"
                                    for b, c in zip("abcdefghi", "bcdefghij", strict=True)),
            id="an alias bomb",
        ),
        pytest.param("!!x " * (MEGABYTE // 4), id="tags"),
        pytest.param("%X y\n" * (MEGABYTE // 5), id="directives"),
        pytest.param("&" * MEGABYTE, id="ampersands"),
        pytest.param("\\" * MEGABYTE + ": :\n: :", id="backslashes"),
    ],
)  # fmt: skip
def test_a_bomb_is_refused_before_it_goes_off(text: str) -> None:
    start = time.process_time()
    found = documents(text).faults
    assert 0 < len(found) <= 100
    assert all(len(one.what) < 300 and len(one.mend) < 300 for one in found)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("".join(f"a{n}: 1\n" for n in range(100_000)), id="100,000 keys"),
        pytest.param("[" + "1," * 400_000 + "]", id="a long list"),
        pytest.param("a: " + "1" * MEGABYTE + "x", id="a long text"),
        pytest.param("a: " + "1_" * (MEGABYTE // 2) + "x", id="a long text with signs"),
        pytest.param("---\n" * (MEGABYTE // 4), id="empty documents"),
    ],
)
def test_what_is_only_large_is_read_in_time(text: str) -> None:
    start = time.process_time()
    assert documents(text).faults == []
    assert time.process_time() - start < 5


@settings(max_examples=300)
@given(st.text(alphabet="ab:-?{}[],&*!|>'\"%@`#\n \t~0\\é", max_size=40))
def test_any_text_is_read_or_refused_with_a_place_inside_it(text: str) -> None:
    read = documents(text)
    lines = text.replace("\r", "\n").split("\n")
    for one in read.faults:
        assert one.what
        assert 1 <= one.line <= len(lines) + 1
        assert one.column >= 1
    if not read.faults:
        assert len(marks(text)) == len(read.data)
        assert read.data == list(yaml.load_all(text, yaml.CSafeLoader))


# --- marks ----------------------------------------------------------------------------------------


def test_a_mark_names_key_start_and_end() -> None:
    (found,) = marks("a:\n  - b: 'x y'\n")
    assert found == {
        (): Mark(1, 1, 1, 1, 3, 1),
        ("a",): Mark(1, 1, 2, 3, 3, 1),
        ("a", 0): Mark(2, 5, 2, 5, 3, 1),
        ("a", 0, "b"): Mark(2, 5, 2, 8, 2, 13),
    }


def of_nodes(node: yaml.Node, path: Path, key: yaml.Node | None, out: dict[Path, Mark]) -> None:
    """The marks as PyYAML's pure composer has them."""
    mark = (key or node).start_mark
    start, end = node.start_mark, node.end_mark
    out[path] = Mark(
        mark.line + 1,
        mark.column + 1,
        start.line + 1,
        start.column + 1,
        end.line + 1,
        end.column + 1,
    )
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            of_nodes(value, (*path, name.value), name, out)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            of_nodes(item, (*path, index), None, out)


scalars = st.sampled_from(
    ["a", "x y", "é", "日本", "😀", "", "12", 7, True, None, "a: b", "no", "l1\nl2\n"]
)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["k", "é", "a b", "日", "😀", "0"]), inner, max_size=3)
    ),
    max_leaves=15,
)


@settings(max_examples=200)
@given(
    trees_=st.lists(trees, min_size=1, max_size=3),
    flow=st.sampled_from([None, True, False]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    width=st.sampled_from([4, 80]),
)
def test_marks_are_where_another_reader_finds_the_values(
    *, trees_: list[Any], flow: bool | None, line_end: str, width: int
) -> None:
    text = yaml.safe_dump_all(
        trees_, default_flow_style=flow, allow_unicode=True, width=width, explicit_start=True
    ).replace("\n", line_end)
    expected: list[dict[Path, Mark]] = []
    for node in yaml.compose_all(text, Loader=yaml.SafeLoader):
        expected.append({})
        of_nodes(node, (), None, expected[-1])
    found = marks(text)
    starts = [{path: mark[:4] for path, mark in one.items()} for one in found]
    assert starts == [{path: mark[:4] for path, mark in one.items()} for one in expected]
    scalars_ = [
        (one[path], other[path])
        for one, other in zip(found, expected, strict=True)
        for path in one
        if one[path].line == one[path].end_line == other[path].end_line
    ]
    assert all(ours.end_column == theirs.end_column for ours, theirs in scalars_)
