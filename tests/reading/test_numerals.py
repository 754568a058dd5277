"""Numbers as written, and what they are worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.reading.numerals import numerals, parse, value_of


@pytest.mark.parametrize(
    ("written", "value", "step"),
    [
        ("7", "7", "1"),
        ("12", "12", "1"),
        ("1,200", "1200", "100"),
        ("4.5", "4.5", "0.1"),
        ("4·50", "4.50", "0.01"),
        ("4,5", "4.5", "0.1"),
        ("1,234.5", "1234.5", "0.1"),
        ("2 million", "2000000", "1000000"),
        ("1.5 billion", "1500000000", "100000000"),
        ("20", "20", "10"),
        ("forty-one", "41", "1"),
        ("a hundred", "100", "1"),
        ("two hundred and five", "205", "1"),
        ("three thousand", "3000", "1"),
        ("a dozen", "12", "1"),
    ],
)
def test_value_and_step(written: str, value: str, step: str) -> None:
    numeral = parse(written)
    assert numeral is not None
    assert (numeral.value, numeral.step) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize("written", ["", "women", "1.2.3", "a few"])
def test_what_is_no_number(written: str) -> None:
    assert value_of(written) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 of 48 (35%)", ["12", "48", "35"]),
        ("GLUT4, IL-6, B12 and 17β-estradiol", ["17"]),
        ("two of the thirty-one", ["two", "thirty-one"]),
        ("about 1.2 million, not 1", ["1.2 million", "1"]),
    ],
)
def test_numbers_of_a_text(text: str, found: list[str]) -> None:
    assert [numeral.span.of(text) for numeral in numerals(text)] == found


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_read_as_the_plain_number(number: int) -> None:
    assert value_of(f"{number:,}") == value_of(str(number)) == number


@given(st.decimals(min_value=0, max_value=10_000, places=2))
def test_what_is_written_lies_within_its_rounding(number: Decimal) -> None:
    numeral = parse(str(number))
    assert numeral is not None
    assert numeral.low < numeral.value == number < numeral.high
