# ruff: noqa: E501 - a row of a table is one line
"""Hostile input as data: what is planted into a sound project, and how a run of it must end.

Written as Python, because half of it is no text that a checkout would keep.
"""

import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

CANARY = "tasty-canary"
"""Stands in each file outside the project; no run may read it."""

SPEC = "environments/sample/reviews/hostile.yaml"
HEAD = "kind: SparkProfile\nname: hostile\n"
"""A document that says nothing; the line after it is line 3."""
JOB = "kind: SparkJob\nname: count\n"
TREE = "rendered/sample"

FINE, FAILED, UNUSABLE = 0, 1, 2


class Case(NamedTuple):
    """One input: who plants it, the status of `validate`, and what must be named."""

    plant: Callable[[Path], object]
    status: int
    named: str = ""
    """File, with its line where it has one."""
    rule: str = ""
    render: int | None = None
    """The status of `render` where it is another one."""
    bomb: bool = False


def spec(data: str | bytes, name: str = SPEC) -> Callable[[Path], object]:
    """A file of the project, of these bytes."""

    def plant(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())

    return plant


def _refused(text: str | bytes, line: int, rule: str, *, bomb: bool = False) -> Case:
    """A spec file that cannot be read, and where it says so; line 0 is the file as a whole."""
    return Case(spec(text), UNUSABLE, f"{SPEC}:{line}:" if line else SPEC, rule, bomb=bomb)


def _wrong(text: str, line: int, rule: str, *, bomb: bool = False) -> Case:
    """A spec that can be read and says what cannot be."""
    return Case(spec(text), FAILED, f"{SPEC}:{line}:", rule, bomb=bomb)


def _fine(text: str | bytes) -> Case:
    return Case(spec(text), FINE)


MANY, MEGABYTE = 100_000, 1 << 20
_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{c}: &{c} [{','.join([f'*{b}'] * 9)}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)
)

