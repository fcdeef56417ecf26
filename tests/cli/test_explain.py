"""`specgen explain`: the answers, and what is said where there is none."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from specgen.pipeline.documents import Made
from specgen.pipeline.run import lists
from specgen.rules.catalogue import CHECKS
from specgen.rules.registry import RULES
from specgen.spec.base import SpecModel
from specgen.spec.kinds import KINDS
from tests.cli.running import Ran, specgen
from tests.origins.examples import OWN, documents, world

ANSWERS = OWN.parent / "answers.txt"
TREE = "rendered/prod/one"
JOB = f"{TREE}/jobs/reviews/count.yaml"
MEMORY = 'memory: "24g"'


def rendered(root: Path) -> Path:
    """The project of tests/origins, with its tree, below `root`."""
    shutil.copytree(OWN, root, dirs_exist_ok=True)
    here = world("own", "prod")
    files = {one.document.file: one.text(here).encode() for one in documents("own", "prod")}
    for name, data in (files | lists("prod", files)).items():
        path = root / "rendered/prod" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("project"))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """One that may be changed."""
    return rendered(tmp_path)


def line_of(root: Path, file: str, text: str) -> int:
    """The number of the one line of a file that is this text."""
    lines = (root / file).read_text("utf-8").split("\n")
    (number,) = [n for n, line in enumerate(lines, start=1) if line.strip() == text]
    return number


def explain(root: Path, what: str) -> Ran:
    return specgen("-C", root, "explain", what)


def at_line(root: Path, text: str, file: str = JOB) -> Ran:
    return explain(root, f"{root}/{file}:{line_of(root, file, text)}")


# --- answers --------------------------------------------------------------------------------------


def answers() -> Iterator[tuple[str, str, str]]:
    """Rows of the table: a file below the tree, a line of it, and the answer."""
    for block in ANSWERS.read_text("utf-8").strip().split("\n\n"):
        question, _, answer = block.partition("\n")
        file, _, line = question.removeprefix("$ ").partition(" | ")
        yield file, line, f"{answer}\n"


@pytest.mark.parametrize(("file", "line", "answer"), list(answers()))
def test_the_answer_for_a_line(project: Path, file: str, line: str, answer: str) -> None:
    ran = at_line(project, line, f"{TREE}/{file}")
    assert ran == (0, answer, "")


def kind_of(made: Made) -> str:
    """The kind of an object; of another document the target that makes it."""
    body = made.document.body
    return str(body.get("kind", made.target.id) if isinstance(body, dict) else made.target.id)


def test_the_answers_are_about_every_kind_of_document_of_the_examples() -> None:
    asked = {f"one/{file}" for file, _, _ in answers()}
    answered = {kind_of(one) for one in documents("own", "prod") if one.document.file in asked}
    every = {kind_of(one) for env in ("prod", "dev") for one in documents("repository", env)}
    assert every <= answered


def test_the_answers_are_about_all_kinds_of_files() -> None:
    every = {Path(file).parts[0] for file, _, _ in answers()}
    assert every == {"jobs", "teams", "platform", "addons", "argocd", "infra"}
    assert {Path(file).suffix for file, _, _ in answers()} == {".yaml", ".json", ".md"}


SAME = [
    "prod/count:spec.template.executor.memory",
    "prod/one/count:spec.template.executor.memory",
    "prod/ScheduledSparkApplication/count:spec.template.executor.memory",
    "prod/one/ScheduledSparkApplication/count:spec.template.executor.memory",
]


@pytest.mark.parametrize("what", SAME)
def test_an_object_s_path_has_the_answer_of_its_line(project: Path, what: str) -> None:
    assert explain(project, what) == at_line(project, MEMORY)


@pytest.mark.parametrize(
    "path", ["spark.sql.shuffle.partitions", '["spark.sql.shuffle.partitions"]']
)
def test_a_key_with_dots_is_found_however_it_is_written(project: Path, path: str) -> None:
    dot = "" if path.startswith("[") else "."
    ran = explain(project, f"prod/count:spec.template.sparkConf{dot}{path}")
    assert ran.out.startswith('spec.template.sparkConf["spark.sql.shuffle.partitions"] = 2000')


def test_files_are_named_from_the_root_or_from_here(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = line_of(project, JOB, MEMORY)
    expected = at_line(project, MEMORY)
    assert explain(project, f"{JOB}:{number}") == expected
    monkeypatch.chdir(project / "rendered")
    assert explain(project, f"{JOB.removeprefix('rendered/')}:{number}") == expected
    assert explain(project, f"{JOB}:{number}:11") == expected


def test_a_line_without_a_value_says_so(project: Path) -> None:
    assert explain(project, f"{JOB}:1").out == (
        "line 1 shows no value: it is a comment, empty, or no longer data\n"
    )
    plan = f"{TREE}/infra/PLAN.md"
    lines = (project / plan).read_text("utf-8").split("\n")
    for number in (2, lines.index("```bash") + 1, lines.index("```") + 1):
        assert explain(project, f"{plan}:{number}").out.startswith(f"line {number} shows no value")


def test_colours_are_those_of_the_terminal_only(project: Path) -> None:
    plain = at_line(project, MEMORY).out
    number = line_of(project, JOB, MEMORY)
    ran = specgen("--color", "always", "-C", project, "explain", f"{JOB}:{number}")
    assert "\x1b[1m" in ran.out
    assert "\x1b" not in plain


# --- answers for programs -------------------------------------------------------------------------


def for_programs(root: Path, what: str) -> dict[str, Any]:
    """The report; the answer stands below a key of its own."""
    ran = specgen("-C", root, "explain", what, "-f", "json")
    assert (ran.status, ran.err) == (0, "")
    report: dict[str, Any] = json.loads(ran.out)
    assert (report["format_version"], report["command"]) == ("1.0", "explain")
    assert report["what"] == what
    return dict(report["answer"])


def test_the_json_of_a_line_says_what_its_text_says(project: Path) -> None:
    answer = for_programs(project, f"{JOB}:{line_of(project, JOB, MEMORY)}")
    assert (answer["path"], answer["value"]) == ("spec.template.executor.memory", "24g")
    assert answer["object"] == {
        "kind": "ScheduledSparkApplication", "namespace": "spark-reviews", "name": "count",
    }  # fmt: skip
    (cause,) = answer["causes"]
    assert (cause["kind"], cause["name"], cause["path"]) == ("SparkJob", "count", "executor.memory")
    assert cause["default"] == "1g"
    wins, hidden = cause["said"]
    assert (wins["text"], wins["by"], wins["layer"]) == ("24g", "SparkProfile large", "base")
    assert wins["location"] == {
        "file": "environments/base/profiles.yaml", "line": 3, "column": 20, "end_column": 23,
    }  # fmt: skip
    assert hidden["text"] == "12g"
    assert answer["stale"] is None


@pytest.mark.parametrize(("file", "line", "answer"), list(answers()))
def test_the_json_names_the_causes_and_rules_of_the_text(
    project: Path, file: str, line: str, answer: str
) -> None:
    told = for_programs(project, f"{TREE}/{file}:{line_of(project, f'{TREE}/{file}', line)}")
    causes = [f"{one['path']} of {one['kind']} {one['name']}" for one in told.get("causes", ())]
    labels = ("  from     ", "  override ")
    assert causes == [row[11:] for row in answer.split("\n") if row.startswith(labels)]
    used = [row[11:] for row in answer.split("\n") if row.startswith("  used by")]
    assert ", ".join(told.get("used_by", ())) == "".join(used)


def test_the_json_of_a_rule_a_finding_a_field_and_a_kind(tmp_path: Path) -> None:
    assert for_programs(tmp_path, "driver-on-spot")["waiver"] == "anywhere"
    assert for_programs(tmp_path, "yaml-syntax")["why"] == "The file is not YAML."
    field = for_programs(tmp_path, "SparkJob.executor.memory")
    assert (field["default"], field["required"]) == ("1g", False)
    assert "executor" in for_programs(tmp_path, "SparkJob")["fields"]


def test_the_json_of_a_list_names_the_document(project: Path) -> None:
    file = f"{TREE}/jobs/reviews/kustomization.yaml"
    answer = for_programs(project, f"{file}:{line_of(project, file, '- count.yaml')}")
    assert answer["names"]["rendered_of"] == {"kind": "SparkJob", "name": "count"}
    assert for_programs(project, f"{file}:2")["names"] is None


def test_the_json_of_a_line_that_shows_nothing_has_no_place(project: Path) -> None:
    assert for_programs(project, f"{JOB}:1")["path"] is None


def test_the_json_of_a_stale_file_says_so(mine: Path) -> None:
    changed(mine, JOB, MEMORY, 'memory: "99g"')
    number = line_of(mine, JOB, 'memory: "99g"')
    stale = for_programs(mine, f"{JOB}:{number}")["stale"]
    assert stale == {"file": JOB, "line": number, "mend": "specgen render prod"}


def test_no_secret_is_in_the_json(mine: Path) -> None:
    """Whether its value tells it or its name."""
    old = "conf: {spark.sql.ansi.enabled: true}"
    secrets = "AKIA" + "QWERTYUIOPASDFGH", "hunter22hunter22"
    new = f"conf: {{spark.sql.x: {secrets[0]}, spark.jdbc.password: {secrets[1]}}}"
    changed(mine, "environments/base/reviews/count.yaml", old, new)
    for key in ("spark.sql.x", "spark.jdbc.password"):
        what = f'prod/count:spec.template.sparkConf["{key}"]'
        answer = for_programs(mine, what)
        assert answer["value"] == "<redacted>"
        assert not any(secret in json.dumps(answer) for secret in secrets)
    assert not any(
        secret in json.dumps(for_programs(mine, "prod/count:spec")) for secret in secrets
    )


def test_a_format_that_there_is_not_is_a_usage_error(project: Path) -> None:
    ran = specgen("-C", project, "explain", "driver-on-spot", "-f", "yaml")
    assert ran.status == 2
    assert "'yaml' is none of text, json" in ran.err


# --- trees that are not current -------------------------------------------------------------------


def changed(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_an_edited_line_is_told_and_explained_as_it_would_be(mine: Path) -> None:
    changed(mine, JOB, MEMORY, 'memory: "99g"')
    ran = at_line(mine, 'memory: "99g"')
    head, where, *rest = ran.out.split("\n")
    assert head == f"stale: {JOB} is not what the specs come to now"
    assert where.endswith(
        '`memory: "99g"`; the specs say `memory: "24g"`; run: specgen render prod'
    )
    assert rest[0].startswith("spec.template.executor.memory = 24g ")
    assert ran.status == 0


def test_line_ends_of_another_system_are_shown(mine: Path) -> None:
    """The lines look alike; what differs is shown."""
    path = mine / JOB
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    ran = explain(mine, f"{JOB}:5")
    assert ran.status == 0
    where = ran.out.split("\n")[1]
    assert "specgen render prod\\u000d`; the specs say `" in where


def test_a_file_of_bytes_is_told(mine: Path) -> None:
    (mine / JOB).write_bytes(bytes(range(256)) * 4)
    ran = explain(mine, f"{JOB}:1")
    assert ran.status == 0
    assert ran.out.startswith("stale: ")
    assert ran.out.endswith("or no longer data\n")


def test_a_file_that_nobody_rendered_is_told(mine: Path) -> None:
    (mine / TREE / "jobs/reviews/mine.yaml").write_text("a: 1\n", "utf-8")
    ran = explain(mine, f"{TREE}/jobs/reviews/mine.yaml:1")
    assert ran.status == 2
    assert "no one/jobs/reviews/mine.yaml; if specgen wrote it, specgen render prod" in ran.err


def test_a_spec_that_has_changed_since_is_told(mine: Path) -> None:
    changed(mine, "environments/base/profiles.yaml", "memory: 24g", "memory: 32g")
    ran = at_line(mine, MEMORY)
    assert 'the specs say `memory: "32g"`' in ran.out
    assert "environments/base/profiles.yaml:3:20      32g" in ran.out


def test_a_line_that_is_rendered_no_more_is_told(mine: Path) -> None:
    changed(mine, JOB, MEMORY, 'nonsense: "24g"')
    ran = at_line(mine, 'nonsense: "24g"')
    assert ran.out.endswith(
        "spec.template.executor.nonsense: the specs come to nothing there now\n"
    )


def test_a_file_that_is_no_data_any_more_is_told(mine: Path) -> None:
    changed(mine, JOB, MEMORY, "memory: {")
    ran = explain(mine, f"{JOB}:5")
    assert ran.status == 0
    assert ran.out.startswith("stale: ")
    assert ran.out.endswith("or no longer data\n")


def test_a_file_of_a_spec_that_is_gone_is_told(mine: Path) -> None:
    (mine / "environments/base/reviews/count.yaml").unlink()
    (mine / "environments/prod/reviews/count.yaml").unlink()
    ran = explain(mine, f"{JOB}:5")
    assert ran.status == 2
    assert "the specs of prod come to no one/jobs/reviews/count.yaml; if specgen" in ran.err


def test_a_job_with_an_error_is_no_bug(mine: Path) -> None:
    changed(mine, "environments/base/reviews/count.yaml", "image: spark", "image: sparkle")
    ran = explain(mine, f"{JOB}:5")
    assert ran.status == 2
    assert "specgen validate prod tells errors" in ran.err


def test_an_environment_that_cannot_be_typed_is_no_bug(mine: Path) -> None:
    changed(mine, "environments/prod/environment.yaml", "provider: aws", "provider: awz")
    ran = explain(mine, f"{JOB}:5")
    assert ran.status == 1
    assert ran.err == "error: prod cannot be rendered; specgen validate prod says why\n"


# --- questions that have no answer ----------------------------------------------------------------

UNCLEAR: list[tuple[str, str]] = [
    (f"{JOB}:0", "lines, and 0 is none of them"),
    (f"{JOB}:9999", "lines, and 9999 is none of them"),
    (JOB, f"name a line of the file by its number: {JOB}:12"),
    (f"{JOB}:", f"name a line of the file by its number: {JOB}:12"),
    (f"{JOB}:abc", f"name a line of the file by its number: {JOB}:12"),
    (f"{JOB}:-3", f"name a line of the file by its number: {JOB}:12"),
    ("environments/prod/cluster.yaml", "is a spec; name a rendered file, or a field"),
    ("rendered/prod", "rendered/prod is a folder; name a file in it, and a line"),
    ("rendered/prod:3", "rendered/prod is a folder"),
    (f"{TREE}:3", f"{TREE} is a folder"),
    ("rendered/x.yaml:3", "is not below rendered/ENV"),
    (f"{TREE}/jobs/reviews/nope.yaml:3", "no such file: "),
    (f"{TREE}/jobs/reviews/nope.yaml:3", "specgen render prod writes what is missing"),
    ("rendered/prd/one/x.yaml:3", "did you mean prod?"),
    ("environments/prod/cluster.yaml:3", "is a spec; name a rendered file, or a field"),
    ("specgen.yaml:1", "is not below rendered/ENV"),
    ("/etc/passwd:1", "/etc/passwd is not below rendered/ENV"),
    (f"{TREE}/../../../specgen.yaml:1", "is not below rendered/ENV"),
    ("prod/cuont:spec", "did you mean count?"),
    ("prod/ScheduledSparkAplication/count:spec", "did you mean ScheduledSparkApplication?"),
    ("prod/two/count:spec", "prod has no cluster and renders no kind 'two'"),
    ("prod/onee/count:spec", "did you mean one?"),
    ("prod/count", "name a place of the object, too: prod/count:spec"),
    ("count:spec", "name the environment of the object, too: ENV/count:spec"),
    ("prd/count:spec", "did you mean prod?"),
    ("prod/count:spec.template.executor.memroy", "did you mean memory?"),
    ("prod/count:spec.template.executor[0]", "spec.template.executor has no '0'"),
    ("prod/spark-driver:metadata.name", "name one: prod/ServiceAccount/spark-driver, prod/Role/"),
    ("prod/a/b/c/count:spec", "is none of FILE:LINE"),
    ("driver-on-spt", "did you mean driver-on-spot?"),
    ("SparkJob.executor.memroy", "SparkJob.executor has no field 'memroy'; did you mean memory?"),
    ("SparkJob.executor.memory.x", "it has no fields"),
    ("Sparkjob.executor", "did you mean SparkJob?"),
    ("zzz", "name FILE:LINE of a rendered file"),
    ("zzz/yyy", "is none of FILE:LINE"),
]


@pytest.mark.parametrize(("what", "told"), UNCLEAR)
def test_what_cannot_be_meant_is_a_usage_error(
    project: Path, monkeypatch: pytest.MonkeyPatch, what: str, told: str
) -> None:
    monkeypatch.chdir(project)
    ran = explain(project, what)
    assert ran.status == 2
    assert told in ran.err
    assert ran.out == ""


def test_the_record_is_not_explained(mine: Path) -> None:
    (mine / "rendered/prod/.specgen.sums").write_text("", "utf-8")
    assert (
        "is the record of what specgen wrote" in explain(mine, "rendered/prod/.specgen.sums:1").err
    )


def test_a_link_in_the_tree_is_not_followed(mine: Path) -> None:
    (mine / JOB).unlink()
    (mine / JOB).symlink_to(mine / "specgen.yaml")
    ran = explain(mine, f"{JOB}:1")
    assert ran.status == 2
    assert "acme" not in ran.said


# --- rules and fields -----------------------------------------------------------------------------


def test_a_rule_says_why_and_how_to_mend_it(tmp_path: Path) -> None:
    ran = explain(tmp_path, "driver-on-spot")  # no project is needed
    assert ran.status == 0
    lines = ran.out.split("\n")
    assert lines[0] == (
        "driver-on-spot   Spark driver on Spot capacity   warning; in production error   family job"
    )
    labels = [line[2:11].strip() for line in lines[1:] if line[2:3].strip()]
    assert labels == ["why", "mend", "source", "waive", "breaks", "passes"]
    assert "  breaks   kind: Cluster" in lines


@pytest.mark.parametrize("rule", [rule.id for rule in RULES] + [*CHECKS])
def test_every_rule_and_finding_is_explained(rule: str) -> None:
    ran = specgen("explain", rule)
    assert ran.status == 0
    assert ran.out.startswith(f"{rule}   ")
    assert "\n  why      " in ran.out


FIELD = """\
SparkJob.executor.memory   a Spark memory size: write a whole number with k, m, g or t, like 512m or 12g
  what     Java heap. Spark adds the overhead; request and limit are the sum.
  default  1g
  stands   a SparkJob, a SparkProfile, defaults.SparkJob of an Environment, of a Cluster, of a Team,
           perCluster of a SparkJob
  layers   the highest wins whole
