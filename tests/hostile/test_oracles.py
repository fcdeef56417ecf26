"""Amounts, held against the programs that read them, over texts made from their grammars."""

import json
import os
import random
import re
import subprocess
from fractions import Fraction
from itertools import product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from specgen.refusal import Refused
from specgen.tree.emit import emit
from specgen.units.amounts import Quantity, SparkMemory
from specgen.units.unit import Unit
from tests.shared import kubectl

_RANDOM = random.Random(20261121)  # noqa: S311 - a corpus, the same each time

NUMBERS = ("0", "1", "12", "007", "1.5", "0.25", "1600", "999999", "1.125", "100000000")
ODD_NUMBERS = ("", ".", "1.2.3", "1_000", "0x1", "one", "NaN", "inf", "1,5", "\u0661", "--1")
UNITS = ("", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
ODD_UNITS = ("K", "g", "ki", "GI", "GB", "GiB", "Gib", " Gi", "b", "kk", "iG", "t", "Zi", "%")
LEFT_OUT = re.compile(
    r"[+-].*|\..+|[0-9]+\.[A-Za-z]*|.*[num]|.*[eE][+-]?[0-9]+|\.?[A-Za-z]*| .*|.* "
)
"""What Kubernetes reads and we leave out: signs, bare points, thousandths and less, exponents, and
what it reads as nothing (`.`, `Gi`)."""

QUANTITIES = sorted(
    {
        *(number + unit for number, unit in product(NUMBERS, UNITS)),
        *(number + unit for number, unit in product(NUMBERS, ODD_UNITS)),
        *(number + unit for number, unit in product(ODD_NUMBERS, ("", "Gi", "M"))),
        *(sign + number for sign, number in product("+-", NUMBERS)),
        *(f"{number}{e}{n}" for number, e, n in product(NUMBERS, "eE", ("3", "+3", "-3", "", "x"))),
        *("".join(_RANDOM.choices("0123456789.", k=n)) + u for n in range(1, 9) for u in UNITS),
    }
)


def taken(unit: type[Unit], text: str) -> bool:
    """Whether we take it; if so, it is kept as it was written."""
    try:
        return str(unit.parse(text)) == text
    except Refused:
        return False


def read_by_kubernetes(folder: Path, texts: list[str]) -> dict[str, str]:
    """Those that kubectl takes as an amount of memory, each as it writes it itself."""
    for number, text in enumerate(texts):
        resources = {"containers": [{"name": "a", "resources": {"limits": {"memory": text}}}]}
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"a{number}"}}
        (folder / f"{number}.yaml").write_bytes(emit({**pod, "spec": resources}))
    for refused in re.findall(r'unable to decode "([^"]+)"', _set_env(folder).stderr):
        Path(refused).unlink()
    done = _set_env(folder)
    assert done.returncode == 0, done.stderr[:300]
    found, said = {}, done.stdout.strip()
    while said:
        pod, end = json.JSONDecoder().raw_decode(said)
        said = said[end:].lstrip()
        (container,) = pod["spec"]["containers"]
        found[texts[int(pod["metadata"]["name"][1:])]] = container["resources"]["limits"]["memory"]
    return found


