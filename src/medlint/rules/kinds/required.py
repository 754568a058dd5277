"""Kind `required`: what the article as a whole should say and does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import model_validator

from medlint.document import BlockKind
from medlint.finding import Severity
from medlint.reading import Reading
from medlint.reading.terms import TermFinder
from medlint.reading.therapies import (
    Mention,
    Praise,
    TherapyFinder,
    TherapyNames,
    Warnings,
    promoted,
    warns,
)
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Slug, Strict, TherapyClass, TherapyTable
from medlint.rules.words import Tables, Words


class Required(Strict):
    """Either `when` and `any_of`: words that call for others, or `therapies`: a table of classes.

    One finding an article (and class), at the first words that call for what is missing.
    """

    kind: Literal["required"]
    when: Words | None = None
    any_of: Words | None = None
    therapies: Slug | None = None

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        words = self.when is not None and self.any_of is not None
        if words == (self.therapies is not None) or (self.when is None) != (self.any_of is None):
            msg = "'required' takes 'when' with 'any_of', or 'therapies' alone"
            raise ValueError(msg)
        return self

    def compile(self, tables: Tables) -> Finder:
        """The finder of articles in which something is missing."""
        if self.therapies is not None:
            return _caveats(tables.therapies(self.therapies), tables)
        if self.when is None or self.any_of is None:  # pragma: no cover -- the validator's promise
            raise AssertionError
        when = TermFinder(self.when.resolve(tables))
        any_of = TermFinder(self.any_of.resolve(tables))

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            if any(sentence.text in any_of for sentence in reading.sentences):
                return
            for sentence in reading.in_scope(scope):
                for term in when.find(sentence.text):
                    values = {"term": term.term}
                    yield Hit(sentence, term.span, values=values, subject=term.term)
                    return

        return find


def _caveats(table: TherapyTable, tables: Tables) -> Finder:
    finder = TherapyFinder(
        (
            TherapyNames(
                row.id, tuple(row.triggers), tuple(row.not_triggers), row.context == "therapy"
            )
            for row in table.classes
        ),
        table.therapy_cues,
    )
    praise = Praise(
        frozenset(tables.terms("benefit-verbs")),
        frozenset(tables.terms("use-verbs")),
        TermFinder(tables.terms("praise-words")),
        TermFinder(tables.terms("valued-goods")),
        TermFinder(tables.terms("regimen-words")),
    )
    contexts = TermFinder(table.caveat_contexts, stems=True)
    benefits = TermFinder(table.benefit_contexts, stems=True)
    classes = [
        (
            row,
            TermFinder(row.unless),
            [(c.label, TermFinder(table.words_of(c), stems=True)) for c in row.caveats],
        )
        for row in table.classes
    ]

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        named: dict[str, list[Mention]] = {}
        for mention in finder.mentions(reading):
            in_scope = reading.blocks[mention.sentence.block].kind in scope
            # A sentence that warns of the therapy does not commend it.
            if in_scope and not warns(mention.sentence.text, contexts, benefits):
                named.setdefault(mention.therapy, []).append(mention)
        if not named:
            return
        reading.annotate(
            {m.sentence.index: m.sentence for ms in named.values() for m in ms}.values()
        )
        warnings = Warnings(reading, contexts, benefits, [*BlockKind])
        for row, unless, caveats in classes:
            commended = [m for m in named.get(row.id, []) if promoted(reading, m, praise)]
            if not commended or any(s.text in unless for s in reading.sentences):
                continue
            missing = [label for label, stems in caveats if not warnings.name(stems)]
            if len(caveats) - len(missing) < row.needed:
                first = named[row.id][0]
                for mention in commended:
                    yield _hit(reading, table, row, mention, first, missing)

    return find


def _hit(  # noqa: PLR0913, PLR0917 -- one call, above
    reading: Reading,
    table: TherapyTable,
    row: TherapyClass,
    mention: Mention,
    first: Mention,
    missing: list[str],
) -> Hit:
    due = table.review_by(row)
    stale = due < reading.as_of
    note = f"The facts behind this finding were due for review on {due}." if stale else None
    return Hit(
        mention.sentence,
        mention.span,
        values={"class": row.label, "missing": ", ".join(missing)},
        severity=Severity.NOTE if stale else row.severity,
        subject=row.id,
        missing=tuple(sorted(missing)),
        note=note,
        at=(first.sentence, first.span),
    )
