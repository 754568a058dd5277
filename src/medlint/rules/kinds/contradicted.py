"""Kind `contradicted`: a statement that a study or an authority says is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.clauses import same_clause, tokens_in
from medlint.reading.gains import denied
from medlint.reading.terms import Term, TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import Contradiction, FactTable, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_REACH = 12
"""So many tokens lie at most between the parts of a statement."""


class Contradicted(Strict):
    """`facts` is a table of statements that are wrong, each with the study that says otherwise."""

    kind: Literal["contradicted"]
    facts: Slug

    def compile(self, tables: Tables) -> Finder:
        """The finder of such statements."""
        table = tables.facts(self.facts, FactTable)
        rows = [_Row.of(row) for row in table.contradictions]

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                for row in rows:
                    span = row.stated(reading, sentence)
                    if span is None:
                        continue
                    severity, note = freshness(table, row.fact, reading.as_of)
                    values = {"truth": row.fact.truth, "source": row.fact.authority}
                    yield Hit(sentence, span, None, values, severity, note=note)

        return find


@dataclass(frozen=True, slots=True)
class _Row:
    fact: Contradiction
    subjects: TermFinder
    relations: frozenset[str]
    objects: TermFinder
    unless: TermFinder

    @classmethod
    def of(cls, fact: Contradiction) -> _Row:
        return cls(
            fact,
            TermFinder(fact.subject),
            frozenset(fact.relation),
            TermFinder(fact.object),
            TermFinder(fact.unless),
        )

    def stated(self, reading: Reading, sentence: Sentence) -> Span | None:
        """The words that state it: subject, verb, object, in this order or as "X of Y"."""
        text = sentence.text
        subject = next(self.subjects.find(text), None)
        if subject is None or text in self.unless or text.rstrip().endswith("?"):
            return None
        thing = next((t for t in self.objects.find(text) if t.span.start > subject.span.end), None)
        if thing is None:
            return None
        doc = reading.doc(sentence)
        verb = self._verb(doc, subject, thing)
        if verb is None or denied(doc, verb):
            return None
        return Span(subject.span.start, thing.span.end)

    def _verb(self, doc: Doc, subject: Term, thing: Term) -> Token | None:
        _, after = tokens_in(doc, subject.span)
        before, _ = tokens_in(doc, thing.span)
        if before - after > _REACH:
            return None
        for token in doc[after:before]:
            here = same_clause(doc, after - 1, token.i) and same_clause(doc, token.i, before)
            if here and token.lemma_.lower() in self.relations:
                return token
        return None