BYTES: dict[str, Case] = {
    # what is no text
    "nothing": _fine(b""),
    "a comment": _fine("# nothing\n"),
    "blank lines": _fine("\n\n \n"),
    "only a BOM": _fine(b"\xef\xbb\xbf"),
    "invalid UTF-8": _refused(HEAD.encode() + b"description: \xff\n", 3, "bad-encoding"),
    "overlong UTF-8": _refused(HEAD.encode() + b"description: \xc0\xaf\n", 3, "bad-encoding"),
    "a surrogate in UTF-8": _refused(HEAD.encode() + b"x: \xed\xa0\x80\n", 3, "bad-encoding"),
    "beyond Unicode": _refused(HEAD.encode() + b"x: \xf4\x90\x80\x80\n", 3, "bad-encoding"),
    "half a character at the end": _refused(HEAD.encode() + b"x: \xe2\x82", 3, "bad-encoding"),
    "Latin-1": _refused(HEAD.encode() + "description: café\n".encode("latin-1"), 3, "bad-encoding"),
    "UTF-16": _refused(HEAD.encode("utf-16"), 1, "bad-encoding"),
    "UTF-16 without a mark": _refused(HEAD.encode("utf-16-le"), 1, "bad-encoding"),
    "UTF-32": _refused(HEAD.encode("utf-32"), 1, "bad-encoding"),
    "NUL": _refused(HEAD + "description: a\0b\n", 3, "bad-encoding"),
    "zeros": _refused(b"\0" * 1000, 1, "bad-encoding"),
    "an escape sequence": _refused(HEAD + "# \x1b[31m\n", 3, "bad-encoding"),
    "a bell": _refused(HEAD + "# \x07\n", 3, "bad-encoding"),
    "a backspace": _refused(HEAD + "# \x08\n", 3, "bad-encoding"),
    "a vertical tab": _refused(HEAD + "x: a\x0bb\n", 3, "bad-encoding"),
    "a form feed": _refused(HEAD + "\x0cx: 1\n", 3, "bad-encoding"),
    "DEL": _refused(HEAD + "x: a\x7fb\n", 3, "bad-encoding"),
    "C1": _refused(HEAD + "x: a\x9bb\n", 3, "bad-encoding"),
    "NEL as a line end": _refused(HEAD + "# x\x85description: y\n", 3, "bad-encoding"),
    "LS as a line end": _refused(HEAD + "# x\u2028description: y\n", 3, "bad-encoding"),
    "PS as a line end": _refused(HEAD + "# x\u2029description: y\n", 3, "bad-encoding"),
    "a BOM within": _refused(HEAD + "# \ufeff\n", 3, "bad-encoding"),
    "two BOMs": _refused(b"\xef\xbb\xbf" * 2 + HEAD.encode(), 1, "bad-encoding"),
    "no character": _refused(HEAD + "# \ufffe\n", 3, "bad-encoding"),
    "a BOM in front": _fine(b"\xef\xbb\xbf" + HEAD.encode()),
    "CRLF": _fine(HEAD.replace("\n", "\r\n")),
    "CR": _fine(HEAD.replace("\n", "\r")),
    "line ends of three kinds": _fine("kind: SparkProfile\r\nname: hostile\r# x\n# y\r\n"),
    "a fault after CR": _refused(HEAD.replace("\n", "\r") + "x: no\r", 3, "ambiguous-scalar"),
    "a program": _refused(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, 3, "bad-encoding"),
    "a PNG": _refused(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 1, "bad-encoding"),
    "a gzip": _refused(b"\x1f\x8b\x08\0" + bytes(range(256)), 1, "bad-encoding"),
    "a zip": _refused(b"PK\x03\x04\x14\0\0\0" + bytes(64), 1, "bad-encoding"),
    "a pickle": _refused(b"\x80\x04\x95\x1a\0\0\0\0\0\0\0\x8c\x02os\x94.", 1, "bad-encoding"),
    "a pickle of text": _wrong("cos\nsystem\n(S'touch canary'\ntR.", 1, "wrong-type"),
    # other languages
    "JSON": _fine('{"kind": "SparkProfile", "name": "hostile"}'),
    "JSON in lines": _refused('{"kind": "SparkProfile"}\n{"kind": "SparkProfile"}\n', 2, "yaml-syntax"),
    "JSON with a comment": _refused('{"kind": "SparkProfile", // x\n"name": "hostile"}', 1, "yaml-syntax"),
    "XML": _wrong('<?xml version="1.0"?>\n<x/>\n', 1, "wrong-type"),
    "an entity bomb": _wrong('<!DOCTYPE x [<!ENTITY a "b">]>\n', 1, "wrong-type"),
    "TOML": _refused('[tool]\nname = "x"\n', 2, "yaml-syntax"),
    "INI": _wrong("name=x\nkind=y\n", 1, "wrong-type"),
    "Python": _refused("import os\nos.system('touch canary'): 1\nx\n", 2, "yaml-syntax"),
    "a shell script": _wrong("#!/bin/sh\ntouch canary\n", 2, "wrong-type"),
    "Jinja": _refused(HEAD + "x: {{ cycler.__init__.__globals__.os.popen('id') }}\n", 3, "yaml-feature"),
    "Jinja at a line's start": _refused("{% for x in y %}\n" + HEAD, 1, "yaml-syntax"),
    "Helm": _refused(HEAD + "x: {{ .Values.x }}\n", 3, "yaml-feature"),
    "a Kubernetes object": _wrong("apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n", 2, "unknown-kind"),
    "a kustomization": _wrong("resources: [../../../outside]\n", 1, "missing-field"),
    # tags
    "a Python object": _refused(HEAD + "x: !!python/object/apply:os.system ['touch canary']\n", 3, "yaml-feature"),
    "a new Python object": _refused(HEAD + "x: !!python/object/new:os.system ['touch canary']\n", 3, "yaml-feature"),
    "a Python name": _refused(HEAD + "x: !!python/name:os.system\n", 3, "yaml-feature"),
    "a Python module": _refused(HEAD + "x: !!python/module:canary\n", 3, "yaml-feature"),
    "a Ruby object": _refused(HEAD + "x: !ruby/object:Gem::Installer {i: x}\n", 3, "yaml-feature"),
    "a Java object": _refused(HEAD + "x: !!javax.script.ScriptEngineManager []\n", 3, "yaml-feature"),
    "include": _refused(HEAD + "x: !include ../../../../outside/canary.yaml\n", 3, "yaml-feature"),
    "an environment's variable": _refused(HEAD + "x: !ENV ${HOME}\n", 3, "yaml-feature"),
    "a vault": _refused(HEAD + "x: !vault |\n  66386\n", 3, "yaml-feature"),
    "a CloudFormation reference": _refused(HEAD + "x: !Ref Secret\n", 3, "yaml-feature"),
    "binary": _refused(HEAD + "x: !!binary R0lGODlh\n", 3, "yaml-feature"),
    "a set": _refused(HEAD + "x: !!set {a, b}\n", 3, "yaml-feature"),
    "a float by tag": _refused(HEAD + "x: !!float 1\n", 3, "yaml-feature"),
    "a tag of a key": _refused(HEAD + "!!str x: 1\n", 3, "yaml-feature"),
    "a tag with a URL": _refused(HEAD + "x: !<http://127.0.0.1:9/x> y\n", 3, "yaml-feature"),
    # anchors, merge keys, directives
    "an anchor": _refused(HEAD + "x: &a 1\n", 3, "yaml-feature"),
    "an alias": _refused(HEAD + "x: &a [1]\ny: *a\n", 3, "yaml-feature"),
    "an alias of itself": _refused(HEAD + "x: &a [*a]\n", 3, "yaml-feature"),
    "an unknown alias": _refused(HEAD + "x: *nobody\n", 3, "yaml-feature"),
    "a merge key": _refused(HEAD + "<<: {driver: {cores: 9}}\n", 3, "yaml-feature"),
    "a quoted merge key": _refused(HEAD + '"<<": {driver: {cores: 9}}\n', 3, "yaml-feature"),
    "a directive": _refused("%YAML 1.1\n---\n" + HEAD, 1, "yaml-feature"),
    "a directive of YAML 3": _refused("%YAML 3.0\n---\n" + HEAD, 1, "yaml-syntax"),
    "a tag directive": _refused("%TAG ! tag:x,2000:\n---\n" + HEAD, 1, "yaml-feature"),
    # bombs
    "an alias bomb": _refused(_BOMB, 1, "yaml-feature", bomb=True),
    "an alias bomb as JSON": _refused('{"a": &a ["x"], "b": &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]}', 1, "yaml-feature", bomb=True),
    "65 brackets": _refused(HEAD + "x: " + "[" * 65 + "]" * 65 + "\n", 3, "too-deep"),
    "a megabyte of brackets": _refused("[" * MEGABYTE, 1, "too-deep", bomb=True),
    "a megabyte of braces": _refused("{" * MEGABYTE, 1, "yaml-feature", bomb=True),
    "a megabyte of dashes": _refused("- " * (MEGABYTE // 2), 1, "too-deep", bomb=True),
    "a megabyte of question marks": _refused("? " * (MEGABYTE // 2), 1, "yaml-feature", bomb=True),
    "maps in maps": _refused("{a: " * (MEGABYTE // 4), 1, "too-deep", bomb=True),
    "steps of indentation": _refused("".join(" " * n + "a:\n" for n in range(1400)), 65, "too-deep", bomb=True),
    "a file of more than a megabyte": _refused(b"#" * (MEGABYTE + 1), 0, "too-large", bomb=True),
    "a file of a megabyte": _fine(b"#" * MEGABYTE),
    "a sparse file of a terabyte": Case(lambda root: os.truncate(_made(root / SPEC), 1 << 40), UNUSABLE, SPEC, "too-large", bomb=True),
    "100,000 keys": _wrong("".join(f"a{n}: 1\n" for n in range(MANY)), 1, "missing-field"),
    "80,000 keys in a map": _fine(HEAD + "conf:\n" + "".join(f"  a{n}: x\n" for n in range(80_000))),
    "100,000 documents": _fine("---\n" * MANY),
    "one key 100,000 times": _refused("a: 1\n" * MANY, 2, "duplicate-key", bomb=True),
    "a megabyte of tags": _refused("!!x " * (MEGABYTE // 4), 1, "yaml-syntax", bomb=True),
    "a megabyte of anchors": _refused("".join(f"a{n}: &a{n} x\n" for n in range(50_000)), 1, "yaml-feature", bomb=True),
    "an open quote": _refused("x: '" + "y" * (MEGABYTE - 9), 1, "yaml-syntax", bomb=True),
    "a megabyte of backslashes": _wrong("\\" * (MEGABYTE - 1), 1, "wrong-type"),
    "a line of a megabyte": _wrong(JOB + "image: " + "x" * 900_000 + "\n", 3, "unknown-name"),
    "a key of a megabyte": _refused(HEAD + "x" * 900_000 + ": 1\n", 3, "yaml-syntax"),
    # numbers
    "a number of 10,000 digits": _refused(HEAD + "x: " + "9" * 10_000 + "\n", 3, "ambiguous-scalar"),
    "a number of a megabyte": _refused(HEAD + "x: " + "9" * 1_000_000 + "\n", 3, "ambiguous-scalar", bomb=True),
    "a fraction of 10,000 digits": _refused(HEAD + "x: 0." + "3" * 10_000 + "\n", 3, "ambiguous-scalar"),
    "a large exponent": _refused(HEAD + "x: 1e999999999\n", 3, "ambiguous-scalar"),
    "beyond 64 bits": _refused(HEAD + "x: 9223372036854775808\n", 3, "ambiguous-scalar"),
    "octal": _refused(HEAD + "x: 0777\n", 3, "ambiguous-scalar"),
    "octal of 1.2": _refused(HEAD + "x: 0o777\n", 3, "ambiguous-scalar"),
    "hexadecimal": _refused(HEAD + "x: 0xFF\n", 3, "ambiguous-scalar"),
    "binary digits": _refused(HEAD + "x: 0b11\n", 3, "ambiguous-scalar"),
    "underscores": _refused(HEAD + "x: 1_000\n", 3, "ambiguous-scalar"),
    "sexagesimal": _refused(HEAD + "x: 190:20:30\n", 3, "ambiguous-scalar"),
    "a long sexagesimal": _refused(HEAD + "x: " + ":".join(["1"] * 50_000) + "\n", 3, "ambiguous-scalar"),
    "not a number": _refused(HEAD + "x: .nan\n", 3, "ambiguous-scalar"),
    "infinity": _refused(HEAD + "x: -.inf\n", 3, "ambiguous-scalar"),
    "a date": _wrong(HEAD + "description: 2027-01-01\n", 3, "unknown-field"),
    "a date that is none": _refused(HEAD + "x: 2027-02-30\n", 3, "ambiguous-scalar"),
    "a time": _refused(HEAD + "x: 2027-01-01T00:00:00Z\n", 3, "ambiguous-scalar"),
    "no where text is due": _refused(HEAD + "team: no\n", 3, "ambiguous-scalar"),
    "a version unquoted": _wrong("kind: Cluster\nname: one\nkubernetesVersion: 1.30\n", 3, "wrong-value"),
    # keys
    "a key twice": _refused(HEAD + "run: a\nrun: b\n", 4, "duplicate-key"),
    "a key twice, once quoted": _refused(HEAD + 'run: a\n"run": b\n', 4, "duplicate-key"),
    "a key twice, once escaped": _refused(HEAD + 'run: a\n"\\x72un": b\n', 4, "duplicate-key"),
    "a key in two Unicode forms": _wrong(HEAD + "é: 1\ne\u0301: 1\n", 3, "unknown-field"),
    "a homoglyph": _wrong(HEAD + "ru\u0578: x\n", 3, "unknown-field"),
    "a key of full width": _wrong(HEAD + "\uff52un: x\n", 3, "unknown-field"),
    "a key with a zero-width blank": _wrong(HEAD + '"run\\u200b": x\n', 3, "unknown-field"),
    "a key in upper case": _wrong(HEAD + "Run: x\n", 3, "unknown-field"),
    "__proto__": _wrong(HEAD + "__proto__: {polluted: true}\n", 3, "unknown-field"),
    "__class__": _wrong(HEAD + "__class__: {__init__: {__globals__: 1}}\n", 3, "unknown-field"),
    "__init__": _wrong(HEAD + "__init__: x\n", 3, "unknown-field"),
    "model_config": _wrong(HEAD + "model_config: {extra: allow}\n", 3, "unknown-field"),
    "the name of a method": _wrong(HEAD + "model_dump: x\nmodel_fields_set: [a]\n", 3, "unknown-field"),
    "an empty key": _wrong(HEAD + '"": x\n', 3, "unknown-field"),
    "a list as key": _refused(HEAD + "? [a]\n: b\n", 3, "yaml-feature"),
    "a number as key": _refused(HEAD + "1: b\n", 3, "ambiguous-scalar"),
    "null as key": _refused(HEAD + "~: b\n", 3, "ambiguous-scalar"),
    "$ref": _wrong(HEAD + '$ref: "../../../outside/canary.yaml"\n', 3, "unknown-field"),
    "$include": _wrong(HEAD + "$include: /etc/passwd\n", 3, "unknown-field"),
    # truncated
    "cut in a list": _refused(HEAD + "x: [a,", 3, "yaml-syntax"),
    "cut in a map": _refused(HEAD + "x: {a: b", 3, "yaml-syntax"),
    "cut in quotes": _refused(HEAD + "x: 'a", 3, "yaml-syntax"),
    "cut in an escape": _refused(HEAD + 'x: "\\u00', 3, "yaml-syntax"),
    "cut in a block": _wrong(HEAD + "x: |\n  a", 3, "unknown-field"),
    "cut in a key": _refused(HEAD + "descrip", 3, "yaml-syntax"),
    "a tab": _refused(HEAD + "x:\n\ty: 1\n", 4, "yaml-syntax"),
    "half a surrogate pair": _refused(HEAD + 'x: "\\ud800"\n', 3, "yaml-syntax"),
    "an escape beyond Unicode": _refused(HEAD + 'x: "\\U00110000"\n', 3, "yaml-syntax"),
    "an escaped NUL": _refused(HEAD + 'x: "\\0"\n', 3, "lost-character"),
    # headers
    "no map": _wrong("- a\n- b\n", 1, "wrong-type"),
    "no kind": _wrong("name: x\n", 1, "missing-field"),
    "a kind that is a list": _wrong("kind: [a]\nname: x\n", 1, "wrong-type"),
    "a second project": _wrong("apiVersion: specgen/v1\nkind: Project\nname: x\n", 2, "wrong-value"),
    "a name of 300 characters": Case(spec(f"kind: SparkJob\nname: {'a' * 300}\n"), FAILED, f"{SPEC}:2:", "wrong-value"),
    "a name with a path": _wrong("kind: SparkJob\nname: ../../../outside/x\n", 2, "wrong-value"),
    "an absolute name": _wrong("kind: SparkJob\nname: /etc/passwd\n", 2, "wrong-value"),
    "a name that Windows reserves": _wrong("kind: SparkJob\nname: con\n", 2, "wrong-value"),
    "a name that ends in a dot": _wrong("kind: SparkJob\nname: count.\n", 2, "wrong-value"),
    "a name in upper case": _wrong("kind: SparkJob\nname: Count\n", 2, "wrong-value"),
    "a name in another script": _wrong("kind: SparkJob\nname: c\u043eunt\n", 2, "wrong-value"),
    "a name with a command": _wrong("kind: SparkJob\nname: $(touch canary)\n", 2, "wrong-value"),
    "a name with a line break": _wrong('kind: SparkJob\nname: "a\\n::error::b"\n', 2, "wrong-value"),
    "a namespace with a path": _wrong("kind: Team\nname: reviews\nnamespace: ../kube-system\n", 3, "wrong-value"),
    "a folder of a team outside": _wrong("kind: Team\nname: reviews\nfolder: ../../outside\n", 3, "wrong-value"),
    "a cluster with a path": _wrong("kind: Cluster\nname: ../../outside\n", 2, "wrong-value"),
}  # fmt: skip


def _made(path: Path) -> Path:
    path.touch()
    return path


# --- text that would act, in a value that may be any text ---------------------------------------------

_TEXTS = {
    "a command": "$(touch canary)",
    "backticks": "`touch canary`",
    "a semicolon": "; touch canary #",
    "a pipe": "| touch canary",
    "a variable": "${HOME} $HOME %PATH%",
    "a quote": "' \"; touch canary '",
    "a line break": "a\ntouch canary\n",
    "an option": "--conf spark.driver.extraJavaOptions=-javaagent:/canary",
    "a comment": "a # b",
    "a template": "{{ lookup('file', '/etc/passwd') }} {% raw %} {{ .Files.Get \"x\" }}",
    "another template": "<%= `id` %> #{1+1} ${{ secrets.X }} ${7*7}",
    "a command of GitHub": "::set-output name=x::y\n::add-mask::z\n::stop-commands::x",
    "an old command": "##vso[task.setvariable variable=x]y",
    "HTML": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "Markdown": "| a | [x](javascript:alert(1)) ![x](http://127.0.0.1/x) ```",
    "a path": "../../../../etc/passwd",
    "a file's URL": "file:///etc/passwd",
    "a URL of metadata": "http://169.254.169.254/latest/meta-data/",
    "a lookup": "${jndi:ldap://127.0.0.1/a}",
    "a formula": "=cmd|' /C calc'!A0",
    "a format": "%s%s%n {0.__class__} {self}",
    "an anchor": "&a *a <<: !!python/name:os.system",
    "a document's end": "a\n---\nkind: Secret\n...\n",
    "bidi": "a\u202eb\u2066c\u2069",
    "other scripts": "日本語 עברית 🇩🇪 e\u0301",
    "a megabyte's half": "x" * (MEGABYTE // 2),
}  # fmt: skip


_AS_FIELDS = (
    "a command", "a line break", "a template", "a command of GitHub", "an old command", "HTML",
    "Markdown", "a lookup", "a formula", "a format", "a document's end", "bidi",
)  # fmt: skip
"""Those that are unknown fields, too: the name of a field stands in messages."""


def _quoted(text: str) -> str:
    """Text as a YAML scalar, each character of doubt by its number."""
    signs = "".join(
        one if one.isascii() and one.isalnum() else f"\\U{ord(one):08x}" for one in text
    )
    return f'"{signs}"'


def _texts() -> Iterator[tuple[str, Case]]:
    for name, text in _TEXTS.items():
        value = _quoted(text) if len(text) < MANY else text
        yield f"{name} as a value", Case(spec(f"{JOB}env: {{X: {value}}}\n"), FINE)
        if name in _AS_FIELDS:
            where, rule = f"{SPEC}:3:", "unknown-field"
            yield f"{name} as a field", Case(spec(f"{JOB}{value}: 1\n"), FAILED, where, rule)


# --- names of files and what is no file ---------------------------------------------------------------

_FOLDER = "environments/sample/reviews"


def _link(name: str, target: str) -> Callable[[Path], object]:
    def plant(root: Path) -> None:
        path = root / name
        if path.is_file():
            path.unlink()
        path.symlink_to(target.replace("OUTSIDE", str(root.parent / "outside")))

    return plant


def _socket(root: Path) -> None:
    here = Path.cwd()
    os.chdir(root / _FOLDER)  # a socket's name is short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("hostile.yaml")
    finally:
        os.chdir(here)


def _device(root: Path) -> None:
    os.mknod(root / SPEC, stat.S_IFCHR | 0o666, os.makedev(1, 5))


def _deep(root: Path) -> None:
    path = root / _FOLDER
    for _ in range(40):
        path /= "d"
    path.mkdir(parents=True)
    (path / "x.yaml").write_text(HEAD)


def _moved(name: str) -> Callable[[Path], object]:
    """A folder of the project is outside, and a link leads there."""

    def plant(root: Path) -> None:
        (root / name).rename(root.parent / "moved")
        (root / name).symlink_to(root.parent / "moved")

    return plant


def _pipe(name: str) -> Callable[[Path], object]:
    def plant(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)

    return plant


FILES: dict[str, Case] = {
    "a link to a file outside": Case(_link(SPEC, "OUTSIDE/canary.yaml"), UNUSABLE, SPEC, "not-a-file"),
    "a link to passwd": Case(_link(SPEC, "/etc/passwd"), UNUSABLE, SPEC, "not-a-file"),
    "a link to the process's environment": Case(_link(SPEC, "/proc/self/environ"), UNUSABLE, SPEC, "not-a-file"),
    "a link to no end": Case(_link(SPEC, "/dev/zero"), UNUSABLE, SPEC, "not-a-file"),
    "a link to standard input": Case(_link(SPEC, "/dev/stdin"), UNUSABLE, SPEC, "not-a-file"),
    "a dangling link": Case(_link(SPEC, "nowhere"), UNUSABLE, SPEC, "not-a-file"),
    "a link to itself": Case(_link(SPEC, "hostile.yaml"), UNUSABLE, SPEC, "not-a-file"),
    "a link within the project": Case(_link(SPEC, "example.yaml"), UNUSABLE, SPEC, "not-a-file"),
    "a linked folder": Case(_link(f"{_FOLDER}/more", "OUTSIDE"), UNUSABLE, f"{_FOLDER}/more", "not-a-file"),
    "a linked folder of its own": Case(_link(f"{_FOLDER}/more", "."), UNUSABLE, f"{_FOLDER}/more", "not-a-file"),
    "linked environments": Case(_moved("environments"), UNUSABLE),
    "a linked environment": Case(_moved("environments/sample"), UNUSABLE),
    "a linked project file": Case(_link("specgen.yaml", "OUTSIDE/specgen.yaml"), UNUSABLE, "specgen.yaml", "not-a-file"),
    "a pipe": Case(_pipe(SPEC), UNUSABLE, SPEC, "not-a-file"),
    "a pipe as project file": Case(_pipe("specgen.yaml"), UNUSABLE, "specgen.yaml", "not-a-file"),
    "a socket": Case(_socket, UNUSABLE, SPEC, "not-a-file"),
    "a device": Case(_device, UNUSABLE, SPEC, "not-a-file"),
    "a folder called like a file": Case(lambda root: (root / SPEC).mkdir(), FINE),
    "folders in folders": Case(_deep, UNUSABLE, f"{_FOLDER}/d", "too-deep"),
    "another suffix": Case(spec(HEAD, f"{_FOLDER}/x.yml"), UNUSABLE, f"{_FOLDER}/x.yml", "unread-file"),
    "a suffix in upper case": Case(spec(HEAD, f"{_FOLDER}/x.YAML"), UNUSABLE, f"{_FOLDER}/x.YAML", "unread-file"),
    "a hidden file": Case(spec("a: [", f"{_FOLDER}/.x.yaml"), FINE),
    "a name of 250 characters": Case(spec(HEAD, f"{_FOLDER}/{'x' * 245}.yaml"), FINE),
    "a name with a command": Case(spec(HEAD, f"{_FOLDER}/$(touch canary).yaml"), FINE),
    "a name with an option": Case(spec(HEAD, f"{_FOLDER}/--fail-on=never.yaml"), FINE),
    "a name with a colour": Case(spec(HEAD, f"{_FOLDER}/\x1b[31m.yaml"), UNUSABLE, r"\x1b[31m.yaml", "bad-file-name"),
    "a name with a line break": Case(spec(HEAD, f"{_FOLDER}/a\n::error::b.yaml"), UNUSABLE, r"a\n::error::b.yaml", "bad-file-name"),
    "a name that turns": Case(spec(HEAD, f"{_FOLDER}/a\u202elmay.yaml"), UNUSABLE, r"a\u202elmay.yaml", "bad-file-name"),
    "a name that is no UTF-8": Case(spec(HEAD, f"{_FOLDER}/a\udcff.yaml"), UNUSABLE, r"a\udcff.yaml", "bad-file-name"),
    "a name that Windows reserves": Case(spec(HEAD, f"{_FOLDER}/con.yaml"), FINE),
    "a poisoned project": Case(spec("apiVersion: specgen/v1\nkind: Project\nname: x\nrendered: ../outside\n", "specgen.yaml"), FAILED, "specgen.yaml:4:", "wrong-value"),
    "an absolute tree": Case(spec("apiVersion: specgen/v1\nkind: Project\nname: x\nrendered: /tmp\n", "specgen.yaml"), FAILED, "specgen.yaml:4:", "wrong-value"),
    "environments outside": Case(spec("apiVersion: specgen/v1\nkind: Project\nname: x\nenvironments: ..\n", "specgen.yaml"), FAILED, "specgen.yaml:4:", "wrong-value"),
    "a tree in Git's folder": Case(spec("apiVersion: specgen/v1\nkind: Project\nname: x\nrendered: .git/hooks\n", "specgen.yaml"), FAILED, "specgen.yaml:4:", "wrong-value"),
    "a project that is no map": Case(spec("[]\n", "specgen.yaml"), UNUSABLE, "specgen.yaml", "wrong-type"),
    "a project of a newer language": Case(spec("apiVersion: specgen/v9\nkind: Project\nname: x\n", "specgen.yaml"), FAILED, "specgen.yaml:1:", "wrong-value"),
    "a project of a newer specgen": Case(spec("apiVersion: specgen/v1\nkind: Project\nname: x\nrequires: '>=999'\n", "specgen.yaml"), FAILED, "specgen.yaml:4:", "wrong-value"),
    "a layer outside": Case(spec("kind: Environment\nname: other\nextends: [../../outside]\n", "environments/other/x.yaml"), FAILED, "environments/other/x.yaml:3:", "wrong-value"),
    "a layer of its own": Case(spec("kind: Environment\nname: other\nextends: [other]\n", "environments/other/x.yaml"), UNUSABLE, "environments/other/x.yaml:3:", "layer-cycle"),
    "raw objects": Case(spec("a: [", f"{_FOLDER}/manifests/x.yaml"), FINE),
}  # fmt: skip


# --- rendered trees -----------------------------------------------------------------------------------


def _tree(name: str, data: str = "x: 1\n") -> Callable[[Path], object]:
    return spec(data, f"{TREE}/{name}")


TREES: dict[str, Case] = {
    "a forged record": Case(_tree(".specgen.sums", "0" * 64 + "  ../../../outside/canary.yaml\n"), FINE),
    "a record of rubbish": Case(_tree(".specgen.sums", "\x1b[31m\0\n::error::x\n"), FINE),
    "a record that is a link": Case(_link(f"{TREE}/.specgen.sums", "OUTSIDE/canary.yaml"), FINE, f"{TREE}/.specgen.sums", render=UNUSABLE),
    "a record that is a pipe": Case(_pipe(f"{TREE}/.specgen.sums"), FINE, f"{TREE}/.specgen.sums", render=UNUSABLE),
    "a linked folder in the tree": Case(_moved(f"{TREE}/one/jobs"), FINE, f"{TREE}/one/jobs", render=UNUSABLE),
    "a linked tree": Case(_moved("rendered"), FINE, "rendered", render=UNUSABLE),
    "a file of somebody's": Case(_tree("mine.yaml"), FINE),
    "a file of somebody's with a colour": Case(_tree("\x1b[31m\u202e.yaml"), FINE),
    "a file of somebody's with a line break": Case(_tree("a\n::error::b.yaml"), FINE),
    "an edit with a colour": Case(_tree("one/jobs/reviews/count.yaml", "a: \x1b[31m\x9b31m\u202e\n::error::x\n"), FINE),
    "an edit with a secret": Case(_tree("one/jobs/reviews/count.yaml", "password: " + "9retnuH2retnuh"[::-1] + "\n"), FINE),
    "a spare folder": Case(_tree(".specgen.tmp/0"), FINE),
    "a spare folder that is a link": Case(_link(f"{TREE}/.specgen.tmp", "OUTSIDE"), FINE, f"{TREE}/.specgen.tmp", render=UNUSABLE),
    "a hook of Git": Case(_tree(".git/hooks/post-checkout", "#!/bin/sh\ntouch canary\n"), FINE),
    "a tree of nobody's": Case(spec("0" * 64 + "  x\n", "rendered/\x1b[31mgone/.specgen.sums"), FINE, r"\x1b[31mgone", render=UNUSABLE),
}  # fmt: skip

CASES: dict[str, Case] = {
    **BYTES,
    **dict(_texts()),
    **FILES,
    **{f"tree: {k}": v for k, v in TREES.items()},
}
