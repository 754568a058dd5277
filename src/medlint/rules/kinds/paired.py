"""Kind `paired`: a drug stands beside a purpose that is not its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, Self

from pydantic import model_validator

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import Term, TermFinder
from medlint.rules import commended
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import Lookalike, LookalikeTable, Row, Table, Use, UseTable, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words

_OTHERWISE = compile_pattern(
    r"(?i)\b(?:trials?|stud(?:y|ies|ied)|randomi[sz]ed|researchers?|not approved|unapproved"
    r"|rejected"
    r"|confus\w+|mix(?:ed|es)? up|mistak\w+|look-?alikes?|sound-?alikes?|versus|vs|interact\w*"
    r"|side effects?|caus(?:e|es|ed|ing)|worsen\w*|risk\w*|do not|don't|does not|unlike|avoid"
    r"|stopped|history|removed|withdrawn)\b"
)
"""Sentences that name a drug and a purpose without giving the one for the other."""
_LISTED = compile_pattern(r"[,;()\n]")
_CLOSE = 60
"""So many characters may stand between a drug and its purpose."""


class Paired(Strict):
    """Either `uses`: a table of uses without approval, or `lookalikes`: of names mixed up.

    `any_of` are the words by which the article itself says so, wherever they stand. A use counts
    only where the text commends a therapy of the table `therapies`.
    """

    kind: Literal["paired"]
    therapies: Slug | None = None
    uses: Slug | None = None
    lookalikes: Slug | None = None
    any_of: Words | None = None

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        if (self.uses is None) == (self.lookalikes is None) or (
            (self.uses is None) != (self.therapies is None)
        ):
            msg = "'paired' takes 'uses' with 'therapies', or 'lookalikes'"
            raise ValueError(msg)
        return self

    def compile(self, tables: Tables) -> Finder:
        """The finder of such pairs."""
        said = TermFinder(self.any_of.resolve(tables) if self.any_of else ())
        table, rows = self._rows(tables)
        every = TermFinder(name for row in rows for name in _names(row.fact))

        reader = commended.reader(self.therapies, tables) if self.therapies else None

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            if any(block.text in said for block in reading.blocks):
                return
            praised: frozenset[int] | None = None
            for sentence in reading.in_scope(scope):
                if sentence.text not in every or _OTHERWISE.search(sentence.text):
                    continue
                if reader is not None:
                    praised = praised or commended.sentences(reader.read(reading, scope))
                    if sentence.index not in praised:
                        continue
                around = _around(reading, sentence) if reader else [sentence.text]
                for row in rows:
                    drug = next(row.names.find(sentence.text), None)
                    if drug is None:
                        continue
                    purpose = row.purpose(around) if reader else row.purpose_beside(around[0], drug)
                    if purpose is None:
                        continue
                    severity, note = freshness(table, row.fact, reading.as_of)
                    values = {"drug": drug.term, "use": purpose, "meant": row.told}
                    yield Hit(sentence, drug.span, None, values, severity, row.fact.id, note=note)

        return find

    def _rows(self, tables: Tables) -> tuple[Table, list[_Row]]:
        if self.uses is not None:
            used = tables.facts(self.uses, UseTable)
            return used, [
                _Row(row, TermFinder(row.names), TermFinder(row.uses), row.label)
                for row in used.uses
            ]
        mixed = tables.facts(str(self.lookalikes), LookalikeTable)
        return mixed, [
            _Row(row, TermFinder(row.names), TermFinder(row.purpose), row.meant)
            for row in mixed.pairs
        ]


class _Row(NamedTuple):
    """One row: the drug's names, the purposes that are not its own, and what to say."""

    fact: Row
    names: TermFinder
    purposes: TermFinder
    told: str

    def purpose(self, texts: list[str]) -> str | None:
        """A purpose that one of the texts names."""
        return next((p.term for text in texts for p in self.purposes.find(text)), None)

    def purpose_beside(self, text: str, drug: Term) -> str | None:
        """A purpose close to the drug, with no list between them."""
        for found in self.purposes.find(text):
            low, high = sorted([found.span, drug.span], key=lambda span: span.start)
            gap = text[low.end : high.start]
            if len(gap) <= _CLOSE and not _LISTED.search(gap):
                return found.term
        return None


def _names(fact: Row) -> list[str]:
    return fact.names if isinstance(fact, Use | Lookalike) else []


def _around(reading: Reading, sentence: Sentence) -> list[str]:
    """The sentence, and the cells of its row."""
    block = reading.blocks[sentence.block]
    if block.cell is None:
        return [sentence.text]
    row = (block.cell.table, block.cell.row)
    return [
        other.text
        for other in reading.blocks
        if other.cell is not None and (other.cell.table, other.cell.row) == row
    ]
