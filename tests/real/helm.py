"""Helm, asked as Argo CD asks it: which releases there are, their charts, and what they render to.

Argo CD calls `helm template CHART --name-template NAME --namespace SPACE --values FILE
--include-crds` (argoproj/argo-cd, util/helm/cmd.go; checked 2027-01-15).
"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.real.objects import objects
from tests.real.tools import tool
from tests.real.tree import name_of
from tests.shared import REPOSITORY

Body = dict[str, Any]
VARIABLE = "SPECGEN_CHARTS"
_OF_TREE = re.compile(r"\$\w+/(.+)")
"""A file of values by the name of the source that it is in."""


class Release(NamedTuple):
    """A chart that Argo CD is told to render."""

    cluster: str
    """The folder of the cluster, from the repository's root."""
    name: str
    chart: str
    version: str
    namespace: str
    values: tuple[Path, ...] = ()
    crds: bool = True

    @property
    def label(self) -> str:
        """Which chart, and where."""
        return f"{self.chart} {self.version} of {self.cluster}"


def releases(tree: Path) -> list[Release]:
    """One for each Application of a tree with a chart."""
    root = tree.parent
    return [
        _release(one.path, one.body, source, root)
        for one in objects(tree)
        if one.body["kind"] == "Application"
        for source in _sources(one.body["spec"])
        if "chart" in source
    ]


def _sources(spec: Body) -> list[Body]:
    return list(spec.get("sources") or [spec["source"]])


def _release(path: Path, body: Body, source: Body, root: Path) -> Release:
    """Files of values are named from the root of the repository that the tree is in."""
    helm = source.get("helm", {})
    return Release(
        name_of(path.parents[1]),
        helm.get("releaseName", body["metadata"]["name"]),
        source["chart"],
        source["targetRevision"],
        body["spec"]["destination"]["namespace"],
        tuple(root / _in_tree(name) for name in helm.get("valueFiles", ())),
        crds=not helm.get("skipCrds", False),
    )


def _in_tree(name: str) -> str:
    found = _OF_TREE.fullmatch(name)
    assert found, f"{name} is in no source"
    return found[1]


def values_files(tree: Path) -> list[Path]:
    """Every file of values below a tree."""
    return sorted(tree.glob("*/*/addons/*/values*.yaml"))


# --- charts ---------------------------------------------------------------------------------------

OWN = REPOSITORY / "tests/real/charts"


def folders() -> Iterator[Path]:
    """Where charts are looked for: what SPECGEN_CHARTS names, then the tests' own."""
    named = os.environ.get(VARIABLE)
    if named:
        assert Path(named).is_dir(), f"{VARIABLE} names {named}, which is no folder"
        yield Path(named)
    yield OWN


def chart(name: str, version: str) -> Path | None:
    """`NAME-VERSION.tgz` or the folder `NAME-VERSION`; None if neither is there."""
    places = (folder / f"{name}-{version}{end}" for folder in folders() for end in (".tgz", ""))
    return next((place for place in places if place.exists()), None)


# --- rendering ------------------------------------------------------------------------------------


class Rendered(NamedTuple):
    """What `helm template` comes to."""

    status: int
    text: str
    told: str
    """Its standard error: faults, and warnings."""

    @property
    def bodies(self) -> list[Body]:
        """The objects; a template may come to nothing."""
        return [one for one in yaml.load_all(self.text, Loader=yaml.CSafeLoader) if one]


def rendered(release: Release, place: Path) -> Rendered:
    """A release of the chart that lies there; nothing is fetched."""
    argv = [tool("helm"), "template", str(place), "--name-template", release.name]
    argv += ["--namespace", release.namespace]
    argv += [word for file in release.values for word in ("--values", str(file))]
    argv += ["--include-crds"] if release.crds else []
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return Rendered(done.returncode, done.stdout, done.stderr)


def version() -> str:
    """What it says of itself."""
    argv = [tool("helm"), "version", "--template", "{{.Version}}"]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout
