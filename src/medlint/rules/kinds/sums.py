"""Kind `sums`: numbers of a sentence that do not agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.conversions import (
    PHYSICAL,
    Bound,
    Conversion,
    implausible,
    mismatches,
)
from medlint.reading.limits import Limit, misplaced
from medlint.reading.sums import Mistake, mistakes, told_twice
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import MeasureTable
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables


class Sums(Strict):
    """`check` says which numbers do not agree.

    The `arithmetic`, amounts in two `units`, values out of `bounds`, or `thresholds` that are not
    those of a guideline, on the day of the run and in the region where the text is published.

    `measures` is the table of measures with their units and possible values.
    """

    kind: Literal["sums"]
    check: Literal["arithmetic", "units", "bounds", "thresholds"]
    measures: Slug = "measures"

    def compile(self, tables: Tables) -> Finder:
        """The finder of such mistakes."""
        check: _Check = _arithmetic
        if self.check != "arithmetic":
            table = tables.facts(self.measures, MeasureTable)
            check = {"units": _units, "bounds": _bounds, "thresholds": _limits}[self.check](table)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            before: Sentence | None = None
            for sentence in reading.in_scope(scope):
                beside = before is not None and before.block == sentence.block
                last = before.text if before is not None and beside else ""
                for mistake in check(reading, last, sentence.text):
                    yield Hit(sentence, mistake.span, values={"problem": mistake.problem})
                before = sentence

        return find


_Check = Callable[[Reading, str, str], Iterable[Mistake]]


def _arithmetic(reading: Reading, before: str, text: str) -> Iterator[Mistake]:
    del reading
    yield from mistakes(text)
    yield from told_twice(before, text)


def _units(table: MeasureTable) -> _Check:
    named = tuple(
        Conversion(row.left, row.right, row.factor, row.offset, TermFinder(row.names))
        for row in table.measures
        if row.left and row.right and row.factor
    )
    return lambda _, __, text: mismatches(text, (*named, *PHYSICAL))


def _limits(table: MeasureTable) -> _Check:
    limits = [
        Limit(
            TermFinder(limit.names or row.names),
            TermFinder(limit.means),
            limit.unit,
            limit.low,
            limit.high,
            limit.second,
            row.jurisdiction,
            limit.since,
            limit.until,
            f"{row.sources[0].org}, {row.sources[0].date}" if row.sources[0].date else "",
        )
        for row in table.measures
        for limit in row.thresholds
    ]
    return lambda reading, _, text: misplaced(
        text, limits, region=reading.region, as_of=reading.as_of
    )


def _bounds(table: MeasureTable) -> _Check:
    bounds = [
        Bound(TermFinder(row.names), values.unit, values.low, values.high)
        for row in table.measures
        for values in row.plausible
    ]
    return lambda _, __, text: implausible(text, bounds)
