"""kustomize builds every synced folder to the objects that we wrote, and refuses what it can.

Argo CD calls the same code on these folders, so what it would change, reorder or refuse shows here.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.real.broken import refused_by_us
from tests.real.kustomize import Body, build, versions
from tests.real.objects import TREES
from tests.real.report import told
from tests.real.tree import clusters, documents, documents_of, name, name_of, synced
from tests.shared import shared_file
from tools.real.catalogue import TOOLS

PINNED = TOOLS["kubectl"].version
KUSTOMIZE = "v5.8.1"
"""What Kubernetes 1.36.3 vendors (go.mod, sigs.k8s.io/kustomize/kustomize/v5); checked 2027-01-15.
"""
JUDGE = f"kustomize {KUSTOMIZE} (kubectl {PINNED})"
CLUSTERS = [folder for tree in TREES for folder in clusters(tree)]
LISTED = "kustomization.yaml"


def test_it_is_the_version_that_is_pinned() -> None:
    assert versions() == (PINNED, KUSTOMIZE)


def exactly(body: Body) -> str:
    """An object as one text: 1, 1.0 and true are three."""
    return json.dumps(body, sort_keys=True)


def silently_changed(folder: Path) -> list[str]:
    """Objects that are not built as they are written. Their order is kustomize's own: by kind."""
    built = build(folder)
    assert built.status == 0, built.told
    assert not built.told, "a warning"
    return differing(documents(folder), built.bodies)


def differing(written: list[Body], built: list[Body]) -> list[str]:
    """Names of objects that two lists have not both, as often, or not alike."""
    odd = Counter(map(exactly, written))
    odd.subtract(map(exactly, built))
    return sorted({name(json.loads(text)) for text, left in odd.items() if left})


@pytest.mark.parametrize("cluster", CLUSTERS, ids=name_of)
def test_what_is_built_is_what_is_written(cluster: Path) -> None:
    folders = synced(cluster)
    with told(JUDGE, f"folders of {name_of(cluster)}", len(folders)):
        changed = {name_of(folder): silently_changed(folder) for folder in folders}
    assert {folder: names for folder, names in changed.items() if names} == {}


@pytest.mark.parametrize("cluster", CLUSTERS, ids=name_of)
def test_every_file_of_a_synced_folder_is_listed(cluster: Path) -> None:
    for folder in synced(cluster):
        files = {path for path in folder.iterdir() if path.name != LISTED}
        assert len(documents(folder)) == len(files), folder


# --- where objects lie ----------------------------------------------------------------------------


def identity(body: Body) -> tuple[str, str, str, str]:
    """What the API server tells objects apart by."""
    group = body["apiVersion"].rpartition("/")[0]
    return group, body["kind"], body["metadata"].get("namespace", ""), body["metadata"]["name"]


@pytest.mark.parametrize("cluster", CLUSTERS, ids=name_of)
def test_no_object_is_in_two_folders_of_a_cluster(cluster: Path) -> None:
    assert twice(documents_of(cluster)) == []


def twice(bodies: list[Body]) -> list[tuple[str, str, str, str]]:
    """Objects that two files are of."""
    return [one for one, times in Counter(map(identity, bodies)).items() if times > 1]


@cache
def scope(api: str, kind: str) -> str:
    """`Namespaced` or `Cluster`, as the kind's reader has it."""
    group, _, version = api.rpartition("/")
    path = f"upstream/schemas/{group or 'core'}/{kind.lower()}_{version}.json"
    return str(json.loads(shared_file(path).read_text(encoding="utf-8"))["x-scope"])


def home(folder: Path) -> str | None:
    """The namespace of a folder: the one that its team has, or that Argo CD's objects are in."""
    if folder.name == "argocd":
        return str(documents(folder)[0]["metadata"]["namespace"])
    team = folder.parents[1] / "teams" / folder.name
    spaces = documents(team) if team.is_dir() else []
    return next((one["metadata"]["name"] for one in spaces if one["kind"] == "Namespace"), None)


def homeless(cluster: Path) -> Iterator[str]:
    """Objects that are not in the namespace of their folder, or are in one and cannot be."""
    for folder in synced(cluster):
        space = home(folder)
        for body in documents(folder):
            namespaced = scope(body["apiVersion"], body["kind"]) == "Namespaced"
            if body["metadata"].get("namespace") != (space if namespaced else None):
                yield f"{name(body)} of {folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("cluster", CLUSTERS, ids=name_of)
def test_every_namespaced_object_is_in_the_namespace_of_its_folder(cluster: Path) -> None:
    assert list(homeless(cluster)) == []


# --- what kustomize refuses -----------------------------------------------------------------------

ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: %s}\nrules: []\n"
HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"


