"""Kind `unsupported`: claims that nothing in their paragraph gives a source for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.overclaims import COMMENDS
from medlint.reading import Postponed, Reading
from medlint.rules.claims import claim_reader
from medlint.rules.hit import Finder, Hit
from medlint.rules.kinds.claim import ClaimPattern, CompiledPattern, claims_of
from medlint.rules.tables import Strict
from medlint.rules.words import Tables

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc

SUBJECT = "sources"
"""What the one finding is about in an article that gives no source for any of its claims."""
_FEWEST = 2
_MOST_RELATED = 20
_FINITE = frozenset({"VBZ", "VBP", "VBD"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "perhaps", "possibly", "whether"})
_FURTHER = "a further claim without a source"


class Unsupported(Strict):
    """Claims as kind `claim` has them, each one that no citation of its paragraph reaches.

    Where the article cites other claims, the first such claim of each paragraph is reported; where
    it cites none of several, one finding stands for all, with the others as related places.
    A sentence is a claim, too, where the trained reader hears it commend a therapy above the level
    `heard`, and it says so as a fact; an article without any list of sources is then reported only
    where it makes such a claim, for textbooks state what treatments do as well.
    """

    kind: Literal["unsupported"]
    any_of: list[ClaimPattern] = Field(min_length=1)
    heard: float | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of such claims."""
        patterns = [CompiledPattern.of(pattern, tables) for pattern in self.any_of]
        reader = claim_reader(tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            praise = [
                s
                for s in reading.in_scope(scope)
                if self.heard is not None and reading.commends(s) > self.heard
            ]
            with suppress(Postponed):  # to be read together with what the claims need
                reading.annotate(praise)
            found: dict[int, Hit] = {}
            for hit in claims_of(reading, scope, reader, patterns):
                found.setdefault(hit.sentence.index, hit)
            heard = [s for s in praise if _is_fact(reading.doc(s))]
            for sentence in heard:
                if sentence.index not in found:
                    found[sentence.index] = Hit(sentence, reading.telling(sentence, COMMENDS))
            made: dict[int, list[Hit]] = {}
            for _, hit in sorted(found.items()):
                # The advice is to cite it, not to say less.
                made.setdefault(hit.sentence.block, []).append(replace(hit, rewrite=None))
            open_ = {block: hits for block, hits in made.items() if not _is_cited(reading, block)}
            if len(open_) < len(made):
                yield from (hits[0] for hits in open_.values())
            elif len(found) >= _FEWEST and (heard or reading.references or self.heard is None):
                yield from _for_all([hit for hits in made.values() for hit in hits])

        return find


def _is_fact(doc: Doc) -> bool:
    """Whether a sentence states something, neither as possible nor as something to do."""
    return any(token.tag_ in _FINITE for token in doc) and not any(
        token.lower_ in _POSSIBLE for token in doc
    )


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
