"""Kind `overclaim`: the wording of a sentence tells a fault, as the trained reader hears it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from medlint.document import BlockKind
from medlint.overclaims import FAULTS
from medlint.reading import Reading, Sentence
from medlint.rules.hit import Finder, Hit
from medlint.rules.surroundings import Surrounded, Surroundings
from medlint.rules.tables import Slug, Text
from medlint.rules.words import Tables
from medlint.text import Span

_APART = 1.0
"""So much weaker may a fault be than the plainest of its sentence, and still be one."""
_BESIDE, _SHARE = 2.0, 0.5
"""From this score on, and with this share of the plainest one's, it is one beside any other: long
sentences have several faults. (Some of a score tells only that there is a fault.)"""
_MOST = 2
"""So many faults of a sentence count at most: the third is a neighbour of the first two."""


def is_told(told: Mapping[str, float], fault: str, above: float) -> bool:
    """Whether a sentence has a fault with such a score, and no other one much more plainly."""
    score = told.get(fault)
    if score is None or score <= above:
        return False
    plainest = max(told.values())
    if sum(other > score for other in told.values()) >= _MOST:
        return False
    return score >= plainest - _APART or score >= max(_BESIDE, _SHARE * plainest)


def _as_said(reading: Reading, sentence: Sentence, span: Span) -> Span:
    """The words, without those of who quotes them, where most stand in one quotation."""
    offset = sentence.span.start
    for quotation in reading.quotations(sentence.block):
        start = max(span.start, quotation.start - offset)
        end = min(span.end, quotation.end - offset)
        if 2 * (end - start) > len(span):
            return Span(start, end)
    return span


def _known(fault: str) -> str:
    if fault not in FAULTS:
        msg = f"unknown fault '{fault}'; the reader knows {', '.join(FAULTS)}"
        raise ValueError(msg)
    return fault


class Overclaim(Surrounded):
    """Sentences that have the `fault` with a score above `above`; 0 is where it is likely.

    Of several faults only those count that stand out as much as the first, or nearly. The match is
    the words that tell it. What is less than `sure` counts one level less. `says` fills places in
    the rule's message that other kinds of match fill too.
    """

    kind: Literal["overclaim"]
    fault: Annotated[Text, AfterValidator(_known)]
    above: float = Field(default=0.5, ge=0)
    sure: float = 1.5
    says: dict[Slug, Text] = Field(default={})

    def compile(self, tables: Tables) -> Finder:
        """The finder of such sentences."""
        surroundings = Surroundings.of(self, tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                told = reading.overclaims(sentence)
                if not is_told(told, self.fault, self.above):
                    continue
                if not surroundings.admit(sentence.text):
                    continue
                span = _as_said(reading, sentence, reading.telling(sentence, self.fault))
                if surroundings.surround(sentence.text, span) and not surroundings.called_off(
                    reading, sentence, span
                ):
                    unsure = told[self.fault] < self.sure
                    yield Hit(sentence, span, values=self.says, unsure=unsure)

        return find
