"""What an example gives to Argo CD."""

from pathlib import Path
from typing import Any

import yaml

from specgen.rules.sample import KARPENTER, ON_DEMAND, created, karpenter
from tests.projects import IN_GIT, outcome, sample_project

CLUSTER = karpenter(f"big, runs: services, {ON_DEMAND}")
OPERATOR = "kind: Cluster\nname: one\nexisting: {installed: [podIdentityAgent]}\n%s"
IN_VERSION = (
    "kind: Environment\nname: sample\n"
    "versions: {clusterAutoscaler: 9.59.0, sparkOperator: 2.5.2}\n---\n"
)
AUTOSCALER = f"{IN_VERSION}kind: Cluster\nname: one\nclusterAutoscaler: {{}}\n"
EXAMPLES = {
    "sample": "",
    "karpenter": CLUSTER,
    "created": created(),
    "created-karpenter": created(KARPENTER),
    "classes": "kind: Cluster\nname: one\nstorageClasses: [{name: gp3}]\n",
    "priorities": "kind: Environment\nname: sample\npriorityClasses: [{name: high, value: 10}]\n",
}
"""Clusters that differ in what is synced to them."""


def sources(application: dict[str, Any]) -> list[dict[str, Any]]:
    """What an Application is made of."""
    spec = application["spec"]
    listed: list[dict[str, Any]] = spec.get("sources") or [spec["source"]]
    return listed


def own_folders(application: dict[str, Any]) -> list[str]:
    """Folders of the project's own tree among them; CRDs may come from somebody else's."""
    paths = [one.get("path", "") for one in sources(application)]
    return [path for path in paths if path.startswith("rendered/")]


def argocd(tmp_path: Path, example: str = CLUSTER) -> dict[str, Any]:
    """The specs of what an example gives to Argo CD, by name."""
    out = outcome(sample_project(tmp_path, example, more=IN_GIT))
    assert not out.failed, out.findings
    bodies = [yaml.safe_load(data) for file, data in out.files.items() if "/argocd/" in file]
    return {body["metadata"]["name"]: body for body in bodies if "metadata" in body}
