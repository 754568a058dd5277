"""What a publisher asks every page to declare: off where nothing is asked, exact where it is."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from medlint import config, runner
from medlint.errors import ConfigError
from medlint.finding import Finding, Severity
from medlint.plan import Plan
from medlint.publishing import NOTHING, Demands

TEXT = "# Gout\n\nBy Ana Roy. Reviewed by Lee Ma, RN, on 4 May 2024.\n\nIt hurts.\n"


def found(demands: Demands, text: str = TEXT) -> Iterator[Finding]:
    plan = Plan(root=Path.cwd(), as_of=dt.date(2026, 11, 23), select=("page",), demands=demands)
    result = runner.lint_text(runner.prepare(plan), text, "gout.md")
    return (finding for finding in result.found())


@pytest.mark.parametrize(
    ("demands", "messages"),
    [
        pytest.param(NOTHING, [], id="nothing-configured"),
        pytest.param(Demands(author=True, reviewer=True, reviewed=True), [], id="all-there"),
        pytest.param(
            Demands(reviewer=True, credentials=("MD", "DO")),
            ["The page lacks a reviewer who is MD or DO."],
            id="credential",
        ),
        pytest.param(Demands(reviewer=True, credentials=("R.N.",)), [], id="credential-held"),
        pytest.param(Demands(max_age_months=31), [], id="young-enough"),
        pytest.param(
            Demands(max_age_months=30),
            ["The page lacks a review within 30 months (the last: 2024-05-04)."],
            id="too-old",
        ),
        pytest.param(
            Demands(funding=True),
            ["The page does not say who paid for it, or that nobody did."],
            id="funding",
        ),
        pytest.param(
            Demands(disclaimer=("No advice.", "Ask a nurse.")),
            ["The page lacks the disclaimer “No advice.”."],
            id="disclaimer",
        ),
        pytest.param(Demands(disclaimer=("No advice.", "It hurts!")), [], id="one-of-several"),
    ],
)
def test_what_is_asked_for(demands: Demands, messages: list[str]) -> None:
    assert [finding.message for finding in found(demands)] == messages


def test_a_day_that_could_be_two_is_not_judged() -> None:
    text = "# Gout\n\nReviewed: 03/04/2016\n\nIt hurts.\n"
    assert list(found(Demands(max_age_months=12), text)) == []


def test_everything_that_is_missing_is_one_finding_at_the_beginning() -> None:
    demands = Demands(author=True, reviewer=True, max_age_months=12)
    (finding,) = found(demands, "# Gout\n\nIt hurts.\n")
    assert finding.span.of("# Gout\n\nIt hurts.\n") == "Gout"
    assert finding.message == (
        "The page lacks an author, a reviewer and the date of the last review."
    )


def test_a_disclaimer_that_is_asked_for_fails_a_run() -> None:
    plan = Plan(
        root=Path.cwd(), as_of=dt.date(2026, 11, 23), demands=Demands(disclaimer=("No advice.",))
    )
    result = runner.lint_text(runner.prepare(plan), "# Gout\n\nIt hurts.\n", "gout.md")
    (finding,) = result.found()
    assert (finding.severity, finding.preview) == (Severity.ERROR, False)


def test_the_finding_ends_when_something_else_is_missing() -> None:
    (before,) = found(Demands(author=True, reviewer=True), "# Gout\n\nIt hurts.\n")
    (after,) = found(Demands(reviewer=True), "# Gout\n\nIt hurts.\n")
    assert before.fingerprint != after.fingerprint


def test_settings_say_what_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "medlint.yaml"
    path.write_text(
        "page:\n  author: true\n  reviewed: true\n  credentials: [MD, RN]\n"
        "  max-age-months: 24\n  funding: true\n  disclaimer: [Not medical advice.]\n"
        "  grade: 9\n"
    )
    assert config.load(path).demands == Demands(
        author=True,
        reviewer=True,
        credentials=("MD", "RN"),
        reviewed=True,
        max_age_months=24,
        funding=True,
        disclaimer=("Not medical advice.",),
        grade=9.0,
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        pytest.param("page: {autor: true}", "'autor'", id="unknown-key"),
        pytest.param("page: {author: 'yes'}", "valid boolean", id="author"),
        pytest.param("page: {reviewer: 1}", "valid boolean", id="reviewer"),
        pytest.param("page: {credentials: MD}", "valid list", id="credentials"),
        pytest.param("page: {reviewed: maybe}", "valid boolean", id="reviewed"),
        pytest.param("page: {max-age-months: 0}", "greater than or equal to 1", id="age"),
        pytest.param("page: {funding: []}", "valid boolean", id="funding"),
        pytest.param("page: {disclaimer: ['']}", "at least 1 character", id="disclaimer"),
        pytest.param("page: {grade: hard}", "valid number", id="grade"),
        pytest.param("region: fr", "'us', 'uk', 'eu' or 'au'", id="region"),
        pytest.param("profile: 3", "valid string", id="profile"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, settings: str, message: str) -> None:
    path = tmp_path / "medlint.yaml"
    path.write_text(settings + "\n")
    with pytest.raises(ConfigError, match=message):
        config.load(path)
