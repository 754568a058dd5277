"""What a match by words may ask of the rest of its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from medlint.reading.terms import TermFinder
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words
from medlint.text import Span


class Surrounded(Strict):
    """Words that a match needs in its sentence, and words that call it off.

    Each list of `beside` needs a word outside the match, each of `with` one inside or outside; a
    word of `unless_beside` anywhere calls the match off.
    """

    beside: list[Words] = Field(default=[])
    with_: list[Words] = Field(default=[], alias="with")
    unless_beside: Words | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The word lists of a `Surrounded`, ready to be found."""

    beside: tuple[TermFinder, ...]
    within: tuple[TermFinder, ...]
    unless: TermFinder | None

    @classmethod
    def of(cls, spec: Surrounded, tables: Tables) -> Surroundings:
        """Resolve the word lists.

        Raises:
            KeyError: there is no such table.
        """
        return cls(
            tuple(words.finder(tables) for words in spec.beside),
            tuple(words.finder(tables) for words in spec.with_),
            spec.unless_beside.finder(tables) if spec.unless_beside else None,
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
