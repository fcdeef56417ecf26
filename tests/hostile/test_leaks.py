# ruff: noqa: E501 - a row of a table is one line
"""A credential in a spec is refused, masked wherever it is shown, and never rendered.

However it is written: over several lines, beside its name, behind its option, in a file that cannot
be read to its end. The credential is made up here; it looks like a word that a person chose.
"""

from pathlib import Path

import pytest

from tests.cli.running import specgen
from tests.projects import IN_GIT, sample_project

WORD = "9retnuH2retnuh"[::-1]
SPOKEN = "!yrettaB 9 esroH tcerroc"[::-1]
DIGITS = "0" + "".join(map(str, range(1, 8))) + "12"

JOB = "kind: SparkJob\nname: count\n"
LONG = ", ".join(f"A{n}: xx" for n in range(8))

REFUSED: dict[str, str] = {
    "an item behind its option": JOB + "application:\n  arguments:\n  - --password\n  - {}\n",
    "behind its option in brackets": JOB + "application: {{arguments: [--password, {}]}}\n",
    "behind its option as JSON": JOB + 'application: {{arguments: ["--password", "{}"]}}\n',
    "a block behind its option": JOB
    + "application:\n  arguments:\n  - --password\n  - |\n    {}\nimagee: 1\n",
    "a literal block": JOB + "env:\n  DB_PASSWORD: |\n    {}\nimagee: 1\n",
    "the end of a literal block": JOB + "env:\n  DB_PASSWORD: |-\n    a\n\n    {}\nimagee: 1\n",
    "a folded block": JOB + "env:\n  DB_PASSWORD: >-\n    a\n    {}\nimagee: 1\n",
    "on the next line": JOB + "env:\n  DB_PASSWORD:\n    {}\nimagee: 1\n",
    "over two lines": JOB + "env:\n  DB_PASSWORD: x\n    {}\nimagee: 1\n",
    "in quotes over two lines": JOB + 'env:\n  DB_PASSWORD: "x\n    {}"\nimagee: 1\n',
    "a value beside its name": JOB
    + "overrides:\n  SparkApplication:\n    spec:\n      driver:\n        env:\n"
    "        - name: DB_PASSWORD\n          value: {}\n",
    "a value before its name": JOB
    + "overrides:\n  SparkApplication:\n    spec:\n      driver:\n        env:\n"
    "        - value: {}\n          name: DB_PASSWORD\n",
    "a pair in braces": JOB
    + "overrides: {{SparkApplication: {{spec: {{driver: "
    "{{env: [{{name: DB_PASSWORD, value: {}}}]}}}}}}}}\n",
    "a value below its name": JOB + "env: {{DB_PASSWORD: {{value: {}}}}}\n",
    "an item below its name": JOB + "env: {{DB_PASSWORDS: 1, DB_PASSWORD: [{}]}}\n",
    "cut off from its name": JOB + f"zzz: {{{{A: '{'x' * 108}', DB_PASSWORD: {{}}, {LONG}, no: 1}}}}\n",
    "in a text that never ends": JOB + "env:\n  DB_PASSWORD: |\n    {}\n  x: [\n",
    "in quotes that never end": JOB + 'env:\n  DB_PASSWORD: "a\n    {}\n',
    "a pair in a broken text": JOB + "x: [\n- value: {}\n  name: DB_PASSWORD\n",
    "in broken braces": JOB + "env: {{DB_PASSWORD:\n   {},\n  X: [\n",
    "in braces of several lines": JOB + "env: {{DB_PASSWORD:\n   {},\n  X: 1, Y: [] }}\n",
    "by a name with an escape": JOB + 'env:\n  "DB_PASS\\x57ORD": {}\nimagee: 1\n',
    "by a long key": JOB + "env:\n  ? DB_PASSWORD\n  : {}\nimagee: 1\n",
    "with a tag": JOB + "env:\n  DB_PASSWORD: !!str {}\n",
    "with an anchor": JOB + "env:\n  DB_PASSWORD: &a {}\n",
    "twice": JOB + "env:\n  DB_PASSWORD: {0}\n  DB_PASSWORD: {0}\n",
    "with a tab": JOB + "env:\n  DB_PASSWORD:\t{}\n\tx: 1\n",
    "with line ends of old": JOB.replace("\n", "\r") + "env:\r  DB_PASSWORD: |\r    {}\rimagee: 1\r",
    "with a control character": JOB + "env:\n  DB_PASSWORD: {}\x01\n",
    "in a comment": JOB + "# password: {}\nimagee: 1\n",
    "below a comment": JOB + "# password: |\n#   {}\nimagee: 1\n",
    "in a label": JOB + "metadata:\n  labels:\n    password: '{} !'\n",
    "in a waiver": JOB + "allow: [{{rule: mutable-image, because: 'password={}'}}]\n",
    "as a key": JOB + "env:\n  password={}: x\n",
    "as a kind": "kind: password={}\nname: x\n",
    "as a name": "kind: SparkJob\nname: password={}\n",
    "in a setting": JOB + "conf:\n  spark.ssl.keyPassword:\n    {}\n",
    "in XML of Hadoop": JOB
    + "env: {{X: '<name>fs.s3a.secret.key</name><value>{}</value>'}}\n",
    "in JSON in JSON": JOB + "env: {{X: '{{\\\"password\\\": \\\"{}\\\"}}'}}\n",
    "in a file of settings": JOB + "env:\n  X: |\n    a=b\n    password={}\n",
    "in a call of curl": JOB + "application: {{arguments: ['curl -u admin:{} https://x']}}\n",
    "in a call of mysql": JOB + "application: {{arguments: ['mysql -u root -p{}']}}\n",
    "in a URL": JOB + "env: {{X: 'https://h/?token={}&x=1'}}\n",
    "through a profile": "kind: SparkProfile\nname: p\nenv:\n  DB_PASSWORD: >\n    {}\n---\n"
    + JOB + "profiles: [p]\n",
    "through defaults": "kind: Environment\nname: sample\n"
    "defaults: {{SparkJob: {{env: {{DB_PASSWORD: {}}}}}}}\n---\n" + JOB,
    "for one cluster": JOB + "perCluster: {{one: {{env: {{DB_PASSWORD: {}}}}}}}\n",
    "through a team": "kind: Team\nname: reviews\n"
    "metadata: {{annotations: {{x: 'password={}'}}}}\n---\n" + JOB,
    "through an override of a cluster": "kind: Cluster\nname: one\noverrides:\n  Namespace:\n"
    "    metadata:\n      annotations:\n        password: {}\n---\n" + JOB,
}  # fmt: skip
"""Each is one file of an environment; `{}` is the credential."""

