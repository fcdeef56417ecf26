"""Predicted pods against those that the real operator 2.5.2 made, whole."""

import copy
from typing import Any

import pytest

from specgen.capacity.pods import pods, pods_without_webhook
from tests.capacity.records import (
    FOLDER,
    NAMES,
    SUBMITTED,
    application,
    differences,
    documents,
    flat,
    in_order,
    recorded,
    worded,
)
from tests.shared import shared_file

every_application = pytest.mark.parametrize("name", SUBMITTED)
every_role = pytest.mark.parametrize("role", ["driver", "executor"])

REFUSED = ("gpu-mismatch", "executor")
"""The one pod that the API server refused, so there is no record of it."""
STORED = [(name, role) for name in SUBMITTED for role in ("driver", "executor")]
STORED.remove(REFUSED)

PRIORITY = "the number and the pre-emption stand in a PriorityClass of the cluster"
DEFAULT = "the records leave out what is the API server's default"

OF_A_CLASS = ("spec.priority", "spec.preemptionPolicy")

DIFFERENCES: dict[tuple[str, str], dict[str, str]] = {
    ("placement-roles", "driver"): {"spec.priority": PRIORITY},
    ("placement-roles", "executor"): {"spec.priority": PRIORITY, "spec.preemptionPolicy": PRIORITY},
    ("pod-template-only", "driver"): {"spec.priority": PRIORITY},
    ("pod-template-only", "executor"): {"spec.dnsPolicy": DEFAULT},
}
"""Where prediction and record differ, and why that is right. All else is equal."""


def predicted(name: str, role: str) -> dict[str, Any]:
    return in_order(worded(getattr(pods(application(name)), role)))


def test_the_table_names_every_recorded_application() -> None:
    folder = shared_file(f"{FOLDER}/applications")
    assert sorted(path.stem for path in folder.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize(("name", "role"), STORED)
def test_a_pod_is_the_one_that_the_operator_makes(name: str, role: str) -> None:
    found = differences(in_order(recorded(name, role)), predicted(name, role))
    reasons = DIFFERENCES.get((name, role), {})
    unexplained = {path: both for path, both in found.items() if path not in reasons}
    assert unexplained == {}
    assert sorted(found) == sorted(reasons), "the table has a row that no longer differs"


def test_a_suspended_application_has_the_pods_that_it_would_have() -> None:
    made = pods(application("suspended"))
    assert made.driver["metadata"]["name"] == "suspended-driver"


def test_gpus_of_field_and_conf_that_the_api_server_refuses_are_told_apart() -> None:
    refusal = recorded(*REFUSED)["refused"]
    resources = pods(application("gpu-mismatch")).executor["spec"]["containers"][0]["resources"]
    asked, limit = (resources[kind]["nvidia.com/gpu"] for kind in ("requests", "limits"))
    assert f'"{asked}": must be equal to nvidia.com/gpu limit of {limit}' in refusal


# --- without the webhook --------------------------------------------------------------------------

UNMUTATED = (
    "config-maps", "cores-memory", "env-and-secrets", "gpu-typed", "host-network-dns", "local-dirs",
    "monitoring-jmx", "node-selector-top", "placement-roles", "pod-template-and-fields",
    "pod-template-only", "security-restricted", "sidecars-and-init", "volcano", "volumes-typed",
)  # fmt: skip


@every_role
@pytest.mark.parametrize("name", UNMUTATED)
def test_what_a_pod_lacks_without_the_webhook(name: str, role: str) -> None:
    record = documents("without-webhook.yaml")[0][f"{name}.{role}"]
    app = application(name)
    bare, whole = (flat(worded(getattr(made(app), role))) for made in (pods_without_webhook, pods))
    both = bare.keys() & whole.keys()
    told = {} if record == "nothing" else record
    lost = [path for path in told.get("missing", ()) if path not in OF_A_CLASS]
    assert sorted(whole.keys() - bare.keys()) == sorted(lost)
    assert sorted(bare.keys() - whole.keys()) == sorted(told.get("extra", ()))
    moved = {path: {"from": bare[path], "to": whole[path]} for path in both}
    assert {path: one for path, one in moved.items() if one["from"] != one["to"]} == told.get(
        "other", {}
    )


def test_the_table_names_every_application_that_was_tried_without() -> None:
    tried = {key.rpartition(".")[0] for key in documents("without-webhook.yaml")[0]}
    assert sorted(tried) == sorted(UNMUTATED)


# --- whose data it is -----------------------------------------------------------------------------


@every_application
def test_the_application_is_not_changed(name: str) -> None:
    app = application(name)
    before = copy.deepcopy(app)
    first = pods(app)
    assert app == before
    assert pods(app) == first


@every_application
def test_the_order_of_maps_decides_nothing(name: str) -> None:
    app = application(name)
    assert pods(_reversed(app)) == pods(app)


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reversed(one) for key, one in reversed(value.items())}
    return [_reversed(one) for one in value] if isinstance(value, list) else value
