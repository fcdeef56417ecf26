"""The CustomResourceDefinitions that a cluster of ours has, from the reference data."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.shared import shared_file

Body = dict[str, Any]
Kind = tuple[str, str]
"""An API group and a kind of it."""

KARPENTERS = {
    "karpenter.k8s.aws": "karpenter-aws",
    "karpenter.alibabacloud.com": "karpenter-alibabacloud-ack",
    "karpenter.k8s.alibabacloud": "karpenter-alibabacloud-cloudpilot",
}
"""Whose NodePool a cluster has, by the API group of its node classes: each set brings its own."""
GENERIC = "karpenter-core"
"""The set of no provider: no cluster runs it."""


def kind_of(body: Body) -> Kind:
    """The API group of an object, empty for the core's, and its kind."""
    group, slash, _ = body["apiVersion"].partition("/")
    return (group if slash else "", body["kind"])


def chosen(bodies: Iterable[Body]) -> tuple[list[Body], list[Kind]]:
    """The definitions that those objects need, and the kinds that have none at hand.

    A kind of Kubernetes' own is neither: its group has no dot, or ends with `.k8s.io`.
    """
    kinds = sorted({kind_of(body) for body in bodies})
    own = {KARPENTERS[group] for group, _ in kinds if group in KARPENTERS} or {"karpenter-aws"}
    hidden = {GENERIC, *KARPENTERS.values()} - own
    at_hand = {kind: file for kind, file in _files() if file.parent.name not in hidden}
    needed = [kind for kind in kinds if not _built_in(kind[0])]
    found = [_definition(at_hand[kind], kind) for kind in needed if kind in at_hand]
    return found, [kind for kind in needed if kind not in at_hand]


def _built_in(group: str) -> bool:
    return "." not in group or group in _OWN


_OWN = {
    f"{name}.k8s.io"
    for name in (
        "admissionregistration", "coordination", "networking", "node",
        "rbac.authorization", "scheduling", "storage",
    )
}  # fmt: skip


@cache
def _files() -> tuple[tuple[Kind, Path], ...]:
    """Each kind defined in the reference data, with its file; no file of it is parsed for this."""
    folders = [shared_file("upstream/crds"), shared_file("upstream/derived/crds")]
    return tuple(
        (kind, file)
        for folder in folders
        for file in sorted(folder.glob("*/*.yaml"))
        for kind in _kinds(file.read_text(encoding="utf-8"))
    )


def _kinds(text: str) -> list[Kind]:
    found = re.finditer(r"(?ms)^spec:\n.*?^  names:\n.*?^    kind: (\S+)", text)
    return [
        (group[1], one[1]) for one in found if (group := re.search(r"(?m)^  group: (\S+)", one[0]))
    ]


def _definition(file: Path, kind: Kind) -> Body:
    """The one definition in a file that may hold more."""
    bodies = yaml.load_all(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return next(
        body
        for body in bodies
        if body["kind"] == "CustomResourceDefinition"
        and (body["spec"]["group"], body["spec"]["names"]["kind"]) == kind
    )
