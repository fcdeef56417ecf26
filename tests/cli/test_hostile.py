"""Text of a spec or a file's name never acts: not on a terminal, a CI log, a table or a page."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Ran, specgen
from tests.projects import sample_project

ACTING = {
    "a colour": "\x1b[31m",
    "a title": "\x1b]0;x\x07",
    "a bell": "\x07",
    "a backspace": "\x08",
    "a carriage return": "\r",
    "C1": "\x9b31m",
    "bidi override": "\u202e",
    "bidi isolate": "\u2066",
    "zero width": "\u200b",
    "line separator": "\u2028",
    "next line": "\x85",
    "byte-order mark": "\ufeff",
    "tag character": "\U000e0041",
    "private use": "\ue000",
}
each = pytest.mark.parametrize(
    "sign", [pytest.param(sign, id=name) for name, sign in ACTING.items()]
)
FORMS = ("text", "concise", "json", "github")


def quoted(text: str) -> str:
    """Text as a YAML scalar, each character by its number."""
    return '"' + "".join(f"\\U{ord(one):08x}" for one in text) + '"'


def clean(ran: Ran, sign: str) -> bool:
    """Nothing that acts is there, this sign or another."""
    return not any(one in ran.said for one in (sign, *ACTING.values()))


@each
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "where",
    [
        pytest.param("image: %s", id="a value"),
        pytest.param("%s: 1", id="an unknown key"),
        pytest.param("conf: {spark.master: %s}", id="conf"),
        pytest.param("conf: {%s: x}\ndriver: {pool: %s}", id="a key of conf, and a pool"),
        pytest.param("schedule: {cron: %s}", id="a cron"),
        pytest.param("labels: {a: %s}", id="a label"),
        pytest.param("team: %s", id="a name"),
        pytest.param("overrides: {SparkApplication: {%s: 1}}", id="an override's key"),
        pytest.param("overrides: {%s: {a: 1}}", id="an override of a kind"),
        pytest.param("allow: [{rule: %s, because: %s}]", id="a waiver"),
        pytest.param("annotations: {karpenter.sh/do-not-disrupt: %s}", id="a value of two"),
    ],
)
def test_text_of_a_spec_is_shown_and_does_not_act(
    tmp_path: Path, where: str, form: str, sign: str
) -> None:
    text = where.replace("%s", quoted(f"x{sign}y"))
    root = sample_project(tmp_path, f"kind: SparkJob\nname: count\n{text}\n")
    ran = specgen("--color", "never", "-C", root, "validate", "-f", form)
    assert ran.said.strip()
    assert clean(ran, sign)


@each
def test_raw_text_in_the_excerpt_does_not_act(tmp_path: Path, sign: str) -> None:
    """What the file holds as it is, and not as an escape; C0 in a file is refused, and shown."""
    root = sample_project(tmp_path, "kind: SparkJob\nname: count\n")
    file = root / "environments/sample/reviews/example.yaml"
    file.write_bytes(file.read_bytes() + f"imagee: 'x{sign}y'\n".encode())
    for form in FORMS:
        ran = specgen("--color", "never", "-C", root, "validate", "-f", form)
        assert ran.status in (1, 2)
        assert clean(ran, sign)


@pytest.mark.parametrize(
    "where",
    [
        pytest.param("environments/{}/x.yaml", id="an environment's folder"),
        pytest.param("environments/sample/{}/x.yaml", id="a folder of specs"),
        pytest.param("environments/sample/{}.yaml", id="a file of specs"),
        pytest.param("rendered/{}/.specgen.sums", id="a tree"),
        pytest.param("rendered/sample/{}", id="a file in a tree"),
        pytest.param("rendered/sample/{}/x", id="a folder in a tree"),
    ],
)
@pytest.mark.parametrize("sign", ["\x1b[31m", "\u202e", "\n", "\r", "\x9b", "::error::", "|<img>"])
def test_names_of_files_do_not_act(tmp_path: Path, where: str, sign: str) -> None:
    root = sample_project(tmp_path)
    file = root / where.format(f"x{sign}y")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("kind: SparkJob\nimage: 1\n")
    for command in (
        "validate",
        "validate -f github",
        "render --all",
        "render --all --check",
        "list",
        "render zzz",
    ):
        ran = specgen("--color", "never", "-C", root, *command.split())
        assert "Traceback" not in ran.said
        assert not any(one in ran.said for one in ACTING.values())
        assert not any(line.startswith("::error::") for line in ran.said.splitlines())
        if sign == "\n":
            assert "\ny" not in ran.said


@pytest.mark.parametrize(
    "text",
    [
        "::set-output name=a::b",
        "a\n::error::b",
        "a%0A::error::b",
        "##[command]x",
        "a,file=/etc/passwd",
        "x::y",
    ],
)
def test_an_annotation_is_one_line_and_one_command(tmp_path: Path, text: str) -> None:
    root = sample_project(
        tmp_path, f"kind: SparkJob\nname: count\nimage: {json.dumps(text)}\n{json.dumps(text)}: 1\n"
    )
    ran = specgen("-C", root, "validate", "-f", "github")
    lines = ran.out.splitlines()
    assert lines
    for line in lines:
        assert line.startswith(("::error file=environments/", "::warning file=environments/"))
        properties = line.split("::")[1]
        assert properties.count("file=") == 1
        assert "%0A::" not in line.replace("%250A", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("where", "secret"),
    [
        pytest.param(
            "conf: {spark.hadoop.fs.s3a.secret.key: %s}",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            id="a key",
        ),
        pytest.param("env: {X: %s}", "AKIAIOSFODNN7EXAMPLE", id="an access key"),
        pytest.param(
            "application: {arguments: [--password=%s]}", "hunter2-Hunter2", id="an argument"
        ),
        pytest.param("imagee: {password: %s}", "hunter2-Hunter2", id="in an unknown field's line"),
        pytest.param(
            "driver: {pool: %s}", "ghp_0123456789abcdefABCDEF0123456789abcd", id="in a reference"
        ),
    ],
)
def test_a_credential_is_never_repeated(tmp_path: Path, form: str, where: str, secret: str) -> None:
    root = sample_project(tmp_path, f"kind: SparkJob\nname: count\n{where.replace('%s', secret)}\n")
    ran = specgen("-C", root, "validate", "-f", form)
    assert ran.status == 1
    assert secret not in ran.said
    assert ("<redacted>" in ran.said) or form != "text"  # the text form alone repeats the line


def test_a_table_of_jobs_stays_a_table(tmp_path: Path) -> None:
    """An image may be written out; what stands in its name goes into a cell."""
    hostile = "r.example/a|<img src=x>\\u001b[31m"
    root = sample_project(
        tmp_path,
        (
            f"kind: SparkJob\nname: count\n"
            f'image: {{repository: "{hostile}", tag: "1", sparkVersion: 4.0.5}}\n'
        ),
    )
    for form in ("text", "md", "csv", "json"):
        ran = specgen("-C", root, "list", "-f", form)
        assert "\x1b" not in ran.said
        if form == "md":
            assert "<img" not in ran.out
            columns = {line.replace("\\|", "").count("|") for line in ran.out.splitlines()}
            assert len(columns) == 1
