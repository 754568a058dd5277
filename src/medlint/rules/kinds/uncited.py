"""Kind `uncited`: statistics that nothing in reach gives a source for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.finding import Severity
from medlint.reading import Reading
from medlint.rules.hit import Finder, Hit
from medlint.rules.proposals import proposal
from medlint.rules.publishers import Publishing
from medlint.rules.tables import Strict
from medlint.rules.words import Tables


class Uncited(Strict):
    """`of: quantities` reports each sentence with a statistic and no citation in reach, once.

    `of: article` reports an article that states statistics and names no source at all, once, at
    the first of them. With `harder_when: others-cited` the finding is an error where the
    article gives a source for at least as many of its statistics as it leaves without.

    The advice names the entry of the article's own list that may be the source, and says so where
    its publisher is one of the `weak`.
    """

    kind: Literal["uncited"]
    of: Literal["quantities", "article"]
    harder_when: Literal["others-cited"] | None = None
    weak: Publishing | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of sentences whose statistics have no source."""
        weak = self.weak.compile(tables) if self.weak else None
        if self.of == "article":
            return _without_sources

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            cited = 0
            open_ = []
            for sentence in reading.in_scope(scope):
                stated = reading.quantities(sentence)
                if stated and reading.cited(sentence):
                    cited += 1
                elif stated:
                    open_.append((sentence, stated))
            harder = self.harder_when is not None and cited >= max(1, len(open_))
            for sentence, (first, *others) in open_:
                note, sources = proposal(reading, sentence, weak)
                beside = tuple((sentence, o.span, "in the same sentence") for o in others)
                yield Hit(
                    sentence,
                    first.span,
                    values={"number": first.span.of(sentence.text)},
                    severity=Severity.ERROR if harder else None,
                    related=(*beside, *sources),
                    note=note,
                )

        return find


def _without_sources(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
    """The first statistic of an article that has several and no source anywhere."""
    if reading.references or any(map(reading.citations, range(len(reading.blocks)))):
        return
    stated = [(s, q) for s in reading.in_scope(scope) for q in reading.quantities(s)[:1]]
    if len(stated) >= _FEWEST:
        sentence, first = stated[0]
        yield Hit(
            sentence,
            first.span,
            values={"number": str(len(stated))},
            subject="sources",
        )


_FEWEST = 2
"""So many sentences with statistics make an article that owes its sources."""