WAYS = ("validate", "render --all", "list", "explain sample/count:spec.driver")


def told(root: Path) -> tuple[str, list[int]]:
    """All that is said of a project in every form, and how each run ended."""
    reports = [root.parent / name for name in ("json", "concise")]
    more = ["-f", "text", "-f", "github", *(f"-f{file.name}={file}" for file in reports)]
    said, ended = [], []
    for way in WAYS:
        ran = specgen("--color", "never", "-C", root, *way.split(), *more * (way == "validate"))
        said.append(ran.said)
        ended.append(ran.status)
    return "".join([*said, *(file.read_text() for file in reports)]), ended


def rendered(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in root.glob("rendered/**/*") if path.is_file())


SPOKEN_FORMS = (
    "an item behind its option", "a literal block", "the end of a literal block", "a folded block",
    "on the next line", "over two lines", "in quotes over two lines", "a value beside its name",
    "in a text that never ends", "in a label", "in a setting",
)  # fmt: skip
DIGITS_FORMS = (
    "behind its option in brackets", "on the next line", "a pair in braces", "with a tag",
    "with an anchor", "for one cluster",
)  # fmt: skip
"""Digits alone are a password, and no token."""


@pytest.mark.parametrize(
    ("form", "credential"),
    [
        *(pytest.param(form, WORD, id=form) for form in REFUSED),
        *(pytest.param(form, SPOKEN, id=f"{form}, words") for form in SPOKEN_FORMS),
        *(pytest.param(form, DIGITS, id=f"{form}, digits") for form in DIGITS_FORMS),
    ],
)
def test_it_is_refused_and_never_shown(tmp_path: Path, form: str, credential: str) -> None:
    root = sample_project(tmp_path / "project", REFUSED[form].format(credential))
    said, ended = told(root)
    assert ended[0] in (1, 2)
    assert ended[1] == ended[0]
    assert 3 not in ended
    assert credential not in said
    assert credential.encode() not in rendered(root)


@pytest.mark.parametrize("command", ["validate", "render --all", "list", "explain Project.name"])
def test_the_project_holds_none(tmp_path: Path, command: str) -> None:
    """It would be rendered: Argo CD's Applications name the repository."""
    file = IN_GIT["specgen.yaml"].replace("https://", f"https://ada:{WORD}@")
    root = sample_project(tmp_path, more={"specgen.yaml": file})
    ran = specgen("-C", root, *command.split())
    assert WORD not in ran.said
    assert ran.status == 0 or "specgen.yaml:4:" in ran.said
    assert ran.status == (0 if "explain" in command else 1)
    assert not (root / "rendered").exists()


def test_what_is_hidden_leaves_the_rest_in_place(tmp_path: Path) -> None:
    """The line is shown without the credential, and the caret stands below what is meant."""
    root = sample_project(tmp_path, JOB + f"env: {{DB_PASSWORD: {WORD}, X: [1]}}\n")
    out = specgen("--color", "never", "-C", root, "validate").out
    shown = "env: {DB_PASSWORD: <redacted>, X: [1]}"
    lines = out.split("\n")
    at = next(n for n, line in enumerate(lines) if shown in line and "^" in lines[n + 1])
    assert lines[at][lines[at + 1].index("^") :].startswith("[1]")


def test_a_tampered_tree_is_told_without_its_credentials(tmp_path: Path) -> None:
    root = sample_project(tmp_path)
    assert specgen("-C", root, "render", "--all").status == 0
    file = root / "rendered/sample/one/jobs/reviews/count.yaml"
    file.write_text(file.read_text().replace("  type: ", f"  password: {WORD}\n  type: "))
    ran = specgen("-C", root, "render", "--all", "--check")
    assert ran.status == 1
    assert WORD not in ran.said
