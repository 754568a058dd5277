"""What is a hit, a miss and a false alarm; every count is written out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from medlint.evaluation.annotated import Annotated, Annotation, Split
from medlint.evaluation.scoring import Counts, judge
from medlint.finding import Category, Confidence, Finding, Related, Severity
from medlint.text import Span

RULE = "reversal-verb"


def text(*, expected: str = "", silent: str = "", full: bool = True) -> Annotated:
    """A text of 60 code points; `expected="3-6 8-9?"` marks two places, the second arguable."""
    return Annotated(
        path="tea.md",
        source="x" * 60,
        kind="flawed",
        split=Split.DEV,
        expected=tuple(
            Annotation(RULE, span(place.rstrip("?")), sure=not place.endswith("?"))
            for place in expected.split()
        ),
        silent=tuple(Annotation(RULE, span(place)) for place in silent.split()),
        fully_marked=frozenset({RULE} if full else ()),
    )


def span(place: str) -> Span:
    start, end = place.split("-")
    return Span(int(start), int(end))


def finding(place: str) -> Finding:
    return Finding(
        rule=RULE,
        category=Category.CERTAINTY,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message="",
        advice="",
        span=span(place),
        excerpt="",
        fingerprint="",
    )


@pytest.mark.parametrize(
    ("annotated", "findings", "counts"),
    [
        pytest.param(text(), "", Counts(), id="nothing"),
        pytest.param(text(expected="10-20"), "10-20", Counts(hits=1), id="hit"),
        pytest.param(text(expected="10-20"), "19-30", Counts(hits=1), id="hit by one letter"),
        pytest.param(
            text(expected="10-20"), "20-30", Counts(misses=1, false_alarms=1), id="next to it"
        ),
        pytest.param(text(expected="10-20"), "", Counts(misses=1), id="miss"),
        pytest.param(text(), "10-20", Counts(false_alarms=1), id="false alarm"),
        pytest.param(
            text(full=False), "10-20", Counts(unjudged=1), id="unmarked place of another rule"
        ),
        pytest.param(
            text(silent="10-20", full=False), "15-16", Counts(false_alarms=1), id="silent place"
        ),
        pytest.param(
            text(silent="10-20"), "15-16", Counts(false_alarms=1), id="silent place counts once"
        ),
        pytest.param(
            text(expected="10-20?"), "10-20", Counts(arguable=1, arguable_found=1), id="arguable"
        ),
        pytest.param(text(expected="10-20?"), "", Counts(arguable=1), id="arguable, not found"),
        pytest.param(
            text(expected="10-20"), "10-14 15-20", Counts(hits=1), id="two findings on one quote"
        ),
        pytest.param(
            text(expected="10-20 30-40"), "10-40", Counts(hits=1, misses=1), id="one for two"
        ),
        pytest.param(
            text(expected="10-20 30-40"),
            "10-40 10-12",
            Counts(hits=2),
            id="the only one for the second leaves the first to another",
        ),
        pytest.param(
            text(expected="10-20? 15-25"),
            "14-18",
            Counts(hits=1, arguable=1),
            id="sure before arguable",
        ),
        pytest.param(
            text(expected="10-20", silent="25-30"), "15-28", Counts(hits=1), id="hit over a silent"
        ),
        pytest.param(
            text(expected="10-20", silent="25-30"),
            "12-14 15-28",
            Counts(hits=1, false_alarms=1),
            id="a second finding that touches a silent place",
        ),
    ],
)
def test_counts(annotated: Annotated, findings: str, counts: Counts) -> None:
    found = [finding(place) for place in findings.split()]
    assert judge(annotated, RULE, Category.CERTAINTY, found).counts == counts


@pytest.mark.parametrize(
    ("sentence", "expected", "counts"),
    [
        pytest.param(None, "10-20 30-40 50-55", Counts(hits=2, misses=1), id="about the article"),
        pytest.param("10-20", "10-20 30-40", Counts(hits=1, misses=1), id="about its sentence"),
        pytest.param(None, "30-40", Counts(hits=1), id="at a further place alone"),
        pytest.param(None, "50-55", Counts(misses=1, false_alarms=1), id="at none"),
    ],
)
def test_what_is_said_of_an_article_is_said_of_all_its_places(
    sentence: str | None, expected: str, counts: Counts
) -> None:
    found = replace(
        finding("12-14"),
        sentence=None if sentence is None else span(sentence),
        related=(Related(span("32-34"), "here, too"),),
    )
    judged = judge(text(expected=expected), RULE, Category.CERTAINTY, [found])
    assert judged.counts == counts


def test_misses_and_false_alarms_are_named() -> None:
    annotated = text(expected="10-20 30-40 45-48?", silent="0-5")
    found = [finding("32-34"), finding("50-55"), finding("1-2")]
    judged = judge(annotated, RULE, Category.CERTAINTY, found)
    assert [mark.span for mark in judged.misses] == [Span(10, 20)]
    assert [alarm.span for alarm in judged.false_alarms] == [Span(50, 55), Span(1, 2)]


def test_annotations_of_other_rules_do_not_count() -> None:
    other = Annotation("guarantee", Span(10, 20))
    annotated = Annotated(
        "tea.md", "x" * 60, "flawed", Split.DEV, (other,), (other,), frozenset({RULE})
    )
    judged = judge(annotated, RULE, Category.CERTAINTY, [finding("10-20")])
    assert judged.counts == Counts(false_alarms=1)


def test_scores() -> None:
    counts = Counts(hits=6, misses=4, false_alarms=2, arguable=5, arguable_found=3)
    assert counts.precision == pytest.approx(0.75)
    assert counts.recall == pytest.approx(0.6)
    assert counts.f1 == pytest.approx(2 / 3)


def test_scores_of_nothing_are_undefined() -> None:
    assert Counts().precision is None
    assert Counts(misses=1).precision is None
    assert Counts(false_alarms=1).recall is None
    assert Counts().f1 is None
    assert Counts(misses=1).recall == 0.0


def test_counts_add_up() -> None:
    both = Counts(1, 2, 3, 4, 5, 6) + Counts(10, 20, 30, 40, 50, 60)
    assert both == Counts(11, 22, 33, 44, 55, 66)
