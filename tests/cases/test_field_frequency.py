"""Every field that real SparkApplications use often can be said without `overrides`.

Which those are stands in facts/field-frequency.md of the reference data, which counts the fields of
62 published applications. Here is a spec that makes each of them appear.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.finding import Severity
from tests.projects import outcome, sample_project
from tests.shared import shared_file

OFTEN = 3
"""Documents that use a field, from which on it must be in the language."""

_BOTH = ("driver", "executor")

ROOT: dict[str, tuple[str, ...]] = {
    "dnsNdots: 2": (
        "metadata.name",
        "metadata.namespace",
        "metadata.labels.*",
        "spec.type",
        "spec.mode",
        "spec.sparkVersion",
        "spec.image",
        "spec.imagePullPolicy",
        "spec.mainApplicationFile",
    ),
    "executor: {instances: 3}": ("spec.executor.instances",),
    "executor: {instances: {min: 1, max: 4, initial: 2}}": (
        "spec.dynamicAllocation.enabled",
        "spec.dynamicAllocation.minExecutors",
        "spec.dynamicAllocation.maxExecutors",
        "spec.dynamicAllocation.initialExecutors",
    ),
    "restartPolicy: {type: OnFailure}": (
        "spec.restartPolicy.type",
        "spec.restartPolicy.onFailureRetries",
        "spec.restartPolicy.onFailureRetryInterval",
        "spec.restartPolicy.onSubmissionFailureRetries",
        "spec.restartPolicy.onSubmissionFailureRetryInterval",
    ),
    "application: {type: Scala, file: loc://lake/jobs/count.jar, class: com.acme.Count}": (
        "spec.mainClass",
    ),
    "application: {arguments: [a]}": ("spec.arguments[]",),
    "application: {pythonVersion: '3'}\n"
    "image: {repository: registry.example.com/py, tag: 3.5.9, platforms: [amd64, arm64], "
    "sparkVersion: 3.5.9}": ("spec.pythonVersion",),
    "conf: {spark.sql.shuffle.partitions: 400}": ("spec.sparkConf.*",),
    "hadoopConf: {fs.s3a.connection.maximum: 200}": ("spec.hadoopConf.*",),
    "volumes: [{name: v, mountPath: /v, configMap: c}]": (
        "spec.volumes[].name",
        "spec.volumes[].configMap.name",
    ),
    "volumes: [{name: v, mountPath: /v, persistentVolumeClaim: c}]": (
        "spec.volumes[].persistentVolumeClaim.claimName",
    ),
    "volumes: [{name: v, mountPath: /v, hostPath: {path: /v, type: Directory}}]": (
        "spec.volumes[].hostPath.path",
        "spec.volumes[].hostPath.type",
    ),
    "timeToLive: 24h\nallow: [{rule: ttl-under-argocd, because: nothing syncs it}]": (
        "spec.timeToLiveSeconds",
    ),
    "scheduler: {name: yunikorn, queue: root.reviews}": (
        "spec.batchScheduler",
        "spec.batchSchedulerOptions.queue",
    ),
}
"""A fragment of a job, and what it makes appear of what is no role's."""

OF_ROLE: dict[str, tuple[str, ...]] = {
    "{role}: {{cores: 2, memory: 4g}}": ("cores", "memory", "serviceAccount"),
    "{role}: {{coreRequest: 1500m, coreLimit: 4}}": ("coreRequest", "coreLimit"),
    "{role}: {{memoryOverhead: 1g}}": ("memoryOverhead",),
    "{role}: {{labels: {{a: b}}, annotations: {{a: b}}}}": ("labels.*", "annotations.*"),
    "{role}: {{env: {{A: b}}}}": ("env[].name", "env[].value"),
    "{role}: {{gpu: {{quantity: 1}}}}": ("gpu.name", "gpu.quantity"),
    "{role}: {{pool: executors}}\nallow: [{{rule: wrong-pool-role, because: a test}}]": (
        "nodeSelector.*",
        "tolerations[].key",
        "tolerations[].operator",
        "tolerations[].effect",
    ),
    "{role}: {{only: {{types: [m7g.xlarge, m6g.xlarge]}}}}": tuple(
        "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution."
        f"nodeSelectorTerms[].matchExpressions[].{one}"
        for one in ("key", "operator", "values[]")
    ),
    "volumes: [{{name: v, mountPath: /v, configMap: c}}]": (
        "volumeMounts[].name",
        "volumeMounts[].mountPath",
    ),
    "initContainers: [{{name: i, image: spark-py, command: [ls], runAsUser: 1000, "
    "mounts: [{{volume: shuffle, path: /v}}]}}]": (
        "initContainers[].name",
        "initContainers[].image",
        "initContainers[].command[]",
        "initContainers[].volumeMounts[].name",
        "initContainers[].volumeMounts[].mountPath",
        "initContainers[].securityContext.runAsUser",
    ),
    "security: {{level: restricted}}": (
        "securityContext.runAsUser",
        "securityContext.runAsGroup",
        "securityContext.runAsNonRoot",
        "securityContext.allowPrivilegeEscalation",
        "securityContext.capabilities.drop[]",
        "securityContext.seccompProfile.type",
    ),
    "security: {{fsGroup: 185}}": ("podSecurityContext.fsGroup",),
    "dnsNdots: 2": ("dnsConfig.options[].name", "dnsConfig.options[].value"),
    "{role}: {{ephemeralStorage: 10Gi}}": ("template.spec.containers[].name",),
}
"""A fragment for either role, and what it makes appear below the role."""

