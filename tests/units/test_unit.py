"""What all units share."""

import copy

import pytest
from pydantic import TypeAdapter, ValidationError

from specgen.refusal import Refused
from specgen.units.addresses import (
    Arn,
    Cidr,
    Digest,
    KmsKey,
    PolicyArn,
    Principal,
    RoleArn,
    Root,
    Uri,
)
from specgen.units.amounts import Cpu, Quantity, SparkMemory
from specgen.units.cron import Cron
from specgen.units.times import Duration, EksVersion, KubernetesVersion, TimeZone, Version
from specgen.units.unit import Unit, shown

EXAMPLES: dict[type[Unit], tuple[str, str]] = {
    SparkMemory: ("12g", "512m"),
    Quantity: ("1600Gi", "1k"),
    Cpu: ("4", "3800m"),
    Duration: ("110s", "1h30m"),
    TimeZone: ("Asia/Shanghai", "UTC"),
    Version: ("1.34", "v2.5.2"),
    KubernetesVersion: ("1.34", "1.35"),
    EksVersion: ("v1.20.1-eksbuild.1", "v1.12.2-eksbuild.4"),
    Cron: ("0 2 * * *", "@every 5m"),
    Uri: ("s3://b/p", "local:///opt/x"),
    Root: ("s3://b/p/", "file:///opt/"),
    Digest: ("sha256:" + "0" * 64, "sha256:" + "f" * 64),
    Cidr: ("10.0.0.0/8", "fd00::/8"),
    Arn: ("arn:aws:iam::111122223333:role/a", "arn:aws-cn:s3:::bucket"),
    PolicyArn: (
        "arn:aws:iam::aws:policy/AmazonAthenaFullAccess",
        "arn:aws:iam::111122223333:policy/a/b",
    ),
    Principal: ("arn:aws:iam::111122223333:role/a", "arn:aws-cn:iam::111122223333:user/b"),
    RoleArn: ("arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/path/a"),
    KmsKey: (
        "arn:aws:kms:us-east-1:111122223333:key/mrk-1",
        "arn:aws-cn:kms:cn-north-1:111122223333:key/1",
    ),
}
every_unit = pytest.mark.parametrize("unit", EXAMPLES, ids=lambda unit: unit.__name__)


def test_every_unit_has_examples() -> None:
    def below(unit: type[Unit]) -> set[str]:
        return {unit.__name__}.union(*(below(one) for one in unit.__subclasses__()))

    assert below(Unit) - {"Unit"} == {unit.__name__ for unit in EXAMPLES}


@every_unit
def test_a_unit_is_its_text(unit: type[Unit]) -> None:
    one, other = (unit.parse(text) for text in EXAMPLES[unit])
    assert (str(one), str(other)) == EXAMPLES[unit]
    assert one == unit.parse(str(one)) != other
    assert len({one, other, unit.parse(str(one))}) == 2
    assert copy.deepcopy(one) == one
    assert unit.read(one) is one


@every_unit
def test_a_unit_of_another_kind_is_not_equal(unit: type[Unit]) -> None:
    text: object = EXAMPLES[unit][0]
    assert unit.read(text) != text


@every_unit
def test_pydantic_reads_and_writes_a_unit(unit: type[Unit]) -> None:
    adapter: TypeAdapter[Unit] = TypeAdapter(unit)
    text = EXAMPLES[unit][0]
    assert adapter.validate_python(text) == unit.parse(text)
    assert adapter.dump_json(unit.parse(text)) == f'"{text}"'.encode()
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python("nonsense !")
    (error,) = caught.value.errors()
    assert error["loc"] == ()
    assert isinstance(error["ctx"]["error"], Refused)


@every_unit
def test_a_refusal_names_the_value_the_unit_and_a_mend(unit: type[Unit]) -> None:
    with pytest.raises(Refused) as caught:
        unit.read("nonsense !")
    assert caught.value.what.startswith("`nonsense !` is not ")
    assert caught.value.mend


@every_unit
@pytest.mark.parametrize("sign", ["1", "a", "1_", "(", "<<", "${", "1,", "1 ", ":", "/"])
def test_a_value_of_a_megabyte_is_refused_at_once_and_not_repeated(
    unit: type[Unit], sign: str
) -> None:
    with pytest.raises(Refused) as caught:
        unit.read(sign * (1 << 20))
    assert len(caught.value.what) < 300
    assert len(caught.value.mend) < 300


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (None, "null"),
        ({}, "a map"),
        ([], "a list"),
        ((), "a list"),
        (12, "12"),
        (1.5, "1.5"),
        ("x", "x"),
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 99 + "…"),
    ],
    ids=ascii,
)
def test_values_are_shown_as_yaml_has_them(value: object, text: str) -> None:
    assert shown(value) == text
