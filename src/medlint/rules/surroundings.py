"""What a match by words may ask of its sentence, of what follows, and of its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pydantic import Field

from medlint.reading import Reading, Sentence
from medlint.reading.terms import TermFinder
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span

_AHEAD = 3
"""So many sentences on may what was announced still be named."""


class Surrounded(Strict):
    """Words that a match needs in its sentence, and words that call it off.

    Each list of `beside` needs a word outside the match, each of `with` one inside or outside; a
    word of `unless_beside` anywhere calls the match off. So does a word of `unless_followed_by`
    behind the match or in the next sentences of its section, and one of `unless_said` anywhere in
    the article. A word of `in_section` must stand in its section or in the headings above.
    """

    beside: list[Words] = Field(default=[])
    with_: list[Words] = Field(default=[], alias="with")
    unless_beside: Words | None = None
    unless_followed_by: Words | None = None
    unless_said: Words | None = None
    in_section: Words | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The word lists of a `Surrounded`, ready to be found."""

    beside: tuple[TermFinder, ...]
    within: tuple[TermFinder, ...]
    unless: TermFinder | None
    followed: TermFinder | None
    said: TermFinder | None
    section: TermFinder | None

    @classmethod
    def of(cls, spec: Surrounded, tables: Tables) -> Surroundings:
        """Resolve the word lists.

        Raises:
            KeyError: there is no such table.
        """
        finder = partial(finder_of, tables=tables)
        return cls(
            tuple(words.finder(tables) for words in spec.beside),
            tuple(words.finder(tables) for words in spec.with_),
            finder(spec.unless_beside),
            finder(spec.unless_followed_by),
            finder(spec.unless_said),
            finder(spec.in_section),
        )

    def admit(self, text: str) -> bool:
        """Whether the sentence can hold a match at all."""
        if self.unless is not None and text in self.unless:
            return False
        return all(text in words for words in (*self.within, *self.beside))

    def surround(self, text: str, span: Span) -> bool:
        """Whether what has to stand beside a match does, in a sentence that was admitted."""
        return all(
            any(not term.span.overlaps(span) for term in words.find(text)) for words in self.beside
        )

    def called_off(self, reading: Reading, sentence: Sentence, span: Span) -> bool:
        """Whether what follows the match, its section or its article make it a fair one."""
        if self.followed is not None and any(
            text in self.followed for text in _following(reading, sentence, span)
        ):
            return True
        if self.section is not None and not any(
            text in self.section for text in _section(reading, sentence)
        ):
            return True
        return self.said is not None and any(block.text in self.said for block in reading.blocks)


def _section(reading: Reading, sentence: Sentence) -> Iterator[str]:
    """The texts of the section, and the headings above it."""
    section = reading.section_of(sentence.block)
    yield from section.headings
    yield from (block.text for block in reading.blocks[section.first : section.last])


def _following(reading: Reading, sentence: Sentence, span: Span) -> Iterator[str]:
    """The rest of the sentence, and the next sentences of its section."""
    yield sentence.text[span.end :]
    end = reading.section_of(sentence.block).last
    first = sentence.index + 1
    for other in reading.sentences[first : first + _AHEAD]:
        if other.block < end:
            yield other.text
