"""kubeconform, strict and offline, with the schemas of the reference data."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.real.tools import tool
from tests.shared import shared_file

WHERE = (
    "{{if eq .Group .ResourceAPIVersion}}core{{else}}{{.Group}}{{end}}"
    "/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json"
)
"""A kind's schema below the folder; of the core group kubeconform takes the version for the group.

pkg/registry/registry.go of v0.7.0; checked 2027-01-15.
"""


class Verdict(NamedTuple):
    """What it says to one object."""

    status: str
    """`statusValid`, `statusInvalid`, `statusError` (no schema, for instance), `statusSkipped`."""
    told: str

    @property
    def accepts(self) -> bool:
        """Whether it was looked at, and is well."""
        return self.status == "statusValid"


def version() -> str:
    """What it says of itself."""
    done = subprocess.run([tool("kubeconform"), "-v"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def verdicts(paths: Iterable[Path]) -> dict[Path, Verdict]:
    """What it says to each file of one object."""
    schemas = f"{shared_file('upstream/schemas')}/{WHERE}"
    argv = [tool("kubeconform"), "-strict", "-verbose", "-output", "json"]
    argv += ["-schema-location", schemas, *map(str, paths)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)["resources"]
    return {Path(one["filename"]): Verdict(one["status"], one.get("msg", "")) for one in found}