TEMPLATE = {
    "template.metadata.annotations": "annotations",
    "template.metadata.labels": "labels",
    "template.spec.nodeSelector": "nodeSelector",
    "template.spec.tolerations": "tolerations",
    "template.spec.dnsConfig": "dnsConfig",
    "template.spec.securityContext": "securityContext",
    "template.spec.initContainers": "initContainers",
    "template.spec.containers[].env": "env",
    "template.spec.containers[].volumeMounts": "volumeMounts",
}
"""What the language says in the operator's own fields, of what others write into a pod template.

The volumes of a template are the job's: `spec.volumes`, which both roles share.
"""

YUNIKORN = """
---
kind: Cluster
name: one
existing: {installed: [sparkOperator, podIdentityAgent, yunikorn]}
"""

PRIVILEGED = """
---
kind: Environment
name: sample
allow:
  - {rule: weak-pod-security, at: Team/reviews, because: a job mounts a directory of the node}
  - {rule: host-path-volume, at: SparkJob/count, because: its team is trusted with it}
---
kind: Team
name: reviews
podSecurity: privileged
"""

NEEDS = {"yunikorn": YUNIKORN, "hostPath": PRIVILEGED}
"""What a fragment that has a word needs of other objects."""


def published() -> list[str]:
    """The fields that are used often."""
    text = shared_file("facts/field-frequency.md").read_text(encoding="utf-8")
    section = text.partition("\n## SparkApplication")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| ([0-9]+) \|$", section, re.MULTILINE)
    found = [path for path, count in rows if int(count) >= OFTEN]
    assert len(found) > 100, "the table is read"
    return found


def fragments() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each fragment, and the whole paths that it makes appear."""
    yield from ROOT.items()
    for text, paths in OF_ROLE.items():
        for role in _BOTH:
            yield text.format(role=role), tuple(f"spec.{role}.{path}" for path in paths)


def said(path: str) -> str:
    """Where the language puts what a published field says."""
    found = re.fullmatch(r"spec\.(driver|executor)\.(template\..*)", path)
    if found is None:
        return path
    role, inner = found.groups()
    if inner.startswith("template.spec.volumes"):
        return inner.removeprefix("template.")
    for there, here in TEMPLATE.items():
        if inner.startswith(there):
            return f"spec.{role}.{here}{inner.removeprefix(there)}"
    return path


def test_each_field_that_is_used_often_has_a_fragment() -> None:
    known = {path for _, paths in fragments() for path in paths}
    assert sorted({said(path) for path in published()} - known) == []


def test_the_fragments_are_for_fields_that_are_used() -> None:
    """So that the table speaks of what was counted, for one role at least."""
    wanted = {_of_either(said(path)) for path in published()}
    shown = {_of_either(path) for _, paths in fragments() for path in paths}
    assert sorted(shown - wanted) == []


def _of_either(path: str) -> str:
    return re.sub(r"^spec\.(driver|executor)\.", "spec.<role>.", path)


@pytest.mark.parametrize(("fragment", "paths"), [*fragments()])
def test_a_fragment_makes_its_fields_appear(
    tmp_path: Path, fragment: str, paths: tuple[str, ...]
) -> None:
    more = "".join(text for word, text in NEEDS.items() if word in fragment)
    example = f"kind: SparkJob\nname: count\n{fragment}\n{more}"
    out = outcome(sample_project(tmp_path, example))
    assert [one.message for one in out.findings if one.severity is Severity.ERROR] == []
    body = yaml.safe_load(out.files["one/jobs/reviews/count.yaml"])
    assert [path for path in paths if not list(at(body, path.split(".")))] == []


def at(node: Any, steps: list[str]) -> Iterator[Any]:
    """What stands at a path: `x[]` are the items of a list, `*` the values of a map."""
    if not steps:
        yield node
        return
    step, *rest = steps
    if not isinstance(node, dict):
        return
    found = list(node.values()) if step == "*" else [node.get(step.removesuffix("[]"))]
    for one in found:
        for item in one if step.endswith("[]") and isinstance(one, list) else [one]:
            if item is not None:
                yield from at(item, rest)


def test_the_walk_tells_what_is_there_from_what_is_not() -> None:
    body = {"a": [{"b": {"x.y": 1}}, {"c": None}]}
    assert list(at(body, ["a[]", "b", "*"])) == [1]
    assert not list(at(body, ["a[]", "c"]))
    assert not list(at(body, ["a[]", "b", "z"]))
