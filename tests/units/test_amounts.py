"""Amounts: what each grammar takes and refuses, with the mend; and what they come to."""

import re
import string
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.refusal import Refused
from specgen.units.amounts import Cpu, Quantity, SparkMemory
from specgen.units.unit import Unit
from tests.shared import shared_file

BINARY = {"k": 1, "m": 2, "g": 3, "t": 4}
DECIMAL_OF_KUBERNETES = {"": 0, "k": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
BINARY_OF_KUBERNETES = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}


def refusal(unit: type[Unit], value: object) -> Refused:
    with pytest.raises(Refused) as caught:
        unit.read(value)
    return caught.value


# --- Spark memory ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["12g", "512m", "1k", "3t", "1g", "999999999999999999m"])
def test_spark_memory_is_a_whole_number_with_a_unit(text: str) -> None:
    assert str(SparkMemory.read(text)) == text


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        pytest.param("12Gi", "write 12g", id="kubernetes unit"),
        pytest.param("512Mi", "write 512m", id="kubernetes mebibytes"),
        pytest.param("12G", "write 12g", id="upper case"),
        pytest.param("12gb", "write 12g", id="gb"),
        pytest.param("12 g", "write 12g", id="blank inside"),
        pytest.param("1.5g", "write 1536m", id="fraction of a g"),
        pytest.param("0.5m", "write 512k", id="fraction of an m"),
        pytest.param("012g", "write 12g", id="leading zero"),
        pytest.param("12", "write the unit: 12g or 12m", id="no unit"),
        pytest.param("0.5k", SparkMemory.hint, id="half a k has no whole spelling"),
        pytest.param("0g", SparkMemory.hint, id="nothing"),
        pytest.param("0.0g", SparkMemory.hint, id="a fraction that is nothing"),
        pytest.param("-1g", SparkMemory.hint, id="negative"),
        pytest.param("", SparkMemory.hint, id="empty"),
        pytest.param("g", SparkMemory.hint, id="only a unit"),
        pytest.param("1e3m", SparkMemory.hint, id="exponent"),
        pytest.param("12g\n", SparkMemory.hint, id="line break"),
        pytest.param("\u0661\u0662g", SparkMemory.hint, id="digits of another script"),
        pytest.param("9" * 19 + "g", SparkMemory.hint, id="more than 18 digits"),
        pytest.param("9" * 18 + ".5t", SparkMemory.hint, id="a mend that would be too long"),
        pytest.param("1" * 5000 + "g", SparkMemory.hint, id="very long"),
        pytest.param(12, SparkMemory.hint, id="a number"),
        pytest.param(True, SparkMemory.hint, id="a boolean"),
        pytest.param(None, SparkMemory.hint, id="null"),
        pytest.param(["12g"], SparkMemory.hint, id="a list"),
    ],
)
def test_other_spark_memory_is_refused_with_its_mend(value: object, mend: str) -> None:
    assert refusal(SparkMemory, value).mend == mend


@given(st.text(alphabet="0123456789.kmgtKMGTiIbB ", max_size=12))
def test_a_mend_of_spark_memory_can_be_taken_literally(text: str) -> None:
    try:
        SparkMemory.parse(text)
    except Refused as refused:
        proposed = re.findall(r"\b([0-9]+[kmgt])\b", refused.mend)
        if refused.mend != SparkMemory.hint:
            assert proposed
            assert [str(SparkMemory.parse(one)) for one in proposed] == proposed
            assert text not in proposed


@given(st.integers(1, 10**18 - 1), st.sampled_from(sorted(BINARY)))
def test_spark_memory_counts_in_powers_of_1024(amount: int, unit: str) -> None:
    memory = SparkMemory.parse(f"{amount}{unit}")
    bytes_ = amount * 1024 ** BINARY[unit]
    assert str(memory) == f"{amount}{unit}"
    assert memory.kib == Fraction(bytes_, 1024)
    assert memory.mib == bytes_ // 1024**2


