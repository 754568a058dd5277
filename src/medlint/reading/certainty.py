"""How certain a sentence sounds, from the words that take certainty away.

The steps are those of readers' judgements, from 1, uncertain, to 6, certain (Pei & Jurgens, EMNLP
2021, doi 10.18653/v1/2021.emnlp-main.784).
"""

from __future__ import annotations

from collections.abc import Iterable

from medlint.reading.terms import TermFinder

_PLAIN = 4.8
"""How certain a plain statement sounds."""
_DENIAL = 0.4
"""What a denial adds: "is not" leaves less room than "is"."""
_DENIALS = TermFinder(("no", "not", "never", "none", "cannot", "n't"))
_MOST = 2
"""So many words of one weight count; more of them are repetition."""
_LOWEST, _HIGHEST = 1.0, 6.0


class CertaintyReader:
    """Rates sentences by words of doubt, each with the certainty that it takes away."""

    def __init__(self, doubts: Iterable[tuple[float, Iterable[str]]]) -> None:
        """Take words of doubt, each list with its weight."""
        self._doubts = [(weight, TermFinder(words)) for weight, words in doubts]

    def rate(self, text: str) -> float:
        """How certain a sentence sounds, from 1 to 6."""
        rating = _PLAIN
        for weight, words in self._doubts:
            rating -= weight * min(_MOST, sum(1 for _ in words.find(text)))
        if text in _DENIALS:
            rating += _DENIAL
        return max(_LOWEST, min(_HIGHEST, rating))
