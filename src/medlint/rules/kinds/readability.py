"""Kind `readability`: a section that asks more years of school than its readers may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.publishing import Demands
from medlint.reading import Reading, Sentence
from medlint.reading.readability import ease, grade, hard_words
from medlint.reading.sections import Section
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables
from medlint.text import Span

_FEWEST = 3
"""In fewer sentences than these a grade says nothing."""
_SENTENCES, _WORDS = 3, 5
"""So many sentences and words that cost most are shown."""


class Readability(Strict):
    """`grade` is the hardest that a section may be, `words` how many it must have to be judged.

    Settings that name a `grade` of their own beat it, and ask for the rule. What counts is running
    text: paragraphs, and items of lists that are sentences.
    """

    kind: Literal["readability"]
    grade: float = Field(gt=0)
    words: int = Field(ge=1)

    def is_asked(self, demands: Demands) -> bool:
        """Whether the settings ask for it."""
        return demands.grade is not None

    def compile(self, tables: Tables) -> Finder:
        """The finder of sections that are too hard."""
        del tables

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            limit = reading.demands.grade or self.grade
            for section in reading.sections:
                sentences = _prose(reading, section, scope)
                eases = [ease(sentence.text) for sentence in sentences]
                if len(sentences) < _FEWEST or sum(one.words for one in eases) < self.words:
                    continue
                found = grade(eases)
                if found <= limit:
                    continue
                order = sorted(zip(eases, sentences, strict=True), key=lambda p: -p[0].words)
                hard = hard_words((sentence.text for sentence in sentences), _WORDS)
                yield Hit(
                    sentences[0],
                    _whole(sentences[0]),
                    at=_heading(reading, section),
                    values={
                        "grade": f"{found:.0f}",
                        "limit": f"{limit:.0f}",
                        "heading": section.headings[-1] if section.headings else "the text",
                        "words": ", ".join(hard) or "none of many syllables",
                    },
                    subject=f"section {'/'.join(section.headings)}",
                    related=tuple(
                        (sentence, _whole(sentence), f"{one.words} words, grade {one.cost:.0f}")
                        for one, sentence in order[:_SENTENCES]
                    ),
                )

        return find


def _prose(reading: Reading, section: Section, scope: frozenset[BlockKind]) -> list[Sentence]:
    return [
        sentence
        for block in range(section.first, section.last)
        if reading.blocks[block].kind in scope
        for sentence in reading.sentences_of(block)
        if sentence.text.rstrip(" \"'\N{RIGHT DOUBLE QUOTATION MARK})").endswith((".", "!", "?"))
    ]


def _heading(reading: Reading, section: Section) -> tuple[Sentence, Span] | None:
    """Where the section's heading stands, if it has one."""
    if reading.blocks[section.first].kind is not BlockKind.HEADING:
        return None
    return next(((s, _whole(s)) for s in reading.sentences_of(section.first)), None)


def _whole(sentence: Sentence) -> Span:
    return Span(0, len(sentence.text.rstrip()))
