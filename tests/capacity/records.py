"""What the real operator made of 42 applications, and predictions in the same words."""

from collections.abc import Iterator
from typing import Any

import yaml

from specgen.capacity import placeholders
from specgen.paths import Path
from tests.shared import shared_file

FOLDER = "facts/operator"
LONGEST = "the-longest-name-a-spark-application-may-carry-is-sixty-three-x"
NAMES = (
    "bare-minimum", "conf-against-fields", "conf-only-sizes", "config-maps", "cores-memory",
    "dynamic-allocation", "dynamic-allocation-conf", "env-and-secrets", "gpu-both-ways",
    "gpu-mismatch", "gpu-typed", "host-network-dns", "host-path-nvme", "images-by-role",
    "java-deps-hadoop", "labels-annotations", "local-dirs", "local-dirs-default-tmpfs",
    "monitoring-jmx", "node-selector-top", "overhead-factor-jvm", "placement-roles", "plain-scala",
    "pod-template-and-fields", "pod-template-only", "pvc-on-demand", "python-defaults",
    "python-factors", "r-job", "restart-always", "restart-on-failure", "security-restricted",
    "sidecars-and-init", "spark-3-5", "spot-decommission", "spot-decommission-plain", "suspended",
    LONGEST, "ui-and-ingress", "volcano", "volumes-typed", "yunikorn",
)  # fmt: skip
SUBMITTED = tuple(name for name in NAMES if name != "suspended")
"""Those that pods were made of."""

Body = dict[str, Any]


def documents(name: str) -> list[Body]:
    """The YAML documents of a file of the records."""
    text = shared_file(f"{FOLDER}/{name}").read_text(encoding="utf-8")
    return list(yaml.load_all(text, yaml.CSafeLoader))


def application(name: str) -> Body:
    return documents(f"applications/{name}.yaml")[0]


def recorded(name: str, role: str) -> Body:
    """A pod as stored; the claims that stand behind it are left out."""
    return documents(f"{name}.{role}-pod.yaml")[0]


STANDS_FOR = {
    placeholders.SUBMISSION_ID: "SUBMISSION-ID",
    placeholders.LOCAL_DIR_ID: "UUID",
    placeholders.APPLICATION_ID: "spark-APPLICATION-ID",
    placeholders.RUN_TIME: "TIME-NS",
    placeholders.RANDOM: "RANDOM",
    placeholders.DRIVER_IP: "10.244.0.7",
}
"""The stand-ins of predictions, longest first, and what the records say instead."""


def worded(value: Any) -> Any:
    """A prediction in the words of the records."""
    if isinstance(value, dict):
        return {key: worded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [worded(one) for one in value]
    if isinstance(value, str):
        for stand_in, word in STANDS_FOR.items():
            value = value.replace(stand_in, word)
    return value


def in_order(pod: Body) -> Body:
    """Lists that Spark fills from unordered maps, sorted; of equal env names the last still counts.

    The records have no namespace and only one word of the status.
    """
    metadata = {key: one for key, one in pod["metadata"].items() if key != "namespace"}
    spec = {**pod["spec"], "volumes": sorted(pod["spec"]["volumes"], key=lambda one: one["name"])}
    spec["containers"] = [_container(one) for one in spec["containers"]]
    return {
        "apiVersion": pod["apiVersion"],
        "kind": pod["kind"],
        "metadata": metadata,
        "spec": spec,
    }


def _container(container: Body) -> Body:
    out = dict(container)
    env = [one for one in container.get("env", ()) if not one["name"].startswith(_OPTION)]
    options = [one["value"] for one in container.get("env", ()) if one["name"].startswith(_OPTION)]
    out["env"] = sorted(env, key=lambda one: str(one["name"]))
    out[_OPTION] = sorted(options)
    out["volumeMounts"] = sorted(
        container.get("volumeMounts", ()), key=lambda one: one["mountPath"]
    )
    return out


_OPTION = "SPARK_JAVA_OPT_"


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every scalar, empty map and empty list with its path."""
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from leaves(one, (*path, key))
    elif isinstance(value, list) and value:
        for number, one in enumerate(value):
            yield from leaves(one, (*path, number))
    else:
        yield path, value


def dotted(path: Path) -> str:
    """`spec.containers[0].name`, as the records write it."""
    text = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return text.removeprefix(".")


def flat(value: Any) -> dict[str, Any]:
    return {dotted(path): one for path, one in leaves(value)}


def differences(one: Body, other: Body) -> dict[str, tuple[Any, Any]]:
    """Paths at which two bodies differ, with both values; `None` where there is none."""
    left, right = flat(one), flat(other)
    paths = sorted(left.keys() | right.keys())
    return {
        path: (left.get(path), right.get(path))
        for path in paths
        if (path in left, left.get(path)) != (path in right, right.get(path))
    }
