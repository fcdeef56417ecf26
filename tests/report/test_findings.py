"""How findings are told: to people, to editors, to programs and to GitHub."""

import json
from dataclasses import replace

import pytest

from specgen.finding import Finding, Owner, Related, Severity, Spot
from specgen.report import as_json
from specgen.report.clean import clean
from specgen.report.findings import concise, count, counted, text
from specgen.report.github import github
from specgen.report.style import Style

SPOT = Spot("environments/prod/a.yaml", 12, 11, 3, ("executor:", "  cores: 4", "  memory: 14g"))
FINDING = Finding(
    "pod-fits-no-node",
    "cap",
    Severity.ERROR,
    "executor fits no node",
    SPOT,
    "asks 15769 MiB",
    (Related(Spot("environments/prod/c.yaml", 120, 3, 4, ("- m5.xlarge",)), "this pool"),),
    "lower it to 11g",
    owner=Owner("SparkJob", "a"),
)


def told(finding: Finding, style: Style | None = None) -> str:
    return "\n".join(text([finding], style or Style()))


def test_the_long_form() -> None:
    assert (
        told(FINDING)
        == """\
error[pod-fits-no-node]: executor fits no node
    --> environments/prod/a.yaml:12:11
    |
 10 | executor:
 11 |   cores: 4
 12 |   memory: 14g
    |           ^^^ asks 15769 MiB
    ::: environments/prod/c.yaml:120:3
120 | - m5.xlarge
    |   ---- this pool
    = help: lower it to 11g
"""
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        pytest.param(
            {"spot": Spot("environments/prod")}, "--> environments/prod", id="a folder as a whole"
        ),
        pytest.param({"others": 1}, "= note: and for 1 other object", id="one more object"),
        pytest.param({"others": 999}, "= note: and for 999 other objects", id="many more"),
        pytest.param(
            {"severity": Severity.WARNING},
            "warning[pod-fits-no-node]: executor fits no node",
            id="a warning",
        ),
    ],
)
def test_parts_of_the_long_form(change: dict[str, object], line: str) -> None:
    assert line in [one.strip() for one in told(replace(FINDING, **change)).split("\n")]  # type: ignore[arg-type]  # a table


def test_colours_are_around_the_words_and_never_inside() -> None:
    coloured = told(FINDING, Style(colour=True))
    plain = coloured
    for code in ("1;31", "1;34", "1", "0"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == told(FINDING)
    assert "\x1b[1;31merror[pod-fits-no-node]\x1b[0m" in coloured


@pytest.mark.parametrize("column", [1, 80, 400, 799])
def test_carets_stand_under_what_is_meant_even_in_a_long_line(column: int) -> None:
    line = "".join(chr(ord("a") + n % 26) for n in range(800))
    spot = Spot("a.yaml", 1, column, 2, (line,))
    shown, carets = told(replace(FINDING, spot=spot, related=())).split("\n")[3:5]
    assert len(shown) <= 170
    place = carets.index("^")
    assert shown[place : place + 2] == line[column - 1 : column + 1]
    assert carets.count("^") == 2


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\U000e0041", "\t"])
def test_carets_stand_right_behind_a_sign_that_is_spelled_out(sign: str) -> None:
    spot = Spot("a.yaml", 1, 4, 1, (f"a{sign}bX",))
    shown, carets = told(replace(FINDING, spot=spot, related=(), label="")).split("\n")[3:5]
    assert shown[carets.index("^")] == "X"


def test_the_short_form() -> None:
    assert list(concise([FINDING, replace(FINDING, help="", others=2)])) == [
        (
            "environments/prod/a.yaml:12:11: error[pod-fits-no-node]: executor fits no node "
            "(lower it to 11g)"
        ),
        (
            "environments/prod/a.yaml:12:11: error[pod-fits-no-node]: executor fits no node "
            "[and 2 more]"
        ),
    ]


def test_json_has_every_place_and_grows_only() -> None:
    report = json.loads(as_json.report("validate", [FINDING], waived=3))
    assert report == {
        "format_version": "1.0",
        "tool": report["tool"],
        "command": "validate",
        "summary": {"errors": 1, "warnings": 0},
        "waived": 3,
        "findings": [
            {
                "rule": "pod-fits-no-node",
                "family": "cap",
                "severity": "error",
                "message": "executor fits no node",
                "location": {
                    "file": "environments/prod/a.yaml",
                    "line": 12,
                    "column": 11,
                    "end_column": 14,
                },
                "related": [
                    {
                        "file": "environments/prod/c.yaml",
                        "line": 120,
                        "column": 3,
                        "end_column": 7,
                        "label": "this pool",
                    }
                ],
                "help": "lower it to 11g",
                "others": 0,
            }
        ],
    }


def test_a_place_without_a_line_has_none_in_json() -> None:
    report = json.loads(as_json.report("validate", [replace(FINDING, spot=Spot("environments/x"))]))
    assert report["findings"][0]["location"] == {"file": "environments/x"}


def test_github_gets_one_line_with_a_place_that_it_takes() -> None:
    """It drops an annotation at line 0."""
    place = "file=environments/prod/a.yaml,line=12,col=11,endColumn=14,title=pod-fits-no-node"
    assert list(github([FINDING])) == [
        f"::error {place}::executor fits no node%0Ahelp: lower it to 11g"
    ]
    (whole,) = github([replace(FINDING, spot=Spot("a"))])
    assert "line=1,col=1," in whole


@pytest.mark.parametrize(
    ("message", "escaped"),
    [
        ("50% of it", "50%25 of it"),
        ("a\nb", "a\\u000ab"),
        ("a\r\n::error::b", "a\\u000d\\u000a::error::b"),
        ("%0A::error::b", "%250A::error::b"),
    ],
)
def test_github_escapes_data(message: str, escaped: str) -> None:
    (line,) = github([replace(FINDING, message=message, help="")])
    assert line.endswith(f"::{escaped}")


def test_github_escapes_properties() -> None:
    (line,) = github([replace(FINDING, spot=Spot("a,line=1:b%.yaml", 1, 1))])
    assert line.startswith("::error file=a%2Cline=1%3Ab%25.yaml,line=1,")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param("plain ü → 日本語", "plain ü → 日本語", id="letters are letters"),
        pytest.param("a\x1b[31mb", "a\\u001b[31mb", id="an escape"),
        pytest.param("a\nb\rc\x85d\u2028e", "a\\u000ab\\u000dc\\u0085d\\u2028e", id="line ends"),
        pytest.param("a\u202eb\u200bc\ufeffd", "a\\u202eb\\u200bc\\ufeffd", id="what is not seen"),
        pytest.param("a\U000e0041b", "a\\U000e0041b", id="beyond the BMP"),
        pytest.param("a\tb", "a b", id="a tab is one column"),
        pytest.param("key AKIAIOSFODNN7EXAMPLE!", "key <redacted>!", id="a credential"),
        pytest.param("\x1bAKIAIOSFODNN7EXAMPLE", "\\u001b<redacted>", id="both"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_clean(given: str, shown: str) -> None:
    assert clean(given) == shown


def test_counts() -> None:
    warning = replace(FINDING, severity=Severity.WARNING)
    assert count([FINDING, warning, warning]) == (1, 2)
    assert (counted(0, "error"), counted(1, "error"), counted(2, "error")) == (
        "0 errors",
        "1 error",
        "2 errors",
    )
