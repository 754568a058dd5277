"""Kind `unsupported`: claims that nothing in their paragraph gives a source for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.rules.claims import claim_reader
from medlint.rules.hit import Finder, Hit
from medlint.rules.kinds.claim import ClaimPattern, CompiledPattern, claims_of
from medlint.rules.tables import Strict
from medlint.rules.words import Tables

SUBJECT = "sources"
"""What the one finding is about in an article that gives no source for any of its claims."""
_FEWEST = 2
_MOST_RELATED = 20
_FURTHER = "a further claim without a source"


class Unsupported(Strict):
    """Claims as kind `claim` has them, each one that no citation of its paragraph reaches.

    Where the article cites other claims, the first such claim of each paragraph is reported; where
    it cites none of several, one finding stands for all, with the others as related places.
    """

    kind: Literal["unsupported"]
    any_of: list[ClaimPattern] = Field(min_length=1)

    def compile(self, tables: Tables) -> Finder:
        """The finder of such claims."""
        patterns = [CompiledPattern.of(pattern, tables) for pattern in self.any_of]
        reader = claim_reader(tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            made: dict[int, list[Hit]] = {}
            for hit in claims_of(reading, scope, reader, patterns):
                # The advice is to cite it, not to say less.
                made.setdefault(hit.sentence.block, []).append(replace(hit, rewrite=None))
            open_ = {block: hits for block, hits in made.items() if not _is_cited(reading, block)}
            if len(open_) < len(made):
                yield from (hits[0] for hits in open_.values())
            elif sum(map(len, made.values())) >= _FEWEST:
                yield from _for_all([hit for hits in made.values() for hit in hits])

        return find


def _is_cited(reading: Reading, block: int) -> bool:
    return any(reading.cited(sentence) for sentence in reading.sentences_of(block))


def _for_all(hits: list[Hit]) -> Iterator[Hit]:
    """Each claim as the one that stands for all: the first that no guard calls off is reported."""
    note = f"The article gives no source for any of its {len(hits)} claims."
    for number, hit in enumerate(hits):
        others = [*hits[:number], *hits[number + 1 :]][:_MOST_RELATED]
        yield replace(
            hit,
            subject=SUBJECT,
            missing=(SUBJECT,),
            related=tuple((other.sentence, other.span, _FURTHER) for other in others),
            note=note,
        )
