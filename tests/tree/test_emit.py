"""What is emitted is read back unchanged, by every reader that is at hand."""

import json
import math
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from specgen.tree.emit import UnwritableError, emit
from tests.tree.hazards import hazards

HAZARDS = hazards()

readers = pytest.mark.parametrize(
    "loader",
    [
        pytest.param(yaml.SafeLoader, id="python"),
        pytest.param(
            getattr(yaml, "CSafeLoader", None),
            id="libyaml",
            marks=pytest.mark.skipif(
                not hasattr(yaml, "CSafeLoader"), reason="PyYAML lacks libyaml"
            ),
        ),
    ],
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
data = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | st.sampled_from(HAZARDS),
    lambda inner: st.lists(inner) | st.dictionaries(texts | st.sampled_from(HAZARDS), inner),
    max_leaves=20,
)


def read(text: bytes, loader: type = yaml.SafeLoader) -> object:
    return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe ones


def same(one: object, other: object) -> bool:
    """Equal, and of the same types: 1 is neither True nor 1.0."""
    return repr(one) == repr(other)


UNSEEN = {"Cc", "Co", "Cs", "Zl", "Zp"}
STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"}


def test_there_are_hazards_enough() -> None:
    assert len(HAZARDS) >= 500


@readers
def test_hazards_as_values(loader: type) -> None:
    for text in HAZARDS:
        assert read(emit({"a": text, "z": "end"}), loader) == {"a": text, "z": "end"}


@readers
def test_hazards_as_items(loader: type) -> None:
    body = {"a": HAZARDS, "b": [[text, "end"] for text in HAZARDS]}
    assert read(emit(body), loader) == body


@readers
def test_hazards_as_keys(loader: type) -> None:
    for text in HAZARDS:
        body = {"in": {text: text, "z": "end"}, "list": [{text: ["x"]}, {text: {text: {}}}]}
        assert read(emit(body), loader) == body


@given(st.dictionaries(texts, data, max_size=4))
def test_nested_data(body: dict[str, Any]) -> None:
    assert same(read(emit(body)), body)


@given(texts, texts)
def test_any_text(key: str, text: str) -> None:
    assert read(emit({key: text, "list": [text]})) == {key: text, "list": [text]}


@given(texts)
def test_only_visible_characters_are_written(text: str) -> None:
    written = emit({"a": text, "b": {text: 1}}, [text]).decode()
    unseen = {char for char in written if unicodedata.category(char) in UNSEEN}
    assert unseen | {char for char in written if unicodedata.bidirectional(char) in STEERING} <= {
        "\n",
        "\t",
    }


@given(st.lists(texts))
def test_a_header_is_nothing_but_comments(header: list[str]) -> None:
    lines = emit({"a": 1}, header).decode().split("\n")
    assert lines[len(header) :] == ["a: 1", ""]
    assert all(line.startswith("#") for line in lines[: len(header)])
    assert read(emit({"a": 1}, header)) == {"a": 1}


def test_a_header_line_keeps_what_is_visible() -> None:
    written = emit({"a": 1}, ['says "é\\"', "", "one\nevil: true\x1b"])
    assert written.decode() == '# says "é\\"\n#\n# one\\x0aevil: true\\x1b\na: 1\n'


GOLDEN = """\
# rendered by specgen
apiVersion: v1
kind: ConfigMap
metadata:
  labels:
    app.kubernetes.io/name: etl
    version: "3.5.1"
  annotations: {}
data:
  "yes": "no"
  run.sh: |
    #!/bin/sh
    set -eu

    exec "$@"
  note: |-
    two
    lines
  indented: |
    a:
      b
  time: "12:30"
  unit: "é\\U0001f600\\x85"
spec:
- name: a
  args:
  - "-x"
  - - nested
    - null
- replicas: 3
  ratio: 0.5
  tiny: 1.0e-07
  paused: false
  none: []
- plain
"""


def test_a_document_as_people_see_it() -> None:
    body = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "labels": {"app.kubernetes.io/name": "etl", "version": "3.5.1"},
            "annotations": {},
        },
        "data": {
            "yes": "no",
            "run.sh": '#!/bin/sh\nset -eu\n\nexec "$@"\n',
            "note": "two\nlines",
            "indented": "a:\n  b\n",
            "time": "12:30",
            "unit": "é\U0001f600\x85",
        },
        "spec": [
            {"name": "a", "args": ["-x", ["nested", None]]},
            {"replicas": 3, "ratio": 0.5, "tiny": 1e-7, "paused": False, "none": []},
            "plain",
        ],
    }
    assert emit(body, ["rendered by specgen"]).decode() == GOLDEN
    assert read(GOLDEN.encode()) == body


