"""What sentences that state or claim something link to."""

from __future__ import annotations

from collections.abc import Iterator

from medlint.document import BlockKind, InlineKind
from medlint.reading import Reading, Sentence
from medlint.reading.claims import ClaimReader, Relation, Strength
from medlint.reading.patterns import compile_pattern
from medlint.reading.references import host_of
from medlint.rules.claims import claim_reader
from medlint.rules.hit import Finder, Hit
from medlint.rules.publishers import Publishers
from medlint.rules.words import Tables
from medlint.text import Span

_LINKS = frozenset({InlineKind.LINK, InlineKind.URL})
_ELSEWHERE = compile_pattern(
    r"\b(?:watch|listen|follow|share|visit|join|book|order|buy|shop|download|subscribe|call|contact"
    r"|sign\sup|our\s(?:\w+\s)?(?:clinic|shop|store|page|channel|video|podcast|blog))\b",
    any_case=True,
)
"""A link that leads on, and is no source of what is said."""
_ADDRESS = compile_pattern(r"^(?:https?://|www\.)", any_case=True)
_BEFORE = 30


def linked_to(publishers: Publishers, tables: Tables) -> Finder:
    """The links to such publishers in sentences that state a figure or make a claim."""
    reader = claim_reader(tables)

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        for index, block in enumerate(reading.blocks):
            if block.kind is BlockKind.REFERENCE or block.kind not in scope:
                continue
            for inline in block.inlines:
                if inline.kind not in _LINKS:
                    continue
                target = inline.target or inline.span.of(block.text)
                host = host_of(target) if _ADDRESS.search(target) else ""
                sentence = reading.sentence_at(index, inline.span)
                if not host or sentence is None or not publishers.holds(host):
                    continue
                place = Span(
                    inline.span.start - sentence.span.start,
                    min(inline.span.end, sentence.span.end) - sentence.span.start,
                )
                if inline.span.of(block.text).strip().lower() in host:
                    continue  # "on YouTube" names the place, and is no source
                around = block.text[max(0, inline.span.start - _BEFORE) : inline.span.end]
                if not _ELSEWHERE.search(around) and _states(reading, sentence, reader):
                    values = {"publisher": host, "problem": f"'{host}' is linked as a source"}
                    yield Hit(sentence, place, values=values, address=True)

    return find


def _states(reading: Reading, sentence: Sentence, reader: ClaimReader) -> bool:
    """Whether a sentence owes a source: it has a figure, or says what something does."""
    if reading.quantities(sentence):
        return True
    relations = list(Relation)
    if not reader.may_claim(sentence.text, relations, Strength.CAUSAL):
        return False
    claims = reader.read(reading.doc(sentence))
    return any(claim.strength >= Strength.CAUSAL and not claim.negated for claim in claims)
