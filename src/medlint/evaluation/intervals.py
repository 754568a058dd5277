"""How far scores could lie from those of other texts of the same sort: the bootstrap."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from medlint.evaluation.scoring import MEASURES, Counts

RESAMPLES = 1000
SEED = 2026

_FORTIETHS = 40
"""The first and the last of the cuts into forty are the bounds of the middle 95 percent."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Intervals:
    """95-percent intervals of the scores; None where they say nothing: of fewer than two texts."""

    precision: Interval | None = None
    recall: Interval | None = None
    f1: Interval | None = None


def bootstrap(per_text: Sequence[Counts]) -> Intervals:
    """The percentile intervals over texts drawn anew, with repeats, from those there are.

    The draws are the same for as many texts, so the same counts give the same intervals.
    Draws that leave a score undefined are left out of it.
    """
    telling = {index: counts for index, counts in enumerate(per_text) if counts != Counts()}
    if len(telling) < 2:  # noqa: PLR2004 -- one text does not vary
        return Intervals()
    totals = [_total(telling, draw) for draw in _draws(len(per_text))]
    return Intervals(*(_interval(totals, measure) for measure in MEASURES))


@cache
def _draws(size: int) -> tuple[Mapping[int, int], ...]:
    """How often each text is in each draw."""
    chance = random.Random(SEED)  # noqa: S311 -- chance that can be repeated, not secrets
    return tuple(Counter(chance.choices(range(size), k=size)) for _ in range(RESAMPLES))


def _total(telling: Mapping[int, Counts], draw: Mapping[int, int]) -> Counts:
    hits = misses = false_alarms = 0
    for index, counts in telling.items():
        times = draw.get(index, 0)
        hits += times * counts.hits
        misses += times * counts.misses
        false_alarms += times * counts.false_alarms
    return Counts(hits, misses, false_alarms)


def _interval(totals: Sequence[Counts], measure: str) -> Interval | None:
    values = [value for counts in totals if (value := getattr(counts, measure)) is not None]
    if len(values) < 2:  # noqa: PLR2004 -- fewer cannot be cut
        return None
    cuts = statistics.quantiles(values, n=_FORTIETHS, method="inclusive")
    return cuts[0], cuts[-1]
