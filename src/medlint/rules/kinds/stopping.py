"""Kind `stopping`: the reader is told to leave off a medicine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.reading.stopping import stoppings
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words


class Stopping(Strict):
    """`medicines` lists what nobody should stop without advice, `better` words of improvement."""

    kind: Literal["stopping"]
    medicines: Words
    better: Words

    def compile(self, tables: Tables) -> Finder:
        """The finder of such advice, and of praise for those who followed it."""
        medicines = self.medicines.finder(tables)
        better = self.better.finder(tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                for span, medicine in stoppings(reading, sentence, medicines, better):
                    yield Hit(sentence, span, values={"medicine": medicine})

        return find
