"""Where grants lead."""

import pytest

from specgen.rights.grants import Right, on_s3, resolved, within
from specgen.units.addresses import Root

LOCATIONS = {"lake": Root("s3://acme-lake/v1/"), "box": Root("hdfs://nn/box/")}


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("loc://lake/in/x", "s3://acme-lake/v1/in/x"),
        ("loc://lake/", "s3://acme-lake/v1/"),
        ("loc://lake", "s3://acme-lake/v1/"),
        ("loc://box/a", "hdfs://nn/box/a"),
        ("loc://nowhere/a", "loc://nowhere/a"),
        ("s3://lake/in", "s3://lake/in"),
        ("lake/in", "lake/in"),
    ],
)
def test_a_location_stands_for_its_root(text: str, real: str) -> None:
    assert resolved(text, LOCATIONS) == real


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("s3://b/in/x", ("b", "in/x")),
        ("s3a://b/in/", ("b", "in/")),
        ("s3://b/", ("b", "")),
        ("s3://b", ("b", "")),
        ("s3n://b/x", None),
        ("https://b/x", None),
        ("loc://b/x", None),
        ("b/x", None),
        ("", None),
    ],
)
def test_a_place_on_s3(text: str, place: tuple[str, str] | None) -> None:
    assert on_s3(text) == place


@pytest.mark.parametrize(
    ("key", "path"), [("in", "in"), ("in/", "in"), ("in/x/y", "in"), ("x", "")]
)
def test_what_lies_within_a_path(key: str, path: str) -> None:
    assert within(key, path)


@pytest.mark.parametrize(("key", "path"), [("in2", "in"), ("i", "in"), ("", "in"), ("a/in", "in")])
def test_what_does_not(key: str, path: str) -> None:
    assert not within(key, path)


def test_a_right_is_about_its_own_bucket() -> None:
    right = Right("b", "in", "read")
    assert right.covers("b", "in/x")
    assert not right.covers("b2", "in/x")
