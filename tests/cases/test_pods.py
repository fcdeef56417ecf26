"""The pods that come of what was published, and of what we render: nothing of theirs is lost.

What means the same by another field is the same here, without anybody's word for it: a setting and
the operator's own field, a volume of settings and one of the application.
"""

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from specgen.capacity.pods import pods
from tests.cases.cases import CASES, ROLES, Case, Pair, document, rendered
from tests.cases.semantic import Leaves, leaves

_APPLICATION = ("SparkApplication/", "ScheduledSparkApplication/")
APPLICATIONS = [
    pytest.param(case, pair, id=f"{case.name}-{pair.name}")
    for case in CASES
    for pair in case.pairs
    if pair.name.startswith(_APPLICATION)
]

_TERM = (
    "spec affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution "
    "nodeSelectorTerms 0 matchExpressions nodegroup-type"
)
AFFINITY = {f"{_TERM} key", f"{_TERM} operator", f"{_TERM} values 0"}
"""A selector asks for the same (spec.md D3)."""

TAINT = {f"spec tolerations spark-compute-optimized {key}" for key in ("key", "operator", "effect")}
"""No pool has it, and a job tolerates what its pool has (spec.md D3)."""

PULLED = {"spec initContainers volume-permissions imagePullPolicy"}
"""One policy says how images are pulled, those of all containers (spec.md ImagePull)."""

ACCOUNT = {"spec serviceAccountName"}
"""Executors have an account of their own, without rights (modern.md 10)."""

GRACE = {"spec terminationGracePeriodSeconds"}
"""Time to move shuffle data away from a Spot node (rule spot-without-decommission)."""

_OPTION = "spec containers spark-kubernetes-executor env -Dspark.network.timeout=2400"
TIMEOUT = {f"{_OPTION} name", f"{_OPTION} value"}
"""The same in seconds: `2400s`."""

RELEASE = {"metadata labels version", "spec initContainers volume-permissions image"}
"""The release in the image, and an image with a tag (spark-version-unclear, mutable-image)."""

LOST: Mapping[str, tuple[set[str], set[str]]] = {
    "medium-pyspark-pi": (AFFINITY, AFFINITY | ACCOUNT | GRACE),
    "wordcount-ack": (set(), ACCOUNT),
    "wordcount-ask": (set(), ACCOUNT),
    "taxi-trip-ebs-pvc": (PULLED | TAINT, PULLED | TAINT | GRACE | TIMEOUT),
    "taxi-trip-graviton": (set(), GRACE | TIMEOUT),
    "spark-pi-scheduled": (set(), ACCOUNT),
    "spark-pi-dynamic-allocation": (set(), ACCOUNT),
    "order-graviton": (
        PULLED | RELEASE,
        PULLED | RELEASE | GRACE | TIMEOUT | {"metadata labels spark-version"},
    ),
    "spark-pi": (
        {"spec containers spark-kubernetes-driver imagePullPolicy"},
        {"spec containers spark-kubernetes-executor imagePullPolicy"} | ACCOUNT | GRACE,
    ),
}
"""Leaves of the published driver and executor that ours have otherwise, by application."""


@pytest.mark.parametrize(("case", "pair"), APPLICATIONS)
def test_the_pods_of_what_we_render_have_all_that_theirs_have(case: Case, pair: Pair) -> None:
    theirs = pods(document(case.name, pair))
    mine = pods(yaml.safe_load(rendered(case.name, case.environment).files[pair.ours]))
    lost = LOST[pair.name.partition("/")[2]]
    for role, there, here, known in zip(ROLES, theirs, mine, lost, strict=True):
        found = of_pod(here)
        missing = {path for path, value in of_pod(there).items() if found.get(path) != value}
        assert missing == known, role


def of_pod(pod: dict[str, Any]) -> Leaves:
    """Its leaves; options of the JVM, which are numbered, by what they say."""
    for container in pod["spec"]["containers"]:
        for variable in container.get("env", ()):
            if re.fullmatch("SPARK_JAVA_OPT_[0-9]+", variable["name"]):
                variable["name"] = variable["value"]
    return leaves(pod)
