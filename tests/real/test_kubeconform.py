"""kubeconform and our own final check say the same of the whole tree, and of what is broken.

The final check is what an override meets, so it must refuse all that a strict schema of a reader
refuses. Where it refuses more, the row says why.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from specgen.validate.schema import folder, misfits
from tests.real.broken import FORM, IN_CODE, QUANTITY, ROWS, Body, Row, broken, refused_by_us, steps
from tests.real.judged import Synced, said
from tests.real.kubeconform import Verdict, verdicts, version
from tests.real.objects import TREES, File, files, objects, of_kind
from tests.real.report import told
from tests.real.tree import clusters, name_of
from tools.real.catalogue import TOOLS

JUDGE = f"kubeconform {TOOLS['kubeconform'].version}"
OF_KUSTOMIZE = "Kustomization"
"""kustomize is its reader: `test_kustomize.py`."""


def test_it_is_the_version_that_is_pinned() -> None:
    assert version() == TOOLS["kubeconform"].version


# --- the whole tree -------------------------------------------------------------------------------


def judged(tree: Path) -> list[File]:
    return [one for one in objects(tree) if one.body["kind"] != OF_KUSTOMIZE]


@pytest.fixture(scope="module")
def said_of_trees() -> dict[Path, Verdict]:
    """What kubeconform says of every object; one run reads each schema once."""
    paths = [one.path for tree in TREES for one in judged(tree)]
    with told(JUDGE, "objects of rendered/, and of the goldens", len(paths)):
        return verdicts(paths)


@pytest.mark.parametrize("tree", TREES, ids=name_of)
def test_both_accept_every_object_of_a_tree(said_of_trees: dict[Path, Verdict], tree: Path) -> None:
    bodies = {one.path: one.body for one in judged(tree)}
    assert bodies.keys() <= said_of_trees.keys()
    refused = {path: said_of_trees[path].told for path in bodies if not said_of_trees[path].accepts}
    assert refused == {}
    assert {path: found for path, one in bodies.items() if (found := list(misfits(one)))} == {}


def test_what_is_no_object_lies_where_no_folder_is_synced() -> None:
    """kubeconform has nothing to say to values of charts and templates of CloudFormation."""
    rest = [one.path for tree in TREES for one in files(tree) if not one.is_object]
    assert {path.parents[1].name for path in rest} == {"addons", "infra"}
    assert not [path for path in rest if (path.parent / "kustomization.yaml").exists()]


# --- what is broken -------------------------------------------------------------------------------


def example(row: Row) -> Body:
    """The first object of the row's kind that has the place, broken there."""
    found = (broken(body, row) for body in of_kind(row.kind))
    return next(body for body in found if body is not None)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """What kubeconform says of every row."""
    paths = {}
    for number, row in enumerate(ROWS):
        path = tmp_path_factory.getbasetemp() / f"broken-{number}.yaml"
        path.write_text(json.dumps(example(row)), encoding="utf-8")
        paths[row.name] = path
    with told(JUDGE, "manifests broken in one place", len(paths)):
        said = verdicts(paths.values())
    return {name: said[path] for name, path in paths.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_both_refuse_what_is_broken_but_for_what_is_listed(
    theirs: dict[str, Verdict], row: Row
) -> None:
    assert refused_by_us(example(row))
    assert theirs[row.name].accepts == bool(row.passes), theirs[row.name]


def test_the_rows_are_of_every_kind_and_every_fault() -> None:
    kinds = {json.loads(path.read_text("utf-8"))["properties"]["kind"]["const"]
             for path in folder().rglob("*.json")}  # fmt: skip
    assert {row.kind for row in ROWS} == kinds - {OF_KUSTOMIZE}
    assert len({row.fault for row in ROWS}) > 10
    assert len({row.name for row in ROWS}) == len(ROWS) > 100


PASSING = [row for row in ROWS if row.passes in (FORM, IN_CODE)]


def elsewhere(body: Body) -> Body:
    """Another object, in the namespace that every cluster has, where its kind has one."""
    home = {"namespace": "default"} if "namespace" in body["metadata"] else {}
    return {**body, "metadata": {**body["metadata"], "name": "planted", **home}}


@pytest.fixture(scope="module")
def server_said(synced: Callable[[Path], Synced]) -> dict[str, str]:
    """What an API server says of the rows that no schema refuses."""
    cluster = synced(clusters()[0])
    with told(cluster.judge, "what kubeconform lets pass", len(PASSING)):
        return {
            row.name: "\n".join(said(cluster.server, [elsewhere(example(row))], "--dry-run=server"))
            for row in PASSING
        }


@pytest.mark.parametrize("row", PASSING, ids=lambda row: row.name)
def test_the_api_server_refuses_what_no_schema_does(server_said: dict[str, str], row: Row) -> None:
    """So there ours is not narrower than the reader."""
    field = next(step for step in reversed(steps(row.path)) if isinstance(step, str))
    words = "quantities must match" if row.fault == QUANTITY else field
    assert words in server_said[row.name]


# --- tests of the tests ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, name: b}\n",
            'key "name" already set',
            id="a key twice",
        ),
        pytest.param("apiVersion: v1\nmetadata: {name: a}\n", "missing 'kind'", id="no kind"),
        pytest.param(
            "apiVersion: v1\nkind: Pot\nmetadata: {name: a}\n",
            "could not find schema for Pot",
            id="a kind that has no schema",
        ),
        pytest.param("apiVersion: v1\nkind: [\n", "error unmarshalling", id="no YAML"),
    ],
)
def test_what_is_no_object_at_all_is_noticed(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "planted.yaml"
    path.write_text(text, encoding="utf-8")
    said = verdicts([path])[path]
    assert not said.accepts
    assert words in said.told
