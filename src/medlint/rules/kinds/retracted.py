"""Kind `retracted`: a source that was withdrawn, by a list that the run names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind, InlineKind
from medlint.finding import Severity
from medlint.reading import Reading, Sentence
from medlint.reading.citations import CitationKind
from medlint.reading.patterns import compile_pattern
from medlint.reading.references import doi_in, pmid_in
from medlint.retractions import Notice
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables
from medlint.text import Span

_TOLD = compile_pattern(
    r"\bretract(?:ed|ions?)\b|\bwithdrawn\b|\bexpressions?\sof\sconcern\b", any_case=True
)
"""Readers are told of it: the source is cited as what it is."""
_LINKS = frozenset({InlineKind.LINK, InlineKind.URL})


class RetractedSource(Strict):
    """Entries and links whose DOI or PMID the list of retractions has.

    What was retracted has the severity of the rule, an expression of concern is a warning. Where
    the run names no list, or the sentence says itself that the paper was withdrawn, nothing is
    found.
    """

    kind: Literal["retracted"]

    def compile(self, tables: Tables) -> Finder:
        """The finder of withdrawn sources."""
        del tables
        return _find


def _find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
    if not reading.retractions:
        return
    for entry in reading.references:
        notice = reading.retractions.notice(doi=entry.doi, pmid=entry.pmid)
        sentence = next(iter(reading.sentences_of(entry.block)), None)
        if notice is not None and sentence is not None and not _TOLD.search(entry.text):
            yield _hit(sentence, Span(0, len(sentence.text.rstrip())), notice)
    for index, block in enumerate(reading.blocks):
        if block.kind is BlockKind.REFERENCE or block.kind not in scope:
            continue
        for span, notice in _pointed_to(reading, index):
            sentence = reading.sentence_at(index, span)
            if sentence is not None and not _TOLD.search(sentence.text):
                start = sentence.span.start
                place = Span(span.start - start, min(span.end, sentence.span.end) - start)
                yield _hit(sentence, place, notice)


def _pointed_to(reading: Reading, index: int) -> Iterator[tuple[Span, Notice]]:
    """The withdrawn papers that links and identifiers of a block lead to, each place once."""
    block = reading.blocks[index]
    words = {
        citation.span: citation.span.of(block.text)
        for citation in reading.citations(index)
        if citation.kind is CitationKind.IDENTIFIER
    }
    words |= {i.span: i.target for i in block.inlines if i.kind in _LINKS and i.target}
    told: list[Span] = []
    for span, said in sorted(words.items()):
        notice = reading.retractions.notice(doi=doi_in(said), pmid=pmid_in(said))
        if notice is not None and not any(span.overlaps(other) for other in told):
            told.append(span)
            yield span, notice


def _hit(sentence: Sentence, span: Span, notice: Notice) -> Hit:
    dated = f" on {notice.date.isoformat()}" if notice.date else ""
    reason = f" ({notice.reason})" if notice.reason else ""
    told = (
        "This paper was retracted" if notice.retracted else f"{notice.said.capitalize()} about it"
    )
    return Hit(
        sentence,
        span,
        values={"problem": f"{told}{dated}{reason}"},
        severity=None if notice.retracted else Severity.WARNING,
        note=f"The notice: https://doi.org/{notice.notice}" if notice.notice else None,
        address=True,
    )
