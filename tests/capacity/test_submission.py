"""The operator's call of spark-submit, against the arguments that it really passed."""

from typing import Any

import pytest

from specgen.capacity.application import Application, stored
from specgen.capacity.handover import submitted
from specgen.capacity.submission import TEMPLATES, operators_conf, submission
from specgen.refusal import Refused
from tests.capacity.records import FOLDER, NAMES, SUBMITTED, application, documents, flat, worded
from tests.shared import shared_file

every_application = pytest.mark.parametrize("name", SUBMITTED)

INGRESS = "the operator ran with --ingress-url-format, which is no matter of the application"
DIFFERENCES = {
    ("ui-and-ingress", "spark.ui.proxyBase=/spark-jobs"): INGRESS,
    ("ui-and-ingress", "spark.ui.proxyRedirectUri=/"): INGRESS,
}
"""Arguments that the prediction does not have, and why."""


def handed_over(name: str) -> Application:
    return submitted(stored(application(name)))


def arguments(name: str) -> list[str]:
    return shared_file(f"{FOLDER}/{name}.submit.txt").read_text(encoding="utf-8").splitlines()


def recorded_conf(name: str) -> list[str]:
    return [line.removeprefix("--conf ") for line in arguments(name) if line.startswith("--conf ")]


def predicted_conf(name: str) -> list[str]:
    pairs = operators_conf(handed_over(name))
    lines = [f"{key}={value}".replace(TEMPLATES, "$POD_TEMPLATES") for key, value in pairs]
    return [str(worded(line)) for line in lines]


def one_run(lines: list[str]) -> list[str]:
    """The records sort `sparkConf` and `hadoopConf` as one map where their keys meet."""
    keys = [line.partition("=")[0] for line in lines]
    hadoop = [n for n, key in enumerate(keys) if key.startswith("spark.hadoop.")]
    ordered = sorted((lines[n] for n in hadoop), key=lambda line: line.partition("=")[0])
    others = [line for n, line in enumerate(lines) if n not in hadoop]
    return [*others, *ordered]


@every_application
def test_conf_is_passed_in_the_operators_order(name: str) -> None:
    recorded = recorded_conf(name)
    listed = [line for line in recorded if (name, line) in DIFFERENCES]
    assert listed == [line for app, line in DIFFERENCES if app == name], "a row that differs not"
    assert one_run(predicted_conf(name)) == one_run([one for one in recorded if one not in listed])


@every_application
def test_the_rest_of_the_call(name: str) -> None:
    call, lines = submission(handed_over(name)), arguments(name)
    assert f"--name {call.name}" in lines
    assert (f"--class {call.main_class}" in lines) == (call.main_class is not None)
    assert (f"--proxy-user {call.proxy_user}" in lines) == (call.proxy_user is not None)
    assert lines[-1 - len(call.arguments) :] == [call.file, *call.arguments]


BY_SPARK = {
    "spark.app.id", "spark.app.name", "spark.app.submitTime", "spark.driver.blockManager.port",
    "spark.driver.host", "spark.driver.port", "spark.executor.instances", "spark.jars",
    "spark.kubernetes.memoryOverheadFactor", "spark.kubernetes.resource.type",
    "spark.kubernetes.submitInDriver", "spark.master", "spark.submit.deployMode",
    "spark.submit.pyFiles", "spark.files", "spark.archives", "spark.jars.excludes",
    "spark.jars.repositories", "spark.kubernetes.executor.podTemplateFile",
    "spark.ui.proxyBase", "spark.ui.proxyRedirectUri",
}  # fmt: skip
"""What spark-submit makes of its other arguments, or adds for the driver."""


@every_application
def test_the_driver_reads_the_conf_that_was_predicted(name: str) -> None:
    """The later of two equal keys counts: so much for `who wins`."""
    made = worded(dict(submission(handed_over(name)).conf))
    read = next(
        one["data"]["spark.properties"] for one in documents(f"{name}.objects.yaml") if is_conf(one)
    )
    template = "spark.kubernetes.driver.podTemplateFile"
    expected = {key: one for key, one in read.items() if key not in BY_SPARK and key != template}
    assert {
        key: one for key, one in made.items() if key not in BY_SPARK and key != template
    } == expected


def is_conf(document: dict[str, Any]) -> bool:
    return "spark.properties" in document.get("data", {})


# --- what the defaulting webhook writes -----------------------------------------------------------

DEFAULTED = tuple(
    f"{role}.{field}"
    for role in ("driver", "executor")
    for field in ("cores", "memory", "instances")
)
"""Fields that the webhook sets and pods depend on."""


@pytest.mark.parametrize("name", NAMES)
def test_defaults_are_the_webhooks(name: str) -> None:
    record = documents(f"{name}.defaulted.yaml")[0]["added"]
    before, after = flat(application(name)["spec"]), flat(stored(application(name)).spec)
    added = {path: after[path] for path in DEFAULTED if path in after and path not in before}
    assert added == {path: one for path, one in record.items() if path in DEFAULTED}


# --- what the controller refuses ------------------------------------------------------------------


def with_local_dir(**volume: Any) -> dict[str, Any]:
    mount = {"name": "spark-local-dir-1", "mountPath": "/scratch"}
    return {
        "metadata": {"name": "count"},
        "spec": {
            "volumes": [
                {"name": "spark-local-dir-2", "emptyDir": {}},
                *([volume] if volume else []),
            ],
            "driver": {"volumeMounts": [mount]},
        },
    }


@pytest.mark.parametrize(
    ("app", "why"),
    [
        (with_local_dir(), "is not declared"),
        (
            with_local_dir(name="spark-local-dir-1", configMap={"name": "settings"}),
            "cannot use as a local directory",
        ),
    ],
)
def test_local_directories_that_cannot_be_handed_on(app: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        submission(stored(app))