def folder_of(root: Path, files: dict[str, str]) -> Path:
    """A folder of those files, and of two Roles beside them."""
    sound = {"a.yaml": ROLE % "a", "b.yaml": ROLE % "b"}
    for file, text in {LISTED: f"{HEAD}resources: [a.yaml, b.yaml]\n", **sound, **files}.items():
        (root / file).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("files", "words"),
    [
        pytest.param({"b.yaml": ROLE % "a"}, "may not add resource with an already", id="twice"),
        pytest.param({"b.yaml": "kind: Role\n: {\n"}, "MalformedYAMLError", id="no YAML"),
        pytest.param({"b.yaml": "kind: Role\n\tname: b\n"}, "MalformedYAMLError", id="a tab"),
        pytest.param(
            {"b.yaml": ROLE.replace("kind: Role\n", "") % "b"},
            "missing kind",
            id="no kind",
        ),
        pytest.param(
            {"b.yaml": ROLE.replace("{name: %s}", "{}")}, "missing metadata.name", id="no name"
        ),
        pytest.param({"b.yaml": ROLE % "b" + "rules: []\n"}, "already defined", id="a key twice"),
    ],
)
def test_what_is_broken_is_refused(tmp_path: Path, files: dict[str, str], words: str) -> None:
    assert build(folder_of(tmp_path, {})).status == 0
    built = build(folder_of(tmp_path, files))
    assert built.status != 0
    assert words in built.told


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"resource": ["a.yaml"]}, 'unknown field "resource"', id="unknown field"),
        pytest.param({"resources": "a.yaml"}, "cannot unmarshal string", id="wrong type"),
        pytest.param({"resources": [1]}, "cannot unmarshal number", id="item of another type"),
        pytest.param(
            {"apiVersion": "kustomize.config.k8s.io/v2"}, "apiVersion", id="wrong apiVersion"
        ),
        pytest.param({"kind": "Kustomisation"}, "kind", id="wrong kind"),
    ],
)
def test_a_broken_kustomization_is_refused_by_both(
    tmp_path: Path, said: dict[str, Any], words: str
) -> None:
    sound = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": ["a.yaml", "b.yaml"],
    }
    built = build(folder_of(tmp_path, {LISTED: json.dumps({**sound, **said})}))
    assert built.status != 0
    assert words in built.told
    assert refused_by_us({**sound, **said})
    assert not refused_by_us(sound)


@pytest.mark.parametrize("missing", ["c.yaml", "../elsewhere.yaml"])
def test_a_file_that_is_not_there_or_not_below_is_refused(tmp_path: Path, missing: str) -> None:
    (tmp_path / "elsewhere.yaml").write_text(ROLE % "c", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    text = f"{HEAD}resources: [a.yaml, {missing}]\n"
    built = build(folder_of(tmp_path / "folder", {LISTED: text}))
    assert built.status != 0
    assert Path(missing).name in built.told


# --- tests of the tests ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("directive", "changed"),
    [
        ("namePrefix: x-\n", ["Role /a", "Role /b", "Role /x-a", "Role /x-b"]),
        ("labels: [{pairs: {a: b}}]\n", ["Role /a", "Role /b"]),
        ("namespace: far\n", ["Role /a", "Role /b", "Role far/a", "Role far/b"]),
        ("patches: [{path: p.yaml}]\n", ["Role /b"]),
        ("sortOptions: {order: fifo}\n", []),
    ],
)
def test_a_change_that_kustomize_makes_is_noticed(
    tmp_path: Path, directive: str, changed: list[str]
) -> None:
    patch = ROLE.replace("rules: []", "rules: [{verbs: [get]}]") % "b"
    text = f"{HEAD}resources: [b.yaml, a.yaml]\n{directive}"
    folder = folder_of(tmp_path, {LISTED: text, "p.yaml": patch})
    assert silently_changed(folder) == changed


@pytest.mark.parametrize("value", [1, 1.0, "1", None])
def test_a_value_of_another_type_is_a_difference(value: object) -> None:
    body = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": value}
    assert differing([body], [{**body, "spec": True}]) == ["Pod /a"]


def test_an_object_of_two_files_is_noticed() -> None:
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"}
    here, there = {"metadata": {"name": "a", "namespace": "x"}}, {"metadata": {"name": "a"}}
    assert twice([{**role, **here}, {**role, **there}]) == []
    assert [one[3] for one in twice([{**role, **here}, {**role, **here}])] == ["a"]


def planted(root: Path, namespace: str, team: str) -> Path:
    """A cluster's folder with one team of a namespace, and a Role in a namespace."""
    space = "apiVersion: v1\nkind: Namespace\nmetadata: {name: spark-data}\n"
    role = (ROLE % "a").replace("{name: a}", f"{{name: a{namespace}}}")
    for folder, text in (("teams/data", space), (f"jobs/{team}", role)):
        (root / folder).mkdir(parents=True)
        (root / folder / LISTED).write_text(f"{HEAD}resources: [a.yaml]\n", encoding="utf-8")
        (root / folder / "a.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("namespace", "team", "found"),
    [
        pytest.param(", namespace: spark-data", "data", [], id="in its own"),
        pytest.param("", "data", ["Role /a of jobs/data"], id="in none"),
        pytest.param(
            ", namespace: spark-data",
            "ads",
            ["Role spark-data/a of jobs/ads"],
            id="in another team's",
        ),
    ],
)
def test_an_object_in_a_wrong_namespace_is_noticed(
    tmp_path: Path,
    namespace: str,
    team: str,
    found: list[str],
) -> None:
    assert list(homeless(planted(tmp_path, namespace, team))) == found
