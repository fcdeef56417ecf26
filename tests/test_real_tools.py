"""The programs that read what we render: kubectl's kustomize, and the readers' own schemas."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.load.yaml import documents
from specgen.names import is_label_value
from tests.projects import broken, outcome, sample_project
from tests.shared import REPOSITORY, kubectl, shared_file
from tests.tree.hazards import hazards

TREES = sorted(
    path
    for root in (REPOSITORY, *(REPOSITORY / "tests/golden").iterdir())
    for path in root.glob("rendered")
)
SYNCED = sorted(path.parent for tree in TREES for path in tree.rglob("kustomization.yaml"))
Body = dict[str, Any]


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def kustomize(folder: Path) -> list[Body]:
    """The documents that `kubectl kustomize` puts together."""
    done = subprocess.run([kubectl(), "kustomize", folder], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return list(yaml.safe_load_all(done.stdout))


def key(body: Body) -> tuple[str, str]:
    return body["kind"], body["metadata"]["name"]


def test_there_are_trees_to_read() -> None:
    assert [name_of(path) for path in TREES] == [
        "rendered",
        "tests/golden/created/rendered",
        "tests/golden/kitchen-sink/rendered",
        "tests/golden/layers/rendered",
        "tests/golden/minimal/rendered",
    ]


@pytest.mark.parametrize("folder", SYNCED, ids=name_of)
def test_kubectl_builds_every_synced_folder_to_exactly_its_files(folder: Path) -> None:
    files = [path for path in folder.glob("*.yaml") if path.name != "kustomization.yaml"]
    ours = {key(body): body for body in (yaml.safe_load(path.read_text("utf-8")) for path in files)}
    built = {key(body): body for body in kustomize(folder)}
    assert built == ours


@pytest.mark.parametrize("tree", TREES, ids=name_of)
def test_the_readers_schemas_find_no_fault(tree: Path) -> None:
    done = subprocess.run(
        [sys.executable, shared_file("tools/conform.py"), tree], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


# --- what spec text may hold reaches every reader unchanged ---------------------------------------


def as_yaml(data: object) -> str:
    """JSON that is YAML, too: a character beyond the BMP is one escape, and no pair of halves."""
    return re.sub(r"\\u(d[89ab]..)\\u(d[c-f]..)", _whole, json.dumps(data))


def _whole(pair: re.Match[str]) -> str:
    character: str = json.loads(f'"{pair[0]}"')
    return f"\\U{ord(character):08x}"


REFUSED = [text for text in hazards() if documents(as_yaml(text)).faults]
"""Some reader on the way loses them, so specs cannot hold them."""

STOPS_KUSTOMIZE = {text for text in hazards() if text.startswith("\t") and "\n" in text}
"""kustomize writes such an annotation as a block that it cannot read back itself: refused there."""

CARRIED = [text for text in hazards() if text not in REFUSED]


def hazardous(texts: list[str]) -> str:
    """A job with every text as an annotation, a variable, an argument and a setting."""
    job = {
        "kind": "SparkJob",
        "name": "count",
        "metadata": {
            "annotations": {
                f"example.com/a{n}": text
                for n, text in enumerate(texts)
                if text not in STOPS_KUSTOMIZE
            }
        },
        "env": {f"A{n}": text for n, text in enumerate(texts)},
        "application": {"arguments": texts},
        "conf": {f"spark.example.a{n}": text for n, text in enumerate(texts)},
    }
    return as_yaml(job)


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    """The texts that are accepted, rendered; the folder that Argo CD would sync."""
    root = tmp_path_factory.mktemp("hazards")
    out = outcome(sample_project(root, hazardous(CARRIED)))
    assert not out.failed, [one.message for one in out.findings][:5]
    folder = root / "folder"
    folder.mkdir()
    for file, data in out.files.items():
        if "/jobs/" in file:
            (folder / Path(file).name).write_bytes(data)
    return CARRIED, folder


def test_most_hazards_are_text_like_any_other() -> None:
    assert len(CARRIED) > 500
    assert all(not text.isprintable() for text in REFUSED)


def read_back(body: Body) -> Iterator[tuple[str, dict[int, str]]]:
    """The texts at each place of the application, by their number."""
    spec, prefix = body["spec"], len("example.com/a")
    annotations = body["metadata"]["annotations"]
    yield (
        "annotations",
        {int(k[prefix:]): v for k, v in annotations.items() if k.startswith("example.com/a")},
    )
    yield "env", {int(one["name"][1:]): one["value"] for one in spec["driver"]["env"]}
    yield "arguments", dict(enumerate(spec["arguments"]))
    own = "spark.example.a"
    yield "conf", {int(k[len(own) :]): v for k, v in spec["sparkConf"].items() if k.startswith(own)}


def expected(place: str, texts: list[str]) -> dict[int, str]:
    """As written; S3 in an argument is addressed as Hadoop does, which is no reader's doing."""
    if place == "arguments":
        return {
            n: text.replace("s3://", "s3a://") if text.startswith("s3://") else text
            for n, text in enumerate(texts)
        }
    left_out = STOPS_KUSTOMIZE if place == "annotations" else set()
    return {n: text for n, text in enumerate(texts) if text not in left_out}


def test_pyyaml_reads_every_text_back_unchanged(carried: tuple[list[str], Path]) -> None:
    texts, folder = carried
    body = yaml.safe_load((folder / "count.yaml").read_bytes())
    for place, found in read_back(body):
        assert found == expected(place, texts), place


def test_kubectl_reads_every_text_back_unchanged(carried: tuple[list[str], Path]) -> None:
    texts, folder = carried
    for place, found in read_back(as_kubernetes_reads(folder / "count.yaml")):
        assert found == expected(place, texts), place


def test_kustomize_hands_every_text_on_unchanged(
    carried: tuple[list[str], Path], tmp_path: Path
) -> None:
    texts, folder = carried
    done = subprocess.run([kubectl(), "kustomize", folder], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-200:]
    (tmp_path / "built.yaml").write_bytes(done.stdout)
    for place, found in read_back(as_kubernetes_reads(tmp_path / "built.yaml")):
        assert found == expected(place, texts), place


def as_kubernetes_reads(file: Path) -> Body:
    """An object as sigs.k8s.io/yaml reads it, and so the API server and Argo CD."""
    argv = [kubectl(), "label", "--local", "-o", "json", "-f", str(file), "example.com/x=y"]
    env = {**os.environ, "KUBECONFIG": "/dev/null"}
    done = subprocess.run(argv, capture_output=True, check=False, env=env)
    assert done.returncode == 0, done.stderr.decode()[-200:]
    body: Body = json.loads(done.stdout)
    return body


def test_a_text_as_a_label_is_accepted_unchanged_or_refused(tmp_path: Path) -> None:
    for text in CARRIED[::7]:  # a seventh of them: each is a project of its own
        job = {"kind": "SparkJob", "name": "count", "metadata": {"labels": {"example.com/a": text}}}
        out = outcome(sample_project(tmp_path, as_yaml(job)))
        if is_label_value(text):
            body = yaml.safe_load(out.files["one/jobs/reviews/count.yaml"])
            assert body["metadata"]["labels"]["example.com/a"] == text
        else:
            assert "wrong-value" in broken(out), text