@pytest.mark.parametrize("release", ["3.5.9", "4.3.0"])
def test_memory_comes_to_what_spark_itself_asks_of_kubernetes(release: str) -> None:
    lines = (
        shared_file(f"facts/spark-memory-{release}.txt").read_text(encoding="utf-8").splitlines()
    )
    seen = 0
    for line in lines:
        plain = re.match(r"mem=(\d+[kmgt]) (?:default|jvm) \| .*?memory=(\d+)Mi", line)
        given_overhead = re.match(
            r"mem=(\d+[kmgt]) overhead=(\d+[kmgt]) \| .*?memory=(\d+)Mi", line
        )
        if plain:
            heap = SparkMemory.parse(plain[1]).mib
            assert heap + max(384, heap // 10) == int(plain[2]), line
        elif given_overhead:
            both = (
                SparkMemory.parse(given_overhead[1]).mib + SparkMemory.parse(given_overhead[2]).mib
            )
            assert both == int(given_overhead[3]), line
        seen += bool(plain or given_overhead)
    assert seen >= 3


# --- quantities -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("1600Gi", 1600 * 2**30),
        ("1k", 1000),
        ("500", 500),
        ("1.5Gi", 3 * 2**29),
        ("0", 0),
        ("0.5", Fraction(1, 2)),
        ("007", 7),
        ("2E", 2 * 10**18),
        (12, 12),
        (0, 0),
    ],
    ids=str,
)
def test_a_quantity_keeps_its_text_and_its_exact_amount(
    value: str | int, amount: Fraction | int
) -> None:
    read = Quantity.read(value)
    assert (str(read), read.amount) == (str(value), amount)


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        pytest.param("12g", "write 12Gi", id="spark unit"),
        pytest.param("12m", "write 12Mi", id="thousandths are for CPU"),
        pytest.param("12K", "write 12Ki", id="K is no unit"),
        pytest.param("12t", "write 12Ti", id="t"),
        *[
            pytest.param(text, Quantity.hint, id=text or "empty")
            for text in ("", ".", "Gi", ".5Gi", "5.Gi", "1e3", "1E3", "NaN", "inf", "+1", "-1")
        ],
        *[
            pytest.param(text, Quantity.hint, id=ascii(text))
            for text in (
                "1_000",
                " 1",
                "1 ",
                "1 Gi",
                "1gi",
                "1GI",
                "1GiB",
                "1Gi\n",
                "\u0661Gi",
                "1,5Gi",
            )
        ],
        pytest.param(
            "8Ei", "write at most 8E: Kubernetes makes another of some that are more", id="64 bits"
        ),
        pytest.param("9" * 19, Quantity.hint, id="19 digits"),
        pytest.param("0.0123456789", Quantity.hint, id="10 decimals"),
        pytest.param(-1, Quantity.hint, id="a negative number"),
        pytest.param(True, Quantity.hint, id="a boolean"),
        pytest.param(1.5, Quantity.hint, id="a fraction"),
    ],
)
def test_other_quantities_are_refused_with_their_mend(value: object, mend: str) -> None:
    assert refusal(Quantity, value).mend == mend


@given(
    st.integers(0, 10**18 - 1),
    st.one_of(st.none(), st.text(string.digits, min_size=1, max_size=9)),
    st.sampled_from(sorted(DECIMAL_OF_KUBERNETES | BINARY_OF_KUBERNETES)),
)
def test_a_quantity_counts_as_kubernetes_does(whole: int, part: str | None, unit: str) -> None:
    digits = str(whole) if part is None else f"{whole}.{part}"
    factor = (
        1024 ** BINARY_OF_KUBERNETES[unit]
        if unit in BINARY_OF_KUBERNETES
        else 1000 ** DECIMAL_OF_KUBERNETES[unit]
    )
    expected = (Fraction(whole) + Fraction(int(part or 0), 10 ** len(part or ""))) * factor
    if expected >= 2**63:
        assert "at most 8E" in refusal(Quantity, f"{digits}{unit}").mend
        return
    read = Quantity.parse(f"{digits}{unit}")
    assert str(read) == f"{digits}{unit}"
    assert read.amount == expected


def test_quantities_are_taken_by_kubernetes_own_pattern() -> None:
    """The pattern of the API's JSON schemas, as far as it goes beyond the exponents we refuse."""
    kubernetes = re.compile(
        r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))"
        r"(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$"
    )
    ours = re.compile(Quantity.pattern)
    for number in ("0", "12", "1.5", "007", "0.000000001"):
        for unit in ("", *DECIMAL_OF_KUBERNETES, *BINARY_OF_KUBERNETES):
            assert ours.fullmatch(number + unit)
            assert kubernetes.match(number + unit)


# --- CPU ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "millis"), [("4", 4000), ("3800m", 3800), (2, 2000), ("0", 0), ("1m", 1)], ids=str
)
def test_cpu_is_whole_cores_or_thousandths(value: str | int, millis: int) -> None:
    read = Cpu.read(value)
    assert (str(read), read.millis) == (str(value), millis)


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        pytest.param("0.1", "write 100m", id="decimal text"),
        pytest.param(0.1, "write 100m", id="decimal number"),
        pytest.param(1.5, "write 1500m", id="more than a core"),
        pytest.param("2.345", "write 2345m", id="three decimals"),
        pytest.param("0.0005", Cpu.hint, id="less than a thousandth"),
        pytest.param(0.0005, Cpu.hint, id="less than a thousandth, a number"),
        pytest.param(-0.5, Cpu.hint, id="a negative fraction"),
        pytest.param("999999999.5", Cpu.hint, id="too many thousandths"),
        pytest.param("12Gi", Cpu.hint, id="memory"),
        pytest.param("4 cores", Cpu.hint, id="words"),
        pytest.param("1k", Cpu.hint, id="thousands"),
        pytest.param("", Cpu.hint, id="empty"),
        pytest.param(-1, Cpu.hint, id="negative"),
        pytest.param(True, Cpu.hint, id="a boolean"),
    ],
)
def test_other_cpu_is_refused_with_its_mend(value: object, mend: str) -> None:
    assert refusal(Cpu, value).mend == mend


@given(st.integers(0, 10**9 - 1))
def test_cpu_is_counted_in_thousandths(amount: int) -> None:
    assert Cpu.parse(str(amount)).millis == Fraction(amount) * 1000
    assert Cpu.parse(f"{amount}m").millis == amount


# --- all ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", [SparkMemory, Quantity, Cpu], ids=lambda unit: unit.__name__)
@given(text=st.text(alphabet="0123456789.kmgtKMGTPEi eE+-_\n", max_size=8))
def test_the_pattern_for_editors_says_what_the_parser_says(unit: type[Unit], text: str) -> None:
    try:
        taken = str(unit.parse(text)) == text
    except Refused as refused:
        taken = False
        if "at most" in refused.mend:
            return  # a pattern does not count
    assert taken == (re.fullmatch(unit.pattern, text) is not None)
