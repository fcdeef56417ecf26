"""The pods that we predict are those that the real operator and Spark make, where we look."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.real.pods import OF_THE_POD, ROLES, pods, quantity
from tests.shared import shared_file, shared_folder

Body = dict[str, Any]
MADE = shared_folder()
APPLICATIONS = sorted((MADE / "facts/operator/applications").glob("*.yaml")) if MADE else []

HARMLESS = ("configMap", "secret")
"""Kinds of volumes that admission lets in anywhere; Spark and the operator add some of them."""
DEFAULTS = {"serviceAccountName": "default", "terminationGracePeriodSeconds": 30}


def read(path: Path) -> list[Body]:
    return list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def seen(pod: Body) -> Body:
    """Those parts of a pod that Pod Security and the syntax of fields decide on."""
    spec = pod["spec"]
    return {
        **{field: spec.get(field) or DEFAULTS.get(field) for field in OF_THE_POD.values()},
        "nodeSelector": spec.get("nodeSelector", {}),
        "initContainers": [security(one) for one in spec.get("initContainers", ())],
        "containers": sorted(map(security, spec["containers"])),
        "volumes": sorted(volumes(spec)),
    }


def security(container: Body) -> tuple[str, str]:
    return container["name"], str(sorted(container.get("securityContext", {}).items()))


def volumes(spec: Body) -> Iterator[tuple[str, str]]:
    """Name and kind. Spark makes empty folders to scratch in where none is declared."""
    for one in spec.get("volumes", ()):
        (kind,) = one.keys() - {"name"}
        scratch = one["name"].startswith("spark-local-dir-") and kind == "emptyDir"
        if kind not in HARMLESS and not scratch:
            yield one["name"], kind


OTHERWISE = {
    ("sidecars-and-init", "driver"): "the operator leaves out an init container named twice",
}
"""What is known to be predicted wrong."""


def pairs() -> Iterator[Any]:
    for application in APPLICATIONS:
        (body,) = read(application)
        for role in ROLES:
            if "template" not in body["spec"][role]:
                reason = OTHERWISE.get((application.stem, role))
                marks = [pytest.mark.xfail(reason=reason)] if reason else []
                yield pytest.param(body, role, id=f"{application.stem}-{role}", marks=marks)


@pytest.mark.parametrize(("body", "role"), list(pairs()))
def test_a_pod_is_predicted(body: Body, role: str) -> None:
    file = shared_file("facts/operator") / f"{body['metadata']['name']}.{role}-pod.yaml"
    if not file.exists():
        assert body["spec"].get("suspend"), "only a suspended application has no pods"
        return
    made = [one for one in read(file) if one.get("kind") == "Pod"]
    if not made:
        assert "refused" in read(file)[0]
        return
    (ours,) = [pod for pod in pods(body) if pod["metadata"]["labels"]["spark-role"] == role]
    assert seen(ours) == seen(made[0])


def test_there_are_pods_to_compare_with() -> None:
    shared_file("facts/operator/README.md")
    assert len(list(pairs())) > 60


@pytest.mark.parametrize(("spark", "kubernetes"), [
    ("6g", "6Gi"), ("512m", "512Mi"), ("1T", "1Ti"), ("2gb", "2Gi"), ("4Gi", "4Gi"),
])  # fmt: skip
def test_memory_is_written_as_kubernetes_writes_it(spark: str, kubernetes: str) -> None:
    assert quantity(spark) == kubernetes