def _set_env(folder: Path) -> "subprocess.CompletedProcess[str]":
    """A command of kubectl that reads every object of a folder into its type, and needs nobody."""
    return subprocess.run(
        [kubectl(), "set", "env", "--local", "-o", "json", "-f", str(folder), "X=y"],
        env={**os.environ, "KUBECONFIG": "/dev/null"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def amount(canonical: str) -> Fraction:
    """What an amount comes to that Kubernetes has written itself: a number and a unit."""
    match = re.fullmatch(
        r"([0-9]+(?:\.[0-9]+)?)([kMGTPE]|[KMGTPE]i|[mun])?(?:e([0-9]+))?", canonical
    )
    assert match, canonical
    digits, unit, exponent = match.groups()
    if unit in PARTS:
        return Fraction(digits) / PARTS[unit]
    power = "KMGTPE".index(unit[0].upper()) + 1 if unit else 0
    base = Fraction(1024 if unit and unit.endswith("i") else 1000)
    return Fraction(Fraction(digits) * base**power * 10 ** int(exponent or 0))


LONG = 2**63 - 1
"""What Kubernetes makes of more, in powers of 1024; what is too fine, it rounds up."""
PARTS = {"m": 10**3, "u": 10**6, "n": 10**9}


def large(text: str) -> bool:
    """Whether more than 64 bits: Kubernetes takes that, and makes another of some."""
    try:
        Quantity.parse(text)
    except Refused as refused:
        return "at most" in refused.mend
    return False


def test_quantities_are_what_kubernetes_takes_and_come_to_the_same(tmp_path: Path) -> None:
    texts = [text for text in QUANTITIES if "\u0661" not in text]
    theirs = read_by_kubernetes(tmp_path, texts)
    ours = {text for text in texts if taken(Quantity, text)}
    assert ours <= theirs.keys()
    compared = [text for text in texts if not LEFT_OUT.fullmatch(text)]
    agreed = [text for text in compared if (text in ours) == (text in theirs) or large(text)]
    assert len(compared) > 250
    assert len(agreed) >= 0.99 * len(compared), sorted({*compared} - {*agreed})
    assert {one for one in ours if not 0 <= amount(theirs[one]) - Quantity(one).amount < 1} == set()
    whole = {one for one in ours if Quantity(one).amount.denominator == 1}
    assert {one for one in whole if amount(theirs[one]) != Quantity(one).amount} == set()
    changed = {one for one in compared if one in theirs and one not in ours}
    assert {amount(theirs[one]) for one in changed} >= {LONG, 100}, "so it is refused here"


SUFFIXES = {"": 2, "b": 0, "k": 1, "kb": 1, "m": 2, "mb": 2, "g": 3, "gb": 3, "t": 4, "tb": 4,
            "p": 5, "pb": 5}  # fmt: skip
"""byteSuffixes of Spark's JavaUtils, as powers of 1024; no suffix is MiB for memory.

https://github.com/apache/spark/blob/v4.0.0/common/utils/src/main/java/org/apache/spark/network/util/JavaUtils.java
"""


def as_spark_reads(text: str) -> int | None:
    """byteStringAsMb: whole MiB, or None where it throws."""
    match = re.fullmatch(r"([0-9]+)([a-z]+)?", text.lower().strip(), re.ASCII)
    if match is None or (match[2] or "") not in SUFFIXES or int(match[1]) > LONG:
        return None
    mebibytes = int(match[1]) * 1024 ** SUFFIXES[match[2] or ""] // 1024**2
    return mebibytes if mebibytes <= LONG else None


memories = st.builds(
    "{}{}".format,
    st.integers(0, 999_999) | st.sampled_from(["1.5", "", "-1", "1e3", "0x1", "007", " 1"]),
    st.sampled_from([*SUFFIXES, "G", "Gi", "GB", "gib", "x", " g", "kk", "e"]),
)


@given(memories)
def test_memory_that_we_take_spark_takes_and_reads_alike(text: str) -> None:
    if taken(SparkMemory, text):
        assert SparkMemory(text).mib == as_spark_reads(text)


@given(st.integers(1, 10**6), st.integers(1, 10**6), *[st.sampled_from("kmgt")] * 2)
def test_memory_is_ordered_as_spark_orders_it(one: int, two: int, unit: str, other: str) -> None:
    low, high = SparkMemory.parse(f"{one}{unit}"), SparkMemory.parse(f"{two}{other}")
    powers = [one * 1024 ** "kmgt".index(unit), two * 1024 ** "kmgt".index(other)]
    assert (low.kib < high.kib) == (powers[0] < powers[1])


def test_what_spark_takes_and_we_refuse_is_ambiguous() -> None:
    """No unit, bytes, upper case, two letters, a zero in front: each is told what to write."""
    left_out = re.compile(r"[0-9]+|.*(?:b|p)|.*[A-Z]|0.*|.* .*")
    texts = [f"{n}{unit}" for n in ("1", "12", "0", "07") for unit in (*SUFFIXES, "G", "M", " g")]
    strict = {
        text for text in texts if as_spark_reads(text) is not None and not taken(SparkMemory, text)
    }
    assert {text for text in strict if not left_out.fullmatch(text)} == set()
