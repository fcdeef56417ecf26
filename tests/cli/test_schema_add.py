"""`specgen schema add`: what goes in, what is said, and what it changes."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from specgen.pipeline.own_schemas import MAX_BYTES
from specgen.validate.own import FOLDER
from tests.cli.running import Ran, spawned, specgen
from tests.crds import KEEPS, TEXT, application, as_file, crd, fields
from tests.projects import sample_project
from tests.shared import REPOSITORY, shared_file

SCHEMA = fields(spec=fields(a=TEXT))
WIDGET = f"{FOLDER}/example.com/widget_v1.json"
APPLICATION = f"{FOLDER}/sparkoperator.k8s.io/sparkapplication_v1beta2.json"
OPEN = application(KEEPS)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sample_project(tmp_path / "project")


def given(root: Path, text: str, name: str = "crd.yaml") -> Path:
    """A file beside the project."""
    file = root.parent / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def add(root: Path, *words: str | Path, stdin: bytes = b"") -> Ran:
    return specgen("-C", root, "schema", "add", *words, stdin=stdin)


def schemas(root: Path) -> list[str]:
    """The files that were added."""
    return sorted(str(one.relative_to(root)) for one in (root / FOLDER).rglob("*") if one.is_file())


def test_a_definition_is_added_once_and_replaced_when_it_changes(root: Path) -> None:
    file = given(root, as_file(crd(SCHEMA)))
    ran = add(root, file)
    assert ran.status == 0
    assert ran.out == (
        f"added     {WIDGET}   Widget example.com/v1   (specgen renders nothing of this kind)\n"
    )
    before = (root / WIDGET).read_bytes(), (root / WIDGET).stat().st_mtime_ns
    assert add(root, file).out.startswith(f"same      {WIDGET}")
    assert ((root / WIDGET).read_bytes(), (root / WIDGET).stat().st_mtime_ns) == before
    given(root, as_file(crd(fields(spec=fields(b=TEXT)))))
    assert add(root, file).out.startswith(f"replaced  {WIDGET}")
    assert json.loads((root / WIDGET).read_bytes()) != json.loads(before[0])
    assert schemas(root) == [WIDGET]


def test_what_is_passed_over_is_told_with_its_reason(root: Path) -> None:
    bundle = as_file({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}}, OPEN)
    ran = add(root, given(root, bundle))
    assert ran.status == 0
    assert "skipped Service x in " in ran.err
    assert "it is no CustomResourceDefinition" in ran.err
    assert schemas(root) == [APPLICATION]


def test_a_folder_is_searched_and_standard_input_is_read(root: Path) -> None:
    given(root, as_file(crd(SCHEMA, "A")), "crds/a.yaml")
    given(root, json.dumps(crd(SCHEMA, "B")), "crds/deep/b.json")
    given(root, as_file(crd(SCHEMA, "C")), "crds/.hidden/c.yaml")
    given(root, "no YAML: [", "crds/readme.txt")
    assert add(root, root.parent / "crds").status == 0
    both = {"apiVersion": "v1", "kind": "List", "items": [crd(SCHEMA, "D"), crd(SCHEMA, "E")]}
    assert add(root, "-", stdin=json.dumps(both).encode()).status == 0
    names = [f"{FOLDER}/example.com/{letter}_v1.json" for letter in "abde"]
    assert schemas(root) == names


def test_a_json_schema_is_for_what_the_call_says(root: Path) -> None:
    file = given(root, json.dumps(fields(data=TEXT)), "configmap.json")
    ran = add(root, file)
    assert ran.status == 2
    assert "write --for v1/ConfigMap" in ran.err
    assert add(root, "--for", "v1/ConfigMap", file).status == 0
    assert schemas(root) == [f"{FOLDER}/core/configmap_v1.json"]


def test_rules_in_cel_are_said_not_to_be_evaluated(root: Path) -> None:
    ruled = {**SCHEMA, "x-kubernetes-validations": [{"rule": "true"}]}
    ran = add(root, given(root, as_file(crd(ruled))))
    assert "1 rule in CEL not evaluated" in ran.out


ANCHOR = "apiVersion: v1\nkind: List\nitems: [&a {b: c}, *a]\n"
DEEP = "{" + '"a": {' * 100 + "}" * 100 + "}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(ANCHOR, "anchors and aliases", id="aliases"),
        pytest.param("!!python/object:os.system {}", "the tag", id="a tag that would act"),
        pytest.param("%TAG ! tag:x,2000:\n---\na: 1\n", "directives", id="a directive"),
        pytest.param("a: 1\na: 2\n", "set twice", id="a key twice"),
        pytest.param(DEEP, "nested deeper", id="nesting"),
        pytest.param("a: [", "bracket", id="no YAML"),
        pytest.param("\x00", "control character", id="binary"),
        pytest.param(as_file(crd({"$ref": "http://127.0.0.1:9/x"})), "$ref", id="the network"),
        pytest.param(as_file(crd({"$ref": "file:///etc/passwd"})), "$ref", id="the disk"),
        pytest.param(as_file(crd(fields(a={"pattern": "("}))), "is no schema", id="a pattern"),
        pytest.param(as_file(crd(SCHEMA, group="../../x")), "no apiVersion", id="a way out"),
        pytest.param(as_file(crd(SCHEMA, kind="\x1b[31mX")), "is no kind", id="a name that acts"),
    ],
)
def test_what_is_not_to_be_trusted_writes_nothing(root: Path, text: str, words: str) -> None:
    sound = given(root, as_file(crd(SCHEMA)), "sound.yaml")
    ran = add(root, sound, given(root, text, "bad.yaml"))
    assert ran.status == 2
    assert words in ran.err
    assert "bad.yaml" in ran.err
    assert "nothing was written" in ran.err
    assert "\x1b" not in ran.said
    assert not (root / "schemas").exists()


def test_what_cannot_be_read_is_told(root: Path, tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "larger than 8 MiB" in add(root, huge).err
    link = tmp_path / "link.yaml"
    link.symlink_to(given(root, as_file(OPEN)))
    assert "a link" in add(root, link).err
    assert "no such file or folder" in add(root, tmp_path / "none.yaml").err
    assert "more than 8 MiB" in add(root, "-", stdin=b" " * (MAX_BYTES + 1)).err
    assert "not UTF-8" in add(root, "-", stdin=b"\xff").err
    assert not (root / "schemas").exists()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="no file"),
        pytest.param(["--for", "ConfigMap", "x.json"], id="--for without a version"),
        pytest.param(["nowhere.yaml"], id="no such file"),
    ],
)
def test_a_call_that_must_be_mended(root: Path, words: list[str]) -> None:
    assert add(root, *words).status == 2


def test_two_schemas_for_one_kind_are_refused(root: Path) -> None:
    first = given(root, as_file(crd(SCHEMA)), "a.yaml")
    second = given(root, as_file(crd(fields())), "b.yaml")
    ran = add(root, first, second)
    assert ran.status == 2
    assert "has another schema here than in" in ran.err
    assert add(root, first, first).status == 0


def test_nothing_is_written_where_the_way_is_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (root / "schemas").symlink_to(tmp_path / "outside")
    ran = add(root, given(root, as_file(OPEN)))
    assert ran.status == 2
    assert "is a link" in ran.err
    assert list((tmp_path / "outside").iterdir()) == []


def test_specgens_own_schemas_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "crd.yaml"
    file.write_text(as_file(OPEN))
    ran = specgen("-C", REPOSITORY, "schema", "add", file)
    assert ran.status == 2
    assert "specgen's own schemas" in ran.err


def test_outside_of_a_project_there_is_nowhere_to_add(tmp_path: Path) -> None:
    assert "no specgen.yaml" in specgen("-C", tmp_path, "schema", "add", "x.yaml").err


def test_the_command_as_it_is_installed(root: Path) -> None:
    file = given(root, as_file(crd(SCHEMA)))
    assert spawned("-C", str(root), "schema", "add", str(file)).status == 0
    assert spawned("-C", str(root), "schema", "add").status == 2
    assert "KIND" in spawned("schema", "--help").out


def example(root: Path, spec: Any, job: str) -> Ran:
    """`validate` of a job on a cluster whose applications have this spec."""
    add(root, given(root, as_file(application(spec))))
    file = root / "environments/sample/reviews/example.yaml"
    file.write_text(f"{file.read_text()}---\nkind: SparkJob\nname: count\n{job}")
    return specgen("-C", root, "validate", "-f", "concise")


def test_render_validate_and_check_all_hold_documents_against_it(root: Path) -> None:
    assert specgen("-C", root, "render", "--all").status == 0
    spec = {**KEEPS, "properties": {"executor": limited()}}
    ran = example(root, spec, "executor: {cores: 3}\n")
    assert ran.status == 1
    assert "environments/sample/reviews/example.yaml:8:19: error[misfit]" in ran.out
    assert "`3` is more than 1" in ran.out
    for command in ("render --all", "render --all --check"):
        ran = specgen("-C", root, *command.split())
        assert ran.status == 1
        assert "misfit" in ran.err


def limited() -> Any:
    """Executors of one core at most."""
    return {**KEEPS, "properties": {"cores": {"type": "integer", "maximum": 1}}}


def test_a_field_of_an_override_is_checked_once_its_schema_is_there(root: Path) -> None:
    override = "overrides: {SparkApplication: {spec: {mood: good}}}\n"
    file = root / "environments/sample/reviews/example.yaml"
    file.write_text(f"{file.read_text()}---\nkind: SparkJob\nname: count\n{override}")
    before = specgen("-C", root, "validate", "-f", "concise")
    assert "warning[unchecked-override]" in before.out
    assert "`spec.mood` is not checked" in before.out
    assert "specgen schema add" in before.out
    spec = {**KEEPS, "properties": {"mood": TEXT}}
    add(root, given(root, as_file(application(spec))))
    assert specgen("-C", root, "validate", "-f", "concise").out == ""


REAL = ("spark-operator", "karpenter-aws", "argo-cd")
"""CRDs of all that the examples render of other people's kinds."""


def test_the_examples_render_the_same_against_real_crds(tmp_path: Path) -> None:
    folders = [shared_file(f"upstream/crds/{name}") for name in REAL]
    for name in ("specgen.yaml", "environments"):
        source, target = REPOSITORY / name, tmp_path / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    ran = specgen("-C", tmp_path, "schema", "add", *folders)
    assert ran.status == 0
    assert ran.out.count("added ") >= 9
    ran = specgen("-C", tmp_path, "render", "--all")
    assert (ran.status, "misfit" in ran.err, "unchecked" in ran.err) == (0, False, False)
    trees = [_texts(base / "rendered") for base in (REPOSITORY, tmp_path)]
    assert trees[0] == trees[1]


def _texts(base: Path) -> dict[str, bytes]:
    files = (one for one in base.rglob("*") if one.is_file())
    return {str(one.relative_to(base)): one.read_bytes() for one in files}
