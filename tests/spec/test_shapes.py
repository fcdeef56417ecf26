"""What merging knows of each kind, read from its model."""

import pytest

from specgen.merging import Shape
from specgen.paths import Path
from specgen.spec.kinds import KINDS
from specgen.spec.shapes import has_keyed_lists, job_only_places, shape_of


def at(kind: str, *path: str) -> Shape:
    shape = shape_of(kind)
    for step in path:
        shape = shape.at(step)
    return shape


def all_shapes(shape: Shape, path: Path = ()) -> dict[Path, Shape]:
    found = {path: shape}
    for key, child in shape.children.items():
        found |= all_shapes(child, (*path, key))
    if shape.every is not None:
        found |= all_shapes(shape.every, (*path, "*"))
    return found


def where(**wanted: object) -> set[str]:
    return {
        ".".join((kind, *map(str, path)))
        for kind in KINDS
        for path, shape in all_shapes(shape_of(kind)).items()
        if all(getattr(shape, name) == value for name, value in wanted.items())
    }


def test_lists_that_merge_by_a_key() -> None:
    assert {"Cluster.pools", "Team.identities"} <= where(key="name")
    assert where(key="from") == {"Environment.imageMirrors", "Cluster.imageMirrors"}
    assert at("SparkJob", "profiles").key is None
    assert at("Cluster", "pools", "taints").key is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_knows_whether_it_has_such_lists(kind: str) -> None:
    assert has_keyed_lists(kind) is (kind != "Project")


def test_items_of_keyed_lists_have_the_key_as_a_field() -> None:
    for kind in KINDS:
        for path, shape in all_shapes(shape_of(kind)).items():
            if shape.key is not None and not shape.raw:
                assert shape.key in shape.children, (kind, path)


def test_maps_whose_type_decides() -> None:
    assert at("SparkJob", "restartPolicy").typed
    assert at("SparkJob", "restartPolicy").type_default == "OnFailure"
    assert at("SparkJob", "application").typed
    assert at("SparkJob", "application").type_default is None
    assert not at("SparkJob", "conf").typed
    assert not at("SparkJob", "labels").typed


@pytest.mark.parametrize("kind", ["Environment", "Cluster", "Team", "SparkJob"])
def test_below_an_override_null_is_data(kind: str) -> None:
    assert not at(kind, "overrides").raw
    assert at(kind, "overrides", "SparkApplication").raw
    assert at(kind, "overrides", "SparkApplication", "spec", "containers").key == "name"
    assert at(kind, "overrides", "SparkApplication", "spec", "tolerations").key is None
    assert at(kind, "overrides", "X", "a", "b", "c").raw


def test_parts_of_other_objects_are_layered_apart() -> None:
    assert at("Environment", "defaults", "SparkJob").children == {}
    assert at("SparkJob", "perCluster", "one").children == {}


@pytest.mark.parametrize(
    ("data", "places"),
    [
        ({"zone": "any", "driver": {"cores": 1}}, []),
        ({"team": "x", "name": "y"}, [("team",), ("name",)]),
        ({"application": {"type": "R", "file": "x", "class": "y", "arguments": []}},
         [("application", "file"), ("application", "class"), ("application", "arguments")]),
        ({"application": 5, "schedule": None}, [("schedule",)]),
        ({"unknown": {"team": 1}}, []),
    ],
    ids=repr,
)  # fmt: skip
def test_what_only_a_job_itself_may_set(data: dict[str, object], places: list[Path]) -> None:
    assert list(job_only_places(data, shape_of("SparkJob"))) == places


def test_the_fields_that_make_a_job_what_it_is() -> None:
    """spec.md §7, last row."""
    assert where(job_only=True) == {
        f"{kind}.{field}"
        for kind in ("SparkJob", "SparkProfile")
        for field in (
            "name", "team", "profiles", "run", "schedule", "streaming", "perCluster", "allow",
            "overrides", "application.file", "application.class", "application.arguments",
        )
    }  # fmt: skip
