"""Jobs that spark-submit submits: the script, run with a recording one, and the objects."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specgen.capacity.submission import Submission
from specgen.facts.spark_pods import TEMPLATE_FILES
from specgen.targets.submit.script import quoted, script
from specgen.tree.encode import encoded
from tests.cli.running import specgen
from tests.projects import broken, outcome, sample_project
from tests.targets.rendered import Body, rendered
from tests.tree.hazards import hazards

FOLDER = "one/submit/reviews/count"
SERVER = "https://10.0.0.1:6443"
BASH = shutil.which("bash") or "bash"
RECORDER = '#!/bin/sh\nprintf "%s\\0" "$@" >"$RECORD"\n'
SCHEDULE = 'run: null\nschedule: {cron: "0 2 * * *", concurrencyPolicy: Allow}\n'


def job(root: Path, fragment: str = "", more: str = "") -> dict[str, Any]:
    """What is rendered for the sample's job, submitted by spark-submit."""
    example = f"kind: SparkJob\nname: count\nsubmit: spark-submit\n{fragment}\n---\n{more}"
    return rendered(root, example)


# --- the script -----------------------------------------------------------------------------------


class Recorded:
    """A Spark of our own whose spark-submit writes down what it was called with."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "Spark's home"
        self.record = folder / "record"
        program = self.home / "bin/spark-submit"
        program.parent.mkdir(parents=True)
        program.write_text(RECORDER)
        program.chmod(0o755)
        self.known = {"PATH": os.environ["PATH"], "RECORD": str(self.record)}
        self.all = {**self.known, "SPARK_HOME": str(self.home), "K8S_API_SERVER": SERVER}

    def run(self, file: Path, known: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([BASH, file], env=known, capture_output=True, check=False)

    def argv(self, file: Path) -> list[str]:
        """What the script calls spark-submit with, everything that it asks for being set."""
        done = self.run(file, self.all)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        return self.record.read_bytes().decode().split("\0")[:-1]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    return Recorded(tmp_path_factory.mktemp("spark"))


def written(folder: Path, text: str) -> Path:
    """The script as a file, in a folder whose name a shell could take for something else."""
    file = folder / "team's $(job) `x`" / "submit.sh"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(encoded(str(file), text, "From a.yaml by: specgen render prod"))
    return file


def expected(call: Submission, here: Path) -> list[str]:
    """The call, worked out without the script."""
    templates = {key: f"{here}/{role}.yaml" for role, key in TEMPLATE_FILES.items()}
    conf = sorted({**call.conf, **templates}.items())
    return [
        *("--master", f"k8s://{SERVER}", "--deploy-mode", "cluster", "--name", call.name),
        *(("--class", call.main_class) if call.main_class is not None else ()),
        *(word for key, value in conf for word in ("--conf", f"{key}={value}")),
        call.file,
        *call.arguments,
    ]


TEXTS = [text for text in dict.fromkeys(hazards()) if "\0" not in text and text.isprintable()]
HOSTILE = [
    "$(touch pwned)", "`touch pwned`", "a'b", 'a"b', "a\nb", "a\\", "\\'", "$'x'", "'", "''", "!x",
    "$HOME", "${IFS}", ";rm -rf .", "&&x", "|x", ">x", "*", "~", "#x", "-x", "--conf", "a b", "\t",
    "\x1b[31mred\x1b[0m", "\u202eevil", "\u2028", "é", "日本", "😀", "::set-output name=a::b",
    "{{ x }}", "<img src=x>", "a\rb", "\x7f", "", "x" * 20_000, "\\x41", "\x85", "\\\n", "a\\'; x",
]  # fmt: skip


def hostile_calls() -> Iterator[Submission]:
    for texts in (HOSTILE, TEXTS):
        yield Submission(
            name=texts[0] or "x",
            conf={f"spark.x.{number}": text for number, text in enumerate(texts)},
            file=texts[1],
            main_class=texts[2],
            arguments=texts,
        )
    yield Submission("plain", {}, "local:///opt/job.jar")


@pytest.mark.parametrize("call", list(hostile_calls()), ids=["hostile", "yaml", "plain"])
def test_no_text_becomes_shell(tmp_path: Path, spark: Recorded, call: Submission) -> None:
    file = written(tmp_path, script(call, {}, None, None))
    assert spark.argv(file) == expected(call, file.parent)
    assert set(os.listdir(tmp_path)) == {file.parent.name}


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_nor_does_any_other(tmp_path: Path, spark: Recorded, texts: list[str]) -> None:
    conf = {f"spark.x.{n}": text for n, text in enumerate(texts)}
    call = Submission("count", conf, "local:///opt/job.py", arguments=texts)
    file = written(tmp_path, script(call, {}, None, None))
    assert spark.argv(file) == expected(call, file.parent)


def test_a_word_is_visible_ascii() -> None:
    for text in (*HOSTILE, *TEXTS):
        assert all(" " <= one <= "~" for one in quoted(text)), text


def test_dependencies_are_flags_of_their_own(tmp_path: Path, spark: Recorded) -> None:
    app = """application:
  {type: Scala, file: "local:///opt/a.jar", class: com.acme.Main, jars: ["local:///opt/b.jar",
   "s3://acme/c.jar"], files: ["https://x.example.com/d"], pyFiles: ["local:///opt/e.zip"],
   packages: ["org.apache.spark:spark-avro_2.13:4.0.5"], arguments: ["--out=x y"]}
