"""The bootstrap: the same counts give the same intervals, and more texts narrower ones."""

from __future__ import annotations

import subprocess
import sys

import pytest

from medlint.evaluation.intervals import Intervals, bootstrap
from medlint.evaluation.scoring import Counts

MIXED = [Counts(3, 1, 0), Counts(0, 2, 1), Counts(5, 0, 2), Counts(), Counts(1, 1, 1)]


def test_the_same_counts_give_the_same_intervals_in_every_process() -> None:
    code = (
        "from medlint.evaluation.intervals import bootstrap\n"
        "from medlint.evaluation.scoring import Counts\n"
        "print(bootstrap([Counts(3, 1, 0), Counts(0, 2, 1), Counts(5, 0, 2), Counts(), "
        "Counts(1, 1, 1)]))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == str(bootstrap(MIXED))


def test_an_interval_holds_the_score_of_all() -> None:
    intervals = bootstrap(MIXED)
    total = sum(MIXED, Counts())
    for interval, score in (
        (intervals.precision, total.precision),
        (intervals.recall, total.recall),
        (intervals.f1, total.f1),
    ):
        assert interval is not None
        assert score is not None
        assert 0 <= interval[0] < score < interval[1] <= 1


def test_where_every_text_scores_alike_the_interval_is_a_point() -> None:
    intervals = bootstrap([Counts(3, 1, 1)] * 4)
    assert intervals.precision == pytest.approx((0.75, 0.75))
    assert intervals.recall == pytest.approx((0.75, 0.75))


def test_more_texts_narrow_it() -> None:
    few, many = bootstrap(MIXED).recall, bootstrap(MIXED * 10).recall
    assert few is not None
    assert many is not None
    assert many[1] - many[0] < (few[1] - few[0]) / 2


def test_half_hits_and_half_misses_vary_as_coins_do() -> None:
    # 100 throws: the middle 95 % of shares lie within about 0.5 ± 1.96 · √(0.25 / 100).
    interval = bootstrap([Counts(hits=1), Counts(misses=1)] * 50).recall
    assert interval == pytest.approx((0.402, 0.598), abs=0.03)


@pytest.mark.parametrize(
    "per_text",
    [
        pytest.param([], id="no text"),
        pytest.param([Counts(3, 1, 1)], id="one text"),
        pytest.param([Counts(), Counts(3, 1, 1), Counts()], id="one text that tells"),
    ],
)
def test_one_text_does_not_vary(per_text: list[Counts]) -> None:
    assert bootstrap(per_text) == Intervals(None, None, None)


def test_a_score_that_is_undefined_has_no_interval() -> None:
    intervals = bootstrap([Counts(misses=1), Counts(misses=2)])
    assert intervals.precision is None
    assert intervals.recall == (0.0, 0.0)
