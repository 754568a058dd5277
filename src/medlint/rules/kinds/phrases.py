"""Kind `phrases`: words from a list, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words


class Phrases(Strict):
    """`any_of` lists words or phrases; plurals match, letter case does not matter."""

    kind: Literal["phrases"]
    any_of: Words

    def compile(self, tables: Tables) -> Finder:
        """The finder of these words."""
        terms = TermFinder(self.any_of.resolve(tables))

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                for term in terms.find(sentence.text):
                    yield Hit(sentence, term.span, values={"term": term.term})

        return find
