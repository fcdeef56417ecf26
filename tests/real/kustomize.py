"""kustomize as it is in kubectl, which builds a folder as Argo CD does."""

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.real.tools import tool

Body = dict[str, Any]


class Built(NamedTuple):
    """What building a folder comes to."""

    status: int
    text: str
    told: str
    """Its standard error."""

    @property
    def bodies(self) -> list[Body]:
        """The objects, in its order."""
        return list(yaml.load_all(self.text, Loader=yaml.CSafeLoader))


def build(folder: Path) -> Built:
    """`kubectl kustomize` of a folder; no cluster is asked."""
    argv = [tool("kubectl"), "kustomize", str(folder)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return Built(done.returncode, done.stdout, done.stderr)


def versions() -> tuple[str, str]:
    """Of kubectl, and of the kustomize in it."""
    argv = [tool("kubectl"), "version", "--client", "-o", "json"]
    said = json.loads(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)
    return said["clientVersion"]["gitVersion"], said["kustomizeVersion"]
