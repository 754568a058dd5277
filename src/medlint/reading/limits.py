"""Limits by which a text defines a condition, held against those of the guidelines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from medlint.publishing import Region
from medlint.reading.conversions import ANY_UNIT, UNITS, last_named
from medlint.reading.patterns import compile_pattern
from medlint.reading.sums import Mistake
from medlint.reading.terms import TermFinder
from medlint.text import Span


@dataclass(frozen=True, slots=True)
class Limit:
    """What a measure has to reach to be called something: from `low`, or from `low` to `high`.

    Of a pressure, `second` is its lower number. It holds in one `region` or in all, `since` a day
    or always, `until` a day or still; `authority` says who set it.
    """

    names: TermFinder
    means: TermFinder
    unit: str
    low: float
    high: float | None = None
    second: float | None = None
    region: Region | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    authority: str = ""

    def holds(self, region: Region | None, as_of: dt.date) -> bool:
        """Whether it holds on a day where a text is published; anywhere, if that is not known."""
        here = region is None or self.region in {None, region}
        begun = self.since is None or self.since <= as_of
        return here and begun and (self.until is None or as_of < self.until)

    @property
    def written(self) -> str:
        """The limit as a text has it, without its unit."""
        to = f" to {self.high:g}" if self.high is not None else ""
        over = f"/{self.second:g}" if self.second is not None else ""
        return f"{self.low:g}{to}{over}"


_N = r"(\d[\d,]*(?:\.\d+)?)"
_FROM = r"(?:at\sor\sabove|at\sleast|of\sor\sabove|\x{2265})\s?"
_CUT = compile_pattern(
    rf"(?:^|[^\w./])({_FROM})?(?:{_N}\s?%?(?:\sto\s|\s?\x{{2013}}\s?))?(-?\d[\d,]*(?:\.\d+)?)"
    rf"\s?({ANY_UNIT})?(\sor\s(?:higher|more|above|lower)|\swith\ssymptoms)?(?:[^\w/]|$)",
    any_case=True,
)
_PRESSURE = compile_pattern(
    r"(at\sor\sabove|at\sleast|above|over|exceeds|\x{2265})?\s?\b(\d{2,3})/(\d{2,3})(?:\s?mm\s?hg)?"
    r"(\sor\s(?:higher|more|above|over|greater)|\sand\s(?:above|higher))?",
    any_case=True,
)
_DEFINING = compile_pattern(
    r"\b(?:means|called|diagnosed?|is\san?|counts\sas|points\sto|considered|defined|class(?:ed|ified)"
    r"\sas)\b|\bhypertension\s\(|\bhigh\sblood\spressure\s\(",
    any_case=True,
)
_OTHERWISE = compile_pattern(
    r"\b(?:gestational|pregnan\w*|control\w*|target|goal|child\w*|treat\w*|asian|waist|risk|poor\w*"
    r"|urgent|call|home|ambulatory|daytime|severe|crisis|emergency|used\sto|until|formerly|previously)\b",
    any_case=True,
)
"""What is no definition of a condition in adults, measured as usual, or none of today."""


def misplaced(
    text: str, limits: Sequence[Limit], *, region: Region | None, as_of: dt.date
) -> Iterator[Mistake]:
    """Limits that are not the ones of a guideline that holds, where a sentence defines by them."""
    if not _DEFINING.search(text) or _OTHERWISE.search(text):
        return
    for stated in (*_cuts(text), *_pressures(text)):
        before = text[: stated.span.start]
        named = [
            (_longest(limit.means, text), limit)
            for limit in limits
            if stated.is_like(limit) and last_named(limit.names, before) >= 0
        ]
        # "Stage 2 hypertension" is not just any hypertension.
        longest = max((length for length, _ in named), default=0)
        fitting = [limit for length, limit in named if length and length == longest]
        here = [limit for limit in fitting if limit.holds(region, as_of)]
        if here and not any(stated.equals(limit) for limit in here):
            others = [limit for limit in fitting if stated.equals(limit)]
            others.sort(key=lambda limit: limit.region != region)  # their own of old comes first
            yield Mistake(stated.span, _told(stated, here[0], others))


def _longest(terms: TermFinder, text: str) -> int:
    return max((len(term.term) for term in terms.find(text)), default=0)


def _told(stated: _Stated, right: Limit, others: Sequence[Limit]) -> str:
    by = f" ({right.authority})" if right.authority else ""
    told = f"The guideline's limit is {right.written} {stated.unit}".rstrip() + by
    if not others:
        return told
    other = others[0]
    until = f"was the limit until {other.until.year}" if other.until else "is the limit of others"
    return f"{told}; {other.written} {until} ({other.authority})"


@dataclass(frozen=True, slots=True)
class _Stated:
    """A limit as a sentence states it."""

    span: Span
    unit: str
    low: float
    high: float | None = None
    second: float | None = None

    def is_like(self, limit: Limit) -> bool:
        """Whether both are of one unit, and both a range or both a pressure."""
        alike = (self.high is None) == (limit.high is None)
        return (
            alike and (self.second is None) == (limit.second is None) and self._unit == limit.unit
        )

    @property
    def _unit(self) -> str:
        return UNITS[self.unit.lower()] if self.unit else ""

    def equals(self, limit: Limit) -> bool:
        """Whether it is that limit."""
        return (self.low, self.high, self.second) == (limit.low, limit.high, limit.second)


def _cuts(text: str) -> Iterator[_Stated]:
    for match in _CUT.finditer(text):
        ranged = match.group(2) is not None
        if ranged or match.group(1) or match.group(5):
            low = _number(match.group(2) or match.group(3))
            high = _number(match.group(3)) if ranged else None
            span = Span(match.start(2) if ranged else match.start(3), match.end(3))
            yield _Stated(span, match.group(4) or "", low, high)


def _pressures(text: str) -> Iterator[_Stated]:
    for match in _PRESSURE.finditer(text):
        if match.group(1) or match.group(4):
            low, second = float(match.group(2)), float(match.group(3))
            yield _Stated(Span(match.start(2), match.end(3)), "mmHg", low, second=second)


def _number(written: Any) -> float:
    return float(written.replace(",", ""))
