"""Kind `required`: what the article as a whole should say and does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import model_validator

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.cautions import Warnings
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import TermFinder
from medlint.reading.therapies import Mention
from medlint.rules import commended
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import CrisisTable, TherapyClass, TherapyTable, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words

_TO_READER = compile_pattern(r"\b(?:[Yy]ou|[Yy]ours?|[Ww]e|[Oo]ur|I|[Mm]y|[Mm]e)\b")
_NEAR = 3
"""So many sentences away may a text speak to its reader."""
_MOST_RELATED = 10
_PRAISE = "commends it"
_TOPIC = 3
"""An article that speaks of a matter in so many blocks is about it."""


class Required(Strict):
    """Either `therapies`: a table of classes, or `when`: words that call for others.

    The others are `any_of`, or the help lines of the table `lines`. `never` are phrases in which
    the words of `when` mean something else; with `to_readers` they count only close to words that
    speak to the reader, or in an article about the matter (in a heading, or three times). One
    finding an article (and class), at the first words that call for what is missing.
    """

    kind: Literal["required"]
    when: Words | None = None
    any_of: Words | None = None
    never: Words | None = None
    lines: Slug | None = None
    to_readers: bool = False
    therapies: Slug | None = None

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        others = [form for form in (self.any_of, self.lines) if form is not None]
        words = self.when is not None and len(others) == 1 and self.therapies is None
        tabled = self.therapies is not None and self.when is None and not others
        if words == tabled or (self.never is not None and not words):
            msg = "'required' takes 'when' with 'any_of' or 'lines', or 'therapies' alone"
            raise ValueError(msg)
        return self

    def compile(self, tables: Tables) -> Finder:
        """The finder of articles in which something is missing."""
        if self.therapies is not None:
            return _caveats(self.therapies, tables)
        if self.when is None:  # pragma: no cover -- the validator's promise
            raise AssertionError
        when = self.when.finder(tables)
        never = TermFinder(self.never.resolve(tables) if self.never else ())
        any_of = TermFinder(self._others(tables))

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            if any(block.text in any_of for block in reading.blocks):
                return
            about = not self.to_readers or _is_about(reading, when)
            for sentence in reading.in_scope(scope):
                elsewhere = [term.span for term in never.find(sentence.text)]
                for term in when.find(sentence.text):
                    if any(term.span.overlaps(span) for span in elsewhere):
                        continue
                    if not about and not _speaks_to_reader(reading, sentence):
                        continue
                    values = {"term": term.term}
                    yield Hit(sentence, term.span, values=values, subject=self._subject(term.term))
                    return

        return find

    def _others(self, tables: Tables) -> list[str]:
        if self.lines is not None:
            return [
                form for row in tables.facts(self.lines, CrisisTable).lines for form in row.any_of
            ]
        return self.any_of.resolve(tables) if self.any_of else []

    def _subject(self, term: str) -> str:
        """What the finding is about: the words that call, or for help lines the lines."""
        return self.lines or term


def _is_about(reading: Reading, when: TermFinder) -> bool:
    headings = (b for b in reading.blocks if b.kind in {BlockKind.HEADING, BlockKind.TITLE})
    return (
        any(block.text in when for block in headings)
        or sum(block.text in when for block in reading.blocks) >= _TOPIC
    )


def _speaks_to_reader(reading: Reading, sentence: Sentence) -> bool:
    near = reading.sentences[max(0, sentence.index - _NEAR) : sentence.index + 1 + _NEAR]
    return any(_TO_READER.search(other.text) for other in near)


def _caveats(name: str, tables: Tables) -> Finder:
    reader = commended.reader(name, tables)
    rows = [_Row.of(reader.table, row) for row in reader.table.classes if not row.minor]

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        therapies = reader.read(reading, scope)
        if therapies is None:
            return
        for row in rows:
            found = commended.counts(row.therapy, therapies.commended.get(row.therapy.id, ()))
            if not found or row.is_moot(reading):
                continue
            missing = row.missing(therapies.warnings)
            if len(row.caveats) - len(missing) < row.therapy.needed:
                first = therapies.first(row.therapy.id)
                praise = {s.index: s for c in found for s, _ in c.sentences}
                for commending in found:
                    yield row.hit(reading, commending.mention, first, praise, missing)

    return find


@dataclass(frozen=True, slots=True)
class _Row:
    """One class of therapies, its words ready to be found."""

    table: TherapyTable
    therapy: TherapyClass
    unless: TermFinder
    caveats: tuple[tuple[str, TermFinder], ...]

    @classmethod
    def of(cls, table: TherapyTable, row: TherapyClass) -> _Row:
        caveats = ((c.label, TermFinder(table.words_of(c), stems=True)) for c in row.caveats)
        return cls(table, row, TermFinder(row.unless), tuple(caveats))

    def is_moot(self, reading: Reading) -> bool:
        return any(sentence.text in self.unless for sentence in reading.sentences)

    def missing(self, warnings: Warnings) -> list[str]:
        return [label for label, stems in self.caveats if not warnings.name(stems)]

    def hit(
        self,
        reading: Reading,
        mention: Mention,
        first: Mention,
        praise: Mapping[int, Sentence],
        missing: list[str],
    ) -> Hit:
        """The fault that a commending mention makes, shown at the first mention.

        The sentences of `praise`, by their indices, are those that commend the therapy.
        """
        severity, note = freshness(self.table, self.therapy, reading.as_of)
        return Hit(
            mention.sentence,
            mention.span,
            values={
                "class": self.therapy.label,
                "missing": ", ".join(missing),
                "source": self.therapy.authority,
            },
            severity=severity,
            subject=self.therapy.id,
            missing=tuple(sorted(missing)),
            note=note,
            related=tuple(
                (praise[index], commended.whole(praise[index]), _PRAISE)
                for index in sorted(praise)[:_MOST_RELATED]
            ),
            at=(first.sentence, first.span),
        )
