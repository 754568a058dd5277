"""Kind `outdated`: references so old that something newer is likely to hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.finding import Severity
from medlint.reading import Reading
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import AgeTable, SourceAge, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables
from medlint.text import Span


class OutdatedSource(Strict):
    """`ages` is a table of how old each sort of source may be on the day of the run.

    Works that are cited because they are old are a note.
    """

    kind: Literal["outdated"]
    ages: Slug

    def compile(self, tables: Tables) -> Finder:
        """The finder of entries past the age of their sort."""
        table = tables.facts(self.ages, AgeTable)
        sorts = [(row, TermFinder(row.any_of)) for row in table.ages]
        lasting = TermFinder(table.lasting)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            del scope
            for entry in reading.references:
                age = reading.as_of.year - (entry.year or reading.as_of.year)
                row = next(row for row, words in sorts if not row.any_of or entry.title in words)
                sentence = next(iter(reading.sentences_of(entry.block)), None)
                if row.years is None or age <= row.years or sentence is None:
                    continue
                severity, note = freshness(table, row, reading.as_of)
                lasts = entry.text in lasting
                yield Hit(
                    sentence,
                    Span(0, len(sentence.text.rstrip())),
                    values={"problem": _told(row, entry.year, age)},
                    severity=Severity.NOTE if lasts else severity,
                    note=note,
                    address=True,
                )

        return find


def _told(row: SourceAge, year: int | None, age: int) -> str:
    return f"This {row.label} is of {year}, {age} years old; the limit is {row.years}"
