"""Quantities as the API server writes them back; the right column is what it stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.capacity.quantity import amount, canonical
from specgen.refusal import Refused


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("7168Mi", "7Gi"),
        ("2560Mi", "2560Mi"),
        ("1024Gi", "1Ti"),
        ("0.5Gi", "512Mi"),
        ("1.5Gi", "1536Mi"),
        ("0Mi", "0"),
        ("1000m", "1"),
        ("1500m", "1500m"),
        ("0.5", "500m"),
        ("2", "2"),
        ("5G", "5G"),
        ("5000M", "5G"),
        ("1e3", "1k"),
        ("1E-1", "100m"),
        (".5", "500m"),
        ("100u", "1m"),
        ("0.1Mi", "104857600m"),
    ],
)
def test_the_shortest_text(written: str, stored: str) -> None:
    assert canonical(written) == stored


@pytest.mark.parametrize("text", ["6GGi", "12g", "-1", "+1", "", "1 Gi", "Mi", "1Kb", "."])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is no quantity"):
        canonical(text)


@given(
    st.integers(min_value=0, max_value=10**9),
    st.sampled_from(["", "m", "k", "M", "G", "Ki", "Mi", "Gi", "Ti"]),
)
def test_the_amount_stays_and_a_second_time_changes_nothing(number: int, unit: str) -> None:
    text = canonical(f"{number}{unit}")
    assert amount(text) == amount(f"{number}{unit}")
    assert canonical(text) == text
