"""What the API server refused in real pods is seen in the predicted ones."""

from typing import Any

import pytest

from specgen.capacity.pods import pods
from specgen.capacity.validity import faults
from specgen.refusal import Refused
from tests.capacity.records import FOLDER, SUBMITTED, application, documents
from tests.shared import shared_file


def submitted(name: str) -> dict[str, Any]:
    """The application of a refusal; what stands before it is what it needs."""
    return documents(f"refused/{name}.yaml")[-1]


def told(name: str) -> tuple[str, str]:
    """The stage that refused it, and its words."""
    for line in shared_file(f"{FOLDER}/refused.tsv").read_text(encoding="utf-8").splitlines():
        row, stage, words = line.split("\t")
        if row == name:
            return stage, words
    raise AssertionError(name)


BY_THE_API_SERVER = {
    "driver-port-ui-name": "2 ports are called `spark-ui` in container `spark-kubernetes-driver`",
    "init-container-same-name": "2 containers are called `prep`",
    "limit-below-request": "cpu `2` is asked for, and its limit is `1`, in container"
    " `spark-kubernetes-driver`",
    "memory-limit-below-request": "memory `4505Mi` is asked for, and its limit is `2Gi`, in"
    " container `spark-kubernetes-driver`",
    "mount-path-twice": "2 volumes are mounted at `/a` in container `spark-kubernetes-driver`",
    "mount-reserved": "2 volumes are called `spark-conf-volume-driver`",
    "sidecar-same-name": "2 containers are called `spark-kubernetes-driver`",
    "volume-name-bad": "`Not_Valid` is not a volume's name",
    "volume-twice": "2 volumes are called `v`",
}
"""What is said of each application whose driver the API server called invalid."""


@pytest.mark.parametrize("name", BY_THE_API_SERVER)
def test_an_invalid_pod_is_seen(name: str) -> None:
    assert "is invalid" in told(name)[1]
    assert BY_THE_API_SERVER[name] in list(faults(pods(submitted(name)).driver))


def test_the_table_has_every_invalid_pod() -> None:
    lines = shared_file(f"{FOLDER}/refused.tsv").read_text(encoding="utf-8").splitlines()
    invalid = {line.split("\t")[0] for line in lines if 'POST: Pod "' in line}
    assert invalid == set(BY_THE_API_SERVER)


@pytest.mark.parametrize("name", SUBMITTED)
def test_a_pod_that_was_taken_is_sound(name: str) -> None:
    made = pods(application(name))
    found = {role: list(faults(pod)) for role, pod in made._asdict().items()}
    if name == "gpu-mismatch":
        [fault] = found.pop("executor")
        assert fault.startswith("nvidia.com/gpu `1` is asked for, and its limit is `3`")
    assert not any(found.values())


BEFORE_ANY_POD = {
    "client-side-file": "`file:///etc/hostname` is a file of the submitter's own",
    "conf-reserved-label": "label `spark-role` of the driver is Spark's own",
    "local-dir-config-map": "is of a type that Spark cannot use as a local directory",
    "local-dir-not-declared": "mounts volume `spark-local-dir-2`, which is not declared",
    "memory-gi": "`4Gi` of spark.executor.memory is no size that Spark reads",
    "memory-limit-uppercase": "memory limit `6G` is in capitals",
    "memory-word": "`lots` of spark.driver.memory is no size that Spark reads",
    "metadata-label-reserved": "label `spark-role` of the driver is Spark's own",
    "no-image": "no image for the driver",
    "template-no-container": "the pod template has no containers",
    "template-not-checked": "`containers` in the pod template is no list of maps",
}
"""Applications of which no pod can be made, and what is said of each."""


@pytest.mark.parametrize("name", BEFORE_ANY_POD)
def test_no_pod_is_made_of_what_the_operator_or_its_spark_refuses(name: str) -> None:
    assert told(name)[0] in {"controller", "spark-submit", "webhook"}
    with pytest.raises(Refused) as refused:
        pods(submitted(name))
    assert BEFORE_ANY_POD[name] in refused.value.what


LET_THROUGH = (
    "dynamic-allocation-negative", "env-secret-path", "executor-memory-below-floor", "memory-small",
    "no-driver", "no-executor", "no-spark-version", "no-type", "port-without-protocol",
    "python-version-2", "scheduled-concurrency-unknown", "template-executor-two-unnamed",
    "template-unknown-field", "template-wrong-container",
)  # fmt: skip


@pytest.mark.parametrize("name", LET_THROUGH)
def test_what_is_let_through_has_pods(name: str) -> None:
    assert told(name)[0] == "let through"
    assert not list(faults(pods(submitted(name)).driver))
