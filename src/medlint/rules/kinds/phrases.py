"""Kind `phrases`: words and phrases from a list, where their surroundings allow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.rules.hit import Finder, Hit
from medlint.rules.surroundings import Surrounded, Surroundings
from medlint.rules.words import Tables, Words, finder_of


class Phrases(Surrounded):
    """`any_of` lists words or phrases; plurals match, letter case does not matter.

    Inside one of the phrases of `not_in` a word is none ("breakthrough bleeding").
    """

    kind: Literal["phrases"]
    any_of: Words
    not_in: Words | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of these words."""
        terms = self.any_of.finder(tables)
        not_in = finder_of(self.not_in, tables)
        surroundings = Surroundings.of(self, tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                text = sentence.text
                found = list(terms.find(text))
                if not found or not surroundings.admit(text):
                    continue
                longer = [term.span for term in not_in.find(text)] if not_in else []
                for term in found:
                    if any(term.span.overlaps(span) for span in longer):
                        continue
                    if not surroundings.surround(text, term.span):
                        continue
                    if not surroundings.called_off(reading, sentence, term.span):
                        yield Hit(sentence, term.span, values={"term": term.term})

        return find
