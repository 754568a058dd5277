"""How an article weighs its therapies, as a small chart: gains on one side, harms on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medlint.finding import Balance

_HALF = 100
"""The length of the longest bar, in units of the chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the chart: counts, and the lengths of their bars.

    `section` is empty in the line that sums up a therapy.
    """

    therapy: str
    section: str
    gains: int
    harms: int
    gain_length: int
    harm_length: int

    @property
    def in_words(self) -> str:
        """The line as a sentence, for those who do not see the bars."""
        where = f"In \N{LEFT DOUBLE QUOTATION MARK}{self.section}\N{RIGHT DOUBLE QUOTATION MARK}"
        said = f"{_count(self.gains, 'gain')} and {_count(self.harms, 'harm')}"
        return f"{where if self.section else 'In all'}: {said}."


def bars(balance: Sequence[Balance]) -> tuple[Bar, ...]:
    """The lines of the chart: each therapy summed up, then its sections, in reading order."""
    therapies = list(dict.fromkeys(entry.therapy for entry in balance))
    sums = {
        therapy: (
            sum(entry.gains for entry in balance if entry.therapy == therapy),
            sum(entry.harms for entry in balance if entry.therapy == therapy),
        )
        for therapy in therapies
    }
    longest = max((max(pair) for pair in sums.values()), default=0)
    lines: list[Bar] = []
    for therapy in therapies:
        sections = [entry for entry in balance if entry.therapy == therapy]
        lines.append(_bar(therapy, "", *sums[therapy], longest))
        if len(sections) > 1:
            lines += [
                _bar(therapy, entry.section or "(opening)", entry.gains, entry.harms, longest)
                for entry in sections
            ]
    return tuple(lines)


def _bar(therapy: str, section: str, gains: int, harms: int, longest: int) -> Bar:
    def scale(count: int) -> int:
        return round(count * _HALF / longest) if longest else 0

    return Bar(therapy, section, gains, harms, scale(gains), scale(harms))


def _count(number: int, word: str) -> str:
    return f"{number} {'sentence' if number == 1 else 'sentences'} of {word}"
