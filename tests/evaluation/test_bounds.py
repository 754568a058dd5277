"""Bounds: how they are written, when they fail, and that no gate is green by mistake."""

from __future__ import annotations

import pytest

from medlint.errors import UsageError
from medlint.evaluation.annotated import Split
from medlint.evaluation.bounds import Bound, Shortfall, parse, shortfalls
from medlint.evaluation.intervals import Intervals
from medlint.evaluation.scores import Score, SplitScores
from medlint.evaluation.scoring import Counts
from medlint.finding import Category


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        pytest.param("certainty=0.9", Bound("certainty", ("precision", "recall"), 0.9), id="both"),
        pytest.param("all.f1=1", Bound("all", ("f1",), 1.0), id="measure"),
        pytest.param(
            "reversal-verb.recall=.75", Bound("reversal-verb", ("recall",), 0.75), id="rule"
        ),
    ],
)
def test_reads_a_bound(text: str, bound: Bound) -> None:
    assert parse(text) == bound


@pytest.mark.parametrize(
    "text",
    ["certainty", "certainty=", "=0.9", "certainty=90", "certainty=-0.1", "certainty=nan",
     "certainty.speed=0.9", "certainty.=0.9", "0.9"],
)  # fmt: skip
def test_refuses_what_is_no_bound(text: str) -> None:
    with pytest.raises(ValueError, match="is no bound; write NAME=") as got:
        parse(text)
    assert str(got.value).startswith(f"'{text}'")


def scored(split: Split, counts: Counts) -> SplitScores:
    score = Score(counts, Intervals())
    return SplitScores(
        split=split,
        kinds={"flawed": 1},
        overall=score,
        categories={"certainty": score},
        rules={"reversal-verb": score},
        category_of={"reversal-verb": Category.CERTAINTY},
        texts={"tea.md": counts},
        unwritten=0,
    )


DEV = scored(Split.DEV, Counts(hits=9, misses=1, false_alarms=3))
TEST = scored(Split.TEST, Counts(hits=1, misses=1))


def test_a_bound_holds_in_every_split() -> None:
    assert shortfalls([parse("certainty=0.8")], [DEV, TEST]) == [
        Shortfall(Split.DEV, "certainty", "precision", 0.75, 0.8),
        Shortfall(Split.TEST, "certainty", "recall", 0.5, 0.8),
    ]


def test_a_score_that_reaches_its_bound_is_enough() -> None:
    assert shortfalls([parse("reversal-verb.precision=0.75"), parse("all=0.7")], [DEV]) == []


@pytest.mark.parametrize(
    ("bound", "message"),
    [
        pytest.param(
            "certainly=0.9",
            "--fail-under: no rule or category called 'certainly' ran; did you mean 'certainty'?",
            id="misspelt",
        ),
        pytest.param(
            "dosing=0.9",
            "--fail-under: no rule or category called 'dosing' ran",
            id="category without a rule",
        ),
    ],
)
def test_a_bound_on_what_did_not_run_is_wrong_use(bound: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        shortfalls([parse(bound)], [DEV])
    assert str(caught.value) == message


def test_a_bound_that_nothing_measures_is_wrong_use() -> None:
    with pytest.raises(UsageError) as caught:
        shortfalls([parse("certainty.recall=0")], [scored(Split.DEV, Counts(false_alarms=1))])
    assert str(caught.value) == (
        "--fail-under: nothing that is annotated measures the recall of 'certainty'"
    )


def test_it_is_enough_that_one_split_measures_a_bound() -> None:
    assert shortfalls([parse("all=0.5")], [TEST, scored(Split.CLAIMS, Counts())]) == []
