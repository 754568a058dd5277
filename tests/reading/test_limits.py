"""Limits that define a condition, by region and date."""

import datetime as dt
from collections.abc import Callable

import pytest

from medlint.document import Format
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.publishing import Region
from medlint.rules import registry

TODAY = dt.date(2026, 11, 23)
Told = Callable[..., str]


@pytest.fixture(scope="module")
def problem(annotator: Annotator) -> Told:
    loaded = registry.load_rules()
    guards = registry.make_guards(loaded)
    rule = registry.compile_rule(loaded, "threshold-mismatch", guards=guards)

    def told(text: str, region: Region | None = None, as_of: dt.date = TODAY) -> str:
        linter = Linter((rule,), annotator, as_of, region=region)
        findings = linter.lint(text, path="x.md", format=Format.MARKDOWN)[1]
        return " ".join(finding.message for finding in findings)

    return told


@pytest.mark.parametrize(
    ("text", "us", "uk"),
    [
        ("High blood pressure is defined as 130/80 mmHg or higher.", True, False),
        ("High blood pressure is defined as 140/90 mmHg or higher.", False, True),
        ("Blood pressure is considered high if it stays at or above 140/90.", False, True),
        ("Stage 2 hypertension is a reading of 140/90 or higher.", True, False),
        ("Prediabetes means an HbA1c of 5.7% to 6.4%.", True, False),
        ("Prediabetes means an HbA1c of 42 to 47 mmol/mol.", False, True),
        ("Diabetes is diagnosed at an HbA1c of 48 mmol/mol or more.", True, True),
        ("Diabetes is diagnosed at an HbA1c of 42 mmol/mol or more.", False, False),
        ("Prediabetes is a fasting glucose of 5.6 to 6.9 mmol/L.", True, False),
    ],
)
def test_the_limits_of_a_region(problem: Told, text: str, *, us: bool, uk: bool) -> None:
    assert (problem(text, "us") == "") is us
    assert (problem(text, "uk") == "") is uk
    assert (problem(text) == "") is (us or uk)


def test_says_whose_limit_it_is(problem: Told) -> None:
    told = problem("High blood pressure is defined as 130/80 mmHg or higher.", "uk")
    assert "The guideline's limit is 140/90 mmHg (NICE, 2019)" in told
    assert "130/80 is the limit of others (American College of Cardiology" in told


def test_says_until_when_it_held(problem: Told) -> None:
    text = "High blood pressure is defined as 140/90 mmHg or higher."
    assert "140/90 was the limit until 2017" in problem(text, "us")
    assert problem(text, "us", dt.date(2016, 1, 1)) == ""
    newer = "High blood pressure is defined as 130/80 mmHg or higher."
    assert "The guideline's limit is 140/90" in problem(newer, "us", dt.date(2016, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "Her blood pressure was 150/90 mmHg or higher for a week.",
        "The target is a blood pressure of 150/90 or higher, which is a goal for the old.",
        "At home, high blood pressure means 135/85 mmHg or higher.",
        "High blood pressure is a force of 3.5 kPa or more.",
    ],
)
def test_other_numbers_are_left_alone(problem: Told, text: str) -> None:
    assert problem(text, "us") == ""
