"""Numbers as written, and what they are worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.reading.numerals import value_of


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", "7"),
        ("12", "12"),
        ("1,200", "1200"),
        ("4.5", "4.5"),
        ("4·50", "4.50"),
        ("4,5", "4.5"),
        ("1,234.5", "1234.5"),
        ("2 million", "2000000"),
        ("1.5 billion", "1500000000"),
        ("20", "20"),
        ("forty-one", "41"),
        ("a hundred", "100"),
        ("two hundred and five", "205"),
        ("three thousand", "3000"),
        ("a dozen", "12"),
    ],
)
def test_the_value(written: str, value: str) -> None:
    assert value_of(written) == Decimal(value)


@pytest.mark.parametrize("written", ["", "women", "1.2.3", "a few"])
def test_what_is_no_number(written: str) -> None:
    assert value_of(written) is None


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_read_as_the_plain_number(number: int) -> None:
    assert value_of(f"{number:,}") == value_of(str(number)) == number


@given(st.decimals(min_value=0, max_value=10_000, places=2))
def test_decimals_read_as_they_are(number: Decimal) -> None:
    assert value_of(str(number)) == number
