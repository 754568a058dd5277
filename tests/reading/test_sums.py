"""Sums done again, unit conversions, and what they leave alone."""

import time

import pytest

from medlint.reading.conversions import PHYSICAL, Conversion, mismatches
from medlint.reading.sums import mistakes, told_twice
from medlint.reading.terms import TermFinder


@pytest.mark.parametrize(
    ("text", "wrong", "problem"),
    [
        ("In the trial 12 of 48 people (35%) felt better.", "35", "The numbers given make 25%"),
        ("The wait fell from 8 to 5, a drop of 4 points.", "4", "The numbers given make 3"),
        ("Rates doubled, from 15% to 25%.", "doubled", "From 15 to 25 is 1.7 times"),
        (
            "RR 1.9 (95% CI 1.0-1.5).",
            "1.9",
            "It lies outside of its interval, 1 to 1.5",
        ),
        ("Take 10 mg every 6 hours (30 mg a day).", "30", "The doses make 40 mg a day"),
        ("The course lasts 12 weeks (6 months).", "6", "The time given is 2.8 months"),
    ],
)
def test_what_does_not_come_out(text: str, wrong: str, problem: str) -> None:
    (mistake,) = mistakes(text)
    assert (mistake.span.of(text), mistake.problem) == (wrong, problem)


@pytest.mark.parametrize(
    "text",
    [
        "In the trial 16 of 48 people (33%) felt better.",
        "More than half of them (56%) came.",
        "Taper from 10 to 5 mg.",
        "Of 100 people, 60% had pain, 50% nausea and 40% fever.",
        "From 2004 to 2018 cases doubled.",
        "It nearly doubled, from 21 to 40.",
        "Pages 1289-97 deal with it.",
        "The difference was not significant (p = 0.30).",
        "",
    ],
)
def test_what_may_be_right(text: str) -> None:
    assert mistakes(text) == []


def test_a_count_taken_up_with_other_digits() -> None:
    second = "Half of the 420 patients got the drug."
    (mistake,) = told_twice("The trial enrolled 240 patients.", second)
    assert mistake.span.of(second) == "420"
    assert list(told_twice("The trial enrolled 240 patients.", "Of the 120 patients, …")) == []


GLUCOSE = Conversion("mg/dl", "mmol/l", 0.0555, names=TermFinder(["glucose"]))
CHOLESTEROL = Conversion("mg/dl", "mmol/l", 0.0259, names=TermFinder(["cholesterol"]))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("A glucose of 126 mg/dL (7.0 mmol/L).", []),
        ("A glucose of 126 mg/dL (3.3 mmol/L).", ["3.3"]),
        ("A cholesterol of 126 mg/dL (3.3 mmol/L).", []),
        ("A lactate of 126 mg/dL (3.3 mmol/L).", []),
        ("She is 5 ft 6 in (168 cm) tall.", []),
        ("She is 5 ft 6 in (178 cm) tall.", ["178"]),
        ("About 39 °C (102 °F).", []),
        ("A limit of 40 lb (about 20 kg).", []),
        ("A limit of 40 lb (25 kg).", ["25"]),
    ],
)
def test_amounts_in_two_units(text: str, wrong: list[str]) -> None:
    found = mismatches(text, (GLUCOSE, CHOLESTEROL, *PHYSICAL))
    assert [mistake.span.of(text) for mistake in found] == wrong


@pytest.mark.parametrize(
    "piece", ["1 ", "1% ", "from 1 to ", "1 of 2 ", "(1 mg ", "between 1 and "]
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    # No sentence is longer than two thousand characters.
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        mistakes(text)
        list(mismatches(text, PHYSICAL))
        return time.process_time() - began

    seconds(500)
    assert any(seconds(2_000) < 0.5 for _ in range(3))
