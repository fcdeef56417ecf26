"""When two manifests mean the same: each as leaves, addressed by what tells list items apart.

Order, quoting and comments say nothing, nor does the way in which an amount, a duration or a truth
is written. Read as Spark, the operator and Kubernetes read them, without help of the product.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

Leaves = dict[str, str]
"""Values by address: the steps to a leaf with a blank between them, as no key here holds one."""

_KEYS = {
    "volumes": "name",
    "volumeMounts": "mountPath",
    "containers": "name",
    "initContainers": "name",
    "env": "name",
    "options": "name",
    "tolerations": "key",
    "matchExpressions": "key",
    "managedNodeGroups": "name",
    "subjects": "name",
}
"""Lists of maps whose items are told apart by a key."""

_SETS = frozenset(
    ("drop", "verbs", "resources", "apiGroups", "accessModes", "mountOptions", "attachPolicyARNs",
     "availabilityZones")
)  # fmt: skip
"""Lists whose order says nothing."""

_GONE = frozenset(("status", "creationTimestamp"))


def leaves(body: Any) -> Leaves:
    """The leaves of a document; one that is empty is none."""
    return {" ".join(path): value for path, value in _leaves(body, ())}


def _leaves(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(node, Mapping):
        for key, value in _granted(node).items():
            if key not in _GONE:
                yield from _leaves(value, (*path, str(key)))
    elif isinstance(node, list):
        for step, value in _items(node, path):
            yield from _leaves(value, (*path, step))
    elif node is not None:
        yield path, canonical(path, node)


def _granted(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """A policy by what it grants: how it is cut into statements says nothing."""
    if "Statement" not in node:
        return node
    out: dict[str, dict[str, dict[str, str]]] = {}
    for one in node["Statement"]:
        for resource in _listed(one["Resource"]):
            actions = out.setdefault(one["Effect"], {}).setdefault(resource, {})
            actions |= {action: _condition(one) for action in _listed(one["Action"])}
    return {key: value for key, value in node.items() if key != "Statement"} | out


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _condition(statement: Mapping[str, Any]) -> str:
    return json.dumps(statement["Condition"]) if "Condition" in statement else "always"


def _items(items: list[Any], path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Each item with the step to it."""
    key = _KEYS.get(path[-1] if path else "")
    for number, one in enumerate(items):
        if isinstance(one, Mapping) and key in one:
            yield str(one[key]), one
        elif path[-1] in _SETS and not isinstance(one, Mapping):
            yield str(one), one
        else:
            yield str(number), one


# --- scalars --------------------------------------------------------------------------------------


def canonical(path: tuple[str, ...], value: Any) -> str:
    """A scalar as its reader takes it."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    read = next((how for where, how in _READERS if where(path)), None)
    if read is not None:
        return str(read(text))
    if text[:1] in ("{", "["):
        return _json(text)
    return text.lower() if text in ("True", "False") else text


def _json(text: str) -> str:
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


_AMOUNT = re.compile(r"([0-9.]+)([a-zA-Z]*)")
_MILLI = Fraction(1, 1000)
_BINARY = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_DECIMAL = {"m": _MILLI, "": Fraction(1), "k": Fraction(10**3), "M": Fraction(10**6)}
_SECONDS = {"ms": _MILLI, "s": Fraction(1), "min": Fraction(60), "h": Fraction(3600)}


def bytes_of(text: str, unit: str = "m") -> Fraction:
    """Bytes of an amount of Java: `4g`, `4096m`, `1mb`; a bare number is of the unit."""
    number, suffix = _split(text)
    return number * _BINARY[(suffix or unit).lower().removesuffix("b")]


def quantity(text: str) -> Fraction:
    """A quantity of Kubernetes: `1k` is 1000, `1200m` 1.2, `1Gi` 1024 Mi."""
    number, suffix = _split(text)
    if suffix.endswith("i"):
        return number * _BINARY[suffix[0].lower()]
    return number * _DECIMAL[suffix]


def seconds(text: str) -> Fraction:
    """Seconds of a duration of Spark; a bare number is seconds."""
    number, suffix = _split(text)
    return number * _SECONDS[suffix or "s"]


def _split(text: str) -> tuple[Fraction, str]:
    found = _AMOUNT.fullmatch(text)
    assert found is not None, f"{text} is no amount"
    return Fraction(found[1]), found[2]


def _ends(*names: str) -> Callable[[tuple[str, ...]], bool]:
    return lambda path: path[-1] in names


_READERS: tuple[tuple[Callable[[tuple[str, ...]], bool], Callable[[str], object]], ...] = (
    (lambda path: path[-2:-1] in {("requests",), ("limits",), ("capacity",)}, quantity),
    (_ends("memory", "memoryOverhead", "spark.driver.memory", "spark.executor.memory",
           "spark.eventLog.rolling.maxFileSize"), bytes_of),
    (_ends("coreLimit", "coreRequest", "cores", "spark.kubernetes.driver.request.cores",
           "spark.kubernetes.executor.request.cores", "spark.kubernetes.driver.limit.cores",
           "spark.kubernetes.executor.limit.cores", "sizeLimit"), quantity),
    (_ends("spark.network.timeout", "spark.dynamicAllocation.executorIdleTimeout",
           "spark.dynamicAllocation.sustainedSchedulerBacklogTimeout"), seconds),
)  # fmt: skip
"""How the values at an address are read, where text alone does not tell.

Spark's units: https://spark.apache.org/docs/4.0.0/configuration.html#spark-properties. All three
durations are of seconds where they have no unit, and memory of MiB.
"""
