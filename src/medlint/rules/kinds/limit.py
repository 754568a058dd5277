"""Kind `limit`: a text tells its reader to take more than anybody should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import Term, TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import Dose, DoseTable, Limit, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables
from medlint.text import Span

_AMOUNT = compile_pattern(
    r"(?i)(?:(\d[\d,.]*)\s?(?:-|\x{2013}|to)\s?)?(\d[\d,.]*)[\s-]?"
    r"(mg|milligrams?|mcg|\x{b5}g|\x{3bc}g|ug|micrograms?|g|grams?|iu|international units?)\b"
)
_TIMES = compile_pattern(
    r"(?i)\b(?:(twice|two times|2 times|2x)|(three times|thrice|3 times|3x|every (?:8|eight) hours)"
    r"|(four times|4 times|4x|every (?:6|six) hours)|(every (?:4|four) hours))\b"
)
_OTHERWISE = compile_pattern(
    r"(?i)\b(?:trials?|stud(?:y|ies)|participants|randomi[sz]ed|placebo|researchers|mice|rats"
    r"|overdos\w+|toxic\w*|poison\w*|limit|maximum|no more than|not more than|never more|exceed\w*"
    r"|upper|too much|per serving|per cup|contains?|provides?|dv|rda|in one case|case report"
    r"|inject\w*|intravenous\w*|infusion|per kg|a week|weekly|once a week|a month|monthly"
    r"|doctor|prescrib\w+|under supervision|hospital|deficien\w+|warn\w*|dangerous|harm\w*"
    r"|do not|don't|don\x{2019}t|never|avoid|risk\w*|should not|cause[sd]?|damage\w*)\b"
)
"""What an amount is otherwise named for than to be taken."""
_TOLD = compile_pattern(
    r"(?i)\b(?:take|takes|taking|try|start|use|using|swallow|add|drink|dose|daily|a day|per day"
    r"|each day|every (?:day|morning|night|evening|\d|four|six|eight)|at bedtime|before bed|stack"
    r"|i take|we give|give|recommend|load|megadose|pop|with breakfast|with dinner|once|twice)\b"
)
_FACTORS = {"g": 1_000_000.0, "mg": 1_000.0, "mcg": 1.0}
_OF = compile_pattern(
    r"(?i)^[\s)]*(?:(?:a day|per day|daily|each|worth) )?(?:of )?"
    r"(?:(?:pure|elemental|liquid|oral|high-dose|extra|good|natural|organic|the|a|your) )*$"
)
_AT = compile_pattern(
    r"(?i)^[\s,:(]*(?:tablets?|capsules?|drops|supplements?|pills?|powder)?[\s,:(]*"
    r"(?:at|in doses of|in a dose of|dose of|up to|about|around|just|only|is|of)?[\s,:(]*$"
)
_UNNAMED = compile_pattern(
    r"(?i)(?:^|[;:,\x{2013}\x{2014}]|\b(?:on|takes?|taking|took|to|at|about|around|up to|use|using"
    r"|gets?|needs?|gives?|try|with|dose of|dose is))\s*$"
)
_A_DAY = compile_pattern(
    r"(?i)^\s*(?:a day|daily|per day|each day|a night|every (?:day|morning|night|evening)"
    r"|at (?:night|bedtime)|(?:once|twice|three times) (?:a day|daily))\b"
)
"""What stands around an amount that is taken daily and does not say of what: the text has said."""
_RECORD = compile_pattern(r"(?i)\b(?:current|home) medications?\b")


class LimitMatch(Strict):
    """`doses` is a table of limits."""

    kind: Literal["limit"]
    doses: Slug

    def compile(self, tables: Tables) -> Finder:
        """The finder of amounts above a limit."""
        table = tables.facts(self.doses, DoseTable)
        rows = {name: row for row in table.doses for name in row.names}
        names = TermFinder(rows)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                found = list(names.find(sentence.text))
                before = None if found else reading.before(sentence)
                said = list(names.find(before.text)) if before else found
                if said and _RECORD.search(reading.blocks[sentence.block].text):
                    continue  # a case record
                if not said or _OTHERWISE.search(sentence.text) or not _TOLD.search(sentence.text):
                    continue
                told_of = {id(rows[name.term]): rows[name.term] for name in said}
                for amount in _amounts(sentence.text):
                    name = _nearest(sentence.text, amount.span, found)
                    if name is not None:
                        row = rows[name.term]
                    elif len(told_of) == 1 and _is_unnamed(sentence.text, amount.span):
                        (row,) = told_of.values()
                    else:
                        continue
                    limit = _limit(row, sentence)
                    total = amount.a_day(row, limit)
                    if total is not None and total > limit.amount:
                        severity, note = freshness(table, row, reading.as_of)
                        values = _values(row, limit)
                        yield Hit(sentence, amount.span, None, values, severity, note=note)

        return find


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount as it stands: a number, its unit, and how often it is taken in a day."""

    span: Span
    value: float
    unit: str
    times: int

    def a_day(self, row: Dose, limit: Limit) -> float | None:
        """The amount in the unit of the row, in a day or at a time; None if it has another."""
        times = self.times if limit.per == "day" else 1
        if self.unit == row.unit:
            return self.value * times
        if "IU" in {self.unit, row.unit}:
            if row.per_iu is None:
                return None
            if self.unit == "IU":
                return self.value * row.per_iu * times
            return None
        return self.value * _FACTORS[self.unit] / _FACTORS[row.unit] * times


def _amounts(text: str) -> Iterator[_Amount]:
    for match in _AMOUNT.finditer(text):
        try:
            value = float(match.group(2).rstrip(".,").replace(",", ""))
        except ValueError:  # "1.2.3", a version
            continue
        after = _TIMES.search(text[match.end() : match.end() + 60])
        yield _Amount(Span(match.start(), match.end()), value, _unit(match.group(3)), _times(after))


def _unit(written: str) -> str:
    low = written.lower()
    if low.startswith(("iu", "international")):
        return "IU"
    if low.startswith(("mg", "milli")):
        return "mg"
    return "g" if low in {"g", "gram", "grams"} else "mcg"


def _times(match: Any) -> int:
    if match is None:
        return 1
    return next(times for times, group in zip((2, 3, 4, 6), match.groups(), strict=True) if group)


def _nearest(text: str, span: Span, names: list[Term]) -> Term | None:
    """The name that the amount belongs to: "600 mg of zinc", or else "zinc, 600 mg"."""
    for name in names:
        if name.span.start >= span.end and _OF.search(text[span.end : name.span.start]):
            return name
    for name in names:
        if name.span.end <= span.start and _AT.search(text[name.span.end : span.start]):
            return name
    return None


def _is_unnamed(text: str, span: Span) -> bool:
    """Whether an amount is taken daily and its own phrase does not say of what."""
    return bool(_UNNAMED.search(text[: span.start]) and _A_DAY.search(text[span.end :]))


def _limit(row: Dose, sentence: Sentence) -> Limit:
    lowered = sentence.text.lower()
    for limit in row.limits[1:]:
        if any(word in lowered for word in limit.words):
            return limit
    return row.limits[0]


def _values(row: Dose, limit: Limit) -> dict[str, str]:
    most = f"{limit.amount:,.0f} {row.unit} {'a day' if limit.per == 'day' else 'at a time'}"
    return {"substance": row.label, "limit": most, "who": limit.who, "harm": row.harm}
