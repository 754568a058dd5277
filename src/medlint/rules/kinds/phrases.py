"""Kind `phrases`: words and phrases from a list, where their surroundings allow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words


class Phrases(Strict):
    """`any_of` lists words or phrases; plurals match, letter case does not matter.

    Inside one of the phrases of `not_in` a word is none ("breakthrough bleeding"). Each list of
    `beside` needs a word elsewhere in the sentence, a word of `unless_beside` there calls it off.
    """

    kind: Literal["phrases"]
    any_of: Words
    not_in: Words | None = None
    beside: list[Words] = Field(default=[])
    unless_beside: Words | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of these words."""
        terms = TermFinder(self.any_of.resolve(tables))
        not_in = TermFinder(self.not_in.resolve(tables)) if self.not_in else None
        beside = [TermFinder(words.resolve(tables)) for words in self.beside]
        unless = TermFinder(self.unless_beside.resolve(tables)) if self.unless_beside else None

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                found = list(terms.find(sentence.text))
                if not found or (unless is not None and sentence.text in unless):
                    continue
                longer = [t.span for t in not_in.find(sentence.text)] if not_in else []
                others = [[t.span for t in words.find(sentence.text)] for words in beside]
                for term in found:
                    if any(term.span.overlaps(span) for span in longer):
                        continue
                    if all(any(not term.span.overlaps(o) for o in spans) for spans in others):
                        yield Hit(sentence, term.span, values={"term": term.term})

        return find
