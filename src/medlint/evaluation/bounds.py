"""What scores must reach: `certainty=0.9`, `reversal-verb.recall=0.8`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from medlint.errors import UsageError
from medlint.evaluation.annotated import Split
from medlint.evaluation.scores import SplitScores
from medlint.evaluation.scoring import MEASURES

_BOTH = ("precision", "recall")
"""What a bound that names no measure holds for."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The least that some measures of one rule, one category or all must reach."""

    name: str
    measures: tuple[str, ...]
    least: float


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A score that lies under its bound."""

    split: Split
    name: str
    measure: str
    score: float
    least: float


def parse(text: str) -> Bound:
    """The bound that `NAME=VALUE` or `NAME.MEASURE=VALUE` writes.

    Raises:
        ValueError: it is neither, or no score can be that high.
    """
    target, _, value = text.partition("=")
    name, dot, measure = target.partition(".")
    measures = (measure,) if dot else _BOTH
    try:
        least = float(value)
    except ValueError:
        least = -1.0
    if not name or not 0 <= least <= 1 or not set(measures) <= set(MEASURES):
        known = ", ".join(MEASURES)
        msg = f"'{text}' is no bound; write NAME=0.9 or NAME.MEASURE=0.9, MEASURE one of {known}"
        raise ValueError(msg)
    return Bound(name, measures, least)


def shortfalls(bounds: Iterable[Bound], splits: Sequence[SplitScores]) -> list[Shortfall]:
    """Every score of any split that lies under a bound.

    Raises:
        UsageError: a bound names nothing that ran, or nothing that any split has a score for;
            a gate must not be green because nothing was measured.
    """
    found: list[Shortfall] = []
    for bound in bounds:
        measured = False
        for scores in splits:
            named = scores.named()
            if bound.name not in named:
                close = get_close_matches(bound.name, named, n=1)
                hint = f"; did you mean '{close[0]}'?" if close else ""
                msg = f"--fail-under: no rule or category called '{bound.name}' ran{hint}"
                raise UsageError(msg)
            for measure in bound.measures:
                score = getattr(named[bound.name].counts, measure)
                measured = measured or score is not None
                if score is not None and score < bound.least:
                    found.append(Shortfall(scores.split, bound.name, measure, score, bound.least))
        if not measured:
            what = " or ".join(bound.measures)
            msg = f"--fail-under: nothing that is annotated measures the {what} of '{bound.name}'"
            raise UsageError(msg)
    return found
