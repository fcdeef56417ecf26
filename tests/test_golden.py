"""Whole projects and the trees that they render to: tests/golden/<case>/{environments,rendered}.

`pytest tests/test_golden.py --accept` (or `make goldens`) writes the trees anew; review the diff.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
import yaml

from specgen.pipeline.outcome import Outcome
from specgen.spec.base import PartOf, SpecModel
from specgen.spec.kinds import KINDS, MODEL_OF
from specgen.tree.record import digest
from tests.projects import outcome

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def documents(case: Path) -> Iterator[dict[str, Any]]:
    """Every spec document of a project."""
    for file in (case / "specgen.yaml", *sorted(case.glob("environments/**/*.yaml"))):
        yield from (one for one in yaml.safe_load_all(file.read_text("utf-8")) if one)


def rendered(case: Path) -> dict[str, Outcome]:
    """What each environment that is not abstract comes to."""
    found = (one for one in documents(case) if one["kind"] == "Environment")
    return {one["name"]: outcome(case, one["name"]) for one in found if not one.get("abstract")}


def tree(case: Path) -> dict[str, bytes]:
    """All files below `rendered`, with the record that belongs to each tree."""
    files: dict[str, bytes] = {}
    for name, out in rendered(case).items():
        assert not out.failed, [one.message for one in out.findings]
        files |= {f"{name}/{file}": data for file, data in out.files.items()}
        lines = (f"{digest(data)}  {file}\n" for file, data in sorted(out.files.items()))
        files[f"{name}/.specgen.sums"] = "".join(lines).encode()
    return files


def mode_of(name: str) -> int:
    """As the tree writer sets it: scripts can be run."""
    return 0o755 if name.endswith(".sh") else 0o644


@pytest.mark.parametrize("case", CASES)
def test_a_golden_project_renders_to_its_tree(case: str, request: pytest.FixtureRequest) -> None:
    root = GOLDEN / case / "rendered"
    wanted = tree(GOLDEN / case)
    there = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
    if request.config.getoption("--accept"):
        for name in there.keys() - wanted.keys():
            there[name].unlink()
        for name, data in wanted.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
            (root / name).chmod(mode_of(name))
        return
    assert sorted(there) == sorted(wanted)
    for name, data in sorted(wanted.items()):
        assert there[name].read_bytes().decode() == data.decode(), name
        assert bool(there[name].stat().st_mode & 0o100) is bool(mode_of(name) & 0o100), name


@pytest.mark.parametrize("case", CASES)
def test_a_golden_tree_is_what_the_command_line_calls_current(case: str) -> None:
    """The record is in the form of `sha256sum`, and covers each file once."""
    for record in (GOLDEN / case / "rendered").rglob(".specgen.sums"):
        listed = dict(line.split("  ")[::-1] for line in record.read_text("utf-8").splitlines())
        files = [p for p in record.parent.rglob("*") if p.is_file() and p != record]
        assert listed == {
            p.relative_to(record.parent).as_posix(): digest(p.read_bytes()) for p in files
        }


# --- every field is set somewhere -----------------------------------------------------------------


def fields(model: type[SpecModel], seen: set[type]) -> Iterator[tuple[str, str]]:
    """Each field of a model and of the models below it, as model and key."""
    if model in seen:
        return
    seen.add(model)
    for name, info in model.model_fields.items():
        yield model.__name__, info.alias or name
        for below in models(info.annotation):
            yield from fields(below, seen)


def models(hint: Any) -> Iterator[type[SpecModel]]:
    """The models that a type speaks of."""
    if isinstance(hint, type) and issubclass(hint, SpecModel):
        yield hint
    elif get_origin(hint) is Annotated:
        yield from models(get_args(hint)[0])
    else:
        for one in get_args(hint):
            yield from models(one)


def set_fields(data: Any, hint: Any, marks: tuple[Any, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each field that data sets, as model and key."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        yield from set_fields(data, inner, (*marks, *more))
    elif part := next((mark for mark in marks if isinstance(mark, PartOf)), None):
        yield from set_fields(data, MODEL_OF[part.kind])
    elif isinstance(data, list):
        for item in data:
            yield from (found for one in get_args(hint) for found in set_fields(item, one))
    elif isinstance(hint, type) and issubclass(hint, SpecModel):
        yield from _of_model(data, hint)
    elif get_origin(hint) is dict and isinstance(data, dict):
        for value in data.values():
            yield from set_fields(value, get_args(hint)[1])
    else:
        yield from (found for one in get_args(hint) for found in set_fields(data, one))


def _of_model(data: Any, model: type[SpecModel]) -> Iterator[tuple[str, str]]:
    for name, info in model.model_fields.items():
        key = info.alias or name
        if isinstance(data, dict) and key in data:
            yield model.__name__, key
            yield from set_fields(data[key], info.annotation, tuple(info.metadata))


def test_kitchen_sink_and_created_set_every_field_of_every_model() -> None:
    every = {field for model in KINDS.values() for field in fields(model, set())}
    found = {
        field
        for case in ("kitchen-sink", "created")
        for document in documents(GOLDEN / case)
        for field in set_fields(document, MODEL_OF[document["kind"]])
    } | {("SparkProfile", "kind"), ("SparkProfile", "name")}
    unset = sorted(f"{model}.{key}" for model, key in every - found)
    assert not unset, "fields that tests/golden/{kitchen-sink,created} set nowhere"


def test_the_walk_over_them_sees_models_deep_below() -> None:
    """Else the test before this one could not fail."""
    every = {field for model in KINDS.values() for field in fields(model, set())}
    deep = {
        ("Taint", "effect"),
        ("KeyRef", "key"),
        ("Instancing", "allocationRatio"),
        ("Mirror", "from"),
    }
    assert deep < every
    found = set(
        set_fields({"kind": "Cluster", "pools": [{"taints": [{"key": "a"}]}]}, MODEL_OF["Cluster"])
    )
    assert found == {
        ("Cluster", "kind"),
        ("Cluster", "pools"),
        ("DeclaredPool", "taints"),
        ("Taint", "key"),
    }
