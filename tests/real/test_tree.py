"""What the suite asks: which clusters, in which order, with which definitions, and the report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.real.crds import chosen
from tests.real.report import Row, table
from tests.real.tree import WAVE, batches, clusters, documents_of, in_order, name
from tests.shared import REPOSITORY

Body = dict[str, Any]


def body(kind: str, name: str, group: str = "v1", wave: int = 0, home: str = "") -> Body:
    metadata = {"name": name, "annotations": {WAVE: str(wave)}, "namespace": home}
    return {"apiVersion": group, "kind": kind, "metadata": metadata}


def write(folder: Path, bodies: Sequence[Body]) -> None:
    folder.mkdir(parents=True)
    names = [f"{one['kind']}-{one['metadata']['name']}.yaml".lower() for one in bodies]
    for file, one in zip(names, bodies, strict=True):
        (folder / file).write_text(yaml.safe_dump(one), encoding="utf-8")
    (folder / "kustomization.yaml").write_text(yaml.safe_dump({"resources": names}))


def application(path: str, wave: int) -> Body:
    one = body("Application", path.replace("/", "-"), "argoproj.io/v1alpha1", wave)
    return {**one, "spec": {"source": {"path": f"rendered/one/a/{path}"}}}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two clusters; what is synced of the first goes against the alphabet and the folders."""
    cluster = tmp_path / "rendered" / "one" / "a"
    write(cluster / "argocd", [application("jobs/x", 5), application("teams/x", -6)])
    write(cluster / "jobs" / "x", [body("Job", "late", wave=10), body("Job", "soon", wave=-20)])
    write(cluster / "teams" / "x", [
        body("Role", "a", wave=-6), body("Quota", "a", wave=-10), body("Namespace", "x", wave=-10),
    ])  # fmt: skip
    write(tmp_path / "rendered" / "two" / "b" / "jobs", [body("Job", "b")])
    (tmp_path / "rendered" / "two" / "nothing").mkdir()
    return tmp_path / "rendered"


def test_clusters_are_found(tree: Path) -> None:
    assert [one.relative_to(tree).as_posix() for one in clusters(tree)] == ["one/a", "two/b"]


def test_the_waves_of_applications_count_before_those_of_objects(tree: Path) -> None:
    assert [name(one) for one in in_order(tree / "one" / "a")] == [
        "Application /teams-x", "Application /jobs-x",
        "Namespace /x", "Quota /a", "Role /a", "Job /soon", "Job /late",
    ]  # fmt: skip


def test_what_needs_a_namespace_comes_in_a_later_batch() -> None:
    bodies = [body(kind, "x") for kind in ("A", "Namespace", "Namespace", "B", "Namespace", "C")]
    assert [[one["kind"] for one in batch] for batch in batches(bodies)] == [
        ["A", "Namespace", "Namespace"], ["B", "Namespace"], ["C"],
    ]  # fmt: skip


def test_every_cluster_that_we_show_is_read() -> None:
    folders = {path.parents[1] for path in (REPOSITORY / "rendered").glob("*/*/argocd/*.yaml")}
    assert set(clusters()) == folders
    assert all(len(in_order(one)) > len(documents_of(one)) for one in folders), "the roots, too"


POOL = body("NodePool", "p", "karpenter.sh/v1")


@pytest.mark.parametrize(
    ("classes", "fields", "missing"),
    [
        pytest.param([body("EC2NodeClass", "c", "karpenter.k8s.aws/v1")],
                     {"ec2nodeclasses.karpenter.k8s.aws"}, [], id="EKS"),
        pytest.param([body("ECSNodeClass", "c", "karpenter.alibabacloud.com/v1alpha1")],
                     {"ecsnodeclasses.karpenter.alibabacloud.com"}, [], id="ACK"),
        pytest.param([], set(), [], id="no class: as on EKS"),
        pytest.param([body("Widget", "c", "example.com/v1")], set(),
                     [("example.com", "Widget")], id="a kind that nobody defines"),
        pytest.param([body("ImageCache", "c", "eci.alibabacloud.com/v1")],
                     {"imagecaches.eci.alibabacloud.com"}, [], id="one written for this"),
        pytest.param([body("Selector", "c", "eci.aliyun.com/v1")],
                     {"selectors.eci.aliyun.com"}, [], id="one in a file of several"),
        pytest.param([body("Role", "c", "rbac.authorization.k8s.io/v1"), body("Pod", "c")],
                     set(), [], id="Kubernetes' own need none"),
    ],
)  # fmt: skip
def test_definitions_are_those_of_one_provider(
    classes: list[Body], fields: set[str], missing: list[tuple[str, str]]
) -> None:
    found, unknown = chosen([POOL, *classes])
    assert {one["metadata"]["name"] for one in found} == {"nodepools.karpenter.sh", *fields}
    assert unknown == missing


def test_the_node_pool_of_a_provider_is_its_own() -> None:
    ours, theirs = (
        next(one for one in chosen([POOL, other])[0] if one["spec"]["names"]["kind"] == "NodePool")
        for other in (
            body("EC2NodeClass", "c", "karpenter.k8s.aws/v1"),
            body("ECSNodeClass", "c", "karpenter.alibabacloud.com/v1alpha1"),
        )
    )
    assert ours != theirs


def test_the_report_has_a_line_for_each_row() -> None:
    rows = [Row("b v1", "everything", 12, 1.25), Row("a v1", "one", 3, 0.5)]
    assert list(table(rows)) == [
        "a v1  one              3     0.5 s",
        "b v1  everything      12     1.2 s",
    ]
    assert list(table([])) == []
