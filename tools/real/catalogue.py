"""The programs that read what we render, as Go modules: what each is, its version, where it lies.

Nothing here needs Go: a test that looks for a built program asks this module alone.
"""

import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
FLAGS = ("-mod=readonly", "-trimpath", "-buildvcs=false")
"""Only what go.sum names is built, and no path of a machine reaches the binary."""

_KUBERNETES = tuple(
    f"k8s.io/{library}/version.{name}"
    for library in ("component-base", "client-go/pkg")
    for name in ("gitVersion", "gitMajor", "gitMinor")
)
"""What Kubernetes' own build stamps (hack/lib/version.sh); without it clients read v0.0.0."""


class Tool(NamedTuple):
    """One program, built from one package of a pinned Go module."""

    name: str
    group: str
    """The folder beside this file that holds the go.mod and go.sum."""
    module: str
    """Whose version in that go.mod is the program's."""
    package: str
    stamps: tuple[str, ...] = ()
    """Variables set at link time: to the version, or to its major or minor number."""

    @property
    def version(self) -> str:
        """The version that go.mod pins, such as `v1.36.3`."""
        text = (HERE / self.group / "go.mod").read_text(encoding="utf-8")
        found = re.search(rf"(?m)^(?:require )?\s*{re.escape(self.module)} (v\S+)", text)
        if found is None:
            raise LookupError(f"tools/real/{self.group}/go.mod does not require {self.module}")
        return found[1]

    @property
    def linked(self) -> str:
        """The flags of the linker: no debug information, and the version."""
        stamped = (f"-X {name}={_stamp(name, self.version)}" for name in self.stamps)
        return " ".join(("-s -w", *stamped))

    @property
    def path(self) -> Path:
        """Where the program is once it is built: another version, another folder."""
        pins = [(HERE / self.group / name).read_bytes() for name in ("go.mod", "go.sum")]
        recipe = " ".join((self.package, self.linked, *FLAGS)).encode()
        digest = hashlib.sha256(b"\0".join((*pins, recipe))).hexdigest()[:16]
        return cache() / f"{self.name}-{self.version}-{digest}" / self.name


def _stamp(variable: str, version: str) -> str:
    major, minor = version.removeprefix("v").split(".")[:2]
    return {"gitMajor": major, "gitMinor": minor}.get(variable.rpartition(".")[2], version)


def _kubernetes(name: str) -> Tool:
    package = f"k8s.io/kubernetes/cmd/{name}"
    return Tool(name, "kubernetes", "k8s.io/kubernetes", package, _KUBERNETES)


_HELM, _CONFORM, _ETCD = (
    "helm.sh/helm/v3",
    "github.com/yannh/kubeconform",
    "go.etcd.io/etcd/server/v3",
)
TOOLS = {
    tool.name: tool
    for tool in (
        Tool("kubeconform", "kubeconform", _CONFORM, f"{_CONFORM}/cmd/kubeconform", (
            "main.version",
        )),
        Tool("etcd", "etcd", _ETCD, _ETCD),
        Tool("helm", "helm", _HELM, f"{_HELM}/cmd/helm", (f"{_HELM}/internal/version.version",)),
        _kubernetes("kubectl"),
        _kubernetes("kube-apiserver"),
        _kubernetes("kube-scheduler"),
        _kubernetes("kube-controller-manager"),
    )
}  # fmt: skip
"""By name, the quick ones to build first."""


def cache() -> Path:
    """The folder of built programs: SPECGEN_TOOLS, or one in the user's cache folder."""
    named = os.environ.get("SPECGEN_TOOLS")
    if named:
        return Path(named).absolute()
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "specgen" / "tools"
