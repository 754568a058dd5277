"""The audit of facts, and a report that weighs them."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from medlint.cli import main
from medlint.rules import audit, registry
from medlint.rules.audit import Lack
from medlint.rules.loader import RuleSet


@pytest.fixture(scope="module")
def loaded() -> RuleSet:
    return registry.load_rules()


def test_a_row_past_its_review_is_stale_from_the_next_day(loaded: RuleSet) -> None:
    row = next(
        r for r in loaded.therapies("therapy-classes").classes if r.id == "mht-systemic-estrogen"
    )
    assert row.review_by == dt.date(2027, 2, 22)

    def lacks(today: dt.date) -> list[Lack]:
        entries = audit.audit(loaded, today)
        return [lack for e in entries if e.row == row.id for lack in e.lacks]

    assert lacks(dt.date(2027, 2, 22)) == []
    assert lacks(dt.date(2027, 2, 23)) == [Lack.STALE]


def test_no_unverified_row_is_an_error(loaded: RuleSet) -> None:
    entries = list(audit.audit(loaded, dt.date(2026, 11, 23)))
    assert {e.severity for e in entries if Lack.UNVERIFIED in e.lacks} <= {"warning", "note"}
    assert 0 < len(entries) < audit.facts(loaded)


@pytest.mark.parametrize(
    ("day", "code", "line"),
    [
        pytest.param("2026-11-23", 0, "past its review: 0 of", id="fresh"),
        pytest.param("2031-01-01", 1, "(review by 2027-02-22)", id="stale"),
    ],
)
def test_the_command_says_what_is_stale(
    day: str, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "audit", "--as-of", day]) == code
    printed = capsys.readouterr().out
    assert line in printed
    assert f"As of {day}." in printed


def test_a_rule_set_goes_to_a_worker_without_what_was_compiled_from_it(loaded: RuleSet) -> None:
    loaded.once("key", object)
    copy = pickle.loads(pickle.dumps(loaded))  # noqa: S301 -- our own data
    assert copy.made == {}
    assert copy.knowledge == loaded.knowledge
    assert copy.once("key", lambda: 1) == 1
    assert copy.once("key", lambda: 2) == 1