"""
    text = job(tmp_path, app)[f"{FOLDER}/submit.sh"]
    argv = spark.argv(written(tmp_path, text))
    assert argv[:8] == ["--master", f"k8s://{SERVER}", "--deploy-mode", "cluster", "--name",
                        "count", "--class", "com.acme.Main"]  # fmt: skip
    flags = dict(zip(argv[:-2:2], argv[1:-2:2], strict=True))
    assert flags["--jars"] == "local:///opt/b.jar,s3a://acme/c.jar"
    assert flags["--files"] == "https://x.example.com/d"
    assert flags["--py-files"] == "local:///opt/e.zip"
    assert flags["--packages"] == "org.apache.spark:spark-avro_2.13:4.0.5"
    assert argv[-2:] == ["local:///opt/a.jar", "--out=x y"]


@pytest.mark.parametrize(
    ("known", "lacking"),
    [
        ({"SPARK_HOME": "/x"}, "K8S_API_SERVER: set it to the URL of the API server"),
        ({"K8S_API_SERVER": SERVER}, "SPARK_HOME: set it to the folder of Spark"),
        ({"K8S_API_SERVER": "", "SPARK_HOME": "/x"}, "K8S_API_SERVER: set it"),
    ],
)
def test_what_is_not_set_is_asked_for(
    tmp_path: Path, spark: Recorded, known: dict[str, str], lacking: str
) -> None:
    file = written(tmp_path, job(tmp_path)[f"{FOLDER}/submit.sh"])
    done = spark.run(file, spark.known | known)
    assert done.returncode != 0
    assert lacking in done.stderr.decode()


def test_an_api_server_that_is_known_is_used_unless_another_is_named(
    tmp_path: Path, spark: Recorded
) -> None:
    cluster = "kind: Cluster\nname: one\napiServer: https://one.example.com:6443\n"
    file = written(tmp_path, job(tmp_path, more=cluster)[f"{FOLDER}/submit.sh"])
    assert spark.argv(file)[1] == f"k8s://{SERVER}"
    known = spark.known | {"SPARK_HOME": str(spark.home)}
    assert spark.run(file, known).returncode == 0
    assert spark.record.read_text().split("\0")[1] == "k8s://https://one.example.com:6443"


@pytest.mark.parametrize(
    ("fragment", "why"),
    [
        ("suspend: true", "job count is suspended: nothing is submitted"),
        (
            "clusters: [one, two]\nactiveOn: [two]",
            "job count is suspended on cluster one, where it is not active: nothing is submitted",
        ),
    ],
)
def test_the_script_of_a_parked_job_submits_nothing(
    tmp_path: Path, spark: Recorded, fragment: str, why: str
) -> None:
    two = "kind: Cluster\nname: two\nexisting: {}\nprovider: eks\nzones: [us-east-1a]\n"
    pools = "pools: [{name: drivers, runs: drivers, selector: {a: b}}]\n"
    out = job(tmp_path, fragment, two + pools if "two" in fragment else "")
    file = written(tmp_path, out[f"{FOLDER}/submit.sh"])
    spark.record.unlink(missing_ok=True)
    done = spark.run(file, spark.all)
    assert (done.returncode, done.stderr.decode().strip()) == (1, why)
    assert not spark.record.exists()


def test_the_script_can_be_run_as_it_is_written(tmp_path: Path) -> None:
    root = sample_project(tmp_path / "p", "kind: SparkJob\nname: count\nsubmit: spark-submit\n")
    assert specgen("-C", root, "render", "sample").status == 0
    tree = root / "rendered/sample" / FOLDER
    lines = (tree / "submit.sh").read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# From environments/sample/reviews/example.yaml by: specgen render")
    modes = {one.name: one.stat().st_mode & 0o777 for one in tree.iterdir()}
    assert modes == {"submit.sh": 0o755, "driver.yaml": 0o644, "executor.yaml": 0o644}


def test_each_line_of_it_can_be_explained(tmp_path: Path) -> None:
    fragment = "kind: SparkJob\nname: count\nsubmit: spark-submit\ndriver: {memory: 3g}\n"
    root = sample_project(tmp_path / "p", fragment)
    assert specgen("-C", root, "render", "sample").status == 0
    file = root / "rendered/sample" / FOLDER / "submit.sh"
    lines = file.read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "spark.driver.memory" in line)
    ran = specgen("-C", root, "explain", f"{file}:{number}")
    assert ran.status == 0
    assert "driver.memory of SparkJob count" in ran.out
    assert specgen("-C", root, "explain", f"{file.parent}/driver.yaml:3").status == 0


# --- the templates --------------------------------------------------------------------------------


def test_what_the_webhook_would_do_is_in_the_templates(tmp_path: Path) -> None:
    out = job(tmp_path, "executor: {only: {types: [r6i.xlarge, r7i.xlarge]}}\nenv: {A: b}")
    driver, executor = (out[f"{FOLDER}/{role}.yaml"] for role in TEMPLATE_FILES)
    assert (driver["kind"], driver["apiVersion"]) == ("Pod", "v1")
    assert driver["metadata"]["name"] == "count-driver"
    pod = executor["spec"]
    assert pod["nodeSelector"]["pool"] == "executors"
    assert pod["tolerations"][0]["key"] == "pool"
    assert pod["terminationGracePeriodSeconds"] == 110
    assert "requiredDuringSchedulingIgnoredDuringExecution" in pod["affinity"]["nodeAffinity"]
    container = pod["containers"][0]
    assert container["name"] == "spark-kubernetes-executor"
    assert container["env"] == [{"name": "A", "value": "b"}]
    assert container["securityContext"]["runAsNonRoot"] is True


# --- in the cluster -------------------------------------------------------------------------------


def objects(out: dict[str, Any]) -> dict[str, Body]:
    """What Argo CD syncs of the job, by kind."""
    return {body["kind"]: body for file, body in out.items() if file.startswith("one/jobs/")}


def test_without_schedule_and_run_nothing_is_in_the_cluster(tmp_path: Path) -> None:
    out = job(tmp_path, "run: null")
    assert objects(out) == {}
    assert {file for file in out if "submit" in file} == {
        f"{FOLDER}/{name}" for name in ("submit.sh", "driver.yaml", "executor.yaml")
    }


def test_a_schedule_is_a_cron_job(tmp_path: Path) -> None:
    fields = (
        'run: null\nschedule: {cron: "0 2 * * *", timeZone: Asia/Tokyo, successfulHistory: 2, '
        "failedHistory: 6}\ntimeToLive: 1h\nrestartPolicy: {onSubmissionFailureRetries: 5}\n"
        "submitter: {sparkHome: /spark-3.2.0, memory: 2Gi, cpu: 500m, serviceAccount: boss, "
        'image: "registry.example.com/spark:4.0.5"}\n'
    )
    found = objects(job(tmp_path, fields))
    cron = found["CronJob"]
    assert cron["metadata"]["name"] == "count"
    spec = cron["spec"]
    template = spec.pop("jobTemplate")
    assert spec == {
        "schedule": "0 2 * * *",
        "timeZone": "Asia/Tokyo",
        "concurrencyPolicy": "Forbid",
        "successfulJobsHistoryLimit": 2,
        "failedJobsHistoryLimit": 6,
    }
    task = template["spec"]
    assert (task["backoffLimit"], task["ttlSecondsAfterFinished"]) == (5, 3600)
    pod = task["template"]["spec"]
    assert (pod["serviceAccountName"], pod["restartPolicy"]) == ("boss", "Never")
    assert pod["nodeSelector"]["pool"] == "drivers"
    container = pod["containers"][0]
    assert container["image"] == "registry.example.com/spark:4.0.5"
    assert container["args"] == ["/opt/submit/submit.sh"]
    assert {one["name"]: one["value"] for one in container["env"]} == {
        "K8S_API_SERVER": "https://kubernetes.default.svc",
        "SPARK_HOME": "/spark-3.2.0",
    }
    assert container["resources"]["limits"] == {"memory": "2Gi"}
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert pod["volumes"][0]["configMap"] == {"name": "count-submit", "defaultMode": 0o555}


def test_a_run_is_a_job_of_its_own(tmp_path: Path) -> None:
    body = objects(job(tmp_path, 'run: "2026-11-21"'))["Job"]
    assert body["metadata"]["name"] == "count-2026-11-21"
    assert "suspend" not in body["spec"]
    template = body["spec"]["template"]
    assert template["metadata"]["annotations"]["specgen.dev/run"] == "2026-11-21"
    assert template["metadata"]["labels"]["specgen.dev/job"] == "count"
    assert body["spec"]["podFailurePolicy"]["rules"][0]["action"] == "FailJob"


@pytest.mark.parametrize(("more", "kind"), [("", "Job"), (SCHEDULE, "CronJob")])
def test_a_parked_one_is_suspended(tmp_path: Path, more: str, kind: str) -> None:
    assert objects(job(tmp_path, f"suspend: true\n{more}"))[kind]["spec"]["suspend"] is True


def test_never_retried_means_one_submission(tmp_path: Path) -> None:
    found = objects(job(tmp_path, "restartPolicy: {type: Never}"))
    assert found["Job"]["spec"]["backoffLimit"] == 0


@pytest.mark.parametrize(
    ("fragment", "resources"),
    [
        ("", {"pods", "services", "configmaps"}),
        (
            "image: registry.example.com/spark:4.3.0\nsparkVersion: 4.3.0",
            {"pods", "services", "configmaps", "networkpolicies"},
        ),
    ],
)
def test_the_submitter_may_do_what_submitting_takes(
    tmp_path: Path, fragment: str, resources: set[str]
) -> None:
    found = objects(job(tmp_path, fragment))
    rules = found["Role"]["rules"]
    assert {one for rule in rules for one in rule["resources"]} == resources
    assert not any("*" in rule["verbs"] + rule["resources"] for rule in rules)
    binding = found["RoleBinding"]
    assert binding["roleRef"]["name"] == found["Role"]["metadata"]["name"] == "count-submit"
    assert [one["name"] for one in binding["subjects"]] == ["spark-driver"]


def test_the_config_map_says_what_the_files_say_with_their_overrides(tmp_path: Path) -> None:
    patch = "overrides:\n  Pod/count-driver: {spec: {schedulerName: mine}}\n"
    example = f"kind: SparkJob\nname: count\nsubmit: spark-submit\n{patch}"
    out = outcome(sample_project(tmp_path, example))
    assert not out.failed, out.findings
    data = yaml.safe_load(out.files["one/jobs/reviews/configmap-count-submit.yaml"])["data"]
    assert data.keys() == {"submit.sh", "driver.yaml", "executor.yaml"}
    for name, text in data.items():
        lines = out.files[f"{FOLDER}/{name}"].decode().splitlines(keepends=True)
        assert text == "".join(one for one in lines if not one.startswith("# From "))
    assert yaml.safe_load(data["driver.yaml"])["spec"]["schedulerName"] == "mine"


# --- what cannot be -------------------------------------------------------------------------------

REFUSED: list[tuple[str, str, str]] = [
    ("streaming: true\nrun: null", "contradiction", "nobody starts the driver of a stream again"),
    ("restartPolicy: {onFailureRetries: 3}", "contradiction", "is never started again"),
    ("restartPolicy: {onFailureRetryInterval: 1m}", "contradiction", "is never started again"),
    ("restartPolicy: {onSubmissionFailureRetryInterval: 1m}", "contradiction", "Kubernetes itself"),
    ("executor: {memoryLimit: 8g}", "contradiction", "limit of memory is its request"),
    ("driver: {memoryLimit: 8g}", "contradiction", "limit of memory is its request"),
    ("run: Tue_1", "contradiction", "`count-Tue_1` is not the name of a Job"),
    (f"run: {'x' * 60}", "contradiction", "is not the name of a Job"),
    ("run: null\ntimeToLive: 1h", "contradiction", "there is no object of it"),
    ("run: null\nmetadata: {annotations: {a: b}}", "contradiction", "there is no object of it"),
    (SCHEDULE.replace("Allow", "Replace"), "contradiction", "the last run's driver goes on"),
    (
        SCHEDULE.replace("Allow", "Forbid")
        + "conf: {spark.kubernetes.submission.waitAppCompletion: false}",
        "contradiction",
        "nobody waits for the driver",
    ),
    ("submitter: {sparkHome: $(x)}", "wrong-value", "is not a folder of an image"),
    ("submitter: {sparkHome: /opt/..}", "wrong-value", "is not a folder of an image"),
    ("timeToLive: 1h", "ttl-under-argocd", "runs again"),
    ("run: null\nsubmitter: {memory: 2Gi}", "idle-submitter", "is a script that others run"),
    ("conf: {spark.master: x}", "denied-conf", "sets `spark.master` itself"),
    ("conf: {spark.kubernetes.container.image: x}", "denied-conf", "itself"),
    ("conf: {spark.kubernetes.namespace: x}", "denied-conf", "itself"),
    ("conf: {spark.kubernetes.driver.podTemplateFile: x}", "denied-conf", "itself"),
    ('conf: {"spark.x=spark.y": z}', "split-conf-key", "reads `spark.x=spark.y`"),
    ('application: {file: "file:///opt/x.py"}', "client-side-file", "no place to upload"),
]


@pytest.mark.parametrize(("fragment", "rule", "words"), REFUSED)
def test_what_spark_submit_cannot_do_is_refused(
    tmp_path: Path, fragment: str, rule: str, words: str
) -> None:
    example = f"kind: SparkJob\nname: count\nsubmit: spark-submit\n{fragment}\n"
    found = [one for one in outcome(sample_project(tmp_path, example)).findings if one.rule == rule]
    assert found, fragment
    assert any(words in one.message for one in found), found
    assert all(one.help and one.spot.line for one in found)


UPLOADED = """\
conf: {spark.kubernetes.file.upload.path: "s3a://acme-lake/up"}
application: {file: "file:///opt/x.py"}
"""


@pytest.mark.parametrize(
    "fragment",
    [
        "conf: {spark.kubernetes.submission.waitAppCompletion: false}",
        "conf: {spark.kubernetes.driver.master: https://kubernetes.default.svc}",
        "conf: {spark.kubernetes.authenticate.driver.oauthTokenFile: /var/run/token}",
        "application: {pyFiles: [loc://lake/lib.zip]}",
        UPLOADED,
        f"{SCHEDULE}name: {'n' * 52}",
    ],
)
def test_what_only_the_operator_refuses_is_taken(tmp_path: Path, fragment: str) -> None:
    example = f"kind: SparkJob\nname: count\nsubmit: spark-submit\n{fragment}\n"
    if "\nname: " in fragment:
        example = (
            f"kind: SparkJob\nteam: reviews\nimage: spark-py\nzone: us-east-1a\n"
            f"submit: spark-submit\napplication: {{file: local:///opt/x.py}}\n"
            f"driver: {{pool: drivers}}\nexecutor: {{pool: executors}}\n{fragment}\n"
        )
    assert broken(outcome(sample_project(tmp_path, example))) == set()


def test_a_cluster_without_the_operator_is_enough(tmp_path: Path) -> None:
    cluster = "kind: Cluster\nname: one\nexisting: {installed: [podIdentityAgent]}\n"
    example = f"{cluster}---\nkind: SparkJob\nname: count\nsubmit: %s\n"
    one, other = (
        broken(outcome(sample_project(tmp_path / how, example % how)))
        for how in ("operator", "spark-submit")
    )
    assert (one, other) == ({"operator-missing"}, set())


def test_a_team_of_scripts_alone_has_no_application_of_jobs(tmp_path: Path) -> None:
    git = {"specgen.yaml": _IN_GIT}
    example = "kind: SparkJob\nname: count\nsubmit: spark-submit\nrun: %s\n"
    files = [
        outcome(sample_project(tmp_path / run, example % run, more=git)).files
        for run in ("one", "null")
    ]
    name = "one/argocd/application-sample-one-jobs-reviews.yaml"
    assert [name in one for one in files] == [True, False]


_IN_GIT = (
    "apiVersion: specgen/v1\nkind: Project\nname: acme\n"
    "git: {repoURL: https://git.example.com/acme.git}\n"
)