def test_an_empty_document() -> None:
    assert emit({}) == b"{}\n"


def test_a_long_key_is_written_apart() -> None:
    assert emit({"k" * 129: [1]}).decode() == f"? {'k' * 129}\n:\n- 1\n"


class Colour(StrEnum):
    RED = "red"


class Odd(str, Enum):  # noqa: UP042 - formats as its name
    NO = "no"


class Level(IntEnum):
    LOW = 1


def test_subclasses_are_what_they_say() -> None:
    body: dict[str, Any] = {Colour.RED: Odd.NO, "a": [Colour.RED, Odd.NO, Level.LOW]}
    assert emit(body) == b'red: "no"\na:\n- red\n- "no"\n- 1\n'


@pytest.mark.parametrize(
    "value",
    [("a",), {"a"}, b"a", 1j, object(), Path("a"), {1: "a"}, {None: "a"}, {True: 1}],
    ids=lambda value: type(value).__name__,
)
def test_other_types_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match="text"):
        emit({"a": [value]})


@pytest.mark.parametrize(
    "value",
    [math.inf, -math.inf, math.nan, 2**63, -(2**63) - 1, "\ud800", "a\udfffb\nc"],
    ids=ascii,
)
def test_what_a_reader_would_change_is_refused(value: object) -> None:
    with pytest.raises(UnwritableError):
        emit({"a": value})


KUBECTL = shutil.which("kubectl")
needs_kubectl = pytest.mark.skipif(
    KUBECTL is None, reason="kubectl is not on PATH: Go's readers are not asked"
)


def kubectl(folder: Path, *args: str) -> str:
    """What kubectl says, without a cluster, a configuration or a home."""
    call = [str(KUBECTL), *args]
    env = {"HOME": str(folder), "KUBECONFIG": str(folder / "none")}
    done = subprocess.run(call, cwd=folder, env=env, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def config_map(names: list[str], values: list[str]) -> dict[str, Any]:
    """One object that kubectl knows, with all of them as keys and as values."""
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "hazards", "annotations": dict.fromkeys(names, "x")},
        "data": {f"k{n}": text for n, text in enumerate(values)},
    }


def crossed(body: Mapping[str, Any]) -> object:
    return {"annotations": body["metadata"]["annotations"], "data": body["data"]}


@needs_kubectl
def test_kubernetes_own_reader(tmp_path: Path) -> None:
    body = config_map(HAZARDS, HAZARDS)
    (tmp_path / "a.yaml").write_bytes(emit(body, HAZARDS))
    shown = kubectl(tmp_path, "label", "--local", "-f", "a.yaml", "x=y", "-o", "json")
    assert crossed(json.loads(shown)) == crossed(body)


@needs_kubectl
def test_kubernetes_own_reader_of_other_types(tmp_path: Path) -> None:
    """Items, numbers and nests, in an object of no known kind."""
    spec = {
        "items": HAZARDS,
        "nested": [[text] for text in HAZARDS],
        "maps": [{text: {text: [text]}} for text in HAZARDS],
        "numbers": [0, -1, 2**63 - 1, -(2**63), 0.5, 1e-7, 1.5e300, -2.5e-10, True, False, None],
    }
    item = {"apiVersion": "x.y/v1", "kind": "Z", "metadata": {"name": "a"}, "spec": spec}
    (tmp_path / "a.yaml").write_bytes(emit(item))
    shown = kubectl(tmp_path, "label", "--local", "-f", "a.yaml", "x=y", "-o", "json")
    assert json.loads(shown)["spec"] == spec


BEYOND_KUSTOMIZE = re.compile("[\x7f-\x9f\ufffe\uffff]")
"""kustomize reads these, but loses them itself: it turns each document into JSON and reads that as
YAML. All are refused aloud, but for NEL in a value (a blank then) and the key `<<` (gone then).
So are keys of more than 1,024 characters in JSON, and keys that look like numbers."""


@needs_kubectl
def test_kustomize(tmp_path: Path) -> None:
    values = [text for text in HAZARDS if not BEYOND_KUSTOMIZE.search(text)]
    names = [f"k{text}" for text in values if len(json.dumps(text)) < 1024]
    body = config_map(names, values)
    (tmp_path / "a.yaml").write_bytes(emit(body, HAZARDS))
    (tmp_path / "kustomization.yaml").write_text("resources: [a.yaml]\n")
    (tmp_path / "b.yaml").write_text(kubectl(tmp_path, "kustomize", "."))
    shown = kubectl(tmp_path, "label", "--local", "-f", "b.yaml", "x=y", "-o", "json")
    assert crossed(json.loads(shown)) == crossed(body)
