"""The final check, and the order of keys."""

from typing import Any

import pytest

from specgen.paths import Path
from specgen.validate.schema import file_name, misfits, ordered

Body = dict[str, Any]


def application(**spec: Any) -> Body:
    """An application with the least that its schema takes."""
    least = {
        "type": "Python",
        "sparkVersion": "4.0.5",
        "mainApplicationFile": "local:///a.py",
        "driver": {},
        "executor": {},
    }
    return {
        "apiVersion": "sparkoperator.k8s.io/v1beta2",
        "kind": "SparkApplication",
        "metadata": {"name": "a"},
        "spec": {**least, **spec},
    }


@pytest.mark.parametrize(
    ("api", "kind", "name"),
    [
        ("v1", "Namespace", "core/namespace_v1.json"),
        ("networking.k8s.io/v1", "NetworkPolicy", "networking.k8s.io/networkpolicy_v1.json"),
        (
            "sparkoperator.k8s.io/v1beta2",
            "SparkApplication",
            "sparkoperator.k8s.io/sparkapplication_v1beta2.json",
        ),
    ],
)
def test_where_a_kinds_schema_lies(api: str, kind: str, name: str) -> None:
    assert file_name(api, kind) == name


def test_what_fits_has_no_misfits() -> None:
    assert list(misfits(application())) == []


@pytest.mark.parametrize(
    ("spec", "path", "unknown", "words"),
    [
        pytest.param(
            {"drver": {}}, ("spec", "drver"), True, "`drver` is not a field", id="an unknown field"
        ),
        pytest.param(
            {"driver": {"cors": 1}},
            ("spec", "driver", "cors"),
            True,
            "`cors`",
            id="one further down",
        ),
        pytest.param(
            {"driver": {"cores": "x"}},
            ("spec", "driver", "cores"),
            False,
            "whole number",
            id="another type",
        ),
        pytest.param({"type": "Go"}, ("spec", "type"), False, "Go", id="no word of a choice"),
        pytest.param(
            {"driver": {"env": [{}]}},
            ("spec", "driver", "env", 0, "name"),
            False,
            "required",
            id="a field missing",
        ),
        pytest.param({"deps": []}, ("spec", "deps"), False, "a map", id="a list for a map"),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(
    spec: Body,
    path: Path,
    unknown: bool,  # noqa: FBT001
    words: str,
) -> None:
    (misfit,) = misfits(application(**spec))
    assert (misfit.path, misfit.unknown) == (path, unknown)
    assert words in misfit.message


def test_two_unknown_fields_are_two_misfits() -> None:
    found = misfits(application(a=1, b=2))
    assert sorted(misfit.path for misfit in found) == [("spec", "a"), ("spec", "b")]


def test_a_value_of_several_types_names_no_word_of_json_schema() -> None:
    body = {
        "apiVersion": "v1",
        "kind": "LimitRange",
        "metadata": {"name": "a"},
        "spec": {"limits": [{"type": "Pod", "max": {"cpu": 1.5}}]},
    }
    (misfit,) = misfits(body)
    assert misfit.path == ("spec", "limits", 0, "max", "cpu")
    assert "anyOf" not in misfit.message


def test_a_value_of_another_form_is_told_with_the_form() -> None:
    (misfit,) = misfits(application(driver={"coreLimit": "many"}))
    assert misfit.path == ("spec", "driver", "coreLimit")
    assert "form" in misfit.message
    assert misfit.mend == "write a quantity, such as 400Gi, 500m or 2"


def test_keys_stand_in_the_order_of_the_shape_and_open_maps_by_name() -> None:
    body = application(sparkConf={"b": "1", "a": "2"}, driver={"memory": "1g", "cores": 1})
    shuffled = {key: body[key] for key in ("spec", "kind", "metadata", "apiVersion")}
    out = ordered(shuffled)
    assert list(out) == ["apiVersion", "kind", "metadata", "spec"]
    assert list(out["spec"]["sparkConf"]) == ["a", "b"]
    assert list(out["spec"]["driver"]) == ["cores", "memory"]
    assert out == body


def test_fields_that_the_shape_does_not_know_come_last_and_lists_keep_their_order() -> None:
    body = application(zz=1, driver={"aa": 1, "cores": 2}, arguments=["b", "a"])
    out = ordered(body)
    assert list(out["spec"])[-1] == "zz"
    assert list(out["spec"]["driver"]) == ["cores", "aa"]
    assert out["spec"]["arguments"] == ["b", "a"]


def test_items_of_lists_are_put_in_order_too() -> None:
    out = ordered(application(driver={"env": [{"value": "1", "name": "A"}]}))
    assert list(out["spec"]["driver"]["env"][0]) == ["name", "value"]