"""  # noqa: E501 - as it is printed


def test_a_field_says_what_it_is_and_where_it_may_stand() -> None:
    assert specgen("explain", "SparkJob.executor.memory").out == FIELD


PARTS = [
    ("SparkJob.name", "default", "none: it must be set, in some layer"),
    ("SparkJob.name", "stands", "a SparkJob, and never in defaults or a profile: it makes a job"),
    ("SparkJob.schedule", "stands", "a SparkJob, perCluster of a SparkJob, and never in defaults"),
    ("SparkJob.clusters", "stands", "a SparkJob, defaults.SparkJob of an Environment, of a Team"),
    ("Cluster.nodeGroups", "layers", "items merge by name; remove: true beside it takes one away"),
    ("Cluster.nodeGroups.size.max", "what", "Hard ceiling: the bill's upper bound."),
    ("SparkJob.overrides", "layers", "merged; null is data"),
    ("SparkJob.conf", "layers", "maps merge, field by field"),
    ("Environment.defaults.SparkJob.driver.cores", "default", "1"),
    ("Project.git.repoURL", "stands", "specgen.yaml"),
    ("SparkProfile.executor.cores", "stands", "a SparkJob, a SparkProfile"),
]


@pytest.mark.parametrize(("field", "label", "told"), PARTS)
def test_a_field_s_part(field: str, label: str, told: str) -> None:
    assert f"\n  {label:<9}{told}" in specgen("explain", field).out


def every_field(model: type[SpecModel], path: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield f"{path}.{info.alias or name}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_every_field_of_it_is_explained(kind: str) -> None:
    ran = specgen("explain", kind)
    assert ran.status == 0
    for field in every_field(KINDS[kind], kind):
        one = specgen("explain", field)
        assert one.status == 0, one.said
        assert one.out.startswith(f"{field}   ")
        assert "\n  what     " in one.out


# --- start-up -------------------------------------------------------------------------------------

LOADED: list[tuple[list[str], Callable[[str], bool]]] = [
    (["explain", "--help"], lambda name: name.startswith(("pydantic", "specgen.spec"))),
    (
        ["explain", "driver-on-spot"],
        lambda name: name.startswith(("specgen.origins", "specgen.targets.spark", "specgen.tree")),
    ),
]


@pytest.mark.parametrize(("argv", "needless"), LOADED)
def test_what_is_not_needed_is_not_imported(
    argv: list[str], needless: Callable[[str], bool]
) -> None:
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: sys.stderr.write('\\n'.join(sys.modules)))\n"
        f"sys.argv = ['specgen', *{argv!r}]\n"
        "from specgen.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert [name for name in done.stderr.decode().split("\n") if needless(name)] == []
