"""Every application that this repository renders has pods, and they are as its fields say."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from specgen.capacity.demand import requested
from specgen.capacity.pods import pods
from tests.shared import REPOSITORY

KINDS = ("SparkApplication", "ScheduledSparkApplication")
TREES = ("rendered/*/*", "tests/golden/*/rendered/*/*")


def applications() -> Iterator[Any]:
    for tree in TREES:
        for path in sorted(REPOSITORY.glob(f"{tree}/jobs/**/*.yaml")):
            body = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
            if body["kind"] in KINDS:
                yield pytest.param(body, id=path.relative_to(REPOSITORY).as_posix())


@pytest.mark.parametrize("application", list(applications()))
def test_its_pods_are_as_its_fields_say(application: dict[str, Any]) -> None:
    spec = application["spec"]
    spec = spec.get("template", spec)
    for role, pod in pods(application)._asdict().items():
        fields, made = spec[role], pod["spec"]
        asked = requested(pod)
        assert asked["cpu"] == fields["cores"] or "coreRequest" in fields
        assert asked["memory"] >= 384 << 20
        assert made["serviceAccountName"] == fields["serviceAccount"]
        assert made.get("nodeSelector", {}) == fields.get("nodeSelector", {})
        assert made.get("tolerations", []) == fields.get("tolerations", [])
        assert pod["metadata"]["labels"].items() >= fields["labels"].items()


def test_both_the_example_and_goldens_are_looked_at() -> None:
    ids = [str(one.id) for one in applications()]
    assert {one.partition("/")[0] for one in ids} == {"rendered", "tests"}
