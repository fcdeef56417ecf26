"""What single models take and refuse beyond the type of each field."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

from specgen.refusal import Refused
from specgen.spec.allow import Day
from specgen.spec.base import Annotations, EnvName, Scalar
from specgen.spec.env import EnvValue
from specgen.spec.environment import Region
from specgen.spec.image import ImageRef, split_reference
from specgen.spec.pods import Instances, Ratio
from specgen.spec.pool import Zone, ZoneOrAny
from specgen.spec.resources import Resources
from specgen.spec.team import Egress
from specgen.units.amounts import Cpu, Quantity

DIGEST = "sha256:" + "0" * 64


def read(hint: Any, value: object) -> Any:
    return TypeAdapter(hint, config=ConfigDict(strict=True)).validate_python(value)


def refused(hint: Any, value: object) -> Refused:
    with pytest.raises(ValidationError) as caught:
        read(hint, value)
    cause = caught.value.errors()[0].get("ctx", {}).get("error")
    assert isinstance(cause, Refused)
    return cause


@pytest.mark.parametrize(
    ("value", "text"),
    [(400, "400"), (True, "true"), (False, "false"), ("1m", "1m"), ("", ""), (-1, "-1")],
    ids=repr,
)
def test_a_scalar_is_rendered_as_its_canonical_text(value: object, text: str) -> None:
    assert read(Scalar, value) == text


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        (0.33, 'quote it: "0.33"'),
        (dt.date(2027, 1, 1), 'quote it: "2027-01-01"'),
        (None, "write text, a number or a boolean"),
        ([], "write text, a number or a boolean"),
        ({}, "write text, a number or a boolean"),
    ],
    ids=repr,
)
def test_what_is_no_scalar(value: object, mend: str) -> None:
    assert refused(Scalar, value).mend == mend


@pytest.mark.parametrize("name", ["A", "_", "a1", "SPARK_HOME"])
def test_names_of_environment_variables(name: str) -> None:
    assert read(EnvName, name) == name


@pytest.mark.parametrize("name", ["", "1A", "A-B", "A B", "é", "A\n", "A.B", "A=B"], ids=ascii)
def test_what_names_no_environment_variable(name: str) -> None:
    assert "not starting with a digit" in refused(EnvName, name).mend


@pytest.mark.parametrize("hint", [Zone, ZoneOrAny])
@pytest.mark.parametrize("zone", ["us-east-1a", "ap-southeast-2c", "us-gov-west-1b"])
def test_zones_are_full_names(hint: Any, zone: str) -> None:
    assert read(hint, zone) == zone


@pytest.mark.parametrize(
    "zone", ["a", "us-east-1", "us-east-1A", "us-east-1a\n", "", "any ", "useast1a"], ids=ascii
)
def test_what_is_no_zone(zone: str) -> None:
    assert "like us-east-1a" in refused(Zone, zone).mend
    assert refused(ZoneOrAny, zone).mend.endswith("or any")
    assert read(ZoneOrAny, "any") == "any"


@pytest.mark.parametrize(
    "region", ["us-east-1a", "use1", "US-EAST-1", "us-east-1\n", ""], ids=ascii
)
def test_what_is_no_region(region: str) -> None:
    assert read(Region, "eu-central-1") == "eu-central-1"
    assert refused(Region, region).mend == "write its name, like us-east-1"


@pytest.mark.parametrize("value", ["2027-06-30", dt.date(2027, 6, 30)], ids=repr)
def test_a_day(value: object) -> None:
    assert read(Day, value) == dt.date(2027, 6, 30)


@pytest.mark.parametrize(
    "value",
    ["20270630", "2027-6-30", "2027-W26-3", "2027-02-30", "soon", "", "2027-06-30\n"],
    ids=ascii,
)
def test_what_is_no_day(value: str) -> None:
    assert refused(Day, value).mend == "write it like 2027-06-30"


@pytest.mark.parametrize(
    "text",
    [
        "spark-py", "docker.io/apache/spark:4.0.5", f"a/b@{DIGEST}",
        f"a.b:5000/c/d__e-f:t@{DIGEST}",
        "localhost:5000/x:1", "registry.example.com/a--b.c_d:V1_2.3-x",
    ],
)  # fmt: skip
def test_images_are_names_or_references(text: str) -> None:
    assert read(ImageRef, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a/B:1", "a//b:1", "a/b:", "a/b:x y", "a/b@sha256:1", "a/b@x", ":1", "@x", "a/b:1:2",
        "a/-b:1",
        "a/b..c:1", "https://a/b:1", "a/b:1\n", f"a/b:{'t' * 129}", "/a:1", "a/:1", "${X}/a:1",
        "a___b/c:1@",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_no_image_reference(text: str) -> None:
    assert refused(ImageRef, text).mend == "write registry/path:tag or …@sha256:…"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("docker.io/apache/spark:4.0.5", ("docker.io/apache/spark", "4.0.5", None)),
        (f"a/b@{DIGEST}", ("a/b", None, DIGEST)),
        (f"h:5000/b:t@{DIGEST}", ("h:5000/b", "t", DIGEST)),
        ("h:5000/b", ("h:5000/b", None, None)),
    ],
)
def test_a_reference_is_taken_apart_and_put_together(
    text: str, parts: tuple[str, str | None, str | None]
) -> None:
    image = split_reference(text)
    digest = str(image.digest) if image.digest else None
    assert (image.repository, image.tag, digest) == parts
    assert image.reference == text


@pytest.mark.parametrize("text", ["0.1", "0.20", "1", "0", "10.05"])
def test_factors_keep_how_they_were_written(text: str) -> None:
    assert read(Ratio, text) == text


@pytest.mark.parametrize(
    "text", ["", ".5", "5.", "-1", "1e3", "1,5", "\u0660.\u0661", "nan", "0.1 ", "10%"], ids=ascii
)
def test_what_is_no_factor(text: str) -> None:
    assert refused(Ratio, text).mend == 'write a decimal in quotes, like "0.2"'


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.0/8:9083",
        "kafka:9092",
        "b-1.kafka.example.com:9094",
        "fd00::/8:443",
        "0.0.0.0/0:65535",
    ],
)
def test_destinations_have_a_port(text: str) -> None:
    assert read(Egress, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "kafka", "kafka:", ":80", "kafka:0", "kafka:65536", "kafka:080", "kafka:x",
        "kafka:\u0668\u0660", "a b:80", "A:80",
        "kafka:80\n", "10.0.0.1/8:80", "10.0.0.0/33:80", "/:80", f"kafka:{'9' * 5000}",
    ],
    ids=lambda text: ascii(text)[:24],
)  # fmt: skip
def test_what_is_no_destination(text: str) -> None:
    assert refused(Egress, text).mend


def test_resources_count_cpu_in_cores_and_all_else_in_quantities() -> None:
    amounts = {
        "cpu": "1500m",
        "limits.cpu": "100",
        "memory": "400Gi",
        "requests.cpu": 4,
        "pods": 50,
        "count/jobs.batch": "7",
    }
    assert {key: str(value) for key, value in read(Resources, amounts).items()} == {
        k: str(v) for k, v in amounts.items()
    }


def test_every_wrong_amount_is_refused_at_its_own_key_with_its_mend() -> None:
    wrong = {"cpu": 0.5, "requests.cpu": "12Gi", "limits.cpu": "x", "memory": "500m", "pods": -1}
    with pytest.raises(ValidationError) as caught:
        read(Resources, {**wrong, "requests.memory": "1Gi"})
    mends = {one["loc"]: one["ctx"]["error"].mend for one in caught.value.errors()}
    assert mends == {
        ("cpu",): "write 500m",
        ("requests.cpu",): Cpu.hint,
        ("limits.cpu",): Cpu.hint,
        ("memory",): "write 500Mi",
        ("pods",): Quantity.hint,
    }


@pytest.mark.parametrize("text", ["", "a", "\ta", "a\n\tb", "\n\ta\nb", " \ta\nb"], ids=ascii)
def test_an_annotation_is_any_text(text: str) -> None:
    assert read(Annotations, {"a": text}) == {"a": text}


@pytest.mark.parametrize("text", ["\ta\nb", "\ta\n", "\t\n\tb"], ids=ascii)
def test_but_not_lines_that_begin_with_a_tab_for_they_stop_kustomize(text: str) -> None:
    assert refused(Annotations, {"a": text}).mend == "begin it with another character"


@pytest.mark.parametrize("value", [1, 50, {"max": 3}, {"min": 0, "max": 1, "initial": 1}], ids=repr)
def test_executors_are_a_number_or_bounds(value: object) -> None:
    read(Instances, value)


@pytest.mark.parametrize(
    ("value", "at"),
    [({"min": 3, "max": 2}, ("min",)), ({"min": 1, "max": 2, "initial": 3}, ("initial",)),
     ({"min": 2, "max": 3, "initial": 1}, ("initial",))],
    ids=repr,
)  # fmt: skip
def test_bounds_of_executors_are_in_order(value: object, at: tuple[str, ...]) -> None:
    assert refused(Instances, value).at == at


@pytest.mark.parametrize("value", [0, -1, "5", 1.0, True, None, [], {"max": 0}, {}], ids=repr)
def test_what_is_no_number_of_executors(value: object) -> None:
    with pytest.raises(ValidationError):
        read(Instances, value)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"secretKeyRef": {"name": "s", "key": "password"}}, True),
        ({"configMapKeyRef": {"name": "s", "key": ".x_y-z"}}, True),
        ({"configMapKeyRef": {"name": "s", "key": "..x"}}, False),
        ({"configMapKeyRef": {"name": "s", "key": "log4j2.properties"}}, True),
        ({"fieldRef": "status.podIP"}, True),
        ({}, False),
        ({"fieldRef": "a", "secretKeyRef": {"name": "s", "key": "k"}}, False),
        ({"secretKeyRef": {"name": "s", "key": "a/b"}}, False),
        ({"secretKeyRef": {"name": "S", "key": "k"}}, False),
        ({"secretKeyRef": {"name": "s"}}, False),
        (5, True),
        (None, False),
        ([], False),
    ],
    ids=repr,
)  # fmt: skip
def test_values_of_environment_variables(*, value: object, fits: bool) -> None:
    try:
        read(EnvValue, value)
    except ValidationError:
        assert not fits
    else:
        assert fits
