"""A tree applied to an API server as Argo CD applies it, and what the server said to it."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from specgen.refusal import Refused
from specgen.units.amounts import Quantity
from tests.real.apiserver import Server, server
from tests.real.crds import Kind, chosen, kind_of
from tests.real.report import NOT_TRIED, told
from tests.real.tree import batches, in_order, name, name_of

Body = dict[str, Any]

MANAGER = "argocd-controller"
"""The field manager of Argo CD (argoproj/argo-cd, common/common.go); checked 2027-01-15."""
PATIENCE = 60
"""Seconds that the server and its controllers are given to do their part."""
JOBS = ("SparkApplication", "ScheduledSparkApplication")
_APPLY = ("apply", "--server-side", f"--field-manager={MANAGER}", "-f", "-")


class Synced(NamedTuple):
    """One cluster of the tree on a server of its own."""

    folder: Path
    server: Server
    version: str
    """Of the API server, as it says itself."""
    bodies: list[Body]
    """All objects, in the order of their sync, but those of kinds that nobody defines here."""
    refused: list[str]
    """What the server said against one of them, dry-run first; warnings, too."""

    @property
    def judge(self) -> str:
        """The name of the server in the report."""
        return f"kube-apiserver {self.version}"

    @property
    def label(self) -> str:
        """The name of the cluster in the report."""
        return name_of(self.folder)

    def of(self, *kinds: str) -> list[Body]:
        """Its objects of those kinds."""
        return [body for body in self.bodies if body["kind"] in kinds]


def spec_of(job: Body) -> Body:
    """What a job runs: its spec, or that of a schedule's template."""
    spec: Body = job["spec"].get("template", job["spec"])
    return spec


@contextmanager
def synced_cluster(folder: Path) -> Iterator[Synced]:
    """The whole tree of a cluster, applied in order."""
    bodies = in_order(folder)
    definitions, unknown = chosen(bodies)
    with server() as running:
        version = _version(running)
        judge = f"kube-apiserver {version}"
        with told(judge, f"CustomResourceDefinitions for {name_of(folder)}", len(definitions)):
            _prepare(running, definitions, _there_before(bodies))
        tried = list(_tried(folder, bodies, unknown))
        with told(judge, f"dry-run, then apply, of {name_of(folder)}", len(tried)):
            refused = sync(running, tried)
            _settle(running, tried)
        yield Synced(folder, running, version, tried, refused)


def _version(running: Server) -> str:
    (both,) = running.asked("version")
    return str(both["serverVersion"]["gitVersion"])


def _prepare(running: Server, definitions: Sequence[Body], namespaces: Iterable[str]) -> None:
    """What is there before the first sync: definitions of kinds, and namespaces."""
    there = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": one}} for one in namespaces
    ]
    refused = said(running, [*definitions, *there])
    assert not refused, "\n".join(refused)
    for one in definitions:
        _wait(running, "condition=Established", f"crd/{one['metadata']['name']}")


def _wait(running: Server, condition: str, *what: str) -> None:
    """Until it is so; kubectl itself gives up on an object that has no status yet."""
    until = time.monotonic() + PATIENCE
    while (answer := running.kubectl("wait", f"--for={condition}", *what, "--timeout=60s")).status:
        assert time.monotonic() < until, answer.told
        time.sleep(0.1)


def _there_before(bodies: Iterable[Body]) -> list[str]:
    """Namespaces of the cluster's own: where Argo CD is, its Applications are."""
    return sorted({
        body["metadata"]["namespace"] for body in bodies if kind_of(body)[0] == "argoproj.io"
    })  # fmt: skip


def _settle(running: Server, bodies: Sequence[Body]) -> None:
    """Until controllers have done their part: without a status a quota counts nothing."""
    _wait(running, "jsonpath={.rules}", "clusterrole/view")
    for body in bodies:
        if body["kind"] == "ResourceQuota":
            quota, home = body["metadata"]["name"], body["metadata"]["namespace"]
            _wait(running, "jsonpath={.status.hard}", f"resourcequota/{quota}", f"-n{home}")


def _tried(folder: Path, bodies: Sequence[Body], unknown: Sequence[Kind]) -> Iterator[Body]:
    for body in bodies:
        if kind_of(body) in unknown:
            NOT_TRIED.append(f"{name(body)} of {name_of(folder)}: no definition of it at hand")
        else:
            yield body


def sync(running: Server, bodies: Sequence[Body]) -> list[str]:
    """Dry-run, then apply, one batch behind the other; what was said against them."""
    return [
        line
        for batch in batches(bodies)
        for dry in (("--dry-run=server",), ())
        for line in said(running, batch, *dry)
    ]


def said(running: Server, bodies: Sequence[Body], *flags: str) -> list[str]:
    """What the server says against those objects, warnings too; nothing if it takes them."""
    answer = running.kubectl(*_APPLY, *flags, given=bodies)
    lines = [line for line in answer.told.splitlines() if line.strip()]
    assert lines or answer.status == 0, f"kubectl apply ended with {answer.status}"
    return lines


def created(running: Server, bodies: Sequence[Body]) -> list[str]:
    """What the server says against making those objects, warnings too; it makes none of them."""
    answer = running.kubectl("create", "--dry-run=server", "-f", "-", given=bodies)
    lines = [line for line in answer.told.splitlines() if line.strip()]
    assert lines or answer.status == 0, f"kubectl create ended with {answer.status}"
    return lines


def differences(running: Server, bodies: Sequence[Body]) -> str:
    """What an apply would change now; empty if nothing."""
    answer = running.kubectl(
        "diff", "--server-side", f"--field-manager={MANAGER}", "-f", "-", given=bodies
    )
    assert answer.status in {0, 1}, answer.told
    return answer.out


def changed(written: object, live: object, path: str = "") -> Iterator[str]:
    """Each place where what was written is not what the server keeps.

    A list is compared item by item, in its order: the server adds nothing to lists of ours. An
    amount may be written in another way, `2k` for `2000`: Argo CD does the same to what it rendered
    before it compares (argoproj/gitops-engine, pkg/diff/diff.go, remarshal).
    """
    if isinstance(written, dict) and isinstance(live, dict):
        for key, value in written.items():
            yield from changed(value, live.get(key), f"{path}.{key}")
    elif isinstance(written, list) and isinstance(live, list) and len(written) == len(live):
        for at, (one, other) in enumerate(zip(written, live, strict=True)):
            yield from changed(one, other, f"{path}[{at}]")
    elif written != live and not _equal_amounts(written, live):
        yield f"{path}: written {written!r}, kept {live!r}"


def _equal_amounts(written: object, live: object) -> bool:
    if not (isinstance(written, str) and isinstance(live, str)):
        return False
    try:
        return Quantity.parse(written).amount == Quantity.parse(live).amount
    except Refused:
        return False
