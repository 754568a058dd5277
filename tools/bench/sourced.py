"""Statistics with their source and without: the pairs that removed citations make.

What counts as a statistic and as a citation is said here anew, in plain patterns: asking the
linter's own reading would have it agree with itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medlint.document import Block, BlockKind, Document, InlineKind
from medlint.reading import segmenter
from medlint.report import FileResult
from medlint.text import Span
from tools.bench.cuts import cut, moved
from tools.bench.figure import Figure, share
from tools.bench.trusted import Lint, Text

RULE = "unsourced-number"

_STATISTIC = re.compile(
    r"\d\s?(?:%|percent\b|per cent\b)"
    r"|\b(?:one|two|three|\d+)\s(?:in|out\sof)\s(?:every\s)?"
    r"(?!(?:19|20)\d\d\b)(?:\d[\d,]*|three|four|five|six|eight|ten)\b",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\s*\([^()]*[A-Z][^()]*,\s?(?:19|20)\d\d[a-z]?\)")
_OTHER = re.compile(
    r"\([^()]*(?:(?:19|20)\d\d|n\.d\.)[^()]*\)|\[\d+\]|\bet al\b|\baccording to\b"
    r"|\b(?:estimates?|reports?|reported)\b",
    re.IGNORECASE,
)
"""Any other pointer to a source, even one in words ("the agency reported")."""

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})

LEFT_ALONE, REPORTED = 0.98, 0.85
"""The least share of cited statistics that is left alone, and of uncited ones that is reported."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A cited sentence with a statistic, in the source, and what is cut to leave it uncited.

    Besides its own, these are the citations of the sentences beside it, for they may reach it.
    """

    sentence: Span
    citations: tuple[Span, ...]


def pairs(document: Document) -> Iterator[Pair]:
    """The first pair of each block, where no source but bracketed ones is in reach.

    One a block, so that all of a document can be cut at once without touching each other.
    """
    for block in document.blocks:
        if block.kind in _PROSE:
            found = next(_pairs(block), None)
            if found and not any("<" in c.of(document.source) for c in found.citations):
                yield found


def _pairs(block: Block) -> Iterator[Pair]:
    sentences = segmenter.sentences(block)
    for at, sentence in enumerate(sentences):
        text = sentence.of(block.text)
        citation = _CITATION.search(text)
        if citation is None or not _STATISTIC.search(text[: citation.start()]):
            continue
        around = sentences[max(at - 1, 0) : at + 2]
        reach = Span(around[0].start, around[-1].end)
        in_reach = _CITATION.finditer(block.text, reach.start, reach.end)
        places = [Span(*found.span()) for found in in_reach]
        if not _cited(block, reach, places):
            to_source = block.map.to_source
            yield Pair(to_source(sentence), tuple(to_source(place) for place in places))


def _cited(block: Block, reach: Span, besides: Sequence[Span]) -> bool:
    """Whether another source than those at `besides` is pointed to within reach."""
    links = {InlineKind.LINK, InlineKind.URL, InlineKind.NOTE, InlineKind.SUPERSCRIPT}
    if any(i.kind in links and i.span.overlaps(reach) for i in block.inlines):
        return True
    return _OTHER.search(moved(reach, besides).of(cut(block.text, besides))) is not None


def flagged(result: FileResult, sentence: Span) -> bool:
    """Whether a number in the sentence is reported to have no source."""
    return any(f.rule == RULE and f.span.overlaps(sentence) for f in result.reported())


def citations(linted: Sequence[tuple[Text, FileResult]], lint: Lint, name: str) -> Iterator[Figure]:
    """How often a cited statistic is left alone, and one that lost its citation is reported.

    `linted` are the texts called `name` as they are; `lint` looks at them without citations.
    """
    count = silent = caught = 0
    for text, result in linted:
        if result.document is None:
            continue
        found = list(pairs(result.document))
        if not found:
            continue
        pieces = [citation for pair in found for citation in pair.citations]
        source = cut(text.source, pieces)
        without = lint(Text(text.path, source, text.words))
        count += len(found)
        silent += sum(not flagged(result, pair.sentence) for pair in found)
        caught += sum(flagged(without, moved(pair.sentence, pieces)) for pair in found)
    data = f"{name}, {count:,} pairs"
    yield Figure(
        "cited statistics left alone", share(silent, count), LEFT_ALONE, data, at_least=True
    )
    yield Figure(
        "statistics reported once their citation is gone",
        share(caught, count),
        REPORTED,
        data,
        at_least=True,
    )
