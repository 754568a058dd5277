"""Recall at rates of false alarms."""

from tools.detector.scoring import Judged, recalls, threshold


def judged(odds: float, *, function: bool = False, scar: bool = False) -> Judged:
    return Judged("d", "s", odds, "", after_function_word=function, scar=scar)


def test_a_threshold_lets_so_many_of_a_thousand_through() -> None:
    intact = [judged(float(n)) for n in range(2_000)]
    assert sum(one.odds > threshold(intact, 3) for one in intact) == 6
    assert sum(one.odds > threshold(intact, 10) for one in intact) == 20


def test_recall_is_told_for_each_group() -> None:
    broken = [judged(5, function=True, scar=True), judged(1, function=True), judged(4), judged(0)]
    assert recalls(broken, 2.0) == "all 0.500, function word left 0.500, scars 1.000"
